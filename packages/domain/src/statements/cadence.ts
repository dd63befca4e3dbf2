import { weekdayName } from "../queues/normalizeSchedule.ts";

/**
 * The days on which statements are sent. `day`: 1 Monday to 7 Sunday, or 1 to 31 of a month, where a shorter month uses
 * its last day.
 */
export interface Cadence {
  every: "week" | "month";
  day: number;
}

export interface StatementSchedule extends Cadence {
  /** Unique mail addresses. */
  recipients: string[];
  paused: boolean;
}

const LAST_DAY = 31;

/** The cadence as text, such as `every Monday` or `on the last day of every month`. */
export function formatCadence({ every, day }: Cadence): string {
  if (every === "week") return `every ${weekdayName(day)}`;
  if (day === LAST_DAY) return "on the last day of every month";
  const fallback = day > 28 ? ", or its last day" : "";
  return `on the ${ordinal(day)} of every month${fallback}`;
}

function ordinal(day: number): string {
  const suffix = day > 10 && day < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${suffix}`;
}
