import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, failureOf, SECOND } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DECLINED = "4000000000000002";
type RechargeApp = Awaited<ReturnType<typeof openWithRecharge>>;
const save = async (it: RechargeApp, more: object) => {
  const dana = await it.caller();
  const { version } = await dana.balance.rechargeSettings({});
  return dana.balance.saveRechargeSettings({ ...it.form, on: true, consent: true, version, ...more });
};
/** Spends what was recharged, then lets the recharge run. */
const usedUp = async (it: RechargeApp, ms: number, to = 5 * UNIT) => {
  it.pass(ms);
  await setBalance(it.it, "northwind", to);
  await it.settle();
};
const latest = async (it: RechargeApp) => (await it.recharges())[0]!;

describe("an automatic recharge", () => {
  test("charges at most the agreed amount at once: one meter event can't take a fortune from a card", async () => {
    const it = await openWithRecharge([PAYING_CARD]);
    const meter = await meterOf(it.it, "northwind");
    const events = ["a", "b", "c", "d"].map((id) =>
      usageEvent(it.it, id, { kind: "international minutes", quantity: 400_000 }),
    );
    await meter.balance.recordUsage({ events: events.slice(0, 1) });
    await it.settle();
    expect(await it.payments()).toEqual([]);
    const held = await latest(it);
    expect(held).toMatchObject({
      state: "waiting",
      nextAt: null,
      why: "Filling the balance takes $52,016.00, and at most $10,000.00 is charged at once. Top up by hand, or raise that limit.",
    });
    expect((await it.subjects()).at(-1)).toBe("Northwind: a limit of the recharge is reached");
    const mails = (await it.subjects()).length;
    await it.settle(3, HOUR);
    expect(await it.subjects()).toHaveLength(mails);
    await save(it, { perCharge: 60_000 * UNIT, perDay: 60_000 * UNIT });
    await it.settle();
    expect(await it.sum()).toBe(25 * UNIT);
    await it.sound();
  });

  test("charges three times an hour, and continues when the first is an hour old", async () => {
    const it = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    await it.settle();
    await usedUp(it, 10 * MINUTE);
    await usedUp(it, 10 * MINUTE);
    expect(await it.payments()).toHaveLength(3);
    await usedUp(it, 10 * MINUTE);
    expect(await it.payments()).toHaveLength(3);
    expect(await latest(it)).toMatchObject({
      state: "waiting",
      nextAt: it.now() + 30 * MINUTE,
      why: /^The cards were charged 3 times within an hour. It goes on at /,
    });
    await it.settle(1, 30 * MINUTE - 1);
    expect(await it.payments()).toHaveLength(3);
    await it.settle(1, 1);
    expect(await it.payments()).toHaveLength(4);
    await it.sound();
  });

  test("charges at most the agreed amount in one day of the account's, and continues the next day", async () => {
    // Eleven in the morning in New York.
    const it = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    await save(it, { perCharge: 25 * UNIT, perDay: 50 * UNIT });
    await it.settle();
    await usedUp(it, 2 * HOUR);
    expect(await it.payments()).toHaveLength(2);
    await usedUp(it, 2 * HOUR);
    expect(await it.payments()).toHaveLength(2);
    const midnight = Date.parse("2026-03-18T00:00-04:00");
    expect(await latest(it)).toMatchObject({ state: "waiting", nextAt: midnight, why: /most of \$50.00 a day/ });
    await it.settle(1, midnight - it.now() - 1);
    expect(await it.payments()).toHaveLength(2);
    await it.settle(1, 1);
    expect(await it.payments()).toHaveLength(3);
    await it.sound();
  });

  test("doesn't count declined charges or top-ups toward the limits", async () => {
    const it = await openWithRecharge([PAYING_CARD], { balance: 5 * UNIT });
    for (let times = 0; times < 4; times += 1) {
      await it.dana.balance.topUp({ cents: 100 });
      await it.settle();
    }
    expect((await it.payments()).length).toBe(4 + 1);
    await usedUp(it, MINUTE);
    await usedUp(it, MINUTE);
    expect((await it.recharges()).filter(({ what, state }) => what === "recharge" && state === "settled")).toHaveLength(
      3,
    );
  });

  test("charges the next card after a decline by the rules that apply by then: a lower limit, a higher balance, switched off", async () => {
    for (const [change, outcome] of [
      [
        (it: RechargeApp) => save(it, { target: 25 * UNIT, perCharge: 25 * UNIT }),
        { state: "waiting", why: /at most \$25.00 is charged at once/ },
      ],
      [
        (it: RechargeApp) => setBalance(it.it, "northwind", 11 * UNIT),
        { state: "ended", why: /no longer below the threshold/ },
      ],
      [(it: RechargeApp) => save(it, { on: false, consent: false }), { state: "ended", why: /switched off/ }],
    ] as const) {
      const it = await openWithRecharge([DECLINED, MASTERCARD], { balance: -4 * UNIT });
      it.sandbox.faulty = ({ verb }) => (verb === "charge" ? "timeout-after" : "down");
      await it.settle();
      await change(it);
      it.sandbox.faulty = () => null;
      await it.settle(4, 10 * SECOND);
      expect(await it.payments()).toEqual([]);
      expect(await latest(it)).toMatchObject(outcome);
      await it.sound();
    }
  });
});

test("the limits must allow filling an empty balance and one charge a day; raising either needs consent", async () => {
  const it = await openWithRecharge([PAYING_CARD]);
  const now = await it.dana.balance.rechargeSettings({});
  expect(now).toMatchObject({ perCharge: 10_000 * UNIT, perDay: 10_000 * UNIT });
  expect(now.consentWords).toContain("at most $10,000.00 at once and $10,000.00 a day");
  expect(await failureOf(save(it, { perCharge: 25 * UNIT - 1 }))).toMatchObject({
    key: "recharge.perChargeLow",
    field: "perCharge",
  });
  expect(await failureOf(save(it, { perCharge: 50 * UNIT, perDay: 40 * UNIT }))).toMatchObject({
    key: "recharge.perDayLow",
    field: "perDay",
  });
  await save(it, { perCharge: 50 * UNIT, perDay: 60 * UNIT, consent: false });
  for (const more of [
    { perCharge: 51 * UNIT, perDay: 60 * UNIT },
    { perCharge: 50 * UNIT, perDay: 61 * UNIT },
  ])
    expect(await failureOf(save(it, { ...more, consent: false }))).toMatchObject({ key: "recharge.consentNeeded" });
});

test("settings from before there were limits keep filling up to the agreed target", async () => {
  const it = await openWithRecharge([PAYING_CARD], { balance: 50 * UNIT });
  const older = { on: true, threshold: 10 * UNIT, target: 20_000 * UNIT, cap: null, consent: null };
  await it.world.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "UPDATE records SET shape = 1, data = ? WHERE kind = 'rechargeSettings' AND account = ?",
          args: [JSON.stringify(older), it.account("northwind")],
        },
      ],
      answer: null,
    }),
  });
  expect(await it.dana.balance.rechargeSettings({})).toMatchObject({ perCharge: 20_000 * UNIT, perDay: 20_000 * UNIT });
  await setBalance(it.it, "northwind", 9 * UNIT);
  await it.settle(1, DAY);
  expect(await it.sum()).toBe(20_000 * UNIT);
});
