import type { Instant } from "@callboard/domain/core/time";
import { type Row, single, type Stmt, stmt } from "../database/port.ts";
import type { Seal } from "./seal.ts";
import { emptySum, type SealSum } from "./sealSums.ts";

/** The signed sum over the rows that retention removed from an account's log: no others may be missing. */
export interface Checkpoint {
  removed: SealSum;
  at: Instant;
}

export const checkpointStmt = (account: string): Stmt =>
  single(
    `SELECT c.removed, c.at, c.sum, c.signature, EXISTS (SELECT 1 FROM removed WHERE account = ?1) AS any
     FROM (SELECT 1) LEFT JOIN checkpoints c ON c.account = ?1`,
    account,
  );

/**
 * The checkpoint read by `checkpointStmt`. Null if its signature is wrong, or if it is missing although rows were
 * removed: then no more rows may be removed.
 */
export function readCheckpoint(seal: Seal, account: string, row: Row): Checkpoint | null {
  if (row["signature"] === null) return Number(row["any"]) === 0 ? { removed: emptySum(), at: 0 } : null;
  const [removed, at, sum] = [Number(row["removed"]), Number(row["at"]), String(row["sum"])];
  if (signatureOf(seal, account, { removed, at, sum }) !== row["signature"]) return null;
  return { removed: { count: removed, total: BigInt(`0x${sum}`), last: "" }, at };
}

export function putCheckpoint(seal: Seal, account: string, { removed, at }: Checkpoint): Stmt {
  const state = { removed: removed.count, at, sum: removed.total.toString(16) };
  return stmt(
    `INSERT INTO checkpoints (account, removed, at, sum, signature) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (account) DO UPDATE SET removed = ?2, at = ?3, sum = ?4, signature = ?5`,
    account,
    state.removed,
    at,
    state.sum,
    signatureOf(seal, account, state),
  );
}

const signatureOf = (seal: Seal, account: string, checkpoint: { removed: number; at: Instant; sum: string }): string =>
  seal.sign(JSON.stringify(["removed", account, checkpoint.removed, checkpoint.at, checkpoint.sum]));
