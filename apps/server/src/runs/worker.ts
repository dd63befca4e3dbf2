import { setTimeout as wait } from "node:timers/promises";
import type { Membership } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { type Message, message } from "@callboard/domain/core/message";
import { endRun, failItem, suspendRun, type Run, itemDecision, canTakeItem } from "@callboard/domain/runs/rules";
import type { ItemState } from "@callboard/domain/runs/types";
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

/** After this long the job is requeued, so that its lease stays short and other runs get a turn. */
const SLICE_MS = 1000;
/** Few at once: an agent's status change meanwhile shares a commit with no more items than these. */
const CONCURRENT_ITEMS = 2;
/** The longest pause after items, in which other requests get the database. */
const PAUSE_MAX_MS = 5;
const ITEMS_PER_READ = 64;
/** The pause after the database refused a write because too many are waiting. */
const BUSY_PAUSE_MS = 200;

/**
 * Works on a run for one slice of time. `again` requeues the job; otherwise this version of the run needs no more work.
 */
export async function workRun(services: Services, { account, run: id, version }: RunJob): Promise<"again" | void> {
  const endsAt = performance.now() + SLICE_MS;
  const { run } = await read(runsScope(services, account), { run: findOptional("run", id) });
  if (!run) return deleteItems(services, account, id, endsAt);
  if (run.version !== version) return;
  const progress = new ProgressEvents(services.feed, run);
  try {
    if (run.data.state === "stopped") return await skipPending({ services, run, endsAt, progress });
    if (run.data.state !== "running") return;
    const { membership } = await read(runsScope(services, account), {
      membership: findMembership(subjectOf(run.data.responsible)),
    });
    if (!mayRun(run, membership)) return await suspendForPermission(services, run);
    const slice: RunSlice = { services, run, endsAt, progress, membership };
    if (run.data.preparing === "listing") return await listItems(slice);
    if (run.data.preparing === "retrying") return await requeueItems(slice);
    return await workItems(slice);
  } finally {
    progress.notify();
  }
}

/** Pauses the run, with the reason that the responsible person lost the permission. */
async function suspendForPermission(services: Services, { account, id, version }: Run): Promise<void> {
  await commit(runsScope(services, account), { run: findOptional("run", id) }, ({ run }) =>
    run?.version === version && run.data.state === "running" ? suspendRun(run) : [],
  );
}

async function workItems(slice: RunSlice): Promise<"again" | void> {
  const { services, run, endsAt, progress } = slice;
  while (performance.now() < endsAt) {
    const items = await readPendingItems(services.db, run, ITEMS_PER_READ);
    if (items.length === 0) return finishRun(services, run);
    while (items.length > 0 && performance.now() < endsAt) {
      const startedAt = performance.now();
      const nextItems = items.splice(0, CONCURRENT_ITEMS);
      const outcomes = await Promise.all(nextItems.map((item) => settleItem(slice, item)));
      // Pauses as long as the items took, so that other requests get half of the time. Longer times were mostly spent
      // waiting for others' commits, so the pause is limited.
      await wait(Math.min(performance.now() - startedAt, PAUSE_MAX_MS));
      progress.markChanged();
      if (outcomes.includes("outdated")) return;
      // The next slice checks the responsible person's permission and pauses the run.
      if (outcomes.includes("blocked")) return "again";
      if (outcomes.includes("busy")) await wait(BUSY_PAUSE_MS);
    }
  }
  return "again";
}

/** Ends the run, unless it changed meanwhile or an item is pending again. */
async function finishRun(services: Services, { account, id, version }: Run): Promise<void> {
  const scope = runsScope(services, account);
  await commit(scope, { run: findOptional("run", id), counts: findRunCounts(id) }, ({ run, counts }, { now }) =>
    canTakeItem(run, version, counts.pending === 0 ? "pending" : undefined) ? endRun(run, now) : [],
  );
}

/**
 * An item's new state, or why it has none. `outdated`: the run has a newer version with a job of its own. `busy`: too
 * many writes are waiting. `blocked`: the responsible person lost the permission.
 */
type SettleOutcome = ItemState | "outdated" | "busy" | "blocked";

/** Settles one item: its effects and outcome in one commit, or only the outcome with the reason. */
async function settleItem({ services, run, membership }: RunSlice, item: PendingItem): Promise<SettleOutcome> {
  try {
    return await decideItem(services, run, membership, item);
  } catch (error) {
    if (error instanceof Failure && error.code === "busy") return "busy";
    if (!(error instanceof Failure))
      services.log.error({ err: error, run: run.id, item: item.n }, "an item of a run failed unexpectedly");
    const reason = error instanceof Failure ? message(error.key, error.values as never) : message("runs.itemBroken");
    return failItemWith(services, run, item.n, reason).catch((secondError: unknown) => {
      if (secondError instanceof Failure && secondError.code === "busy") return "busy";
      throw secondError;
    });
  }
}

/** Decides an item with facts read in the transaction that writes its effects. Throws if the item fails. */
function decideItem(
  services: Services,
  run: Run,
  membership: Membership,
  { n, input }: PendingItem,
): Promise<SettleOutcome> {
  const { type, input: sharedInput } = run.data;
  const handler = HANDLERS[type];
  if (!handler) throw new Error(`no handler for runs of kind ${type}`);
  const scope = {
    ...itemScope(services, run, membership),
    relatedAccounts: handler.relatedAccounts?.(input, sharedInput) ?? [],
  };
  const queries = {
    ...(handler.queries(input, sharedInput, scope) as Queries),
    // Their prefix keeps these apart from the handler's queries.
    theRun: findOptional("run", run.id),
    theState: findItemState(run.id, n),
    theLifecycle: findOne("lifecycle", run.account),
    theMembership: findMembership(subjectOf(run.data.responsible)),
  };
  return commit<typeof queries, SettleOutcome>(
    scope,
    queries,
    ({ theRun, theState, theLifecycle, theMembership, ...facts }, environment) => {
      // Skip items that another worker has settled; if the run has a newer version, this worker is finished.
      if (!canTakeItem(theRun, run.version, theState))
        return decision([], theState === "pending" ? "outdated" : (theState ?? "outdated"));
      if (!mayRun(theRun, theMembership)) return decision([], "blocked");
      checkAccountState(theRun, theLifecycle.data, environment.now);
      return itemDecision(theRun, n, handler.decide(facts, input, sharedInput, environment, scope));
    },
  );
}

/** Saves only that an item failed and why, unless it was settled meanwhile. */
function failItemWith(
  services: Services,
  { account, id, version }: Run,
  n: number,
  reason: Message,
): Promise<SettleOutcome> {
  const queries = { run: findOptional("run", id), state: findItemState(id, n) };
  return commit<typeof queries, SettleOutcome>(runsScope(services, account), queries, ({ run, state }) =>
    canTakeItem(run, version, state)
      ? failItem(run, n, reason)
      : decision([], state === "pending" ? "outdated" : (state ?? "outdated")),
  );
}
