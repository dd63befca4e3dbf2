import type { Membership } from "@callboard/domain/core/permissions";
import { message } from "@callboard/domain/core/message";
import { prepareRun, type Run } from "@callboard/domain/runs/rules";
import { single, type Stmt, stmt } from "../store/database/port.ts";
import { findOptional } from "../store/queries.ts";
import { commit } from "../store/commit.ts";
import type { Services } from "../services.ts";
import type { ProgressEvents } from "./progressEvents.ts";
import {
  beginCounts,
  CHUNK,
  findChunkEnd,
  FAILED_ITEMS,
  insertItems,
  STOPPED_ITEMS,
  type ItemSelection,
  moveItemsStmt,
} from "./items.ts";
import { itemScope, runsScope } from "../store/systemScope.ts";
import { canResumeAfterStop, HANDLERS } from "./handlers.ts";

/** Stored in place of the cursor once all items are listed. */
const LISTING_DONE = "listed";
const PENDING_ITEMS: ItemSelection = { state: "pending" };

/** The part of a run that one job works on. */
export interface RunSlice {
  services: Services;
  run: Run;
  /** When to stop and requeue the job, by `performance.now()`. */
  endsAt: number;
  progress: ProgressEvents;
  /** The responsible person's, for permissions. */
  membership: Membership;
}

/** Lists the items of a run that finds them itself. The cursor is saved with each page. */
export async function listItems({ services, run, endsAt, progress, membership }: RunSlice): Promise<"again" | void> {
  const { account, id, data } = run;
  while (performance.now() < endsAt) {
    const { cursor, total } = await readListingProgress(services, run);
    if (cursor === LISTING_DONE) return finishPreparing(services, run);
    const page = await HANDLERS[data.type]!.list!(itemScope(services, run, membership), data.input, cursor, total + 1);
    await services.db.write({
      reads: [versionStmt(run), listingStmt(run)],
      decide: ([versions, listings]) => {
        // Another worker was faster, or somebody stopped the run.
        const isStale = versions![0]?.version !== run.version || String(listings![0]?.list_cursor ?? "") !== cursor;
        const writes = [
          beginCounts(account, id, services.now()),
          insertItems(account, id, page.items, services.now()),
          stmt(
            "UPDATE run_counts SET list_cursor = ? WHERE account = ? AND run = ?",
            page.next ?? LISTING_DONE,
            account,
            id,
          ),
        ];
        return { writes: isStale ? [] : writes, answer: null };
      },
    });
    progress.markChanged();
    await new Promise(setImmediate);
  }
  return "again";
}

async function readListingProgress(services: Services, run: Run): Promise<{ cursor: string; total: number }> {
  const [rows] = await services.db.read([listingStmt(run)]);
  return { cursor: String(rows![0]?.list_cursor ?? ""), total: Number(rows![0]?.total ?? 0) };
}

const listingStmt = ({ account, id }: Run): Stmt =>
  single("SELECT list_cursor, total FROM run_counts WHERE account = ? AND run = ?", account, id);
const versionStmt = ({ account, id }: Run): Stmt =>
  single("SELECT version FROM records WHERE account = ? AND kind = 'run' AND id = ?", account, id);

/**
 * For a retry: makes all failed items pending again, and those that a stop left if this type of run can resume them.
 */
export async function requeueItems({ services, run, endsAt, progress }: RunSlice): Promise<"again" | void> {
  const selections = canResumeAfterStop(run.data.type) ? [FAILED_ITEMS, STOPPED_ITEMS] : [FAILED_ITEMS];
  while (performance.now() < endsAt) {
    const selection = selections[0];
    if (selection === undefined) return finishPreparing(services, run);
    const lastNumber = await findChunkEnd(services.db, run, selection);
    if (lastNumber === null) {
      selections.shift();
      continue;
    }
    await writeStatements(services, [moveItemsStmt(run, selection, "pending", null, null, lastNumber)]);
    progress.markChanged();
  }
  return "again";
}

/** Settles the remaining items of a stopped run, so that each has an outcome and the report is complete. */
export async function skipPending({
  services,
  run,
  endsAt,
  progress,
}: Omit<RunSlice, "membership">): Promise<"again" | void> {
  while (performance.now() < endsAt) {
    const lastNumber = await findChunkEnd(services.db, run, PENDING_ITEMS);
    if (lastNumber === null) return;
    await writeStatements(services, [
      moveItemsStmt(run, PENDING_ITEMS, "skipped", message("runs.itemStopped"), services.now(), lastNumber),
    ]);
    progress.markChanged();
  }
  return "again";
}

/** Deletes the items of a run that was discarded before it started. */
export async function deleteItems(
  services: Services,
  account: string,
  run: string,
  endsAt: number,
): Promise<"again" | void> {
  while (performance.now() < endsAt) {
    const [rows] = await services.db.read([
      stmt("SELECT n FROM run_items WHERE account = ? AND run = ? ORDER BY n LIMIT ?", account, run, CHUNK),
    ]);
    const lastRow = rows!.at(-1);
    if (!lastRow)
      return writeStatements(services, [stmt("DELETE FROM run_counts WHERE account = ? AND run = ?", account, run)]);
    await writeStatements(services, [
      stmt("DELETE FROM run_items WHERE account = ? AND run = ? AND n <= ?", account, run, Number(lastRow.n)),
    ]);
  }
  return "again";
}

async function finishPreparing(services: Services, { account, id, version }: Run): Promise<void> {
  await commit(runsScope(services, account), { run: findOptional("run", id) }, ({ run }, { now }) =>
    run?.version === version && run.data.state === "running" ? prepareRun(run, now) : [],
  );
}

async function writeStatements(services: Services, writes: readonly Stmt[]): Promise<void> {
  await services.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
}
