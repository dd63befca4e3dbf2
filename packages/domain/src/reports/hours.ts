import { MINUTE, SECOND } from "../core/time.ts";

/** `7:05`: hours and minutes, rounded to the minute. A day with a clock change has 23 or 25 hours. */
export function formatHours(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** `1:05:09`: hours, minutes and seconds, for times as short as a call's. */
export function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / SECOND);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
