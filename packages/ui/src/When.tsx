import { useTick } from "./useTick.ts";
import "./When.css";

export interface WhenProps {
  /** Milliseconds since the epoch. */
  at: number;
  now: () => number;
  /** IANA zone of the full date. */
  zone: string;
  language: string;
  /** Replaces the text; `away` is how many ms `at` is ahead, negative for the past. */
  text?: ((away: number) => string) | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The unit for a distance in ms, and how often its text changes. Less than a minute is "now", so it has no seconds. */
function unitOf(distance: number): ["second" | "minute" | "hour" | "day", number] {
  if (distance < MINUTE) return ["second", MINUTE];
  if (distance < HOUR) return ["minute", MINUTE];
  if (distance < DAY) return ["hour", HOUR];
  return ["day", DAY];
}

/** "3 minutes ago", "in 2 hours"; beyond a week the date, because nobody counts back nineteen days. */
export function formatRelativeTime(at: number, now: number, zone: string, locale: string): string {
  const away = at - now;
  const distance = Math.abs(away);
  if (distance >= WEEK) {
    const year = (ms: number) => new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric" }).format(ms);
    const sameYear = year(at) === year(now);
    const parts: Intl.DateTimeFormatOptions = { timeZone: zone, day: "numeric", month: "short" };
    return new Intl.DateTimeFormat(locale, sameYear ? parts : { ...parts, year: "numeric" }).format(at);
  }
  const [unit, size] = unitOf(distance);
  const amount = unit === "second" ? 0 : Math.floor(distance / size) * Math.sign(away);
  // "yesterday" would be wrong for 30 hours ago seen after midnight, so only zero is put in words.
  const numeric = amount === 0 ? "auto" : "always";
  return new Intl.RelativeTimeFormat(locale, { style: "long", numeric }).format(amount, unit);
}

/** When something happened or will happen, in rough terms; the tooltip has the exact time with its zone. */
export function When({ at, now, zone, language, text }: WhenProps) {
  const moment = now();
  const distance = Math.abs(at - moment);
  const [, size] = unitOf(distance);
  // Until the text changes: it counts full units.
  useTick(at > moment ? (distance % size) + 1 : size - (distance % size));
  const exact = { timeZone: zone, dateStyle: "full", timeStyle: "long", hourCycle: "h23" } as const;
  const full = new Intl.DateTimeFormat(language, exact).format(at);
  return (
    <time class="cb-when" dateTime={new Date(at).toISOString()} title={full}>
      {text ? text(at - moment) : formatRelativeTime(at, moment, zone, language)}
    </time>
  );
}
