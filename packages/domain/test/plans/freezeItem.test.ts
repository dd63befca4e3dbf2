import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountData } from "../../src/account/schema.ts";
import { countsTowardLimit } from "../../src/plans/limits.ts";
import { freezeItem, createStaysActive } from "../../src/plans/freezeItem.ts";
import { FeesByDay, feesOf } from "../../src/balance/monthlyCost.ts";
import { freeze } from "../../src/plans/freezing.ts";
import { byNumber } from "../../src/lifecycle/disposition.ts";
import { type PlanCapacity, termsOf } from "../../src/plans/catalogue.ts";
import { DAY } from "../../src/core/time.ts";
import { NUMBER_KINDS } from "../../src/numbers/types.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import { numberData } from "../support/routing.ts";
import { AVA, doc, NOON, failureOf } from "../support/samples.ts";

const account = doc("account", "acc", { owner: "dana" } as AccountData);
const TURN = { now: NOON, proposedAt: NOON, by: AVA, newId: () => "new" };
const FACT = { since: NOON - DAY, by: "ava", until: null };

const numbers = fc
  .uniqueArray(
    fc.record({
      at: fc.integer({ min: 100, max: 999 }),
      kind: fc.constantFrom(...NUMBER_KINDS),
      is: fc.constantFrom("active", "porting", "held", "forwarded", "releasing", "released"),
      frozen: fc.boolean(),
      due: fc.integer({ min: 0, max: 40 }),
    }),
    { selector: ({ at }) => at, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ at, kind, is, frozen, due }) => {
      const state = { is, since: 0, until: NOON + 9 * DAY, to: "+15125550100", remaining: 5 } as NumberData["state"];
      const renewsAt = NOON + due * DAY;
      const more = { kind, state, frozen: frozen ? FACT : null, renewsAt, billingAnchor: renewsAt - 90 * DAY };
      return doc("number", `id${(at * 7919) % 1009}`, numberData({ e164: `+15125550${at}`, ...more }));
    }),
  );

test("deciding one by one keeps the same numbers as deciding all at once", () => {
  fc.assert(
    fc.property(
      numbers,
      fc.option(fc.integer({ min: 1, max: 30 })),
      fc.option(fc.array(fc.nat({ max: 100 }), { maxLength: 12 })),
      (all, limit, picks) => {
        const terms = { ...termsOf("essentials", "USD", NOON) };
        const next = { ...terms, limits: { ...terms.limits, numbers: limit } };
        const counted = all.filter(({ data }) => countsTowardLimit(data));
        const wished = picks && new Set(picks.flatMap((pick) => counted[pick % counted.length]?.id ?? []));
        const keep = wished && wished.size <= (limit ?? Infinity) ? [...wished] : undefined;
        const input = { account, numbers: all, queues: [], members: [], numbersOnOrder: [] };
        const { effects } = freeze(input, next, { numbers: keep }, TURN);
        const live = counted.filter(({ data }) => data.frozen === null).length;
        const stays = createStaysActive({ limits: next.limits, kept: keep ? new Set(keep) : null, live });
        const changed = counted.toSorted(byNumber).filter((number) => stays(number) === (number.data.frozen !== null));
        expect(changed.map(({ id }) => id).toSorted()).toEqual(
          effects.flatMap((one) => ("id" in one ? one.id : [])).toSorted(),
        );
      },
    ),
  );
});

test("fees added one by one equal those of all at once", () => {
  const terms = termsOf("advanced", "USD", NOON);
  fc.assert(
    fc.property(numbers, (all) => {
      const one = new FeesByDay();
      for (const { data } of all) one.add(feesOf([data], terms, NOON));
      expect(one.fees()).toEqual(
        new FeesByDay()
          .add(
            feesOf(
              all.map(({ data }) => data),
              terms,
              NOON,
            ),
          )
          .fees(),
      );
    }),
  );
});

const TERMS = doc("terms", "acc", termsOf("essentials", "USD", NOON), 4);
const CAPACITY: PlanCapacity = { resource: "numbers", plan: "Essentials", limit: 25, used: 24 };
const number = doc("number", "n1", numberData());
const frozen = doc("number", "n1", numberData({ frozen: FACT }));
const turn = (facts: Partial<Parameters<typeof freezeItem>[0]>, freezes: boolean) =>
  freezeItem({ terms: TERMS, number, capacity: CAPACITY, ...facts }, { id: "n1", freezes }, { terms: 4 }, TURN);
const skipped = (outcome: ReturnType<typeof turn>) => ("skipped" in outcome ? outcome.skipped.key : null);

test("a number is processed only while the plan and the number are as they were", () => {
  expect(turn({}, true)).toMatchObject({ effects: [{ do: "save", data: { frozen: { since: NOON, by: "ava" } } }] });
  expect(turn({ number: frozen }, false)).toMatchObject({ effects: [{ do: "save", data: { frozen: null } }] });
  expect(skipped(turn({ terms: { ...TERMS, version: 5 } }, true))).toBe("plans.planMeanwhile");
  expect(skipped(turn({ number: null }, true))).toBe("lifecycle.numberGone");
  expect(skipped(turn({ number: frozen }, true))).toBe("plans.frozenMeanwhile");
  expect(skipped(turn({}, false))).toBe("plans.returnedMeanwhile");
  const away = doc("number", "n1", numberData({ state: { is: "releasing", since: NOON } }));
  expect(skipped(turn({ number: away }, true))).toBe("lifecycle.numberMeanwhile");
  const full = () => turn({ number: frozen, capacity: { ...CAPACITY, used: 25 } }, false);
  expect(failureOf(full)).toMatchObject({ key: "plans.full-numbers" });
});
