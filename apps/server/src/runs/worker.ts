import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import { endRun, failedItem, type ItemState, type Run, settled, takesTurn } from "@callboard/domain/runs";
import { decided } from "@callboard/domain/decision";
import { known, type Needs, one } from "../needs.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { counts, itemState, type LeftItem, leftItems } from "./items.ts";
import { Bells } from "./bells.ts";
import { forget, list, putBack, passOver } from "./prepare.ts";
import { itemScope, keeperScope } from "./scope.ts";
import { WORKS } from "./works.ts";

export interface RunJob {
  account: string;
  run: string;
  version: number;
}

/** After this long the job goes back into the queue, so that its lease is short and other runs have their turn. */
export const SLICE_MS = 1000;
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
    if (run.data.state === "stopped") return await passOver(world, run, end, bells);
    if (run.data.state !== "running") return;
    if (run.data.preparing === "listing") return await list(world, run, end, bells);
    if (run.data.preparing === "retrying") return await putBack(world, run, end, bells);
    return await takeUp(world, run, end, bells);
  } finally {
    bells.ring();
  }
}

async function takeUp(world: World, run: Run, end: number, bells: Bells): Promise<"again" | void> {
  while (performance.now() < end) {
    const items = await leftItems(world.db, run, READ_AHEAD);
    if (items.length === 0) return ended(world, run);
    while (items.length > 0 && performance.now() < end) {
      const from = performance.now();
      const turns = items.splice(0, IN_FLIGHT).map((item) => settle(world, run, item));
      const outcomes = await Promise.all(turns);
      // Half of the time is everybody else's; what was spent waiting for company was theirs already.
      await wait(Math.min(performance.now() - from, REST_MAX_MS));
      bells.moved();
      if (outcomes.includes("over")) return;
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

type Outcome = ItemState | "over" | "busy";

/** An item's one turn: its effects and its outcome in one commit, or its outcome alone with the reason. */
async function settle(world: World, run: Run, item: LeftItem): Promise<Outcome> {
  try {
    return await takeTurn(world, run, item);
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

function takeTurn(world: World, run: Run, { n, input }: LeftItem): Promise<Outcome> {
  const { what, input: shared } = run.data;
  const work = WORKS[what];
  if (!work) throw new Error(`nobody here does runs of the kind ${what}`);
  const scope = { ...itemScope(world, run), reach: work.reach?.(input, shared) ?? [] };
  const needs = {
    ...(work.needs(input, shared, scope) as Needs),
    theRun: known("run", run.id),
    theState: itemState(run.id, n),
    theLifecycle: one("lifecycle", run.account),
  };
  return commit<typeof needs, Outcome>(scope, needs, ({ theRun, theState, theLifecycle, ...facts }, given) => {
    // Another worker's item is none of ours; a run that moved on is over for this one.
    if (!takesTurn(theRun, run.version, theState))
      return decided([], theState === "left" ? "over" : (theState ?? "over"));
    checkWorkAllowed(theLifecycle.data, "change routing", given.now);
    return settled(theRun, n, work.decide(facts, input, shared, given, scope));
  });
}

function fail(world: World, { account, id, version }: Run, n: number, reason: Phrase): Promise<Outcome> {
  const needs = { run: known("run", id), state: itemState(id, n) };
  return commit<typeof needs, Outcome>(keeperScope(world, account), needs, ({ run, state }) =>
    takesTurn(run, version, state)
      ? failedItem(run, n, reason)
      : decided([], state === "left" ? "over" : (state ?? "over")),
  );
}
