import type { Message } from "@callboard/domain/core/message";
import type { Run, RunCounts } from "@callboard/domain/runs/rules";
import type { ItemState } from "@callboard/domain/runs/types";
import type { Instant } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt, parseStored } from "../store/database/port.ts";
import { type Query } from "../store/queries.ts";
import { checkedAccount } from "../store/checkedAccount.ts";
import type { Scope } from "../store/scope.ts";

/** A listed item. Without input it was rejected for good. */
export interface NewItem {
  /** Its number within the run. */
  n: number;
  /** Its description in the report. */
  about: string;
  input: unknown;
  /** Why it can't be processed. */
  rejected?: Message | undefined;
}

export interface PendingItem {
  n: number;
  input: unknown;
}

/** The most rows that one statement writes: larger ones would delay other writers. */
export const CHUNK = 500;

/** Writes items in one statement, whatever their number. */
export function insertItems(account: string, run: string, items: readonly NewItem[], now: Instant): Stmt {
  const values = items.map(({ n, about, input, rejected }) => [
    n,
    about,
    input === null ? null : JSON.stringify(input),
    rejected ? JSON.stringify(rejected) : null,
  ]);
  return stmt(
    `INSERT INTO run_items (account, run, n, title, input, state, reason, at)
     SELECT ?1, ?2, value ->> 0, value ->> 1, value ->> 2, iif(value ->> 3 IS NULL, 'pending', 'failed'), value ->> 3,
       iif(value ->> 3 IS NULL, NULL, ?4) FROM json_each(?3)`,
    account,
    run,
    JSON.stringify(values),
    now,
  );
}

/** Starts the counts before the first item, so that an interrupted listing is found and cleaned up. */
export const beginCounts = (account: string, run: string, now: Instant): Stmt =>
  stmt("INSERT INTO run_counts (account, run, listed_from) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", account, run, now);

/** Items that could be processed (again): those in a state, with this reason if one is given. */
export interface ItemSelection {
  state: ItemState;
  reason?: Message["key"];
}
/** Failed items, and those that a stop left unprocessed. */
export const FAILED_ITEMS: ItemSelection = { state: "failed" };
export const STOPPED_ITEMS: ItemSelection = { state: "skipped", reason: "runs.itemStopped" };

/** Moves the items up to `lastNumber` from one state to another, only while the run is at this version. */
export const moveItemsStmt = (
  { account, id, version }: Run,
  from: ItemSelection,
  newState: ItemState,
  reason: Message | null,
  settledAt: Instant | null,
  lastNumber: number,
): Stmt =>
  stmt(
    `UPDATE run_items SET state = ?4, reason = ?5, at = ?6, created_record = NULL
     WHERE account = ?1 AND run = ?2 AND state = ?3 AND n <= ?8 AND input IS NOT NULL
       AND (?9 IS NULL OR reason ->> '$.key' = ?9)
       AND ?7 = (SELECT version FROM records WHERE account = ?1 AND kind = 'run' AND id = ?2)`,
    account,
    id,
    from.state,
    newState,
    reason === null ? null : JSON.stringify(reason),
    settledAt,
    version,
    lastNumber,
    from.reason ?? null,
  );

/** The number of the last item in the next chunk of such items; null if there are none. */
export async function findChunkEnd(db: Database, { account, id }: Run, from: ItemSelection): Promise<number | null> {
  const [rows] = await db.read([
    single(
      `SELECT max(n) AS n FROM (SELECT n FROM run_items WHERE account = ?1 AND run = ?2 AND state = ?3
       AND input IS NOT NULL AND (?5 IS NULL OR reason ->> '$.key' = ?5) ORDER BY n LIMIT ?4)`,
      account,
      id,
      from.state,
      CHUNK,
      from.reason ?? null,
    ),
  ]);
  return (rows![0]?.n ?? null) as number | null;
}

export async function readPendingItems(db: Database, { account, id }: Run, limit: number): Promise<PendingItem[]> {
  const [rows] = await db.read([
    stmt(
      "SELECT n, input FROM run_items WHERE account = ? AND run = ? AND state = 'pending' ORDER BY n LIMIT ?",
      account,
      id,
      limit,
    ),
  ]);
  return rows!.map(({ n, input }) => ({ n: Number(n), input: parseStored(input) }));
}

/** An item's state, read in the transaction that would settle it. */
export const findItemState = (run: string, n: number): Query<ItemState | undefined> => ({
  statements: (scope) => [
    single(
      "SELECT state FROM run_items WHERE account = ? AND run = ? AND n = ?",
      checkedAccount(scope, undefined),
      run,
      n,
    ),
  ],
  parse: ([rows]) => rows![0]?.state as ItemState | undefined,
});

const NO_COUNTS: RunCounts = { total: 0, done: 0, skipped: 0, failed: 0, pending: 0 };
export const runCountsFrom = (row: Row | undefined): RunCounts => {
  if (!row) return NO_COUNTS;
  const [total, done, skipped, failed] = [row.total, row.done, row.skipped, row.failed].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { total, done, skipped, failed, pending: total - done - skipped - failed };
};

export const findRunCounts = (run: string): Query<RunCounts> => ({
  statements: (scope) => [
    single(
      "SELECT total, done, skipped, failed FROM run_counts WHERE account = ? AND run = ?",
      checkedAccount(scope, undefined),
      run,
    ),
  ],
  parse: ([rows]) => runCountsFrom(rows![0]),
});

/** Whether any item could have another outcome: failed ones, and unprocessed ones after a stop. */
export function findRetriable(run: string): Query<{ failed: boolean; stopped: boolean }> {
  const existsStmt = (scope: Scope, { state, reason }: ItemSelection) =>
    single(
      `SELECT 1 FROM run_items WHERE account = ?1 AND run = ?2 AND state = ?3 AND input IS NOT NULL
       AND (?4 IS NULL OR reason ->> '$.key' = ?4) LIMIT 1`,
      checkedAccount(scope, undefined),
      run,
      state,
      reason ?? null,
    );
  return {
    statements: (scope) => [existsStmt(scope, FAILED_ITEMS), existsStmt(scope, STOPPED_ITEMS)],
    parse: ([failed, stopped]) => ({ failed: failed!.length > 0, stopped: stopped!.length > 0 }),
  };
}
