import { setTimeout as wait } from "node:timers/promises";
import type { Membership } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { type Phrase, message } from "@callboard/domain/core/message";
import {
  endRun,
  failItem,
  suspendRun,
  type ItemState,
  type Run,
  itemDecision,
  canTakeItem,
} from "@callboard/domain/runs/rules";
import { decision } from "@callboard/domain/core/effect";
import { findOptional, type Queries, findOne } from "../store/queries.ts";
import { findMembership, subjectOf } from "../auth/memberships.ts";
import { commit, read } from "../store/commit.ts";
import type { Services } from "../services.ts";
import { findRunCounts, findItemState, type PendingItem, readPendingItems } from "./items.ts";
import { ProgressEvents } from "./progressEvents.ts";
import { deleteItems, listItems, skipPending, requeueItems, type RunSlice } from "./prepare.ts";
import { checkAccountState, mayRun } from "./report.ts";
import { itemScope, runsScope } from "../store/systemScope.ts";
import { HANDLERS } from "./handlers.ts";

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
export async function workRun(world: Services, { account, run: id, version }: RunJob): Promise<"again" | void> {
  const end = performance.now() + SLICE_MS;
  const { run } = await read(runsScope(world, account), { run: findOptional("run", id) });
  if (!run) return deleteItems(world, account, id, end);
  if (run.version !== version) return;
  const bells = new ProgressEvents(world.feed, run);
  try {
    if (run.data.state === "stopped") return await skipPending({ world, run, end, bells });
    if (run.data.state !== "running") return;
    const { standing } = await read(runsScope(world, account), { standing: findMembership(subjectOf(run.data.by)) });
    if (!mayRun(run, standing)) return await haltForPermission(world, run);
    const slice: RunSlice = { world, run, end, bells, standing };
    if (run.data.preparing === "listing") return await listItems(slice);
    if (run.data.preparing === "retrying") return await requeueItems(slice);
    return await workItems(slice);
  } finally {
    bells.ring();
  }
}

/** Where the right was taken away it stands still, and says why. */
async function haltForPermission(world: Services, { account, id, version }: Run): Promise<void> {
  await commit(runsScope(world, account), { run: findOptional("run", id) }, ({ run }) =>
    run?.version === version && run.data.state === "running" ? suspendRun(run) : [],
  );
}

async function workItems(slice: RunSlice): Promise<"again" | void> {
  const { world, run, end, bells } = slice;
  while (performance.now() < end) {
    const items = await readPendingItems(world.db, run, READ_AHEAD);
    if (items.length === 0) return finishRun(world, run);
    while (items.length > 0 && performance.now() < end) {
      const from = performance.now();
      const turns = items.splice(0, IN_FLIGHT).map((item) => settleItem(slice, item));
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

async function finishRun(world: Services, { account, id, version }: Run): Promise<void> {
  const scope = runsScope(world, account);
  await commit(scope, { run: findOptional("run", id), counts: findRunCounts(id) }, ({ run, counts }, { now }) =>
    canTakeItem(run, version, counts.left === 0 ? "left" : undefined) ? endRun(run, now) : [],
  );
}

type SettleOutcome = ItemState | "over" | "busy" | "barred";

/** An item's one turn: its effects and its outcome in one commit, or its outcome alone with the reason. */
async function settleItem({ world, run, standing }: RunSlice, item: PendingItem): Promise<SettleOutcome> {
  try {
    return await decideItem(world, run, standing, item);
  } catch (error) {
    if (error instanceof Failure && error.code === "busy") return "busy";
    if (!(error instanceof Failure))
      world.log.error({ err: error, run: run.id, item: item.n }, "an item of a run broke");
    const reason = error instanceof Failure ? message(error.key, error.values as never) : message("runs.itemBroken");
    return failItemWith(world, run, item.n, reason).catch((again: unknown) => {
      if (again instanceof Failure && again.code === "busy") return "busy";
      throw again;
    });
  }
}

function decideItem(
  world: Services,
  run: Run,
  standing: Membership,
  { n, input }: PendingItem,
): Promise<SettleOutcome> {
  const { what, input: shared } = run.data;
  const work = HANDLERS[what];
  if (!work) throw new Error(`nobody here does runs of the kind ${what}`);
  const scope = { ...itemScope(world, run, standing), reach: work.reach?.(input, shared) ?? [] };
  const needs = {
    ...(work.needs(input, shared, scope) as Queries),
    theRun: findOptional("run", run.id),
    theState: findItemState(run.id, n),
    theLifecycle: findOne("lifecycle", run.account),
    theRights: findMembership(subjectOf(run.data.by)),
  };
  return commit<typeof needs, SettleOutcome>(
    scope,
    needs,
    ({ theRun, theState, theLifecycle, theRights, ...facts }, given) => {
      // Another worker's item is none of ours; a run that moved on is over for this one.
      if (!canTakeItem(theRun, run.version, theState))
        return decision([], theState === "left" ? "over" : (theState ?? "over"));
      if (!mayRun(theRun, theRights)) return decision([], "barred");
      checkAccountState(theRun, theLifecycle.data, given.now);
      return itemDecision(theRun, n, work.decide(facts, input, shared, given, scope));
    },
  );
}

function failItemWith(
  world: Services,
  { account, id, version }: Run,
  n: number,
  reason: Phrase,
): Promise<SettleOutcome> {
  const needs = { run: findOptional("run", id), state: findItemState(id, n) };
  return commit<typeof needs, SettleOutcome>(runsScope(world, account), needs, ({ run, state }) =>
    canTakeItem(run, version, state)
      ? failItem(run, n, reason)
      : decision([], state === "left" ? "over" : (state ?? "over")),
  );
}
