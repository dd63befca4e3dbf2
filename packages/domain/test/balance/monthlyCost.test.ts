import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { ForecastFacts } from "../../src/balance/forecast.ts";
import { en } from "../../src/core/messages/en.ts";
import { money, parseMoney, formatAmountDue } from "../../src/core/money.ts";
import { costOfLines, costMessages, feesOf, type MonthlyCost } from "../../src/balance/monthlyCost.ts";
import { message, render } from "../../src/core/message.ts";
import { effectLine, figureLine, type Line, lineCents } from "../../src/proposals/lines.ts";
import { DAY } from "../../src/core/time.ts";

const NOW = Date.UTC(2026, 2, 17, 15);
const ZONE = "America/New_York";
const ahead = (more: Partial<ForecastFacts> = {}): ForecastFacts => ({
  now: NOW,
  zone: ZONE,
  currency: "USD",
  balance: 0,
  service: { label: "active", connects: true },
  dailyUsage: [],
  scheduledFees: [],
  settings: null,
  wallet: null,
  cards: [],
  rechargedThisMonth: 0,
  rechargedToday: 0,
  ...more,
});
const textsOf = (cost: MonthlyCost, balance: number, more: Partial<ForecastFacts> = {}) =>
  costMessages(cost, { paidBy: null, spendableMicros: balance, forecastFacts: ahead({ balance, ...more }) }, "USD").map(
    (text) => render(en, text, { zone: ZONE, language: "en-GB" }),
  );

const micros = fc.integer({ min: -90_000_000, max: 90_000_000 });
const anyLine = fc.record({ now: fc.boolean(), effect: fc.boolean(), micros: fc.option(micros) });
const linesOf = (drawn: readonly { now: boolean; effect: boolean; micros: number | null }[]): Line[] =>
  drawn.map(({ now, effect, micros: sum }, at) =>
    (effect ? effectLine : figureLine)(`l${at}`, now ? "money now" : "money per month", message("word.yes"), sum),
  );

describe("for any plan and fees", () => {
  test("the displayed monthly amounts add up to the stated one, and so do the immediate ones", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (drawn) => {
        const lines = linesOf(drawn);
        const shown = lineCents(lines, "USD");
        const sum = (fits: (line: Line) => boolean) =>
          lines.reduce((all, line, at) => all + (fits(line) ? (shown[at] ?? 0) : 0), 0);
        const { nowMicros, monthMicros } = costOfLines(lines);
        const month = sum(({ type, group }) => type === "figure" && group === "money per month");
        expect(month).toBe(Math.ceil(monthMicros / 10_000) || 0);
        expect(sum(({ type }) => type === "effect")).toBe(Math.ceil(nowMicros / 10_000) || 0);
        const [text] = costMessages({ nowMicros, monthMicros }, { paidBy: "Harbor" }, "USD");
        expect(text === undefined).toBe(monthMicros === 0);
        if (text === undefined) return;
        expect(text.values.month).toBe(formatAmountDue(money(Math.abs(month) * 10_000, "USD"), "en"));
        if (text.values.now !== undefined)
          expect(parseMoney(String(text.values.now).slice(1))).toBe(sum(({ type }) => type === "effect") * 10_000);
      }),
    );
  });

  test("the balance covers a month exactly if it is at least that much, and lasts as many months as it pays", () => {
    const positive = fc.integer({ min: 1, max: 400_000_000 });
    fc.assert(
      fc.property(positive, fc.integer({ min: 0, max: 400_000_000 }), fc.nat(900_000_000), (month, now, balance) => {
        const text = textsOf({ nowMicros: now, monthMicros: month }, balance);
        const left = balance - now;
        expect([text[1]!.includes(": enough"), text[1]!.includes("not enough")]).toEqual([left >= month, left < month]);
        let [rest, months] = [left, 0];
        const begins = Temporal.Instant.fromEpochMilliseconds(NOW).toZonedDateTimeISO(ZONE);
        while (rest >= 0 && months < 12) {
          months += 1;
          if (begins.add({ months }).epochMilliseconds < NOW + 365 * DAY) rest -= month;
        }
        const until = begins.add({ months });
        const day = `${until.day} ${until.toLocaleString("en-GB", { month: "long" })}`;
        if (left < 0) expect(text[2]).toBe("The balance is below zero.");
        else
          expect(text[2]).toBe(
            rest < 0 ? `Covered until ${day}: automatic recharge is off.` : "Covered for more than a year.",
          );
      }),
    );
  });
});

test("with enough days of usage it is the forecast's own sentence, including calls", () => {
  const dailyUsage = Array<number>(14).fill(10_000_000);
  const text = textsOf({ nowMicros: 0, monthMicros: 50_000_000 }, 100_000_000, { dailyUsage });
  expect(text.slice(2)).toEqual(["Covered until 27 March: automatic recharge is off."]);
});

test("says nothing about a balance that may not be read, and only the name of an agency", () => {
  const cost = { nowMicros: 1_500_000, monthMicros: 1_500_000 };
  expect(costMessages(cost, null, "USD").map(({ key }) => key)).toEqual(["balance.cost.increaseAndNow"]);
  expect(costMessages(cost, { paidBy: "Harbor" }, "USD").map(({ key }) => key)).toEqual([
    "balance.cost.increaseAndNow",
    "balance.cost.paidBy",
  ]);
});

test("counts the fees of charged numbers, by the plan's policy for frozen ones", () => {
  const fact = { since: NOW, by: "p", until: null };
  const number = (more: object) => ({
    kind: "local" as const,
    state: { is: "active" as const, since: NOW },
    stopped: null,
    paused: null,
    frozen: null,
    renewsAt: NOW + DAY,
    billingAnchor: NOW,
    ...more,
  });
  const numbers = [
    number({}),
    number({ stopped: fact }),
    number({ frozen: fact, kind: "toll-free" }),
    number({ state: { is: "held", since: NOW, until: NOW + DAY } }),
    number({ state: { is: "released", since: NOW } }),
  ];
  const numberFees = { local: 1_500_000, "toll-free": 2_500_000, international: 9_000_000 };
  expect(feesOf(numbers, { numberFees, frozenConnects: true }, NOW)).toMatchObject({ count: 3, micros: 5_500_000 });
  expect(feesOf(numbers, { numberFees, frozenConnects: false }, NOW)).toMatchObject({ count: 2, micros: 3_000_000 });
});
