import { describe, expect, test } from "vitest";
import { monthsAfter } from "@callboard/domain/core/calendar";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { purge } from "../../../src/store/purge.ts";
import { BAKERY, confirm, openBakery, readProposal, costOf, balanceOf } from "../../support/fixtures/bakery.ts";
import { DAY, HOUR, openTestApp, SECOND, START, type TestCaller, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance } from "../../support/fixtures/money.ts";
import { addCards, cardPageOf, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { CHECK_DELAYS, UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const OTTO = "otto@callboard.demo";

/** Moves the clock to this instant. */
export const moveClockTo = (app: TestApp, instant: string): void => app.advance(Date.parse(instant) - app.now());

async function setZone(app: TestApp, zone: string): Promise<void> {
  const dana = await app.signInAgain(DANA, "northwind");
  const { version, name, billTo, idleRule } = await dana.account.get();
  await dana.account.save({ version, name, zone, billTo, idleRule });
}

test("an account opened early on the 31st in India is charged every month, on the month's last day there", async () => {
  const app = await openTestApp();
  moveClockTo(app, "2027-01-31T05:00+05:30");
  await (
    await app.signInAgain(OTTO)
  ).account.open({
    name: "Monsoon",
    zone: "Asia/Kolkata",
    plan: "essentials",
    openingBalanceMicros: 1000 * UNIT,
    owner: { name: "Mira", email: "mira@monsoon.demo" },
  });
  const [accountRow] = await app.selectRows(
    "SELECT id FROM records WHERE kind = 'account' AND data ->> '$.name' = 'Monsoon'",
  );
  const chargeTimes = async () =>
    (await app.selectRows("SELECT happened_at AS at FROM postings WHERE to_book = ?", `${accountRow!.id}/fees`)).map(
      ({ at }) => Number(at),
    );
  const expected: number[] = [];
  for (const day of ["02-28", "03-31", "04-30", "05-31", "06-30", "07-31"]) {
    moveClockTo(app, `2027-${day}T04:59:59+05:30`);
    await runBilling(app.services);
    expect(await chargeTimes()).toEqual(expected);
    app.advance(SECOND);
    await runBilling(app.services);
    expect(await chargeTimes()).toEqual([...expected, app.now()]);
    expected.push(app.now());
  }
});

describe("a card", () => {
  test("is valid through its month's last day in the account's time zone, on the card page and for charges", async () => {
    const app = await openTestApp();
    await setZone(app, "America/Los_Angeles");
    moveClockTo(app, "2026-11-30T16:30-08:00");
    const dana = await app.signInAgain(DANA, "northwind");
    const page = cardPageOf(app);
    expect(await page.enter((await dana.cards.add()).url, { expiry: "11 / 26" })).toMatchObject({ status: 200 });
    expect((await dana.cards.list()).cards).toMatchObject([
      { state: "ok", endsAt: Date.parse("2026-12-01T00:00-08:00") },
    ]);
    moveClockTo(app, "2026-11-30T23:59:59-08:00");
    expect((await dana.cards.list()).cards).toMatchObject([{ state: "ok" }]);
    app.advance(SECOND);
    expect((await dana.cards.list()).cards).toMatchObject([{ state: "expired" }]);
    const late = await page.enter((await dana.cards.add()).url, { expiry: "11 / 26" });
    expect(late).toMatchObject({ status: 422, text: expect.stringContaining("This card has expired.") });
  });

  test("isn't valid a day longer where the day ends earlier than in London", async () => {
    const app = await openTestApp();
    await setZone(app, "Pacific/Kiritimati");
    await addCards(app, DANA, "northwind", [{ number: PAYING_CARD, expiry: "11 / 26" }]);
    moveClockTo(app, "2026-12-01T00:00+14:00");
    expect((await (await app.signInAgain(DANA, "northwind")).cards.list()).cards).toMatchObject([{ state: "expired" }]);
  });
});

describe("charges use the price that applied at the time", () => {
  const minutes = (id: string, at: number) => ({ id, kind: "minutes", quantity: 100, at });
  const change = async (who: TestCaller, plan: "essentials" | "advanced") =>
    confirm(who, (await who.plans.proposeChange({ plan })).proposal);

  test("for usage before a plan change, however late it is reported and however short the history", async () => {
    const { app, me } = await openBakery();
    await setBalance(app, "solo", 1000 * UNIT);
    const meter = await meterOf(app, "solo");
    const early = app.now();
    app.advance(HOUR);
    await change(await me(), "advanced");
    const then = app.now();
    app.advance(DAY);
    await change(await me(), "essentials");
    app.advance(60 * DAY);
    await change(await me(), "advanced");
    app.advance(200 * DAY);
    await purge(app.services);
    const before = await balanceOf(await me());
    const cost = async (id: string, at: number) => {
      const balanceBefore = await balanceOf(await me());
      await meter.balance.recordUsage({ events: [minutes(id, at)] });
      return balanceBefore - (await balanceOf(await me()));
    };
    expect(await cost("a", early)).toBe(4_500_000);
    expect(await cost("b", then - 1)).toBe(4_500_000);
    expect(await cost("c", then)).toBe(3_450_000);
    expect(await cost("d", then + 2 * DAY)).toBe(4_500_000);
    expect(await cost("e", app.now())).toBe(3_450_000);
    const batch = ["f", "g"].map((id, at) => minutes(id, [early, app.now()][at]!));
    await meter.balance.recordUsage({ events: batch });
    expect(before - (await balanceOf(await me()))).toBe(3 * 4_500_000 + 2 * 3_450_000 + 7_950_000);
  });

  test("for months that were due before a plan change, which the change itself charges at the old price", async () => {
    const { app, me } = await openBakery();
    await setBalance(app, "solo", 500 * UNIT);
    const { renewsAt } = await (await me()).plans.list();
    const month = (count: number) => monthsAfter(renewsAt!, count, "Europe/London");
    app.advance(month(2) + 5 * DAY - app.now());
    const solveig = await me();
    const { proposal } = await solveig.plans.proposeChange({ plan: "advanced" });
    const { lines } = await readProposal(solveig, proposal);
    const micros = (key: string) => lines.find((line) => line.key === key)!.micros;
    const share = (price: number) => Math.round((price * (month(3) - app.now())) / (month(3) - month(2)));
    expect(micros("overdue")).toBe(3 * 39 * UNIT);
    expect([micros("rest back"), micros("rest due")]).toEqual([-share(39 * UNIT), share(99 * UNIT)]);
    expect(micros("after")).toBe(500 * UNIT - costOf(lines));
    await confirm(solveig, proposal);
    expect(await balanceOf(await me())).toBe(500 * UNIT - costOf(lines));
    // Numbers that fell due earlier are charged at the old price, whichever job gets to them later.
    await runBilling(app.services);
    const { entries } = await (await me()).balance.entries({ types: ["number"] });
    const due = [2, 3].map((count) => monthsAfter(START - 20 * DAY, count, "Europe/London"));
    const fees = [START + 10 * DAY, ...due].flatMap((at) => Array<number>(6).fill(at));
    expect(entries.map(({ happenedAt }) => happenedAt).reverse()).toEqual(fees);
    expect(new Set(entries.map(({ micros: cost }) => cost))).toEqual(new Set([-2 * UNIT]));
    expect((await (await me()).plans.list()).renewsAt).toBe(month(3));
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("for a month that was due before the cancellation, which is owed and paid until its end", async () => {
    const { app, me } = await openBakery();
    const { renewsAt } = await (await me()).plans.list();
    app.advance(renewsAt! + DAY - app.now());
    const solveig = await me();
    const before = await balanceOf(solveig);
    const { proposal } = await solveig.lifecycle.proposeCancel({ others: { is: "release" } });
    const { lines } = await readProposal(solveig, proposal);
    expect(lines.find(({ key }) => key === "overdue")).toMatchObject({ micros: 39 * UNIT, as: "effect" });
    await confirm(solveig, proposal, BAKERY);
    expect(before - (await balanceOf(solveig))).toBe(39 * UNIT);
    const { cancellation } = await solveig.lifecycle.status();
    expect(cancellation!.paidUntil).toBe(monthsAfter(renewsAt!, 1, "Europe/London"));
    await runBilling(app.services);
    expect(before - (await balanceOf(await me()))).toBe(39 * UNIT);
  });
});

/** Accepted now, decided later. */
const LATE = "4000009999990032";

test("a charge counts toward the cap of the month in which it was sent, however late the answer comes", async () => {
  const app = await openWithRecharge([LATE], { balance: 20 * UNIT, monthlyCap: 20 * UNIT });
  moveClockTo(app, "2026-03-31T23:59:58-04:00");
  await setBalance(app, "northwind", 5 * UNIT);
  await app.settle();
  expect(await app.recharges()).toMatchObject([{ state: "charging" }]);
  app.advance(4 * SECOND);
  await app.settle(...CHECK_DELAYS);
  expect(await app.currentBalance()).toBe(25 * UNIT);
  expect(await (await app.caller()).balance.rechargeSettings()).toMatchObject({ charged: 0 });
  await setBalance(app, "northwind", 6 * UNIT);
  await app.settle(...CHECK_DELAYS);
  expect(await app.currentBalance()).toBe(25 * UNIT);
  app.advance(20 * DAY);
  await setBalance(app, "northwind", 6 * UNIT);
  await app.settle(...CHECK_DELAYS);
  expect(await app.recharges()).toMatchObject([{ state: "waiting" }, { state: "settled" }, { state: "settled" }]);
  await app.expectConsistentBooks();
});
