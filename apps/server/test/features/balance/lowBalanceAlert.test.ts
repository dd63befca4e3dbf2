import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { sendLowBalanceAlerts } from "../../../src/features/balance/lowBalanceAlert.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addCards, MASTERCARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const alertMails = (app: TestApp) =>
  app.selectRows(
    "SELECT subject, text, recipient FROM mails WHERE subject LIKE 'Northwind: the balance%' OR subject LIKE 'Northwind: calls%' ORDER BY rowid",
  );

test("a balance that falls below its alert level is reported to every administrator once, and once more below zero", async () => {
  const app = await openTestApp();
  await sendLowBalanceAlerts(app.services);
  expect(await alertMails(app)).toEqual([]);
  await setBalance(app, "northwind", 10 * UNIT);
  await sendLowBalanceAlerts(app.services);
  expect(await alertMails(app)).toEqual([]);
  await setBalance(app, "northwind", 9_999_999);
  expect(await sendLowBalanceAlerts(app.services)).toBe(1);
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  const [mail, ...otherMails] = await alertMails(app);
  expect(mail!.subject).toBe("Northwind: the balance is low");
  expect(mail!.text).toContain("is $9.99, below $10.00");
  expect(otherMails.every(({ subject }) => subject === mail!.subject)).toBe(true);
  const administratorCount = 1 + otherMails.length;
  expect(new Set([mail!, ...otherMails].map(({ recipient }) => recipient)).size).toBe(administratorCount);
  await setBalance(app, "northwind", -4_000);
  expect(await sendLowBalanceAlerts(app.services)).toBe(1);
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  expect((await alertMails(app)).slice(administratorCount).map(({ subject }) => subject)).toEqual(
    Array(administratorCount).fill("Northwind: calls are not connected"),
  );
  expect((await alertMails(app)).at(-1)!.text).toContain("is −$0.01");
});

test("a balance that recovered and falls again is reported again; recovering isn't", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", -UNIT);
  await sendLowBalanceAlerts(app.services);
  const mailCount = (await alertMails(app)).length;
  await setBalance(app, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  await setBalance(app, "northwind", 50 * UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  await setBalance(app, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(1);
  expect((await alertMails(app)).length).toBe(2 * mailCount);
});

test("two servers that check at the same time report it once", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  await setBalance(app, "northwind", 5 * UNIT);
  const sentCounts = await Promise.all([
    sendLowBalanceAlerts(app.services),
    sendLowBalanceAlerts(other.services),
    sendLowBalanceAlerts(app.services),
  ]);
  expect(sentCounts.reduce((all, one) => all + one)).toBe(1);
});

test("no alert is sent where a recharge fills the balance, but one is without a card, or below zero", async () => {
  const app = await openWithRecharge([MASTERCARD], { balance: 9 * UNIT });
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  await app.settle();
  expect(await app.currentBalance()).toBe(25 * UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(0);
  await setBalance(app, "northwind", -UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(1);
  expect((await alertMails(app)).every(({ subject }) => subject === "Northwind: calls are not connected")).toBe(true);
});

test("a canceled account, and one that its agency pays for, get no alert", async () => {
  const app = await openTestApp();
  await runBilling(app.services);
  await setBalance(app, "harbor", -UNIT);
  expect(await sendLowBalanceAlerts(app.services)).toBe(1);
  const accounts = await app.selectRows(
    "SELECT DISTINCT account FROM mails WHERE subject LIKE '%calls are not connected'",
  );
  expect(accounts.map(({ account }) => account)).toEqual([app.accounts.harbor]);
});

test("the balance warns when the recharge's only card expires soon, and stops once there is another", async () => {
  const app = await openTestApp();
  const expiryDate = new Date(app.now() + 20 * DAY);
  const expiry = `${String(expiryDate.getUTCMonth() + 1).padStart(2, "0")} / ${String(expiryDate.getUTCFullYear()).slice(2)}`;
  await addCards(app, DANA, "northwind", [{ expiry }]);
  const dana = app.callerFor(DANA, "northwind");
  const ending = async () => (await dana.balance.current()).ending;
  expect(await ending()).toBeNull();
  await dana.balance.saveRechargeSettings({
    enabled: true,
    threshold: 10 * UNIT,
    target: 25 * UNIT,
    monthlyCap: null,
    consent: true,
  });
  const warning = `Visa 4242 expires ${expiry.slice(0, 2)}/${expiryDate.getUTCFullYear()}, and there is no other card to recharge from.`;
  const endsWithin = Date.UTC(expiryDate.getUTCFullYear(), expiryDate.getUTCMonth() + 1, 1) - app.now() <= 30 * DAY;
  if (!endsWithin) app.advance(20 * DAY);
  const later = await app.signInAgain(DANA, "northwind");
  expect((await later.balance.current()).ending).toBe(warning);
  await addCards(app, DANA, "northwind", [{ number: MASTERCARD, holder: "Another" }]);
  expect((await later.balance.current()).ending).toBeNull();
});
