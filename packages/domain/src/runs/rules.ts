import type { ItemState } from "./types.ts";
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
import { message, type Message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { RunData } from "./schema.ts";
import { type Instant, MINUTE } from "../core/time.ts";

export type { RunData } from "./schema.ts";

export interface RunCounts {
  total: number;
  done: number;
  skipped: number;
  failed: number;
  pending: number;
}

/** The result of an item: what to write, or why it is skipped. */
export type ItemResult = { effects: readonly Effect[]; createdRecord?: string } | { skipped: Message };

export type Run = Doc<RunData>;

/** A proposal expires after this time, because the facts behind it may change. */
export const RUN_PROPOSAL_LIFETIME_MS = 30 * MINUTE;

/**
 * The job for a run's next version. Each version has a job of its own, so an older worker notices that it is
 * superseded.
 */
export const runJob = (account: string, run: string, version: number, dueAt: Instant): Effect =>
  enqueue({ kind: "run", key: `${run}/${version}`, dueAt, data: { account, run, version } });

type RunActionKey =
  `runs.did${"Start" | "Pause" | "Suspend" | "Resume" | "Stop" | "Retry" | "Prepare" | "End" | "Discard"}`;
const runMetadata = (run: Run, action: RunActionKey): ChangeMetadata => ({
  action: message(action, { run: run.data.title }),
});

function advanceRun(run: Run, data: Partial<RunData>, metadata: ChangeMetadata, now: Instant): Effect[] {
  return [save("run", run, { ...run.data, ...data }, metadata), runJob(run.account, run.id, run.version + 1, now)];
}

/** A run's cost once all items are done: now, and per month from then on. Negative: savings. */
export interface RunCosts {
  /** How many tracking numbers the run changes. */
  count: number;
  nowMicros: Micros;
  monthMicros: Micros;
  /** Each payer's share. */
  parts?: readonly (MonthlyCost & { payer: string })[];
}
export const runCosts = ({ data }: Run): RunCosts | null => (data.input.costs ?? null) as RunCosts | null;

/** The name that a person must type to start a run that can't be undone; null if a click is enough. */
export const nameToType = ({ data }: Run): string | null =>
  typeof data.input.typed === "string" ? data.input.typed : null;

/** Starts a proposed run on behalf of the person who starts it. */
export function startRun(run: Run, responsible: Actor, now: Instant, typed: string | null = null): Effect[] {
  if (run.data.state !== "proposed") fail("conflict", "runs.notProposed", { state: run.data.state });
  if (now - run.data.proposedAt > RUN_PROPOSAL_LIFETIME_MS) fail("conflict", "runs.proposalExpired");
  const name = nameToType(run);
  if (name !== null && typed?.trim() !== name) fail("invalid", "proposals.nameNeeded", { name }, "name");
  return advanceRun(run, { state: "running", responsible, startedAt: now }, runMetadata(run, "runs.didStart"), now);
}

/** Takes effect at once: each item checks that its run is still running when it is written. */
export function pauseRun(run: Run): Effect[] {
  if (run.data.state !== "running") fail("conflict", "runs.notRunning", { state: run.data.state });
  return [save("run", run, { ...run.data, state: "paused" }, runMetadata(run, "runs.didPause"))];
}

/** The person who resumes it is responsible from then on: each item runs on their behalf and with their permissions. */
export function resumeRun(run: Run, responsible: Actor, now: Instant): Effect[] {
  if (run.data.state !== "paused") fail("conflict", "runs.notPaused", { state: run.data.state });
  return advanceRun(
    run,
    { state: "running", responsible, suspendedReason: null },
    runMetadata(run, "runs.didResume"),
    now,
  );
}

/** The responsible person has lost the permission: it pauses until somebody who has it resumes it. */
export const suspendRun = (run: Run): Effect[] => [
  save(
    "run",
    run,
    { ...run.data, state: "paused", suspendedReason: message("runs.suspended") },
    runMetadata(run, "runs.didSuspend"),
  ),
];

/** Ends it; the worker marks the remaining items as skipped. */
export function stopRun(run: Run, now: Instant): Effect[] {
  if (run.data.state !== "running" && run.data.state !== "paused")
    fail("conflict", "runs.notRunningOrPaused", { state: run.data.state });
  return advanceRun(run, { state: "stopped", preparing: null, endedAt: now }, runMetadata(run, "runs.didStop"), now);
}

/** Restarts an ended run. `retriable`: whether any item could have another outcome. */
export function retryRun(
  run: Run,
  { pending }: RunCounts,
  retriable: boolean,
  responsible: Actor,
  now: Instant,
): Effect[] {
  if (run.data.state !== "stopped" && run.data.state !== "done")
    fail("conflict", "runs.notEnded", { state: run.data.state });
  if (pending > 0) fail("conflict", "runs.stillEnding");
  if (!retriable) fail("conflict", "runs.nothingToRetry");
  const data = { state: "running", preparing: "retrying", endedAt: null, responsible } as const;
  return advanceRun(run, data, runMetadata(run, "runs.didRetry"), now);
}

export function discardRun(run: Run, now: Instant): Effect[] {
  if (run.data.state !== "proposed") fail("conflict", "runs.notProposed", { state: run.data.state });
  return [remove("run", run, runMetadata(run, "runs.didDiscard")), runJob(run.account, run.id, run.version + 1, now)];
}

/** All items are listed, or reset for a retry: the run starts with them. */
export const prepareRun = (run: Run, now: Instant): Effect[] =>
  advanceRun(run, { preparing: null }, runMetadata(run, "runs.didPrepare"), now);

export const endRun = (run: Run, now: Instant): Effect[] => [
  save("run", run, { ...run.data, state: "done", endedAt: now }, runMetadata(run, "runs.didEnd")),
];

/** Whether an item may start: the run is at the worker's version, and the item isn't settled. */
export const canTakeItem = (run: Run | null, version: number, state: ItemState | undefined): run is Run =>
  run !== null && run.version === version && run.data.state === "running" && state === "pending";

/** The effect that ends an item. `n`: its number within the run. */
const settleItem = (run: Run, n: number, state: ItemOutcome["state"], fields: Partial<ItemOutcome>): Effect => ({
  do: "item",
  account: run.account,
  run: run.id,
  version: run.version,
  n,
  state,
  reason: null,
  made: null,
  ...fields,
});

/** An item's effects and outcome in one decision: both are written, or neither. */
export const itemDecision = (run: Run, n: number, result: ItemResult): Decision<ItemState> =>
  "skipped" in result
    ? decision([settleItem(run, n, "skipped", { reason: result.skipped })], "skipped")
    : decision([...result.effects, settleItem(run, n, "done", { made: result.createdRecord ?? null })], "done");

/** An item that a rule rejected, with the rule's message as its reason. */
export const failItem = (run: Run, n: number, reason: Message): Decision<ItemState> =>
  decision([settleItem(run, n, "failed", { reason })], "failed");
