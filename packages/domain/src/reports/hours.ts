import { MINUTE } from "../core/time.ts";

/** `7:05`: hours and minutes, rounded to the minute. A day with a clock change has 23 or 25 hours. */
export function formatHours(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
