import { type Permission, isAlwaysAllowed } from "../core/permissions.ts";
import { monthsAfter } from "../core/calendar.ts";
import { fail } from "../core/failure.ts";
import type { Instant } from "../core/time.ts";

/** What is stored for stopped, paused, canceled and frozen: since when, by whom, and until when (null: for good). */
export interface Fact {
  since: Instant;
  by: string;
  until: Instant | null;
}

export interface Lifecycle {
  stopped: Fact | null;
  paused: Fact | null;
  canceled: Fact | null;
  /** What still ends after the cancellation; null unless the account is canceled. */
  cancellation: CancellationDeadlines | null;
}

interface CancellationDeadlines {
  /** Until then the whole cancellation can be undone: holds have not expired. */
  undoUntil: Instant;
  /** The end of the paid subscription; null if there is none. */
  paidUntil: Instant | null;
}

/** Neither stopped, paused nor canceled. */
export const RUNNING: Lifecycle = { stopped: null, paused: null, canceled: null, cancellation: null };
/** Stopped and paused together show as stopped. */
export type LifecycleLabel = "active" | "stopped" | "paused" | "canceled" | "inactive";

export const isInForce = (fact: Fact | null, now: Instant): boolean =>
  fact !== null && fact.since <= now && (fact.until === null || fact.until > now);

/** The fact if it is in force at `now`. Its end counts at once: nothing is written when it passes. */
export const factAt = (fact: Fact | null, now: Instant): Fact | null => (isInForce(fact, now) ? fact : null);

/** A later date is a typing error. */
const END_YEARS_MAX = 10;

/** Checks the chosen end of a stop or pause. Throws `invalid`. */
export function checkFlagEnd(until: Instant | null, now: Instant): void {
  if (until === null) return;
  if (until <= now) fail("invalid", "lifecycle.untilPast", {}, "until");
  if (until > monthsAfter(now, END_YEARS_MAX * 12, "UTC"))
    fail("invalid", "lifecycle.untilFar", { years: END_YEARS_MAX }, "until");
}

/** Throws `conflict` in a canceled account: it can be read but not changed. */
export function checkNotCanceled(lifecycle: Lifecycle, permission: Permission, now: Instant): void {
  if (isInForce(lifecycle.canceled, now) && !isAlwaysAllowed(permission)) fail("conflict", "lifecycle.canceled");
}
