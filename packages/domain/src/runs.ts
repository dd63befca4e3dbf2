export type { RunData } from "./runs.schema.ts";

/** Long work, item by item. */
export const RUNS = ["import numbers", "edit numbers", "release numbers"] as const;
export type RunKind = (typeof RUNS)[number];

/**
 * `proposed`: its items can be looked at, nothing was begun. `running`, `paused`, `stopped` by somebody, `done` when
 * no item is left; a stopped one is never taken up again, but its failures can be tried anew.
 */
export const RUN_STATES = ["proposed", "running", "paused", "stopped", "done"] as const;
export type RunState = (typeof RUN_STATES)[number];

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
