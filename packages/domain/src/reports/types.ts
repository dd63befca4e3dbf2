import type { Day } from "../core/calendar.ts";
import type { Instant } from "../core/time.ts";

/**
 * What time is counted of: the chosen status, and laid over it the phone. `corrected`: what accepted corrections add to
 * a status, or with a negative figure take from it.
 */
type Layer = "status" | "phone" | "corrected";

/** Keys of the phone's layer. */
export const ON_CALL = "call";
export const WRAP_UP = "wrap-up";

/** Agents on one page of the report. */
export const REPORT_PAGE = 50;

export const CORRECTION_STATES = ["waiting", "accepted", "rejected", "withdrawn"] as const;
export const CORRECTION_REASON_MAX = 200;
/** How far back a correction may begin: longer ago nobody remembers the minutes. */
export const CORRECTION_DAYS = 31;
/** How long the time may be that one correction is about: a shift, also through the night. */
export const CORRECTION_HOURS = 24;
/** How many corrections of one agent may wait for a decision. */
export const CORRECTIONS_WAITING_MAX = 20;

/** Time in a status, and what became of its promises. Times are in milliseconds. */
interface Sums {
  ms: number;
  /** Time past the promised end, in a status that stays. */
  overMs: number;
  /** Promises that were kept: the status ended by the time that was named. */
  kept: number;
  /** Promises whose time passed while the agent stayed. */
  overruns: number;
}

/** Time in one status, or of one state of the phone. `status`: a status's id, `ON_CALL` or `WRAP_UP`. */
export interface StatusSums extends Sums {
  layer: Layer;
  status: string;
}

/** An agent's time in one status on one of the account's days. */
export interface DayCell extends StatusSums {
  day: Day;
}

/** A stretch of time in a status or a state of the phone, `to` excluded. */
export interface Span {
  layer: Layer;
  status: string;
  from: Instant;
  to: Instant;
  /** Since when it was past its promised end; null if it wasn't. */
  overSince: Instant | null;
  /** When its promise passed without being kept; null if it didn't, or if an earlier span counts it. */
  overrunAt: Instant | null;
  /** It ended by the time that was promised. */
  kept: boolean;
}

/** A stretch of recorded time that an accepted correction gives to another status, `to` excluded. */
export interface CorrectedPart {
  from: Instant;
  to: Instant;
  recorded: string;
  corrected: string;
}
