import fc from "fast-check";
import { expect, test } from "vitest";
import { simulateRecharge } from "../../src/balance/simulateRecharge.ts";
import { forecast, type ForecastFacts } from "../../src/balance/forecast.ts";
import type { RechargeFacts } from "../../src/balance/recharge.ts";
import { findReachedLimit, type PastCharge } from "../../src/balance/rechargeLimits.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { message } from "../../src/core/message.ts";
import { cardRecord, walletRecord } from "../support/cards.ts";
import { doc, NOON } from "../support/samples.ts";

const UNIT = 1_000_000;
const LIMITS = { perCharge: 10_000 * UNIT, perDay: 10_000 * UNIT };
const SETTINGS = { enabled: true, threshold: 10 * UNIT, target: 25 * UNIT, monthlyCap: null, ...LIMITS, consent: null };
const facts = (more: Partial<ForecastFacts> = {}): ForecastFacts => ({
  now: NOON,
  zone: "UTC",
  currency: "USD",
  balance: 30 * UNIT,
  service: { label: "active", connects: true },
  dailyUsage: Array(28).fill(2 * UNIT),
  scheduledFees: [],
  settings: null,
  wallet: null,
  cards: [],
  rechargedThisMonth: 0,
  rechargedToday: 0,
  ...more,
});
const daysLeft = (more: Partial<ForecastFacts> = {}) => {
  const { until } = forecast(facts(more));
  return until === null ? null : (until - NOON) / DAY;
};
const TOMORROW = NOON + 12 * HOUR;
const NEXT_MONTH = NOON + 14 * DAY;
const lately = (...charges: PastCharge[]) => ({
  charges: charges,
  day: { from: NOON - 12 * HOUR, to: TOMORROW },
  month: { from: NOON - 16 * DAY, to: NEXT_MONTH },
});
const why = (more: Partial<ForecastFacts> = {}) => forecast(facts(more)).why;
const carded = (...cards: ReturnType<typeof cardRecord>[]) => ({
  settings: SETTINGS,
  cards,
  wallet: walletRecord({ primary: cards[0]!.id, others: cards.slice(1).map(({ id }) => id) }),
});

test("without a recharge the balance lasts as long as past usage suggests", () => {
  expect(daysLeft()).toBe(15);
  expect(why()).toEqual(message("balance.forecast.off", { day: NOON + 15 * DAY }));
  expect(daysLeft({ balance: 0 })).toBe(0);
  expect(why({ balance: -1 })).toEqual(message("balance.forecast.belowZero"));
});

test("weekdays count separately: a weekend without calls costs nothing", () => {
  const dailyUsage = Array.from({ length: 28 }, (_, ago) => (ago % 7 === 0 || ago % 7 === 6 ? 0 : 7 * UNIT));
  expect(daysLeft({ dailyUsage, balance: 35 * UNIT })).toBe(8);
  expect(daysLeft({ dailyUsage: dailyUsage.slice(0, 7), balance: 35 * UNIT })).toBe(8);
});

test("monthly fees count each month, also on days with usage", () => {
  const at = NOON + 3 * DAY + HOUR;
  const scheduledFees = [{ at, anchor: at, micros: 20 * UNIT }];
  expect(daysLeft({ scheduledFees })).toBe(5);
  expect(daysLeft({ dailyUsage: Array(7).fill(0), scheduledFees, balance: 59 * UNIT })).toBe(64);
});

test("months are counted from their first day in the account's zone: a fee due on the 31st does not move to the 28th", () => {
  const zone = "Pacific/Kiritimati";
  const now = Date.parse("2027-02-20T12:00+14:00");
  const [anchor, at] = ["2027-01-31T00:30+14:00", "2027-02-28T00:30+14:00"].map((text) => Date.parse(text));
  const due = { at: at!, anchor: anchor!, micros: 20 * UNIT };
  const { until } = forecast(
    facts({ zone, now, dailyUsage: Array(7).fill(0), scheduledFees: [due], balance: 39 * UNIT }),
  );
  expect(until).toBe(Date.parse("2027-03-30T12:00+14:00"));
});

test("a day ahead is the same time on that day, also across a clock change", () => {
  const zone = "America/New_York";
  const now = Date.parse("2026-10-30T00:30-04:00");
  const { until } = forecast(facts({ zone, now, balance: 6 * UNIT }));
  expect(until).toBe(Date.parse("2026-11-02T00:30-05:00"));
});

test("says so with fewer than 7 days of usage", () => {
  expect(why({ dailyUsage: Array(6).fill(UNIT) })).toEqual(message("balance.forecast.tooEarly", { days: 7 }));
  expect(forecast(facts({ dailyUsage: [] })).until).toBeNull();
});

