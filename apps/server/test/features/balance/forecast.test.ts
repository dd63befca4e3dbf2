import { monthsAfter } from "@callboard/domain/core/calendar";
import { describe, expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { DAY, openTestApp, START, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { AMEX, MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const dana = (app: TestApp) => app.anew("dana@callboard.demo", "northwind");

/** Days of calls: each weekday has its own length, as minutes at the end of the day. */
async function live(app: TestApp, meter: Awaited<ReturnType<typeof meterOf>>, days: number, week: readonly number[]) {
  for (let day = 0; day < days; day += 1) {
    const minutes = week[Math.floor(app.now() / DAY) % 7]!;
    if (minutes > 0)
      await meter.balance.recordUsage({ events: [usageEvent(app, `day-${app.now()}`, { quantity: minutes })] });
    app.pass(DAY);
    await runBilling(app.world);
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
      paidFrom: monthsAfter(START + 3 * DAY, -1, "America/New_York"),
    });
    const meter = await meterOf(app, "northwind");
    expect((await (await dana(app)).balance.rechargeSettings({})).forecast).toBe(
      "Too early for a forecast: it needs 7 days of calls.",
    );
    await live(app, meter, 15, week);
    await setBalance(app, "northwind", 60 * UNIT);
    const told = await (await dana(app)).balance.rechargeSettings({});
    expect(told.forecast).toMatch(/^Covered until [A-Z][a-z]+ \d+: the recharge is off\.$/);
    let stopped: number | null = null;
    for (let day = 0; day < 120 && stopped === null; day += 1) {
      await live(app, meter, 1, week);
      if ((await (await dana(app)).balance.current()).inactive) stopped = app.now();
    }
    expect(stopped).not.toBeNull();
    expect(Math.abs(stopped! - DAY - told.coveredUntil!) / DAY).toBeLessThanOrEqual(1);
  });

  test("isn't shortened by a top-up, which doesn't count as usage", async () => {
    const app = await openTestApp();
    const meter = await meterOf(app, "northwind");
    await live(app, meter, 10, [60, 60, 60, 60, 60, 60, 60]);
    const until = async () => (await (await dana(app)).balance.rechargeSettings({})).coveredUntil ?? Infinity;
    let before = await until();
    for (const more of [1, 5, 40, 300]) {
      const { money } = await (await dana(app)).balance.current();
      await setBalance(app, "northwind", money!.micros + more * UNIT);
      const after = await until();
      expect(after).toBeGreaterThanOrEqual(before);
      before = after;
    }
  });

  test("counts what an agency pays for its sub-accounts; a sub-account doesn't see the forecast of its agency's balance", async () => {
    const app = await openTestApp();
    const meter = await meterOf(app, "parkside");
    await live(app, meter, 8, [600, 600, 600, 600, 600, 600, 600]);
    const harriet = await app.anew("harriet@callboard.demo", "harbor");
    const { forecast, coveredUntil } = await harriet.balance.rechargeSettings({});
    expect(forecast).toMatch(/^Covered until/);
    expect((coveredUntil! - app.now()) / DAY).toBeGreaterThan(30);
    const ida = await app.anew("ida@callboard.demo", "parkside");
    expect(await ida.balance.current()).toMatchObject({ forecast: null });
  });
});

describe("the card simulation", () => {
  const MANNERS = {
    pays: [PAYING_CARD, MASTERCARD, AMEX],
    soft: ["4000000000000002", "4000000000009995", "4000000000000002"],
    hard: ["4000000000009979", "4000000000000069", "4000000000009979"],
  } as const;
  const names = Object.keys(MANNERS) as (keyof typeof MANNERS)[];
  const mixes = names.flatMap((a) => names.flatMap((b) => names.map((c) => [a, b, c] as const)));

  test.each(mixes)("of %s, %s, %s says what would happen, and the provider sees none of it", async (...mix) => {
    const it = await openWithRecharge(mix.map((manner, at) => MANNERS[manner][at]!));
    const declined = it.ids.filter((_id, at) => mix[at] !== "pays");
    const told = await it.dana.cards.drill({ declined });
    expect(await it.rows("SELECT 1 FROM sandbox_charges")).toEqual([]);
    await it.settle(2, 1000);
    const [recharge] = await it.recharges();
    const { tries } = await it.one(recharge!.id);
    expect(tries.map(({ card, state }) => [card, state])).toEqual(
      told.steps.map(({ label, would }) => [label, would === "pay" ? "settled" : "declined"]),
    );
    expect(recharge!.cents).toBe(told.cents);
    const paid = tries.find(({ state }) => state === "settled");
    expect(told.why).toBe(
      paid
        ? `${paid.card} would pay $16.00.`
        : "Nothing would be charged: no card is left. Below 0.00 calls are not connected.",
    );
    await it.sound();
  });

  test("run again after a decline, leaves out cards that are resting or stopped", async () => {
    const it = await openWithRecharge(["4000000000009979", MASTERCARD]);
    await it.settle(2, 1000);
    const { steps } = await it.dana.cards.drill({ declined: [] });
    expect(steps.map(({ would, state }) => [would, state])).toEqual([
      ["skipped", "stopped"],
      ["pay", "ok"],
    ]);
  });
});
