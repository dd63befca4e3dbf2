import { ALL_DEEDS, type Deed, may, type Standing } from "@callboard/domain/access";
import { anyKind, type KindName, KINDS } from "@callboard/domain/records";

export const ALL_KINDS = Object.keys(KINDS) as readonly KindName[];

/** Kinds of which each record names in a field who reads it. */
const NAMING = ALL_KINDS.flatMap((kind) => {
  const { readBy } = anyKind(kind);
  return readBy !== "area" && "field" in readBy ? [{ kind, field: readBy.field }] : [];
});
/** What a record of before would say: such a one is for who may do everything. */
const UNNAMED = '["manage the account", "run the agency"]';

/** What a row of the log says of who reads it, as a column; null where its kind says it for all. */
export const namedDeeds = (row: string): string =>
  `CASE ${row}.kind ${NAMING.map(({ kind, field }) => `WHEN '${kind}' THEN coalesce(${row}.data ->> '$.${field}', '${UNNAMED}')`).join(" ")} END`;

/** What somebody must be allowed to do to hear of a row, beyond what its area asks. */
export function deedsOf(kind: KindName, named: string | null): readonly Deed[] | undefined {
  if (named !== null) return JSON.parse(named) as Deed[];
  const { readBy } = anyKind(kind);
  return readBy === "area" || "field" in readBy ? undefined : readBy;
}

/** Passes the rows of which somebody may read what they say of it themselves. */
export const namedTest = (standing: Standing, row: string): { sql: string; args: string[] } => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(coalesce(${namedDeeds(row)}, '[]')) WHERE value NOT IN
    (SELECT value FROM json_each(?)))`,
  args: [JSON.stringify(ALL_DEEDS.filter((deed) => may(standing, deed)))],
});