test("with a lasting card it is a year; otherwise the card's expiry, the cap or a decline is the reason", () => {
  const good = cardRecord("a", { expYear: 2090 });
  expect(why(carded(good))).toEqual(message("balance.forecast.coveredForYear"));
  const ending = cardRecord("a", { expMonth: 4, expYear: 2026 });
  expect(why(carded(ending)).key).toBe("balance.forecast.expired");
  expect(daysLeft(carded(ending))).toBeGreaterThan((Date.UTC(2026, 4, 1) - NOON) / DAY);
  expect(why(carded(ending, cardRecord("b", { expYear: 2090 })))).toEqual(message("balance.forecast.coveredForYear"));
  const lastDecline = {
    hard: false,
    at: NOON,
    until: NOON + HOUR,
    times: 1,
    why: message("balance.recharge.declined"),
  };
  expect(why(carded(cardRecord("a", { expYear: 2090, lastDecline })))).toMatchObject({
    key: "balance.forecast.declined",
  });
  const capped = { ...carded(good), settings: { ...SETTINGS, monthlyCap: 20 * UNIT } };
  expect(why(capped)).toMatchObject({ key: "balance.forecast.cap", values: { max: "$20.00" } });
  expect(why({ ...carded(good), settings: { ...SETTINGS, monthlyCap: 90 * UNIT } })).toEqual(
    message("balance.forecast.coveredForYear"),
  );
  expect(why({ settings: SETTINGS })).toMatchObject({ key: "balance.forecast.noCard" });
});

test("more money never means an earlier end", () => {
  const days = fc.array(fc.integer({ min: 0, max: 5 * UNIT }), { minLength: 7, maxLength: 28 });
  const dues = fc.array(
    fc
      .record({ at: fc.integer({ min: NOON, max: NOON + 30 * DAY }), micros: fc.integer({ min: 0, max: 20 * UNIT }) })
      .map((due) => ({ ...due, anchor: due.at })),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      days,
      dues,
      fc.integer({ min: 0, max: 80 * UNIT }),
      fc.integer({ min: 1, max: 50 * UNIT }),
      (past, due, balance, more) => {
        const before = daysLeft({ dailyUsage: past, scheduledFees: due, balance }) ?? Infinity;
        const after = daysLeft({ dailyUsage: past, scheduledFees: due, balance: balance + more }) ?? Infinity;
        expect(after).toBeGreaterThanOrEqual(before);
      },
    ),
  );
});

test("the forecast day is the day on which the balance falls below zero with the same usage, give or take one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 * UNIT }), { minLength: 7, maxLength: 7 }),
      fc.integer({ min: 1, max: 60 * UNIT }),
      (week, balance) => {
        const dailyUsage = Array.from({ length: 28 }, (_, ago) => week[ago % 7]!);
        const answer = daysLeft({ dailyUsage, balance });
        let left = balance;
        let day = 0;
        // Tomorrow repeats the day six days before yesterday.
        for (; day < 365 && left >= 0; day += 1) left -= week[(7 - (day % 7) - 1 + 7) % 7]!;
        if (left >= 0) expect(answer).toBeNull();
        else expect(Math.abs(answer! - (day - 1))).toBeLessThanOrEqual(1);
      },
    ),
  );
});

const rechargeFacts = (
  manners: readonly ("pays" | "declined" | "stopped")[],
  more: Partial<RechargeFacts> = {},
): RechargeFacts => {
  const stopped = { hard: true, at: 0, until: null, times: 1, why: message("balance.recharge.stolen") };
  const cards = manners.map((manner, at) =>
    cardRecord(`c${at}`, { expYear: 2090, lastDecline: manner === "stopped" ? stopped : null }),
  );
  return {
    account: "acc",
    zone: "UTC",
    settings: doc("rechargeSettings", "acc", SETTINGS),
    wallet: cards[0] ? walletRecord({ primary: "c0", others: cards.slice(1).map(({ id }) => id) }) : null,
    cards,
    balance: 40 * UNIT,
    currency: "USD",
    openRecharge: null,
    isCharging: false,
    canceled: false,
    recentCharges: lately(),
    ...more,
  };
};

test.each([
  [["pays"], ["pay"], "balance.rechargeSimulation.pays"],
  [["declined", "pays", "pays"], ["decline", "pay"], "balance.rechargeSimulation.pays"],
  [["stopped", "declined", "pays"], ["skipped", "decline", "pay"], "balance.rechargeSimulation.pays"],
  [["declined", "stopped"], ["decline", "skipped"], "balance.rechargeSimulation.noneLeft"],
  [[], [], "balance.rechargeSimulation.noCard"],
] as const)("a simulation of %j would %j", (manners, steps, key) => {
  const declined = new Set(manners.flatMap((manner, at) => (manner === "declined" ? [`c${at}`] : [])));
  const walked = simulateRecharge(rechargeFacts(manners), declined, NOON);
  expect(walked.steps.map(({ outcome }) => outcome)).toEqual(steps);
  expect(walked.why.key).toBe(key);
  expect(walked.cents).toBe(1501);
});

