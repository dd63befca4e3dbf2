import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { sendDueStatements } from "../../../src/features/statements/sendDue.ts";
import { confirm } from "../../support/fixtures/bakery.ts";
import { DAY, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addCards } from "../../support/fixtures/payments.ts";
import { openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const NOVEMBER = { first: "2026-11-01", last: "2026-11-30" };
const OCTOBER = { first: "2026-10-01", last: "2026-10-31" };
const DECEMBER = { first: "2026-12-01", last: "2026-12-31" };

const moveClockTo = (app: TestApp, instant: string): void => app.advance(Date.parse(instant) - app.now());
const dana = (app: TestApp) => app.signInAgain(DANA, "northwind");
async function setZone(app: TestApp, zone: string): Promise<void> {
  const { version, name, billTo, idleRule } = await (await dana(app)).account.get();
  await (await dana(app)).account.save({ version, name, zone, billTo, idleRule });
}
const lines = ({ payments, parts }: { payments: Lines; parts: Lines[] }) =>
  [payments, ...parts].flatMap((part) => part.lines.map(({ text, quantity, micros }) => [text, quantity, micros]));
type Lines = { lines: { text: string; quantity: number | null; micros: number }[] };

describe("an account that changes its time zone", () => {
  for (const [was, is] of [
    ["America/New_York", "Asia/Tokyo"],
    ["Asia/Tokyo", "America/New_York"],
    ["Pacific/Kiritimati", "Pacific/Niue"],
    ["Pacific/Niue", "Pacific/Kiritimati"],
  ] as const)
    test(`from ${was} to ${is} has each call on one statement, and each statement opens where the one before closed`, async () => {
      const app = await openTestApp();
      await setBalance(app, "northwind", 500_000_000);
      await setZone(app, was);
      await (await dana(app)).statements.saveSchedule({ every: "month", day: 1, recipients: [DANA] });
      await sendDueStatements(app.services);
      const meter = await meterOf(app, "northwind");
      let count = 0;
      for (const hours of [-30, -14, -8.01, -8, -4, 0, 4, 9, 14, 30]) {
        moveClockTo(app, "2026-11-01T00:00-04:00");
        app.advance(hours * HOUR);
        await meter.balance.recordUsage({ events: [usageEvent(app, `c${(count += 1)}`, { quantity: count })] });
      }
      moveClockTo(app, "2026-11-03T12:00Z");
      await sendDueStatements(app.services);
      const october = await (await dana(app)).statements.preview(OCTOBER);
      moveClockTo(app, "2026-11-15T17:00Z");
      await meter.balance.recordUsage({ events: [usageEvent(app, "before", { quantity: 20 })] });
      await setZone(app, is);
      await meter.balance.recordUsage({ events: [usageEvent(app, "behind", { quantity: 30 })] });
      for (const instant of ["2026-11-29T23:00Z", "2026-11-30T12:00Z", "2026-12-01T03:00Z", "2026-12-01T20:00Z"]) {
        moveClockTo(app, instant);
        await meter.balance.recordUsage({ events: [usageEvent(app, `d${(count += 1)}`, { quantity: count })] });
      }
      moveClockTo(app, "2027-01-03T12:00Z");
      await sendDueStatements(app.services);
      const caller = await dana(app);
      const [oct, nov, dec] = await Promise.all([OCTOBER, NOVEMBER, DECEMBER].map((p) => caller.statements.preview(p)));
      expect(oct).toEqual(october);
      expect(nov!.opening).toBe(oct!.closing);
      expect(dec!.opening).toBe(nov!.closing);
      const minuteLines = [oct!, nov!, dec!].map((one) => lines(one).filter(([text]) => text === "Minutes"));
      const minutes = minuteLines.flatMap((all) => all.map(([, quantity]) => Number(quantity)));
      expect(minutes.reduce((sum, one) => sum + one, 0)).toBe((14 * 15) / 2 + 50);
      expect(dec!.closing).toBe(Math.floor((await caller.balance.current()).money!.micros / 10_000));
      expect(nov!.zones.replaceAll(" ", "_")).toMatch(new RegExp(`^${was}_until_Nov_1[56],_2026,_then_${is}$`));
      const { statements } = await caller.statements.sent();
      const sent = statements.map(({ first, last }) => ({ first, last })).filter(({ first }) => first >= OCTOBER.first);
      expect(sent.toSorted((a, b) => (a.first < b.first ? -1 : 1))).toEqual([OCTOBER, NOVEMBER, DECEMBER]);
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
    });

  test("counts a charge toward the cap of one month, the one in which it was sent", async () => {
    const UNIT = 1_000_000;
    const app = await openWithRecharge(["4242424242424242"], { balance: 20 * UNIT, monthlyCap: 20 * UNIT });
    await setZone(app, "Asia/Tokyo");
    moveClockTo(app, "2026-11-01T06:00+09:00");
    await setBalance(app, "northwind", 5 * UNIT);
    await app.settle();
    expect(await app.currentBalance()).toBe(25 * UNIT);
    app.advance(10 * DAY);
    await setZone(app, "America/New_York");
    // In New York it was sent in October; in Tokyo the account's November had begun.
    expect(await (await app.caller()).balance.rechargeSettings()).toMatchObject({ charged: 20 * UNIT });
    await setBalance(app, "northwind", 5 * UNIT);
    await app.settle();
    const [waiting] = await app.recharges();
    expect(waiting).toMatchObject({ state: "waiting", retryAt: Date.parse("2026-12-01T00:00-05:00") });
  });
});

describe("the statement of a closed period", () => {
  const HARRIET = "harriet@callboard.demo";
  const setPayer = async (app: TestApp, account: string, payer: "own" | "agency") => {
    const harriet = await app.signInAgain(HARRIET, "harbor");
    await confirm(
      harriet,
      (await harriet.agency.proposeBalanceMove({ account: app.account(account), to: payer })).proposal,
    );
  };

  test("stays as it was, whoever's balance pays later", async () => {
    const app = await openTestApp();
    await setBalance(app, "northwind", 12_340_000);
    moveClockTo(app, "2026-03-20T12:00-04:00");
    await setBalance(app, "northwind", 50_840_000);
    const day = { first: "2026-03-20", last: "2026-03-20" };
    moveClockTo(app, "2026-03-21T12:00-04:00");
    const before = await (await dana(app)).statements.preview(day);
    expect(before).toMatchObject({ opening: 1234, closing: 5084, paidBy: null });
    await setPayer(app, "northwind", "agency");
    expect(await (await dana(app)).statements.preview(day)).toEqual(before);
    const meter = await meterOf(app, "northwind");
    await meter.balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 10 })] });
    app.advance(MINUTE);
    const mixed = await (await dana(app)).statements.preview({ first: "2026-03-21", last: "2026-03-21" });
    expect(mixed).toMatchObject({ opening: 5084, closing: 5084, paidBy: "Harbor Agency", byAgency: { cents: -34 } });
    moveClockTo(app, "2026-03-23T12:00-04:00");
    const agencyDay = { first: "2026-03-22", last: "2026-03-22" };
    await meter.balance.recordUsage({ events: [usageEvent(app, "b", { quantity: 10 })] });
    const agencyStatement = await (await dana(app)).statements.preview(agencyDay);
    expect(agencyStatement).toMatchObject({ opening: null, closing: null, paidBy: "Harbor Agency" });
    moveClockTo(app, "2026-03-24T12:00-04:00");
    await addCards(app, HARRIET, "northwind", [{}]);
    await setPayer(app, "northwind", "own");
    expect(await (await dana(app)).statements.preview(agencyDay)).toEqual(agencyStatement);
    expect(await (await dana(app)).statements.preview(day)).toEqual(before);
    expect(await (await dana(app)).statements.preview({ first: "2026-03-21", last: "2026-03-21" })).toEqual({
      ...mixed,
      unfinished: null,
    });
  });
});
