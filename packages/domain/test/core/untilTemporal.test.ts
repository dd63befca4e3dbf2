import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { nextClockTime } from "../../src/core/calendar.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";

// A checker of its own kind: it asks Temporal about calendar days, and shares no code with ours.

/** All instants of a day and time by a zone's clocks: two if they are put back, the change itself if put forward. */
function instantsOf(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number[] {
  const local = date.toPlainDateTime(time);
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (earlier!.toPlainDateTime().equals(local)) return [earlier!.epochMilliseconds, later!.epochMilliseconds];
  // Skipped: Temporal's earlier answer lies before the change.
  return [earlier!.getTimeZoneTransition("next")!.epochMilliseconds];
}

function expectedEnd(minutes: number, now: number, zone: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const time = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
  const all = [-1, 0, 1, 2].flatMap((days) => instantsOf(today.add({ days }), time, zone));
  return Math.min(...all.filter((at) => at > now));
}

const NAMED = ["Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York", "America/Havana", "Pacific/Chatham"];
const zones = fc.oneof(fc.constantFrom(...NAMED), fc.constantFrom(...Intl.supportedValuesOf("timeZone")));
const [FROM, TO] = [Date.UTC(2024, 0, 1), Date.UTC(2030, 0, 1)];
const anywhere = fc.record({
  zone: zones,
  now: fc.integer({ min: FROM, max: TO }),
  minutes: fc.integer({ min: 0, max: 1439 }),
});
/** Within hours of the next clock change, and a time within hours of it. */
const nearChange = fc
  .tuple(anywhere, fc.integer({ min: -26 * 60, max: 3 * 60 }), fc.integer({ min: -120, max: 120 }))
  .map(([{ zone, now, minutes }, ahead, beside]) => {
    const change = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).getTimeZoneTransition("next");
    if (change === null || change.epochMilliseconds > TO) return { zone, now, minutes };
    const shown = change.hour * 60 + change.minute + beside;
    return { zone, now: change.epochMilliseconds + ahead * MINUTE + (now % MINUTE), minutes: (shown + 1440) % 1440 };
  });

test("until a time of day agrees with Temporal, in any zone at any instant, and is never past nor over a day away", () => {
  let skipped = 0;
  fc.assert(
    fc.property(fc.oneof(anywhere, nearChange), ({ zone, now, minutes }) => {
      const found = nextClockTime(minutes, now, zone);
      expect(found).toBe(expectedEnd(minutes, now, zone));
      expect(found).toBeGreaterThan(now);
      expect(found - now).toBeLessThanOrEqual(25 * HOUR);
      const shown = Temporal.Instant.fromEpochMilliseconds(found).toZonedDateTimeISO(zone);
      if (shown.hour * 60 + shown.minute !== minutes) skipped += 1;
    }),
    { numRuns: 3000 },
  );
  // Times that a night skips came up, or this would say nothing of them.
  expect(skipped).toBeGreaterThan(10);
});
