import { setTimeout as wait } from "node:timers/promises";
import type { Standing } from "@callboard/domain/access";
import { Failure } from "@callboard/domain/failure";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import { endRun, failedItem, haltRun, type ItemState, type Run, settled, takesTurn } from "@callboard/domain/runs";
import { decided } from "@callboard/domain/decision";
import { known, type Needs, one } from "../needs.ts";
import { rightsOf, whoIs } from "../rights.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { counts, itemState, type LeftItem, leftItems } from "./items.ts";
import { Bells } from "./bells.ts";
import { forget, list, passOver, putBack, type Slice } from "./prepare.ts";
import { checkWorkable, mayRun } from "./report.ts";
import { itemScope, keeperScope } from "./scope.ts";
import { WORKS } from "./works.ts";

export interface RunJob {
  account: string;
  run: string;
  version: number;
}

/** After this long the job goes back into the queue, so that its lease is short and other runs have their turn. */
const SLICE_MS = 1000;
/** Few at a time: whoever changes a status meanwhile shares a commit with no more than these. */
const IN_FLIGHT = 2;
const REST_MAX_MS = 5;
const READ_AHEAD = 64;
const BUSY_PAUSE_MS = 200;

/** One slice of work on a run. `again` where more is to be done; else it is over for this version of the run. */
export async function workRun(world: World, { account, run: id, version }: RunJob): Promise<"again" | void> {
  const end = performance.now() + SLICE_MS;
  const { run } = await look(keeperScope(world, account), { run: known("run", id) });
  if (!run) return forget(world, account, id, end);
  if (run.version !== version) return;
  const bells = new Bells(world.feed, run);
  try {
    if (run.data.state === "stopped") return await passOver({ world, run, end, bells });
    if (run.data.state !== "running") return;
    const { standing } = await look(keeperScope(world, account), { standing: rightsOf(whoIs(run.data.by)) });
    if (!mayRun(run, standing)) return await halt(world, run);
    const slice: Slice = { world, run, end, bells, standing };
    if (run.data.preparing === "listing") return await list(slice);
    if (run.data.preparing === "retrying") return await putBack(slice);
    return await takeUp(slice);
  } finally {
    bells.ring();
  }
}

/** Where the right was taken away it stands still, and says why. */
async function halt(world: World, { account, id, version }: Run): Promise<void> {
  await commit(keeperScope(world, account), { run: known("run", id) }, ({ run }) =>
    run?.version === version && run.data.state === "running" ? haltRun(run) : [],
  );
}

async function takeUp(slice: Slice): Promise<"again" | void> {
  const { world, run, end, bells } = slice;
  while (performance.now() < end) {
    const items = await leftItems(world.db, run, READ_AHEAD);
    if (items.length === 0) return ended(world, run);
    while (items.length > 0 && performance.now() < end) {
      const from = performance.now();
      const turns = items.splice(0, IN_FLIGHT).map((item) => settle(slice, item));
      const outcomes = await Promise.all(turns);
      // Half of the time is everybody else's; what was spent waiting for company was theirs already.
      await wait(Math.min(performance.now() - from, REST_MAX_MS));
      bells.moved();
      if (outcomes.includes("over")) return;
      // The next slice asks whoever answers for it, and lets it stand.
      if (outcomes.includes("barred")) return "again";
      if (outcomes.includes("busy")) await wait(BUSY_PAUSE_MS);
    }
  }
  return "again";
}

async function ended(world: World, { account, id, version }: Run): Promise<void> {
  const scope = keeperScope(world, account);
  await commit(scope, { run: known("run", id), counts: counts(id) }, ({ run, counts }, { now }) =>
    takesTurn(run, version, counts.left === 0 ? "left" : undefined) ? endRun(run, now) : [],
  );
}

type Outcome = ItemState | "over" | "busy" | "barred";

/** An item's one turn: its effects and its outcome in one commit, or its outcome alone with the reason. */
async function settle({ world, run, standing }: Slice, item: LeftItem): Promise<Outcome> {
  try {
    return await takeTurn(world, run, standing, item);
  } catch (error) {
    if (error instanceof Failure && error.code === "busy") return "busy";
    if (!(error instanceof Failure))
      world.log.error({ err: error, run: run.id, item: item.n }, "an item of a run broke");
    const reason = error instanceof Failure ? phrase(error.key, error.values as never) : phrase("runs.itemBroken");
    return fail(world, run, item.n, reason).catch((again: unknown) => {
      if (again instanceof Failure && again.code === "busy") return "busy";
      throw again;
    });
  }
}

function takeTurn(world: World, run: Run, standing: Standing, { n, input }: LeftItem): Promise<Outcome> {
  const { what, input: shared } = run.data;
  const work = WORKS[what];
  if (!work) throw new Error(`nobody here does runs of the kind ${what}`);
  const scope = { ...itemScope(world, run, standing), reach: work.reach?.(input, shared) ?? [] };
  const needs = {
    ...(work.needs(input, shared, scope) as Needs),
    theRun: known("run", run.id),
    theState: itemState(run.id, n),
    theLifecycle: one("lifecycle", run.account),
    theRights: rightsOf(whoIs(run.data.by)),
  };
  return commit<typeof needs, Outcome>(
    scope,
    needs,
    ({ theRun, theState, theLifecycle, theRights, ...facts }, given) => {
      // Another worker's item is none of ours; a run that moved on is over for this one.
      if (!takesTurn(theRun, run.version, theState))
        return decided([], theState === "left" ? "over" : (theState ?? "over"));
      if (!mayRun(theRun, theRights)) return decided([], "barred");
      checkWorkable(theRun, theLifecycle.data, given.now);
      return settled(theRun, n, work.decide(facts, input, shared, given, scope));
    },
  );
}

function fail(world: World, { account, id, version }: Run, n: number, reason: Phrase): Promise<Outcome> {
  const needs = { run: known("run", id), state: itemState(id, n) };
  return commit<typeof needs, Outcome>(keeperScope(world, account), needs, ({ run, state }) =>
    takesTurn(run, version, state)
      ? failedItem(run, n, reason)
      : decided([], state === "left" ? "over" : (state ?? "over")),
  );
}
