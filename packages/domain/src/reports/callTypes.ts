import type { Day } from "../core/calendar.ts";
import type { Instant } from "../core/time.ts";

/** How calls can be grouped. */
export const CALL_REPORTS = ["agent", "queue", "number", "source", "day"] as const;
export type CallReport = (typeof CALL_REPORTS)[number];

/** What sums are kept of; `all`: every call, for the report by day. */
export type CallGroup = "agent" | "queue" | "number" | "source" | "all";

/** `offered`: it rang. `refused`: it was not connected. An agent is also offered calls that another one answers. */
export interface CallSums {
  offered: number;
  answered: number;
  missed: number;
  refused: number;
  talkMs: number;
  wrapUpMs: number;
}
export const CALL_FIGURES = ["offered", "answered", "missed", "refused", "talkMs", "wrapUpMs"] as const;

/** The calls of one agent, queue, number or source, or all calls, that began on one of the account's days. */
export interface CallCell extends CallSums {
  group: CallGroup;
  /** The id; "": all calls, or calls without a source. */
  key: string;
  day: Day;
}

/** The day of an instant in the account's calendar. */
export type FindCallDay = (at: Instant) => Day;

/** Rows on one page of the report. */
export const CALLS_PAGE = 50;
