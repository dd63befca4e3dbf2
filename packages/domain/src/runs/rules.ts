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
 * `proposed`: its items can be looked at, nothing was begun. `running`, `paused`, `stopped` by somebody, `done` when
 * no item is left; a stopped one is not taken up again, but its failures can be tried anew, and where an account would be
 * left half done, so can what had no turn.
 */
export const RUN_STATES = ["proposed", "running", "paused", "stopped", "done"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What a running run does before it takes up its items: lists them, or puts failed ones back. */
export const PREPARATION_STEPS = ["listing", "retrying"] as const;

/** Each item ends in exactly one of the last three. `refused` items of a proposal count as failed from the start. */
export const ITEM_STATES = ["left", "done", "skipped", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export interface RunCounts {
  total: number;
  done: number;
  skipped: number;
  failed: number;
  left: number;
}

/** What an item's turn comes to: what to write, or why it is passed over. */
export type ItemResult = { effects: readonly Effect[]; made?: string } | { skipped: Phrase };

export type Run = Doc<RunData>;

/** Who reads of a run: whoever reads numbers and queues, and of what it does in sub-accounts, whoever runs the agency. */
export const runPermissions = (input: RunData["input"]): Permission[] =>
  input.below === true ? ["read routing", "run the agency"] : ["read routing"];

/** A proposal lives this long; what it was checked against may be otherwise later. */
export const RUN_PROPOSAL_LIFETIME_MS = 30 * MINUTE;

/** The work on a run as it will stand. Each version has a job of its own, so that an older worker knows it is over. */
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

/** What a run costs once all of its items are done: at once, and a month from then on. Below zero: what ends. */
export interface RunCosts {
  /** Of how many numbers. */
  count: number;
  nowMicros: Micros;
  monthMicros: Micros;
  /** What of it each payer's balance is to bear. */
  parts?: readonly (MonthlyCost & { payer: string })[];
}
export const runCosts = ({ data }: Run): RunCosts | null => (data.input.costs ?? null) as RunCosts | null;

/** What has to be typed before a run begins that cannot be taken back; null where a click is enough. */
export const nameToType = ({ data }: Run): string | null =>
  typeof data.input.typed === "string" ? data.input.typed : null;

/** Begins a proposed run, in the name of the one who starts it. */
export function startRun(run: Run, by: Actor, now: Instant, typed: string | null = null): Effect[] {
  if (run.data.state !== "proposed") fail("conflict", "runs.notProposed", { state: run.data.state });
  if (now - run.data.proposedAt > RUN_PROPOSAL_LIFETIME_MS) fail("conflict", "runs.proposalOld");
  const name = nameToType(run);
  if (name !== null && typed?.trim() !== name) fail("invalid", "proposals.nameNeeded", { name }, "name");
  return advanceRun(run, { state: "running", by, startedAt: now }, runMetadata(run, "runs.didStart"), now);
}

/** Takes effect at once: an item looks at its run in the very transaction in which it settles. */
export function pauseRun(run: Run): Effect[] {
  if (run.data.state !== "running") fail("conflict", "runs.notRunning", { state: run.data.state });
  return [save("run", run, { ...run.data, state: "paused" }, runMetadata(run, "runs.didPause"))];
}

/** Whoever resumes it answers for it from then on: each item is done in their name, and by their right. */
export function resumeRun(run: Run, by: Actor, now: Instant): Effect[] {
  if (run.data.state !== "paused") fail("conflict", "runs.notPaused", { state: run.data.state });
  return advanceRun(run, { state: "running", by, halted: null }, runMetadata(run, "runs.didResume"), now);
}

/** Whoever answers for it may no longer do what it does: it stands still until somebody who may resumes it. */
export const suspendRun = (run: Run): Effect[] => [
  save("run", run, { ...run.data, state: "paused", halted: message("runs.halted") }, runMetadata(run, "runs.didHalt")),
];

/** Ends it for good; the worker marks what was left as passed over. */
export function stopRun(run: Run, now: Instant): Effect[] {
  if (run.data.state !== "running" && run.data.state !== "paused")
    fail("conflict", "runs.notUnderWay", { state: run.data.state });
  return advanceRun(run, { state: "stopped", preparing: null, endedAt: now }, runMetadata(run, "runs.didStop"), now);
}

/** Takes an ended run up again. `retriable`: whether anything of it could have another outcome. */
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

/** All is listed or put back: now the items. */
export const prepareRun = (run: Run, now: Instant): Effect[] =>
  advanceRun(run, { preparing: null }, runMetadata(run, "runs.didPrepare"), now);

export const endRun = (run: Run, now: Instant): Effect[] => [
  save("run", run, { ...run.data, state: "done", endedAt: now }, runMetadata(run, "runs.didEnd")),
];

/** Whether an item may be taken up: the run is the one that the worker knows, and nobody settled the item. */
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

/** The turn and its outcome in one decision: both are written, or neither. */
export const itemDecision = (run: Run, n: number, turn: ItemResult): Decision<ItemState> =>
  "skipped" in turn
    ? decision([settleItem(run, n, "skipped", { reason: turn.skipped })], "skipped")
    : decision([...turn.effects, settleItem(run, n, "done", { made: turn.made ?? null })], "done");

/** An item that a rule refused: the sentence is its reason. */
export const failItem = (run: Run, n: number, reason: Phrase): Decision<ItemState> =>
  decision([settleItem(run, n, "failed", { reason })], "failed");
