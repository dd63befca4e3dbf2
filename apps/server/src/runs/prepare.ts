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

const LISTING_DONE = "listed";
const PENDING_ITEMS: ItemSelection = { state: "left" };

/** A slice of work: its end, and the responsible person's permissions. */
export interface RunSlice {
  world: Services;
  run: Run;
  end: number;
  bells: ProgressEvents;
  standing: Membership;
}

/** Lists the items of a run that finds them itself. The cursor is saved with each page. */
export async function listItems({
  world: services,
  run,
  end,
  bells,
  standing: membership,
}: RunSlice): Promise<"again" | void> {
  const { account, id, data } = run;
  while (performance.now() < end) {
    const { place, total } = await readListingProgress(services, run);
    if (place === LISTING_DONE) return finishPreparing(services, run);
    const page = await HANDLERS[data.what]!.list!(itemScope(services, run, membership), data.input, place, total + 1);
    await services.db.write({
      reads: [versionStmt(run), placeStmt(run)],
      decide: ([versions, places]) => {
        // Another worker was faster, or somebody stopped the run.
        const stale = versions![0]?.version !== run.version || String(places![0]?.place ?? "") !== place;
        const writes = [
          beginCounts(account, id, services.now()),
          insertItems(account, id, page.items, services.now()),
          stmt("UPDATE run_counts SET place = ? WHERE account = ? AND run = ?", page.next ?? LISTING_DONE, account, id),
        ];
        return { writes: stale ? [] : writes, answer: null };
      },
    });
    bells.moved();
    await new Promise(setImmediate);
  }
  return "again";
}

async function readListingProgress(services: Services, run: Run): Promise<{ place: string; total: number }> {
  const [rows] = await services.db.read([placeStmt(run)]);
  return { place: String(rows![0]?.place ?? ""), total: Number(rows![0]?.total ?? 0) };
}

const placeStmt = ({ account, id }: Run): Stmt =>
  single("SELECT place, total FROM run_counts WHERE account = ? AND run = ?", account, id);
const versionStmt = ({ account, id }: Run): Stmt =>
  single("SELECT version FROM records WHERE account = ? AND kind = 'run' AND id = ?", account, id);

/** Resets the items that could have another outcome, before any of them runs. */
export async function requeueItems({ world: services, run, end, bells }: RunSlice): Promise<"again" | void> {
  const back = canResumeAfterStop(run.data.what) ? [FAILED_ITEMS, STOPPED_ITEMS] : [FAILED_ITEMS];
  while (performance.now() < end) {
    const from = back[0];
    if (from === undefined) return finishPreparing(services, run);
    const last = await findChunkEnd(services.db, run, from);
    if (last === null) {
      back.shift();
      continue;
    }
    await writeStatements(services, [moveItemsStmt(run, from, "left", null, null, last)]);
    bells.moved();
  }
  return "again";
}

/** Settles the remaining items of a stopped run, so that each has an outcome and the report is complete. */
export async function skipPending({
  world: services,
  run,
  end,
  bells,
}: Omit<RunSlice, "standing">): Promise<"again" | void> {
  while (performance.now() < end) {
    const last = await findChunkEnd(services.db, run, PENDING_ITEMS);
    if (last === null) return;
    await writeStatements(services, [
      moveItemsStmt(run, PENDING_ITEMS, "skipped", message("runs.itemStopped"), services.now(), last),
    ]);
    bells.moved();
  }
  return "again";
}

/** Deletes the items of a discarded proposal. */
export async function deleteItems(
  services: Services,
  account: string,
  run: string,
  end: number,
): Promise<"again" | void> {
  while (performance.now() < end) {
    const [rows] = await services.db.read([
      stmt("SELECT n FROM run_items WHERE account = ? AND run = ? ORDER BY n LIMIT ?", account, run, CHUNK),
    ]);
    const last = rows!.at(-1);
    if (!last)
      return writeStatements(services, [stmt("DELETE FROM run_counts WHERE account = ? AND run = ?", account, run)]);
    await writeStatements(services, [
      stmt("DELETE FROM run_items WHERE account = ? AND run = ? AND n <= ?", account, run, Number(last.n)),
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
