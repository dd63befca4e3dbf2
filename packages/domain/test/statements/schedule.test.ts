import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { Doc } from "../../src/core/record.ts";
import {
  lastSendingDay,
  unsubscribe,
  nextSendingDay,
  type ScheduleProgress,
  progressOf,
  pauseSchedule,
  periodOfNext,
  saveSchedule,
  advanceProgress,
  plannedStatements,
} from "../../src/statements/schedule.ts";
import { type Cadence, formatCadence, type StatementSchedule } from "../../src/statements/cadence.ts";

const monthly = (day: number): Cadence => ({ every: "month", day });
const weekly = (day: number): Cadence => ({ every: "week", day });
const cadences = fc.oneof(fc.integer({ min: 1, max: 31 }).map(monthly), fc.integer({ min: 1, max: 7 }).map(weekly));
const days = fc
  .integer({ min: 0, max: 40_000 })
  .map((ahead) => Temporal.PlainDate.from("1990-01-01").add({ days: ahead }).toString());
const doc = (data: Partial<StatementSchedule> = {}): Doc<StatementSchedule> => ({
  account: "acc",
  kind: "statementSchedule",
  id: "s",
  version: 3,
  at: 0,
  data: { every: "month", day: 1, recipients: ["a@example.com"], paused: false, ...data },
});

/** The same by a calendar library, which checks each day instead of counting. */
function isSendingDay({ every, day }: Cadence, text: string): boolean {
  const date = Temporal.PlainDate.from(text);
  return every === "week" ? date.dayOfWeek === day : date.day === Math.min(day, date.daysInMonth);
}
const between = (from: string, to: string): string[] => {
  const all: string[] = [];
  for (let date = Temporal.PlainDate.from(from).add({ days: 1 }); date.toString() < to; date = date.add({ days: 1 }))
    all.push(date.toString());
  return all;
};

test("the next sending day matches, and no matching day is skipped", () => {
  fc.assert(
    fc.property(cadences, days, (cadence, today) => {
      const [last, next] = [lastSendingDay(cadence, today), nextSendingDay(cadence, today)];
      expect(last <= today && today < next).toBe(true);
      expect([isSendingDay(cadence, last), isSendingDay(cadence, next)]).toEqual([true, true]);
      expect(between(last, next).filter((day) => isSendingDay(cadence, day))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("the last day of the month is 28 to 31, and a shorter month sends on its last day", () => {
  const ends = (day: number, from: string) =>
    plannedStatements(progressOf(monthly(day), null, from, null), 4).map(({ sendingDay, first, last }) => [
      sendingDay,
      first,
      last,
    ]);
  expect(ends(31, "2027-01-15")).toEqual([
    ["2027-01-31", "2026-12-31", "2027-01-30"],
    ["2027-02-28", "2027-01-31", "2027-02-27"],
    ["2027-03-31", "2027-02-28", "2027-03-30"],
    ["2027-04-30", "2027-03-31", "2027-04-29"],
  ]);
  expect(ends(30, "2028-02-01").map(([on]) => on)).toEqual(["2028-02-29", "2028-03-30", "2028-04-30", "2028-05-30"]);
  expect(ends(1, "2026-12-01")[0]).toEqual(["2027-01-01", "2026-12-01", "2026-12-31"]);
});

describe("progress", () => {
  test("skips no day and covers none twice, however often the days are changed", () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 70 }), cadences), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, cadences, changes, (start, first, story) => {
        let progress: ScheduleProgress = progressOf(first, null, start, null);
        let today = Temporal.PlainDate.from(start);
        const sent: { first: string; last: string }[] = [];
        for (const [wait, cadence] of story) {
          today = today.add({ days: wait });
          for (; progress.nextSendingDay <= today.toString(); progress = advanceProgress(progress))
            sent.push(periodOfNext(progress));
          progress = progressOf(cadence, progress, today.toString(), null);
          expect(progress.nextSendingDay > today.toString()).toBe(true);
        }
        for (const [at, { first: from, last }] of sent.entries()) {
          expect(from <= last).toBe(true);
          if (at > 0) expect(between(sent[at - 1]!.last, from)).toEqual([]);
          if (at > 0) expect(from > sent[at - 1]!.last).toBe(true);
        }
      }),
    );
  });

  test("after a pause it covers no day that was on an earlier statement", () => {
    const cadence = progressOf(weekly(1), null, "2026-12-03", "2026-11-30");
    expect(cadence).toMatchObject({ uncoveredFrom: "2026-12-01", nextSendingDay: "2026-12-07" });
    expect(progressOf(weekly(1), null, "2026-12-03", "2026-10-31").uncoveredFrom).toBe("2026-11-30");
    expect(progressOf(monthly(1), null, "2026-12-03", "2026-12-02")).toMatchObject({
      uncoveredFrom: "2026-12-03",
      nextSendingDay: "2027-01-01",
    });
  });
});

test.each([
  [weekly(7), "every Sunday"],
  [monthly(1), "on the 1st of every month"],
  [monthly(12), "on the 12th of every month"],
  [monthly(23), "on the 23rd of every month"],
  [monthly(29), "on the 29th of every month, or its last day"],
  [monthly(31), "on the last day of every month"],
])("%j is %s", (cadence, text) => expect(formatCadence(cadence)).toBe(text));

describe("validation", () => {
  const draft = { every: "month", day: 1, recipients: ["a@example.com"] } as const;
  const given = { away: [], others: 0, id: "new" };

  test("a week has no eighth day, an account no twenty-first schedule, and unsubscribed addresses are not added again", () => {
    expect(() => saveSchedule("acc", null, { ...draft, every: "week", day: 8 }, given)).toThrow(
      expect.objectContaining({ key: "statements.noWeekday", field: "day" }),
    );
    expect(() => saveSchedule("acc", null, draft, { ...given, others: 20 })).toThrow(
      expect.objectContaining({ key: "statements.tooManySchedules" }),
    );
    expect(() => saveSchedule("acc", null, draft, { ...given, away: ["a@example.com"] })).toThrow(
      expect.objectContaining({ key: "statements.unsubscribed", field: "recipients" }),
    );
  });

  test("rejects an outdated version; an edit without changes writes nothing, and duplicates are merged", () => {
    const late = { ...draft, version: 2 };
    expect(() => saveSchedule("acc", doc(), late, given)).toThrow(expect.objectContaining({ code: "conflict" }));
    expect(saveSchedule("acc", doc(), { ...draft, version: 3 }, given)).toEqual([]);
    const twice = ["b@example.com", "b@example.com"];
    expect(saveSchedule("acc", doc(), { ...draft, recipients: twice, version: 3 }, given)).toMatchObject([
      { data: { recipients: ["b@example.com"] } },
    ]);
  });

  test("unsubscribing removes an address from each schedule; one without recipients is paused, and not resumed", () => {
    const left = unsubscribe(
      [doc(), doc({ recipients: ["a@example.com", "b@example.com"] }), doc({ recipients: [] })],
      "a@example.com",
    );
    expect(left).toMatchObject([
      { data: { recipients: [], paused: true } },
      { data: { recipients: ["b@example.com"], paused: false } },
    ]);
    const empty = doc({ recipients: [], paused: true });
    expect(() => pauseSchedule(empty, 3, false)).toThrow(
      expect.objectContaining({ key: "statements.noRecipientRemaining" }),
    );
  });
});
