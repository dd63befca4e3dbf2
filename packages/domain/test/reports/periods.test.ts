import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { formatHours } from "../../src/reports/hours.ts";
import { periodParts, type PresetPeriod, presetPeriod } from "../../src/reports/periods.ts";

test.each<[PresetPeriod, string, string, string]>([
  ["today", "2028-02-29", "2028-02-29", "2028-02-29"],
  ["this week", "2028-02-29", "2028-02-28", "2028-03-05"],
  ["this week", "2026-03-16", "2026-03-16", "2026-03-22"],
  ["this week", "2026-03-22", "2026-03-16", "2026-03-22"],
  ["last week", "2026-01-01", "2025-12-22", "2025-12-28"],
  ["this month", "2028-02-10", "2028-02-01", "2028-02-29"],
  ["last month", "2026-03-31", "2026-02-01", "2026-02-28"],
  ["last month", "2026-01-31", "2025-12-01", "2025-12-31"],
])("%s, seen on %s, is %s to %s", (preset, today, first, last) => {
  expect(presetPeriod(preset, today)).toEqual({ first, last });
});

test.each([
  ["a week", "2026-03-02", "2026-03-08", "2026-03-20", null, [["2026-03-02", "2026-03-08"]]],
  ["a month", "2026-02-01", "2026-02-28", "2026-03-20", ["2026-02", "2026-02"], []],
  ["the month so far", "2026-03-01", "2026-03-20", "2026-03-20", ["2026-03", "2026-03"], []],
  ["a month but its last day", "2026-02-01", "2026-02-27", "2026-03-20", null, [["2026-02-01", "2026-02-27"]]],
  ["a year", "2025-01-01", "2025-12-31", "2026-03-20", ["2025-01", "2025-12"], []],
  [
    "days around two months",
    "2025-11-30",
    "2026-02-01",
    "2026-03-20",
    ["2025-12", "2026-01"],
    [
      ["2025-11-30", "2025-11-30"],
      ["2026-02-01", "2026-02-01"],
    ],
  ],
] as const)("%s is read from whole months and the days around them", (_name, first, last, today, months, days) => {
  expect(periodParts({ first, last }, today)).toEqual({
    months: months && { first: months[0], last: months[1] },
    days: days.map(([from, to]) => ({ first: from, last: to })),
  });
});

test("hours and minutes are rounded to the minute, beyond a day too", () => {
  expect([0, 29_999, 30_000, 59 * MINUTE, 25 * HOUR, 708 * HOUR + 9 * MINUTE].map(formatHours)).toEqual([
    "0:00",
    "0:00",
    "0:01",
    "0:59",
    "25:00",
    "708:09",
  ]);
});
