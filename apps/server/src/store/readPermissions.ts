import { ALL_PERMISSIONS, type Permission, may, type Membership } from "@callboard/domain/core/permissions";
import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";

export const ALL_KINDS = Object.keys(KINDS) as readonly KindName[];

/** Kinds whose records list, in a field, the permissions that are needed to read them. */
const KINDS_NAMING_READERS = ALL_KINDS.flatMap((kind) => {
  const { readBy } = anyKind(kind);
  return readBy !== "area" && "field" in readBy ? [{ kind, field: readBy.field }] : [];
});
/** Needed for older records without that field: the permissions of those who may do everything. */
const DEFAULT_READERS = '["manage the account", "run the agency"]';

/** A SQL column with the permissions that a row of the log lists; null where its kind decides for all records. */
export const readersColumnSql = (table: string): string =>
  `CASE ${table}.kind ${KINDS_NAMING_READERS.map(({ kind, field }) => `WHEN '${kind}' THEN coalesce(${table}.data ->> '$.${field}', '${DEFAULT_READERS}')`).join(" ")} END`;

/** The permissions needed to see a row, in addition to those of its area. */
export function readPermissionsOf(kind: KindName, readers: string | null): readonly Permission[] | undefined {
  if (readers !== null) return JSON.parse(readers) as Permission[];
  const { readBy } = anyKind(kind);
  return readBy === "area" || "field" in readBy ? undefined : readBy;
}

/** A SQL condition for rows whose listed permissions this membership has. */
export const readersCondition = (membership: Membership, table: string): { sql: string; args: string[] } => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(coalesce(${readersColumnSql(table)}, '[]')) WHERE value NOT IN
    (SELECT value FROM json_each(?)))`,
  args: [JSON.stringify(ALL_PERMISSIONS.filter((permission) => may(membership, permission)))],
});
