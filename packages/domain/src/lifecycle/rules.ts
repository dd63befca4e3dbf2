import { type Permission, isAlwaysAllowed } from "../core/permissions.ts";
import { monthsAfter } from "../core/calendar.ts";
import { fail } from "../core/failure.ts";
import type { Instant } from "../core/time.ts";

/** State is a fact with who and when, not a flag. */
export interface Fact {
  since: Instant;
  by: string;
  until: Instant | null;
}

export interface Lifecycle {
  stopped: Fact | null;
  paused: Fact | null;
  canceled: Fact | null;
  /** What a cancellation leaves open; null while the account is not canceled. */
  leaving: CancellationTerms | null;
}

interface CancellationTerms {
  /** Until then it is taken back as a whole: what was held for the account has not gone. */
  undoUntil: Instant;
  /** The subscription is paid that far; null where there is none. */
  paidUntil: Instant | null;
}

export const RUNNING: Lifecycle = { stopped: null, paused: null, canceled: null, leaving: null };
export type LifecycleLabel = "active" | "stopped" | "paused" | "canceled" | "inactive";

export const isInForce = (fact: Fact | null, now: Instant): boolean =>
  fact !== null && fact.since <= now && (fact.until === null || fact.until > now);

/** The fact where it holds at `now`: begun, and not over. Ends are computed when read. */
export const factAt = (fact: Fact | null, now: Instant): Fact | null => (isInForce(fact, now) ? fact : null);

/** Nobody plans further ahead; what lies beyond was mistyped. */
const END_YEARS_MAX = 10;

/** An end that somebody chose for a stop or a pause. Throws `invalid`. */
export function checkFlagEnd(until: Instant | null, now: Instant): void {
  if (until === null) return;
  if (until <= now) fail("invalid", "lifecycle.untilPast", {}, "until");
  if (until > monthsAfter(now, END_YEARS_MAX * 12, "UTC"))
    fail("invalid", "lifecycle.untilFar", { years: END_YEARS_MAX }, "until");
}

/** The one label an account carries. Stopped and paused together are stopped. */
export function lifecycleLabel(lifecycle: Lifecycle, inactive: boolean, now: Instant): LifecycleLabel {
  if (isInForce(lifecycle.canceled, now)) return "canceled";
  if (inactive) return "inactive";
  if (isInForce(lifecycle.stopped, now)) return "stopped";
  if (isInForce(lifecycle.paused, now)) return "paused";
  return "active";
}

/** A canceled account stays readable; nothing in it can be changed. */
export function checkWorkAllowed(lifecycle: Lifecycle, permission: Permission, now: Instant): void {
  if (isInForce(lifecycle.canceled, now) && !isAlwaysAllowed(permission)) fail("conflict", "lifecycle.canceled");
}
