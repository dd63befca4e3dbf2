import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { sendLowBalanceAlerts } from "../../../src/features/balance/lowBalanceAlert.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addCards, MASTERCARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const low = (app: TestApp) =>
  app.rows(
    "SELECT subject, text, recipient FROM mails WHERE subject LIKE 'Northwind: the balance%' OR subject LIKE 'Northwind: calls%' ORDER BY rowid",
  );

test("a balance that falls below its alert level is reported to every administrator once, and once more below zero", async () => {
  const app = await openTestApp();
  await sendLowBalanceAlerts(app.world);
  expect(await low(app)).toEqual([]);
  await setBalance(app, "northwind", 10 * UNIT);
  await sendLowBalanceAlerts(app.world);
  expect(await low(app)).toEqual([]);
  await setBalance(app, "northwind", 9_999_999);
  expect(await sendLowBalanceAlerts(app.world)).toBe(1);
  expect(await sendLowBalanceAlerts(app.world)).toBe(0);
  const [mail, ...more] = await low(app);
  expect(mail!.subject).toBe("Northwind: the balance is low");
  expect(mail!.text).toContain("is $9.99, below $10.00");
  expect(more.every(({ subject }) => subject === mail!.subject)).toBe(true);
  const told = 1 + more.length;
  expect(new Set([mail!, ...more].map(({ recipient }) => recipient)).size).toBe(told);
  await setBalance(app, "northwind", -4_000);
  expect(await sendLowBalanceAlerts(app.world)).toBe(1);
  expect(await sendLowBalanceAlerts(app.world)).toBe(0);
  expect((await low(app)).slice(told).map(({ subject }) => subject)).toEqual(
    Array(told).fill("Northwind: calls are not connected"),
  );
  expect((await low(app)).at(-1)!.text).toContain("is −$0.01");
});

test("a balance that recovered and falls again is reported again; recovering isn't", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", -UNIT);
  await sendLowBalanceAlerts(app.world);
  const told = (await low(app)).length;
  await setBalance(app, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(app.world)).toBe(0);
  await setBalance(app, "northwind", 50 * UNIT);
  expect(await sendLowBalanceAlerts(app.world)).toBe(0);
  await setBalance(app, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(app.world)).toBe(1);
  expect((await low(app)).length).toBe(2 * told);
});

test("two servers that check at the same time report it once", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  await setBalance(app, "northwind", 5 * UNIT);
  const fell = await Promise.all([
    sendLowBalanceAlerts(app.world),
    sendLowBalanceAlerts(other.world),
    sendLowBalanceAlerts(app.world),
  ]);
  expect(fell.reduce((all, one) => all + one)).toBe(1);
});

test("no alert is sent where a recharge fills the balance, but one is without a card, or below zero", async () => {
  const it = await openWithRecharge([MASTERCARD], { balance: 9 * UNIT });
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await it.settle();
  expect(await it.sum()).toBe(25 * UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await setBalance(it.it, "northwind", -UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  expect((await low(it.it)).every(({ subject }) => subject === "Northwind: calls are not connected")).toBe(true);
});

test("a canceled account, and one that its agency pays for, get no alert", async () => {
  const app = await openTestApp();
  await runBilling(app.world);
  await setBalance(app, "harbor", -UNIT);
  expect(await sendLowBalanceAlerts(app.world)).toBe(1);
  const told = await app.rows("SELECT DISTINCT account FROM mails WHERE subject LIKE '%calls are not connected'");
  expect(told.map(({ account }) => account)).toEqual([app.accounts.harbor]);
});

test("the balance warns when the recharge's only card expires soon, and stops once there is another", async () => {
  const app = await openTestApp();
  const ends = new Date(app.now() + 20 * DAY);
  const expiry = `${String(ends.getUTCMonth() + 1).padStart(2, "0")} / ${String(ends.getUTCFullYear()).slice(2)}`;
  await addCards(app, DANA, "northwind", [{ expiry }]);
  const dana = app.as(DANA, "northwind");
  const ending = async () => (await dana.balance.current()).ending;
  expect(await ending()).toBeNull();
  await dana.balance.saveRechargeSettings({
    on: true,
    threshold: 10 * UNIT,
    target: 25 * UNIT,
    cap: null,
    consent: true,
  });
  const alone = `Visa 4242 ends ${expiry.slice(0, 2)}/${ends.getUTCFullYear()}, and there is no other card to recharge from.`;
  const endsWithin = Date.UTC(ends.getUTCFullYear(), ends.getUTCMonth() + 1, 1) - app.now() <= 30 * DAY;
  if (!endsWithin) app.pass(20 * DAY);
  const later = await app.anew(DANA, "northwind");
  expect((await later.balance.current()).ending).toBe(alone);
  await addCards(app, DANA, "northwind", [{ number: MASTERCARD, holder: "Another" }]);
  expect((await later.balance.current()).ending).toBeNull();
});