test("a simulation says why nothing would be charged: switched off, or stopped by a limit", () => {
  const off = doc("rechargeSettings", "acc", { ...SETTINGS, enabled: false });
  expect(simulateRecharge(rechargeFacts(["pays"], { settings: off }), new Set(), NOON)).toEqual({
    cents: null,
    steps: [],
    why: message("balance.rechargeSimulation.off"),
  });
  const walked = (limits: object, charged: number[], balance = 40 * UNIT) => {
    const settings = doc("rechargeSettings", "acc", { ...SETTINGS, ...limits });
    const paid = charged.map((units) => ({ at: NOON - 2 * HOUR, micros: units * UNIT }));
    return simulateRecharge(
      rechargeFacts(["pays"], { settings, balance, recentCharges: lately(...paid) }),
      new Set(),
      NOON,
    ).why;
  };
  expect(walked({ monthlyCap: 30 * UNIT }, [16]).key).toBe("balance.rechargeSimulation.cap");
  expect(walked({ perCharge: 15 * UNIT }, [])).toMatchObject({
    key: "balance.rechargeSimulation.perCharge",
    values: { max: "$15.00", sum: "$15.01" },
  });
  expect(walked({ perDay: 40 * UNIT }, [25]).key).toBe("balance.rechargeSimulation.perDay");
  const within = [50, 40, 30].map((minutes) => ({ at: NOON - minutes * MINUTE, micros: UNIT }));
  const often = (charged: PastCharge[]) =>
    simulateRecharge(rechargeFacts(["pays"], { recentCharges: lately(...charged) }), new Set(), NOON).why.key;
  expect(often(within)).toBe("balance.rechargeSimulation.hour");
  expect(often(within.slice(1))).toBe("balance.rechargeSimulation.pays");
});

test("each limit blocks the full amount, and says when charging continues", () => {
  const sums = { monthlyCap: 100 * UNIT, perCharge: 50 * UNIT, perDay: 80 * UNIT };
  const hold = (micros: number, ...charged: PastCharge[]) => findReachedLimit(sums, lately(...charged), micros, NOON);
  const before = (ago: number, units: number) => ({ at: NOON - ago, micros: units * UNIT });
  expect(hold(50 * UNIT)).toBeNull();
  expect(hold(50 * UNIT + 1)).toEqual({ kind: "perCharge", limit: 50 * UNIT, liftedAt: null });
  expect(hold(40 * UNIT, before(3 * HOUR, 40))).toBeNull();
  expect(hold(40 * UNIT + 1, before(3 * HOUR, 40))).toEqual({ kind: "perDay", limit: 80 * UNIT, liftedAt: TOMORROW });
  // A charge sent yesterday counts only for the month.
  expect(hold(50 * UNIT, before(30 * HOUR, 50))).toBeNull();
  expect(hold(50 * UNIT, before(30 * HOUR, 51))).toEqual({ kind: "cap", limit: 100 * UNIT, liftedAt: NEXT_MONTH });
  const three = [before(HOUR, 1), before(HOUR - 1, 1), before(2 * MINUTE, 1), before(MINUTE, 1)];
  expect(hold(UNIT, ...three)).toEqual({ kind: "hour", limit: null, liftedAt: NOON + 1 });
  expect(findReachedLimit(sums, lately(...three), UNIT, NOON + 1)).toBeNull();
});

test("the forecast includes the limits per charge and per day", () => {
  const limited = (more: object) => ({ ...carded(cardRecord("a", { expYear: 2090 })), ...more });
  const settings = (more: object) => ({ ...SETTINGS, ...more });
  const days = Array(28).fill(40 * UNIT);
  expect(why(limited({ dailyUsage: days, settings: settings({ perCharge: 50 * UNIT }) }))).toEqual(
    message("balance.forecast.coveredForYear"),
  );
  expect(why(limited({ dailyUsage: days, settings: settings({ perCharge: 30 * UNIT }) }))).toEqual(
    message("balance.forecast.perCharge", { day: NOON, max: "$30.00" }),
  );
  const daily = { dailyUsage: days, settings: settings({ perCharge: 50 * UNIT, perDay: 60 * UNIT }) };
  expect(why(limited(daily))).toEqual(message("balance.forecast.coveredForYear"));
  expect(why(limited({ ...daily, rechargedToday: 30 * UNIT }))).toEqual(
    message("balance.forecast.perDay", { day: NOON, max: "$60.00" }),
  );
});
