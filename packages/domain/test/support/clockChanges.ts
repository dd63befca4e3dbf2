import { Temporal } from "temporal-polyfill";
import { DAY, MINUTE } from "../../src/core/time.ts";

/** A clock change of a zone, with the UTC offsets before and after it. */
export interface ClockChange {
  zone: string;
  at: number;
  before: number;
  behind: number;
}

const [FROM, TO] = [Date.UTC(2024, 0, 1), Date.UTC(2029, 0, 1)];

/**
 * Every change in every zone from 2024 to 2028; one of those that are alike, at the same time of day by the same step.
 */
export const clockChanges = (): readonly ClockChange[] => (cachedChanges ??= findChanges());
let cachedChanges: readonly ClockChange[] | undefined;

function findChanges(): ClockChange[] {
  const found = new Map<string, ClockChange>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    let place = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
    for (;;) {
      const next = place.getTimeZoneTransition("next");
      if (next === null || next.epochMilliseconds > TO) break;
      place = next;
      const at = next.epochMilliseconds;
      const [before, behind] = [next.subtract({ nanoseconds: 1 }), next].map((one) => one.offsetNanoseconds / 1e6);
      const timeOfDay = (at + before!) % DAY;
      const key = `${timeOfDay} ${behind! - before!} ${before! < 0}`;
      if (!found.has(key)) found.set(key, { zone, at, before: before!, behind: behind! });
    }
  }
  return [...found.values()];
}

/** For each minute after midnight, when clocks show it, found by stepping minute by minute around a change. */
export function minuteTable({ at, before, behind }: ClockChange, around: number): Map<number, number[]> {
  const table = new Map<number, number[]>();
  for (let minute = at - around; minute < at + around; minute += MINUTE) {
    const shown = ((minute + (minute < at ? before : behind)) % DAY) / MINUTE;
    const found = table.get(shown);
    if (found) found.push(minute);
    else table.set(shown, [minute]);
  }
  return table;
}
