import { type Row, type Stmt, stmt } from "./port.ts";

/**
 * Whose turn it is. On a remote database a decision is made outside of any transaction: it takes the next turn of everybody
 * whose facts it may have seen, so that of two that were decided side by side the second is refused, and decided anew. The
 * change log alone would do for records; money, mails and what else writes none has no other guard.
 */
export const ownerVersionsStmt = (owners: readonly string[]): Stmt =>
  stmt("SELECT owner, n FROM turns WHERE owner IN (SELECT value FROM json_each(?))", JSON.stringify(owners));

/** Takes them. Where one has gone by since, no number fits and the rule against none refuses the batch. */
export function advanceOwnerVersions(owners: readonly string[], seen: readonly Row[]): Stmt[] {
  const at = new Map(seen.map(({ owner, n }) => [owner as string, Number(n)]));
  const taken = JSON.stringify(owners.map((owner) => [owner, at.get(owner) ?? 0]));
  return [
    stmt("INSERT OR IGNORE INTO turns (owner, n) SELECT value ->> 0, 0 FROM json_each(?)", taken),
    stmt(
      `UPDATE turns SET n = CASE WHEN n = j.value ->> 1 THEN n + 1 END FROM json_each(?) j WHERE owner = j.value ->> 0`,
      taken,
    ),
  ];
}
