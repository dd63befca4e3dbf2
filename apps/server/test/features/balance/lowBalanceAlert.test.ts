import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { sendLowBalanceAlerts } from "../../../src/features/balance/lowBalanceAlert.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addCards, MASTERCARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const low = (it: TestApp) =>
  it.rows(
    "SELECT subject, text, recipient FROM mails WHERE subject LIKE 'Northwind: the balance%' OR subject LIKE 'Northwind: calls%' ORDER BY rowid",
  );

test("a balance that falls below its line is told to every administrator, once; and once more below zero", async () => {
  const it = await openTestApp();
  await sendLowBalanceAlerts(it.world);
  expect(await low(it)).toEqual([]);
  await setBalance(it, "northwind", 10 * UNIT);
  await sendLowBalanceAlerts(it.world);
  expect(await low(it)).toEqual([]);
  await setBalance(it, "northwind", 9_999_999);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  const [mail, ...more] = await low(it);
  expect(mail!.subject).toBe("Northwind: the balance is low");
  expect(mail!.text).toContain("is $9.99, below $10.00");
  expect(more.every(({ subject }) => subject === mail!.subject)).toBe(true);
  const told = 1 + more.length;
  expect(new Set([mail!, ...more].map(({ recipient }) => recipient)).size).toBe(told);
  await setBalance(it, "northwind", -4_000);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  expect((await low(it)).slice(told).map(({ subject }) => subject)).toEqual(
    Array(told).fill("Northwind: calls are not connected"),
  );
  expect((await low(it)).at(-1)!.text).toContain("is −$0.01");
});

test("what rose again and falls again is told again; back above zero is no news", async () => {
  const it = await openTestApp();
  await setBalance(it, "northwind", -UNIT);
  await sendLowBalanceAlerts(it.world);
  const told = (await low(it)).length;
  await setBalance(it, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await setBalance(it, "northwind", 50 * UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await setBalance(it, "northwind", 5 * UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  expect((await low(it)).length).toBe(2 * told);
});

test("two servers that look at the same time tell it once", async () => {
  const it = await openTestApp();
  const other = await openTestApp({ file: it.file });
  await setBalance(it, "northwind", 5 * UNIT);
  const fell = await Promise.all([
    sendLowBalanceAlerts(it.world),
    sendLowBalanceAlerts(other.world),
    sendLowBalanceAlerts(it.world),
  ]);
  expect(fell.reduce((all, one) => all + one)).toBe(1);
});

test("where the recharge fills it nobody is told that it is low; without a card, and below zero, they are", async () => {
  const it = await openWithRecharge([MASTERCARD], { balance: 9 * UNIT });
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await it.settle();
  expect(await it.sum()).toBe(25 * UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(0);
  await setBalance(it.it, "northwind", -UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  expect((await low(it.it)).every(({ subject }) => subject === "Northwind: calls are not connected")).toBe(true);
});

test("a canceled account, and one that its agency pays for, hear nothing", async () => {
  const it = await openTestApp();
  await runBilling(it.world);
  await setBalance(it, "harbor", -UNIT);
  expect(await sendLowBalanceAlerts(it.world)).toBe(1);
  const told = await it.rows("SELECT DISTINCT account FROM mails WHERE subject LIKE '%calls are not connected'");
  expect(told.map(({ account }) => account)).toEqual([it.accounts.harbor]);
});

test("the balance says when the one card of the recharge ends soon, and nothing once there is another", async () => {
  const it = await openTestApp();
  const ends = new Date(it.now() + 20 * DAY);
  const expiry = `${String(ends.getUTCMonth() + 1).padStart(2, "0")} / ${String(ends.getUTCFullYear()).slice(2)}`;
  await addCards(it, DANA, "northwind", [{ expiry }]);
  const dana = it.as(DANA, "northwind");
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
  const endsWithin = Date.UTC(ends.getUTCFullYear(), ends.getUTCMonth() + 1, 1) - it.now() <= 30 * DAY;
  if (!endsWithin) it.pass(20 * DAY);
  const later = await it.anew(DANA, "northwind");
  expect((await later.balance.current()).ending).toBe(alone);
  await addCards(it, DANA, "northwind", [{ number: MASTERCARD, holder: "Another" }]);
  expect((await later.balance.current()).ending).toBeNull();
});
