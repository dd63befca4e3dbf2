import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, failureOf, SECOND } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DECLINED = "4000000000000002";
type RechargeApp = Awaited<ReturnType<typeof openWithRecharge>>;
const save = async (app: RechargeApp, overrides: object) => {
  const dana = await app.caller();
  const { version } = await dana.balance.rechargeSettings({});
  return dana.balance.saveRechargeSettings({ ...app.form, enabled: true, consent: true, version, ...overrides });
};
/** Spends what was recharged, then lets the recharge run. */
const spendAndSettle = async (app: RechargeApp, ms: number, to = 5 * UNIT) => {
  app.advance(ms);
  await setBalance(app, "northwind", to);
  await app.settle();
};
const latest = async (app: RechargeApp) => (await app.recharges())[0]!;

describe("an automatic recharge", () => {
  test("charges at most the agreed amount at once: one meter event can't take a fortune from a card", async () => {
    const app = await openWithRecharge([PAYING_CARD]);
    const meter = await meterOf(app, "northwind");
    const events = ["a", "b", "c", "d"].map((id) =>
      usageEvent(app, id, { kind: "international minutes", quantity: 400_000 }),
    );
    await meter.balance.recordUsage({ events: events.slice(0, 1) });
    await app.settle();
    expect(await app.payments()).toEqual([]);
    const waiting = await latest(app);
    expect(waiting).toMatchObject({
      state: "waiting",
      retryAt: null,
      why: "Filling the balance takes $52,016.00, more than the $10,000.00 allowed per charge. Top up manually, or raise that limit.",
    });
    expect((await app.subjects()).at(-1)).toBe("Northwind: a recharge limit was reached");
    const mails = (await app.subjects()).length;
    await app.settle(3, HOUR);
    expect(await app.subjects()).toHaveLength(mails);
    await save(app, { perCharge: 60_000 * UNIT, perDay: 60_000 * UNIT });
    await app.settle();
    expect(await app.currentBalance()).toBe(25 * UNIT);
    await app.expectConsistentBooks();
  });

  test("charges three times an hour, and continues when the first is an hour old", async () => {
    const app = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    await app.settle();
    await spendAndSettle(app, 10 * MINUTE);
    await spendAndSettle(app, 10 * MINUTE);
    expect(await app.payments()).toHaveLength(3);
    await spendAndSettle(app, 10 * MINUTE);
    expect(await app.payments()).toHaveLength(3);
    expect(await latest(app)).toMatchObject({
      state: "waiting",
      retryAt: app.now() + 30 * MINUTE,
      why: /^The cards were charged 3 times within an hour. Recharges continue at /,
    });
    await app.settle(1, 30 * MINUTE - 1);
    expect(await app.payments()).toHaveLength(3);
    await app.settle(1, 1);
    expect(await app.payments()).toHaveLength(4);
    await app.expectConsistentBooks();
  });

  test("charges at most the agreed amount in one day of the account's, and continues the next day", async () => {
    // Eleven in the morning in New York.
    const app = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    await save(app, { perCharge: 25 * UNIT, perDay: 50 * UNIT });
    await app.settle();
    await spendAndSettle(app, 2 * HOUR);
    expect(await app.payments()).toHaveLength(2);
    await spendAndSettle(app, 2 * HOUR);
    expect(await app.payments()).toHaveLength(2);
    const midnight = Date.parse("2026-03-18T00:00-04:00");
    expect(await latest(app)).toMatchObject({ state: "waiting", retryAt: midnight, why: /daily limit of \$50\.00/ });
    await app.settle(1, midnight - app.now() - 1);
    expect(await app.payments()).toHaveLength(2);
    await app.settle(1, 1);
    expect(await app.payments()).toHaveLength(3);
    await app.expectConsistentBooks();
  });

  test("doesn't count declined charges or top-ups toward the limits", async () => {
    const app = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    for (let times = 0; times < 4; times += 1) {
      await app.dana.balance.topUp({ cents: 100 });
      await app.settle();
    }
    expect((await app.payments()).length).toBe(4 + 1);
    await spendAndSettle(app, MINUTE);
    await spendAndSettle(app, MINUTE);
    expect(
      (await app.recharges()).filter(({ type, state }) => type === "recharge" && state === "settled"),
    ).toHaveLength(3);
  });

  test("charges the next card after a decline by the rules that apply by then: a lower limit, a higher balance, switched off", async () => {
    for (const [change, outcome] of [
      [
        (app: RechargeApp) => save(app, { target: 25 * UNIT, perCharge: 25 * UNIT }),
        { state: "waiting", why: /at most \$25.00 is charged at once/ },
      ],
      [
        (app: RechargeApp) => setBalance(app, "northwind", 11 * UNIT),
        { state: "ended", why: /no longer below the threshold/ },
      ],
      [(app: RechargeApp) => save(app, { enabled: false, consent: false }), { state: "ended", why: /recharge is off/ }],
    ] as const) {
      const app = await openWithRecharge([DECLINED, MASTERCARD], { balance: -4 * UNIT });
      app.sandbox.faultFor = ({ verb }) => (verb === "charge" ? "timeout-after" : "down");
      await app.settle();
      await change(app);
      app.sandbox.faultFor = () => null;
      await app.settle(4, 10 * SECOND);
      expect(await app.payments()).toEqual([]);
      expect(await latest(app)).toMatchObject(outcome);
      await app.expectConsistentBooks();
    }
  });
});

test("the limits must allow filling an empty balance and one charge a day; raising either needs consent", async () => {
  const app = await openWithRecharge([PAYING_CARD]);
  const settings = await app.dana.balance.rechargeSettings({});
  expect(settings).toMatchObject({ perCharge: 10_000 * UNIT, perDay: 10_000 * UNIT });
  expect(settings.consentWords).toContain("at most $10,000.00 per charge and $10,000.00 per day");
  expect(await failureOf(save(app, { perCharge: 25 * UNIT - 1 }))).toMatchObject({
    key: "balance.recharge.perChargeLow",
    field: "perCharge",
  });
  expect(await failureOf(save(app, { perCharge: 50 * UNIT, perDay: 40 * UNIT }))).toMatchObject({
    key: "balance.recharge.perDayLow",
    field: "perDay",
  });
  await save(app, { perCharge: 50 * UNIT, perDay: 60 * UNIT, consent: false });
  for (const limits of [
    { perCharge: 51 * UNIT, perDay: 60 * UNIT },
    { perCharge: 50 * UNIT, perDay: 61 * UNIT },
  ])
    expect(await failureOf(save(app, { ...limits, consent: false }))).toMatchObject({
      key: "balance.recharge.consentNeeded",
    });
});

test("settings from before there were limits keep filling up to the agreed target", async () => {
  const app = await openWithRecharge([PAYING_CARD], { balance: 50 * UNIT });
  const older = { enabled: true, threshold: 10 * UNIT, target: 20_000 * UNIT, monthlyCap: null, consent: null };
  await app.services.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "UPDATE records SET shape = 1, data = ? WHERE kind = 'rechargeSettings' AND account = ?",
          args: [JSON.stringify(older), app.account("northwind")],
        },
      ],
      answer: null,
    }),
  });
  expect(await app.dana.balance.rechargeSettings({})).toMatchObject({
    perCharge: 20_000 * UNIT,
    perDay: 20_000 * UNIT,
  });
  await setBalance(app, "northwind", 9 * UNIT);
  await app.settle(1, DAY);
  expect(await app.currentBalance()).toBe(20_000 * UNIT);
});
