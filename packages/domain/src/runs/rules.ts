import type { Permission } from "../core/permissions.ts";
import type { Actor } from "../core/actor.ts";
import {
  decision,
  type Decision,
  type Effect,
  enqueue,
  remove,
  save,
  type ChangeMetadata,
  type ItemOutcome,
} from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { Micros } from "../core/money.ts";
import type { MonthlyCost } from "../balance/monthlyCost.ts";
import { message, type Phrase } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { RunData } from "./schema.ts";
import { type Instant, MINUTE } from "../core/time.ts";

export type { RunData } from "./schema.ts";

/** Long work, item by item. */
const RUN_TYPES = [
  "import numbers",
  "edit numbers",
  "release numbers",
  "undo batch",
  "push preset",
  "cancel agency",
  "cancel account",
  "return account",
  "change plan",
] as const;
export type RunType = (typeof RUN_TYPES)[number];

/**
 * `proposed`: its items can be viewed, nothing has started. `running`, `paused`, `stopped` by somebody, `done` when no
 * item is left. A stopped run isn't resumed, but its failed items can be retried, and so can unprocessed ones if the
 * account would otherwise be left half done.
 */
export const RUN_STATES = ["proposed", "running", "paused", "stopped", "done"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** The steps of a running run before its items: lists them, or resets failed ones. */
export const PREPARATION_STEPS = ["listing", "retrying"] as const;

/** Each item ends in one of the last three states. `refused` items of a proposal count as failed from the start. */
export const ITEM_STATES = ["left", "done", "skipped", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export interface RunCounts {
  total: number;
  done: number;
  skipped: number;
  failed: number;
  left: number;
}

/** The result of an item: what to write, or why it is skipped. */
export type ItemResult = { effects: readonly Effect[]; made?: string } | { skipped: Phrase };

export type Run = Doc<RunData>;

/**
 * Who may read a run: everybody who may read numbers and queues; if it works in sub-accounts, only people who run the
 * agency.
 */
export const runPermissions = (input: RunData["input"]): Permission[] =>
  input.below === true ? ["read routing", "run the agency"] : ["read routing"];

/** A proposal expires after this time, because the facts behind it may change. */
export const RUN_PROPOSAL_LIFETIME_MS = 30 * MINUTE;

/**
 * The job for a run's next version. Each version has a job of its own, so an older worker notices that it is
 * superseded.
 */
export const runJob = (account: string, run: string, version: number, dueAt: Instant): Effect =>
  enqueue({ kind: "run", key: `${run}/${version}`, dueAt, data: { account, run, version } });

type RunActionKey =
  `runs.did${"Start" | "Pause" | "Halt" | "Resume" | "Stop" | "Retry" | "Prepare" | "End" | "Discard"}`;
const runMetadata = (run: Run, action: RunActionKey): ChangeMetadata => ({
  action: message(action, { run: run.data.title }),
});

function advanceRun(run: Run, data: Partial<RunData>, why: ChangeMetadata, now: Instant): Effect[] {
  return [save("run", run, { ...run.data, ...data }, why), runJob(run.account, run.id, run.version + 1, now)];
}

/** A run's cost once all items are done: now, and per month from then on. Negative: savings. */
export interface RunCosts {
  /** The number of numbers. */
  count: number;
  nowMicros: Micros;
  monthMicros: Micros;
  /** Each payer's share. */
  parts?: readonly (MonthlyCost & { payer: string })[];
}
export const runCosts = ({ data }: Run): RunCosts | null => (data.input.costs ?? null) as RunCosts | null;

/** The name to type before a run that can't be undone starts; null if a click is enough. */
export const nameToType = ({ data }: Run): string | null =>
  typeof data.input.typed === "string" ? data.input.typed : null;

/** Starts a proposed run on behalf of the person who starts it. */
export function startRun(run: Run, by: Actor, now: Instant, typed: string | null = null): Effect[] {
  if (run.data.state !== "proposed") fail("conflict", "runs.notProposed", { state: run.data.state });
  if (now - run.data.proposedAt > RUN_PROPOSAL_LIFETIME_MS) fail("conflict", "runs.proposalOld");
  const name = nameToType(run);
  if (name !== null && typed?.trim() !== name) fail("invalid", "proposals.nameNeeded", { name }, "name");
  return advanceRun(run, { state: "running", by, startedAt: now }, runMetadata(run, "runs.didStart"), now);
}

/** Takes effect at once: each item checks its run in the transaction that settles it. */
export function pauseRun(run: Run): Effect[] {
  if (run.data.state !== "running") fail("conflict", "runs.notRunning", { state: run.data.state });
  return [save("run", run, { ...run.data, state: "paused" }, runMetadata(run, "runs.didPause"))];
}

/** The person who resumes it is responsible from then on: each item runs on their behalf and with their permissions. */
export function resumeRun(run: Run, by: Actor, now: Instant): Effect[] {
  if (run.data.state !== "paused") fail("conflict", "runs.notPaused", { state: run.data.state });
  return advanceRun(run, { state: "running", by, halted: null }, runMetadata(run, "runs.didResume"), now);
}

/** The responsible person has lost the permission: it pauses until somebody who has it resumes it. */
export const suspendRun = (run: Run): Effect[] => [
  save("run", run, { ...run.data, state: "paused", halted: message("runs.halted") }, runMetadata(run, "runs.didHalt")),
];

/** Ends it; the worker marks the remaining items as skipped. */
export function stopRun(run: Run, now: Instant): Effect[] {
  if (run.data.state !== "running" && run.data.state !== "paused")
    fail("conflict", "runs.notUnderWay", { state: run.data.state });
  return advanceRun(run, { state: "stopped", preparing: null, endedAt: now }, runMetadata(run, "runs.didStop"), now);
}

/** Restarts an ended run. `retriable`: whether any item could have another outcome. */
export function retryRun(run: Run, { left }: RunCounts, retriable: boolean, by: Actor, now: Instant): Effect[] {
  if (run.data.state !== "stopped" && run.data.state !== "done")
    fail("conflict", "runs.notEnded", { state: run.data.state });
  if (left > 0) fail("conflict", "runs.notSettled");
  if (!retriable) fail("conflict", "runs.nothingToRetry");
  const data = { state: "running", preparing: "retrying", endedAt: null, by } as const;
  return advanceRun(run, data, runMetadata(run, "runs.didRetry"), now);
}

export function discardRun(run: Run, now: Instant): Effect[] {
  if (run.data.state !== "proposed") fail("conflict", "runs.notProposed", { state: run.data.state });
  return [remove("run", run, runMetadata(run, "runs.didDiscard")), runJob(run.account, run.id, run.version + 1, now)];
}

/** All items are listed or reset: start with them. */
export const prepareRun = (run: Run, now: Instant): Effect[] =>
  advanceRun(run, { preparing: null }, runMetadata(run, "runs.didPrepare"), now);

export const endRun = (run: Run, now: Instant): Effect[] => [
  save("run", run, { ...run.data, state: "done", endedAt: now }, runMetadata(run, "runs.didEnd")),
];

/** Whether an item may start: the run is at the worker's version, and the item isn't settled. */
export const canTakeItem = (run: Run | null, version: number, state: ItemState | undefined): run is Run =>
  run !== null && run.version === version && run.data.state === "running" && state === "left";

const settleItem = (run: Run, n: number, state: ItemOutcome["state"], more: Partial<ItemOutcome>): Effect => ({
  do: "item",
  account: run.account,
  run: run.id,
  version: run.version,
  n,
  state,
  reason: null,
  made: null,
  ...more,
});

/** An item's effects and outcome in one decision: both are written, or neither. */
export const itemDecision = (run: Run, n: number, turn: ItemResult): Decision<ItemState> =>
  "skipped" in turn
    ? decision([settleItem(run, n, "skipped", { reason: turn.skipped })], "skipped")
    : decision([...turn.effects, settleItem(run, n, "done", { made: turn.made ?? null })], "done");

/** An item that a rule rejected, with the rule's message as its reason. */
export const failItem = (run: Run, n: number, reason: Phrase): Decision<ItemState> =>
  decision([settleItem(run, n, "failed", { reason })], "failed");
