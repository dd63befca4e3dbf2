import fc from "fast-check";
import { expect, test } from "vitest";
import { RUNNING } from "../../src/lifecycle/rules.ts";
import { monthEnd, wallClockAt } from "../../src/core/calendar.ts";
import { renewalGroup, renewalOfGroup } from "../../src/numbers/renewalGroups.ts";
import { nextEndAt, serviceGroupOf, separateEnded, groupsOf } from "../../src/numbers/serviceGroups.ts";
import { termsOf } from "../../src/plans/catalogue.ts";
import { type NumberServiceFacts, NUMBER_KINDS } from "../../src/numbers/types.ts";
import { DAY } from "../../src/core/time.ts";
import { countNumbers, COST_STATES, runningCostIn } from "../../src/lifecycle/runningCost.ts";

const NOW = Date.UTC(2026, 2, 17, 15);
const instant = fc.integer({ min: NOW - 3 * DAY, max: NOW + 3 * DAY });
const since = fc.constant(NOW - 9 * DAY);
const fact = fc.option(fc.record({ since, by: fc.constant("x"), until: fc.option(instant) }));
const numberState = fc.oneof(
  ...(["active", "porting", "releasing", "released"] as const).map((is) => fc.record({ is: fc.constant(is), since })),
  fc.record({ is: fc.constant("held" as const), since, until: instant }),
  fc.record({
    is: fc.constant("forwarded" as const),
    since,
    until: instant,
    to: fc.constant("+15125550100"),
    remaining: fc.constantFrom(0, 1, 90_000),
  }),
);
const number: fc.Arbitrary<NumberServiceFacts> = fc.record({
  kind: fc.constantFrom(...NUMBER_KINDS),
  state: numberState,
  stopped: fact,
  paused: fact,
  frozen: fact,
});

test("grouped numbers cost and do the same as one by one, whatever has ended meanwhile", () => {
  fc.assert(
    fc.property(
      fc.array(number, { maxLength: 40 }),
      fc.integer({ min: NOW - 4 * DAY, max: NOW + 4 * DAY }),
      fc.record({ stopped: fact, paused: fact, canceled: fc.constant(null) }),
      fc.constantFrom(-1, 0, 5_000_000),
      fc.boolean(),
      (numbers, now, flags, balanceMicros, frozenConnects) => {
        const counted = new Map<string, number>();
        for (const one of numbers) {
          const group = serviceGroupOf(one);
          if (group !== null) counted.set(group, (counted.get(group) ?? 0) + 1);
        }
        const ended = numbers.filter((one) => (nextEndAt(one) ?? Number.POSITIVE_INFINITY) <= now);
        const groups = separateEnded(counted, ended);
        const alone = groupsOf(numbers);
        const terms = termsOf("advanced", "USD", NOW);
        const upkept = (of: typeof groups) => ({
          terms,
          numbers: of,
          hasSubscription: true,
          service: { lifecycle: { ...RUNNING, ...flags }, balanceMicros, frozenConnects },
        });
        expect(countNumbers(groups)).toBe(countNumbers(alone));
        for (const state of COST_STATES)
          expect(runningCostIn(state, upkept(groups), now)).toEqual(runningCostIn(state, upkept(alone), now));
      },
    ),
  );
});

test("a group's months begin on the same days as its numbers' own months, in any zone", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2026, 0, 1) }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom("UTC", "America/New_York", "America/Havana", "Asia/Tokyo", "Pacific/Apia", "Pacific/Pago_Pago"),
      fc.constantFrom(...NUMBER_KINDS),
      (anchor, months, zone, kind) => {
        const dayIn = (at: number) => Math.floor(at / DAY);
        const counted = wallClockAt(anchor, zone);
        let at = anchor;
        for (let month = 0; month < months; month += 1) at = monthEnd(anchor, at, zone);
        const group = renewalOfGroup(renewalGroup(kind, at, anchor), { at, anchor }, zone);
        // For another group on the same day the day is known, but not the anchor of its months.
        const beside = renewalOfGroup(renewalGroup(kind, at, anchor), { at, anchor: at }, zone);
        expect(group).toMatchObject({ kind, at });
        const daysFrom = (from: number) => {
          const days: number[] = [];
          for (let due = wallClockAt(at, zone); days.length < 14; days.push(dayIn(due)))
            due = monthEnd(from, due, "UTC");
          return days;
        };
        const own = daysFrom(counted);
        expect(daysFrom(wallClockAt(group.anchor, zone))).toEqual(own);
        // The first of the month in UTC is, further west, the last of a month of unknown length.
        if (new Date(anchor).getUTCDate() === 1) return;
        for (const [month, day] of daysFrom(wallClockAt(beside.anchor, zone)).entries())
          expect(Math.abs(day - own[month]!)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
