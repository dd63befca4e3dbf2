import type { Standing } from "@callboard/domain/access";
import { phrase } from "@callboard/domain/phrase";
import { prepareRun, type Run } from "@callboard/domain/runs";
import { single, type Stmt, stmt } from "../db.ts";
import { known } from "../needs.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import type { Bells } from "./bells.ts";
import { beginCounts, CHUNK, chunkEnd, FAILED, insertItems, STOPPED, type Swept, sweepStmt } from "./items.ts";
import { itemScope, keeperScope } from "./scope.ts";
import { isOwed, WORKS } from "./works.ts";

const LISTED = "listed";
const LEFT: Swept = { state: "left" };

/** A slice of work: until when, and by what right of whoever answers for the run. */
export interface Slice {
  world: World;
  run: Run;
  end: number;
  bells: Bells;
  standing: Standing;
}

/** Lists the items of a run that finds them by itself. Where it goes on is written with each page. */
export async function list({ world, run, end, bells, standing }: Slice): Promise<"again" | void> {
  const { account, id, data } = run;
  while (performance.now() < end) {
    const { place, total } = await listedSoFar(world, run);
    if (place === LISTED) return prepared(world, run);
    const page = await WORKS[data.what]!.list!(itemScope(world, run, standing), data.input, place, total + 1);
    await world.db.write({
      reads: [versionStmt(run), placeStmt(run)],
      decide: ([versions, places]) => {
        // Another worker was here meanwhile, or somebody stopped the run.
        const stale = versions![0]?.version !== run.version || String(places![0]?.place ?? "") !== place;
        const writes = [
          beginCounts(account, id, world.now()),
          insertItems(account, id, page.items, world.now()),
          stmt("UPDATE run_counts SET place = ? WHERE account = ? AND run = ?", page.next ?? LISTED, account, id),
        ];
        return { writes: stale ? [] : writes, answer: null };
      },
    });
    bells.moved();
    await new Promise(setImmediate);
  }
  return "again";
}

async function listedSoFar(world: World, run: Run): Promise<{ place: string; total: number }> {
  const [rows] = await world.db.read([placeStmt(run)]);
  return { place: String(rows![0]?.place ?? ""), total: Number(rows![0]?.total ?? 0) };
}

const placeStmt = ({ account, id }: Run): Stmt =>
  single("SELECT place, total FROM run_counts WHERE account = ? AND run = ?", account, id);
const versionStmt = ({ account, id }: Run): Stmt =>
  single("SELECT version FROM records WHERE account = ? AND kind = 'run' AND id = ?", account, id);

/** Puts back what could have another outcome; only then the items are taken up. */
export async function putBack({ world, run, end, bells }: Slice): Promise<"again" | void> {
  const back = isOwed(run.data.what) ? [FAILED, STOPPED] : [FAILED];
  while (performance.now() < end) {
    const from = back[0];
    if (from === undefined) return prepared(world, run);
    const last = await chunkEnd(world.db, run, from);
    if (last === null) {
      back.shift();
      continue;
    }
    await write(world, [sweepStmt(run, from, "left", null, null, last)]);
    bells.moved();
  }
  return "again";
}

/** A stopped run has no item left: each has one outcome, and the report is whole. */
export async function passOver({ world, run, end, bells }: Omit<Slice, "standing">): Promise<"again" | void> {
  while (performance.now() < end) {
    const last = await chunkEnd(world.db, run, LEFT);
    if (last === null) return;
    await write(world, [sweepStmt(run, LEFT, "skipped", phrase("runs.itemStopped"), world.now(), last)]);
    bells.moved();
  }
  return "again";
}

/** What is left of a proposal that was discarded. */
export async function forget(world: World, account: string, run: string, end: number): Promise<"again" | void> {
  while (performance.now() < end) {
    const [rows] = await world.db.read([
      stmt("SELECT n FROM run_items WHERE account = ? AND run = ? ORDER BY n LIMIT ?", account, run, CHUNK),
    ]);
    const last = rows!.at(-1);
    if (!last) return write(world, [stmt("DELETE FROM run_counts WHERE account = ? AND run = ?", account, run)]);
    await write(world, [
      stmt("DELETE FROM run_items WHERE account = ? AND run = ? AND n <= ?", account, run, Number(last.n)),
    ]);
  }
  return "again";
}

async function prepared(world: World, { account, id, version }: Run): Promise<void> {
  await commit(keeperScope(world, account), { run: known("run", id) }, ({ run }, { now }) =>
    run?.version === version && run.data.state === "running" ? prepareRun(run, now) : [],
  );
}

async function write(world: World, writes: readonly Stmt[]): Promise<void> {
  await world.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
}
