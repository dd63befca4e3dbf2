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
  days: [],
  dues: [],
  settings: null,
  wallet: null,
  cards: [],
  charged: 0,
  chargedToday: 0,
  ...more,
});
const words = (cost: MonthlyCost, balance: number, more: Partial<ForecastFacts> = {}) =>
  costMessages(cost, { paidBy: null, spendableMicros: balance, ahead: ahead({ balance, ...more }) }, "USD").map(
    (said) => render(en, said, { zone: ZONE, locale: "en-GB" }),
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
        const month = sum(({ as, group }) => as === "figure" && group === "money per month");
        expect(month).toBe(Math.ceil(monthMicros / 10_000) || 0);
        expect(sum(({ as }) => as === "effect")).toBe(Math.ceil(nowMicros / 10_000) || 0);
        const [said] = costMessages({ nowMicros, monthMicros }, { paidBy: "Harbor" }, "USD");
        expect(said === undefined).toBe(monthMicros === 0);
        if (said === undefined) return;
        expect(said.values.month).toBe(formatAmountDue(money(Math.abs(month) * 10_000, "USD"), "en"));
        if (said.values.now !== undefined)
          expect(parseMoney(String(said.values.now).slice(1))).toBe(sum(({ as }) => as === "effect") * 10_000);
      }),
    );
  });

  test("the balance covers a month exactly if it is at least that much, and lasts as many months as it pays", () => {
    const positive = fc.integer({ min: 1, max: 400_000_000 });
    fc.assert(
      fc.property(positive, fc.integer({ min: 0, max: 400_000_000 }), fc.nat(900_000_000), (month, now, balance) => {
        const said = words({ nowMicros: now, monthMicros: month }, balance);
        const left = balance - now;
        expect([said[1]!.includes(": enough"), said[1]!.includes("not enough")]).toEqual([left >= month, left < month]);
        let [rest, months] = [left, 0];
        const begins = Temporal.Instant.fromEpochMilliseconds(NOW).toZonedDateTimeISO(ZONE);
        while (rest >= 0 && months < 12) {
          months += 1;
          if (begins.add({ months }).epochMilliseconds < NOW + 365 * DAY) rest -= month;
        }
        const until = begins.add({ months });
        const day = `${until.day} ${until.toLocaleString("en-GB", { month: "long" })}`;
        if (left < 0) expect(said[2]).toBe("The balance is below zero.");
        else
          expect(said[2]).toBe(
            rest < 0 ? `Covered until ${day}: the recharge is off.` : "Covered for a year and more.",
          );
      }),
    );
  });
});

test("with enough days of usage it is the forecast's own sentence, including calls", () => {
  const days = Array<number>(14).fill(10_000_000);
  const said = words({ nowMicros: 0, monthMicros: 50_000_000 }, 100_000_000, { days });
  expect(said.slice(2)).toEqual(["Covered until 27 March: the recharge is off."]);
});

test("says nothing about a balance that may not be read, and only the name of an agency", () => {
  const cost = { nowMicros: 1_500_000, monthMicros: 1_500_000 };
  expect(costMessages(cost, null, "USD").map(({ key }) => key)).toEqual(["cost.moreAndNow"]);
  expect(costMessages(cost, { paidBy: "Harbor" }, "USD").map(({ key }) => key)).toEqual([
    "cost.moreAndNow",
    "cost.paidBy",
  ]);
});

test("counts the fees of charged numbers, by the plan's policy for frozen ones", () => {
  const fact = { since: NOW, by: "p", until: null };
  const number = (more: object) => ({
    kind: "local" as const,
    standing: { is: "active" as const, since: NOW },
    stopped: null,
    paused: null,
    parked: null,
    renewsAt: NOW + DAY,
    paidFrom: NOW,
    ...more,
  });
  const numbers = [
    number({}),
    number({ stopped: fact }),
    number({ parked: fact, kind: "toll-free" }),
    number({ standing: { is: "held", since: NOW, until: NOW + DAY } }),
    number({ standing: { is: "released", since: NOW } }),
  ];
  const numberFees = { local: 1_500_000, "toll-free": 2_500_000, international: 9_000_000 };
  expect(feesOf(numbers, { numberFees, parkedServes: true }, NOW)).toMatchObject({ count: 3, micros: 5_500_000 });
  expect(feesOf(numbers, { numberFees, parkedServes: false }, NOW)).toMatchObject({ count: 2, micros: 3_000_000 });
});
