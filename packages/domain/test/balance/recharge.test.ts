import fc from "fast-check";
import { expect, test } from "vitest";
import { cardState } from "../../src/cards/rules.ts";
import { retryDelayAfterDecline } from "../../src/balance/recharge.ts";
import { chargesMore, consentMessage } from "../../src/balance/rechargeSettings.ts";
import { HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { FAULTS, RechargeSimulator, CARD_BEHAVIOURS, UNIT } from "../support/rechargeSimulator.ts";

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("work" as const), fault: fc.constantFrom(...FAULTS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("check" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("use" as const), micros: fc.integer({ min: 1, max: 12 * UNIT }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(SECOND, 20 * SECOND, 10 * MINUTE, 2 * HOUR),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("add" as const), manner: fc.constantFrom(...CARD_BEHAVIOURS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("top-up" as const), cents: fc.integer({ min: 100, max: 5000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("switch" as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reverse" as const) }) },
);

test("whatever happens, each charge at the provider has one entry, no shortfall is paid twice, and every charge ends", () => {
  let settled = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...CARD_BEHAVIOURS), { maxLength: 4 }),
      fc.integer({ min: -5 * UNIT, max: 20 * UNIT }),
      fc.array(step, { maxLength: 40 }),
      (manners, opening, steps) => {
        const machine = new RechargeSimulator(manners, opening);
        let used = 0;
        for (const one of steps) {
          if (one.do === "work") machine.work(one.fault);
          else if (one.do === "check") machine.check();
          else if (one.do === "pass") machine.now += one.ms;
          else if (one.do === "add") machine.addCard(one.manner);
          else if (one.do === "top-up") machine.topUp(one.cents);
          else if (one.do === "reverse") machine.reverse();
          else if (one.do === "switch") {
            const { settings } = machine;
            machine.settings = {
              ...settings!,
              version: settings!.version + 1,
              data: { ...settings!.data, enabled: one.on },
            };
          } else {
            used += one.micros;
            machine.balance -= one.micros;
          }
        }
        machine.rest();
        const taken = [...machine.provider].filter(([, { outcome }]) => outcome === "pays");
        expect([...machine.postings].sort()).toEqual(
          taken.map(([key, { cents }]) => [`charge:${key}`, cents * 10_000]).sort(),
        );
        expect(machine.balance).toBe(opening - used + [...machine.postings.values()].reduce((a, b) => a + b, 0));
        // At most three an hour, however the charges are spread.
        for (const { at } of machine.paid())
          expect(machine.paid().filter((one) => one.at <= at && one.at > at - HOUR).length).toBeLessThanOrEqual(
            3 + machine.reversals,
          );
        for (const { data } of machine.recharges.values()) {
          const paid = data.attempts.filter(({ state }) => state === "settled").length;
          if (!data.chargedTwice) expect(paid).toBeLessThanOrEqual(1);
          if (data.state === "settled") settled += 1;
          expect(data.state).not.toBe("charging");
        }
        // Below the threshold there is a payment, or one reason why not.
        const { enabled, threshold } = machine.settings!.data;
        if (enabled && machine.balance < threshold) {
          const waiting = [...machine.recharges.values()].filter(({ data }) => data.state === "waiting");
          expect(waiting).toHaveLength(1);
          expect([...machine.cards.values()].some(({ data }) => cardState(data, machine.now, "UTC") === "ok")).toBe(
            false,
          );
        }
      },
    ),
    { numRuns: 1500 },
  );
  expect(settled).toBeGreaterThan(200);
});

test("a card pauses for 1, 2, 4, 8, 16 hours and then a day", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((times) => retryDelayAfterDecline(times) / HOUR)).toEqual([1, 2, 4, 8, 16, 24, 24]);
});

test.each([
  ["the first time", null, {}, true],
  ["switched off before", { enabled: false }, {}, true],
  ["the same again", {}, {}, false],
  ["a higher threshold", {}, { threshold: 11 * UNIT }, true],
  ["a lower threshold", {}, { threshold: 9 * UNIT }, false],
  ["a higher target", {}, { target: 26 * UNIT }, true],
  ["more at once", {}, { perCharge: 101 * UNIT }, true],
  ["more in a day", {}, { perDay: 201 * UNIT }, true],
  ["less at once and in a day", {}, { perCharge: 50 * UNIT, perDay: 60 * UNIT }, false],
  ["a cap where there was none", {}, { monthlyCap: 50 * UNIT }, false],
  ["a higher cap", { monthlyCap: 50 * UNIT }, { monthlyCap: 51 * UNIT }, true],
  ["no cap any more", { monthlyCap: 50 * UNIT }, {}, true],
] as const)("%s needs consent: %s", (_what, before, next, asks) => {
  const most = { perCharge: 100 * UNIT, perDay: 200 * UNIT };
  const base = { enabled: true, threshold: 10 * UNIT, target: 25 * UNIT, monthlyCap: null, ...most, consent: null };
  expect(chargesMore(before === null ? null : { ...base, ...before }, { ...base, ...next })).toBe(asks);
});

test("the wording of the consent names every amount", () => {
  const sums = {
    threshold: 10 * UNIT,
    target: 25 * UNIT,
    monthlyCap: 100 * UNIT,
    perCharge: 30 * UNIT,
    perDay: 60 * UNIT,
  };
  const draft = { version: null, enabled: true, ...sums, consent: true };
  expect(consentMessage(draft, "EUR").values).toEqual({
    threshold: "€10.00",
    target: "€25.00",
    perCharge: "€30.00",
    perDay: "€60.00",
    cap: "€100.00",
  });
  expect(consentMessage({ ...draft, monthlyCap: null }, "EUR").key).toBe("balance.recharge.consent");
});
