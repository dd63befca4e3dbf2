import { monthsAfter } from "@callboard/domain/core/calendar";
import { describe, expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { DAY, openTestApp, START, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { AMEX, MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const dana = (app: TestApp) => app.signInAgain("dana@callboard.demo", "northwind");

/** Days of calls: each weekday has its own length, as minutes at the end of the day. */
async function simulateDays(
  app: TestApp,
  meter: Awaited<ReturnType<typeof meterOf>>,
  days: number,
  week: readonly number[],
) {
  for (let day = 0; day < days; day += 1) {
    const minutes = week[Math.floor(app.now() / DAY) % 7]!;
    if (minutes > 0)
      await meter.balance.recordUsage({ events: [usageEvent(app, `day-${app.now()}`, { quantity: minutes })] });
    app.advance(DAY);
    await runBilling(app.services);
  }
}

describe("the forecast", () => {
  test.each([
    ["the same each day", [60, 60, 60, 60, 60, 60, 60]],
    ["weekends without calls", [80, 75, 0, 0, 70, 90, 60]],
    ["one heavy day a week", [0, 0, 400, 0, 20, 0, 0]],
  ])("with %s names the day on which calls stop, to within one day", async (_what, week) => {
    const app = await openTestApp();
    await addNumber(app, "northwind", "+15125551000", {
      renewsAt: START + 3 * DAY,
      billingAnchor: monthsAfter(START + 3 * DAY, -1, "America/New_York"),
    });
    const meter = await meterOf(app, "northwind");
    expect((await (await dana(app)).balance.rechargeSettings({})).forecast).toBe(
      "Too early for a forecast: it needs 7 days of calls.",
    );
    await simulateDays(app, meter, 15, week);
    await setBalance(app, "northwind", 60 * UNIT);
    const settings = await (await dana(app)).balance.rechargeSettings({});
    expect(settings.forecast).toMatch(/^Covered until [A-Z][a-z]+ \d+: automatic recharge is off\.$/);
    let stoppedAt: number | null = null;
    for (let day = 0; day < 120 && stoppedAt === null; day += 1) {
      await simulateDays(app, meter, 1, week);
      if ((await (await dana(app)).balance.current()).inactive) stoppedAt = app.now();
    }
    expect(stoppedAt).not.toBeNull();
    expect(Math.abs(stoppedAt! - DAY - settings.coveredUntil!) / DAY).toBeLessThanOrEqual(1);
  });

  test("isn't shortened by a top-up, which doesn't count as usage", async () => {
    const app = await openTestApp();
    const meter = await meterOf(app, "northwind");
    await simulateDays(app, meter, 10, [60, 60, 60, 60, 60, 60, 60]);
    const readCoveredUntil = async () =>
      (await (await dana(app)).balance.rechargeSettings({})).coveredUntil ?? Infinity;
    let before = await readCoveredUntil();
    for (const added of [1, 5, 40, 300]) {
      const { money } = await (await dana(app)).balance.current();
      await setBalance(app, "northwind", money!.micros + added * UNIT);
      const after = await readCoveredUntil();
      expect(after).toBeGreaterThanOrEqual(before);
      before = after;
    }
  });

  test("counts what an agency pays for its sub-accounts; a sub-account doesn't see the forecast of its agency's balance", async () => {
    const app = await openTestApp();
    const meter = await meterOf(app, "parkside");
    await simulateDays(app, meter, 8, [600, 600, 600, 600, 600, 600, 600]);
    const harriet = await app.signInAgain("harriet@callboard.demo", "harbor");
    const { forecast, coveredUntil } = await harriet.balance.rechargeSettings({});
    expect(forecast).toMatch(/^Covered until/);
    expect((coveredUntil! - app.now()) / DAY).toBeGreaterThan(30);
    const ida = await app.signInAgain("ida@callboard.demo", "parkside");
    expect(await ida.balance.current()).toMatchObject({ forecast: null });
  });
});

describe("the card simulation", () => {
  const CARDS_BY_OUTCOME = {
    pays: [PAYING_CARD, MASTERCARD, AMEX],
    soft: ["4000000000000002", "4000000000009995", "4000000000000002"],
    hard: ["4000000000009979", "4000000000000069", "4000000000009979"],
  } as const;
  const names = Object.keys(CARDS_BY_OUTCOME) as (keyof typeof CARDS_BY_OUTCOME)[];
  const mixes = names.flatMap((a) => names.flatMap((b) => names.map((c) => [a, b, c] as const)));

  test.each(mixes)("of %s, %s, %s says what would happen, and the provider sees none of it", async (...mix) => {
    const app = await openWithRecharge(mix.map((outcome, at) => CARDS_BY_OUTCOME[outcome][at]!));
    const declined = app.ids.filter((_id, at) => mix[at] !== "pays");
    const drill = await app.dana.cards.drill({ declined });
    expect(await app.selectRows("SELECT 1 FROM sandbox_charges")).toEqual([]);
    await app.settle(2, 1000);
    const [recharge] = await app.recharges();
    const { attempts } = await app.details(recharge!.id);
    expect(attempts.map(({ card, state }) => [card, state])).toEqual(
      drill.steps.map(({ label, outcome }) => [label, outcome === "pay" ? "settled" : "declined"]),
    );
    expect(recharge!.cents).toBe(drill.cents);
    const payingAttempt = attempts.find(({ state }) => state === "settled");
    expect(drill.why).toBe(
      payingAttempt
        ? `${payingAttempt.card} would pay $16.00.`
        : "Nothing would be charged: no card is left. Below 0.00 calls are not connected.",
    );
    await app.expectConsistentBooks();
  });

  test("run again after a decline, leaves out cards that are resting or stopped", async () => {
    const app = await openWithRecharge(["4000000000009979", MASTERCARD]);
    await app.settle(2, 1000);
    const { steps } = await app.dana.cards.drill({ declined: [] });
    expect(steps.map(({ outcome, state }) => [outcome, state])).toEqual([
      ["skipped", "stopped"],
      ["pay", "ok"],
    ]);
  });
});
