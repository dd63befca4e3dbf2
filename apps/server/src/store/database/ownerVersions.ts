import { type Row, type Stmt, stmt } from "./port.ts";

/**
 * Optimistic lock per owner, for a remote database: a decision advances the version of every owner whose facts it may
 * have read, and the second of two concurrent ones is rejected and decided again. The change log guards records the
 * same way; money, mails and other rows have only this.
 */
export const ownerVersionsStmt = (owners: readonly string[]): Stmt =>
  stmt("SELECT owner, n FROM owner_versions WHERE owner IN (SELECT value FROM json_each(?))", JSON.stringify(owners));

/**
 * Advances the versions. If one has changed since it was read, the statement inserts NULL and the NOT NULL constraint
 * rejects the batch.
 */
export function advanceOwnerVersions(owners: readonly string[], seen: readonly Row[]): Stmt[] {
  const versions = new Map(seen.map(({ owner, n }) => [owner as string, Number(n)]));
  const expected = JSON.stringify(owners.map((owner) => [owner, versions.get(owner) ?? 0]));
  return [
    stmt("INSERT OR IGNORE INTO owner_versions (owner, n) SELECT value ->> 0, 0 FROM json_each(?)", expected),
    stmt(
      `UPDATE owner_versions SET n = CASE WHEN n = j.value ->> 1 THEN n + 1 END FROM json_each(?) j WHERE owner = j.value ->> 0`,
      expected,
    ),
  ];
}
