import { ALL_PERMISSIONS, type Permission, may, type Membership } from "@callboard/domain/core/permissions";
import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";

export const ALL_KINDS = Object.keys(KINDS) as readonly KindName[];

/** Kinds of which each record names in a field who reads it. */
const KINDS_NAMING_READERS = ALL_KINDS.flatMap((kind) => {
  const { readBy } = anyKind(kind);
  return readBy !== "area" && "field" in readBy ? [{ kind, field: readBy.field }] : [];
});
/** What a record of before would say: such a one is for who may do everything. */
const DEFAULT_READERS = '["manage the account", "run the agency"]';

/** What a row of the log says of who reads it, as a column; null where its kind says it for all. */
export const readersColumnSql = (row: string): string =>
  `CASE ${row}.kind ${KINDS_NAMING_READERS.map(({ kind, field }) => `WHEN '${kind}' THEN coalesce(${row}.data ->> '$.${field}', '${DEFAULT_READERS}')`).join(" ")} END`;

/** What somebody must be allowed to do to hear of a row, beyond what its area asks. */
export function readPermissionsOf(kind: KindName, named: string | null): readonly Permission[] | undefined {
  if (named !== null) return JSON.parse(named) as Permission[];
  const { readBy } = anyKind(kind);
  return readBy === "area" || "field" in readBy ? undefined : readBy;
}

/** Passes the rows of which somebody may read what they say of it themselves. */
export const readersCondition = (membership: Membership, row: string): { sql: string; args: string[] } => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(coalesce(${readersColumnSql(row)}, '[]')) WHERE value NOT IN
    (SELECT value FROM json_each(?)))`,
  args: [JSON.stringify(ALL_PERMISSIONS.filter((permission) => may(membership, permission)))],
});
