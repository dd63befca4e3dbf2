import type { Permission } from "../core/permissions.ts";

/** Long work, item by item. */
const RUN_TYPES = [
  "import numbers",
  "edit numbers",
  "undo batch",
  "push preset",
  "cancel agency",
  "cancel account",
  "reactivate account",
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

/** What a running run does before its items: list them, or reset failed ones for a retry. */
export const PREPARATION_STEPS = ["listing", "retrying"] as const;

/** Each item ends in one of the last three states. Items that a rule rejects while they are listed fail from the start. */
export const ITEM_STATES = ["pending", "done", "skipped", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/**
 * Who may read a run: everybody who may read numbers and queues; if it works in sub-accounts, only people who run the
 * agency.
 */
export const runPermissions = (input: Readonly<Record<string, unknown>>): Permission[] =>
  input.subAccounts === true ? ["read routing", "run the agency"] : ["read routing"];
