import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admitCall } from "../../src/calls/admit.ts";
import { type CallCost, maxSeconds, prepaidSeconds, secondsPaid } from "../../src/calls/callBudget.ts";
import { CALL_SECONDS_MAX } from "../../src/calls/types.ts";
import { rateEvent } from "../../src/balance/usage.ts";
import { callUsage } from "../../src/calls/callEvents.ts";
import { PLANS } from "../../src/plans/catalogue.ts";
import { callData } from "../support/calls.ts";
import { gateFacts } from "../support/gate.ts";
import { NOON } from "../support/samples.ts";

const call = (rateMicros: number, answeredSecondsAgo: number | null = null): CallCost => ({
  rateMicros,
  answeredAt: answeredSecondsAgo === null ? null : NOON - answeredSecondsAgo * 1000,
});

test.each<[string, number, CallCost[], number]>([
  ["one call", 1_000_000, [call(60_000)], 1000],
  ["nothing to spend", 0, [call(60_000)], 0],
  ["below zero", -5, [call(60_000)], 0],
  ["a second that isn't whole", 1_999, [call(60_000)], 1],
  ["a free call", 0, [call(0)], CALL_SECONDS_MAX],
  ["two calls share", 1_000_000, [call(60_000), call(60_000)], 500],
  ["a dear one and a cheap one end together", 1_000_000, [call(40_000), call(60_000)], 600],
  ["what an answered call has used is gone", 1_000_000, [call(60_000, 400), call(60_000)], 300],
  ["used up by the calls in progress", 1_000_000, [call(60_000, 1000), call(60_000)], 0],
  ["no longer than a day", 1e15, [call(60_000)], CALL_SECONDS_MAX],
])("seconds paid: %s", (_title, micros, calls, seconds) => {
  expect(secondsPaid(micros, calls, NOON)).toBe(seconds);
});

test("prepaid minutes are shared by the calls on the number", () => {
  expect(prepaidSeconds(10_000, [call(0)], NOON)).toBe(600);
  expect(prepaidSeconds(10_000, [call(0, 200), call(0)], NOON)).toBe(200);
  expect(prepaidSeconds(0, [call(0)], NOON)).toBe(0);
});

/** What a call of this length is charged, by the meter's own arithmetic. */
function charge(kind: "minutes" | "toll-free minutes", seconds: number): number {
  const over = callData({ answeredAt: NOON, endedAt: NOON + seconds * 1000, seconds, outcome: "answered" });
  const event = callUsage("call", kind, over);
  return event ? rateEvent(PLANS.advanced.rates, event, "USD") : 0;
}
/** A thousandth of a minute at this rate, the unit in which minutes are counted. */
const unit = (kind: "minutes" | "toll-free minutes") => Math.ceil(PLANS.advanced.rates[kind] / 1000);

describe("however calls share a balance, it ends at most one rounding unit a call below zero", () => {
  test("for one call that is cut at its limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), (balance) => {
        const admission = admitCall(
          gateFacts({ service: { ...gateFacts().service, balanceMicros: balance }, spendableMicros: balance }),
          NOON,
        );
        const cost = admission.connect ? charge("minutes", admission.maxSeconds) : 0;
        expect(balance - cost).toBeGreaterThanOrEqual(-unit("minutes"));
        // And it isn't cut early: another two seconds would not have been paid.
        if (admission.connect && admission.maxSeconds < CALL_SECONDS_MAX)
          expect(balance - charge("minutes", admission.maxSeconds + 2)).toBeLessThan(unit("minutes"));
      }),
    );
  });

  test("for calls that begin, are answered and end at any times, each cut at the latest limit it was told", () => {
    const kinds = ["minutes", "toll-free minutes"] as const;
    const begin = fc.record({
      after: fc.integer({ min: 0, max: 90 }),
      rings: fc.integer({ min: 0, max: 40 }),
      talks: fc.integer({ min: 0, max: 4000 }),
      kind: fc.constantFrom(...kinds),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.array(begin, { minLength: 2, maxLength: 12 }),
        (start, plan) => {
          let balance = start;
          let begun = 0;
          const calls: {
            kind: (typeof kinds)[number];
            answered: number | null;
            rings: number;
            ends: number;
            limit: number;
            at: number;
          }[] = [];
          const costs = (): CallCost[] =>
            calls.map(({ kind, answered }) => ({
              rateMicros: PLANS.advanced.rates[kind],
              answeredAt: answered === null ? null : NOON + answered * 1000,
            }));
          let due = 0;
          const queue = plan.map((one) => ({ ...one, at: (due += one.after) }));
          for (let second = 0; queue.length > 0 || calls.length > 0; second += 1) {
            const now = NOON + second * 1000;
            for (const one of calls) if (one.answered === null && second >= one.at + one.rings) one.answered = second;
            for (const one of calls.toReversed()) {
              const talked = one.answered === null ? 0 : second - one.answered;
              if (one.answered === null || talked < Math.min(one.ends, one.limit)) continue;
              calls.splice(calls.indexOf(one), 1);
              balance -= charge(one.kind, talked);
            }
            while (queue[0]?.at === second) {
              const { kind, rings, talks } = queue.shift()!;
              const rateMicros = PLANS.advanced.rates[kind];
              const seconds = secondsPaid(balance, [...costs(), { rateMicros, answeredAt: null }], now);
              if (seconds === 0) continue;
              begun += 1;
              calls.push({ kind, answered: null, rings, ends: talks, limit: seconds, at: second });
              const shared = costs();
              calls.forEach((one, index) => (one.limit = maxSeconds(shared[index]!, seconds, now)));
            }
          }
          expect(balance).toBeGreaterThanOrEqual(-begun * unit("toll-free minutes"));
        },
      ),
      { numRuns: 200 },
    );
  });
});
