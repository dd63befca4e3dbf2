import { describe, expect, test } from "vitest";
import { nextMonthIn } from "../../support/models/clocks.ts";
import { DAY, HOUR, MINUTE, failureOf, SECOND } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addCards, AMEX, MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DECLINED = "4000000000000002";
const FUNDS = "4000000000009995";
const STOLEN = "4000000000009979";
const APPROVAL = "4000002760003184";
const TIMEOUT_AFTER = "4000009999990016";
const TIMEOUT_BEFORE = "4000009999990024";
const LATE = "4000009999990032";
const FAILURE = "4000009999990057";
const BUSY = "4000009999990065";

describe("below the threshold, the balance is filled up to the target, once", () => {
  test("the primary pays: one charge, one entry, one receipt, one explanation", async () => {
    const app = await openWithRecharge([PAYING_CARD, MASTERCARD], { balance: 9_999_999 });
    await app.settle(3, SECOND);
    expect(await app.currentBalance()).toBe(9_999_999 + 15_010_000);
    expect(await app.payments()).toMatchObject([{ text: "Recharge, Visa 4242", micros: 15_010_000 }]);
    const [recharge, ...others] = await app.recharges();
    expect(others).toEqual([]);
    expect(recharge).toMatchObject({
      type: "recharge",
      state: "settled",
      cents: 1501,
      trigger: { balance: 9_999_999, threshold: 10 * UNIT, target: 25 * UNIT },
      why: "Visa 4242 paid $15.01.",
      requestedBy: "Callboard",
      chargedTwice: false,
    });
    expect(await app.subjects()).toEqual(["Northwind: $15.01 paid by Visa 4242"]);
    await app.expectConsistentBooks();
  });

  test("nothing is charged at the threshold or while switched off; switched on below it, it charges at once", async () => {
    const app = await openWithRecharge([PAYING_CARD], { balance: 10 * UNIT });
    await app.settle();
    expect(await app.recharges()).toEqual([]);
    await app.dana.balance.saveRechargeSettings({ ...app.form, version: 1, enabled: false });
    await setBalance(app, "northwind", 0);
    await app.settle();
    expect(await app.recharges()).toEqual([]);
    expect(await app.dana.balance.rechargeSettings()).toMatchObject({
      enabled: false,
      isBelowThreshold: true,
      asksConsent: true,
    });
    await app.dana.balance.saveRechargeSettings({ ...app.form, version: 2, enabled: true, consent: true });
    await app.settle();
    expect(await app.currentBalance()).toBe(25 * UNIT);
    await app.expectConsistentBooks();
  });

  test("many requests at once cause one charge", async () => {
    const app = await openWithRecharge([PAYING_CARD]);
    await Promise.all([app.settle(), app.settle(), app.settle(), app.settle()]);
    expect(await app.payments()).toHaveLength(1);
    expect(await app.currentBalance()).toBe(25 * UNIT);
    await app.expectConsistentBooks();
  });
});

type Row = [
  title: string,
  cards: string[],
  outcome: { charges: number; state: string; why: RegExp; attempts: string[] },
];

/** Declines, missing answers and failures: exactly one explanation, at most one charge, the right balance. */
const TABLE: Row[] = [
  [
    "soft decline, with a backup",
    [DECLINED, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, attempts: ["declined", "settled"] },
  ],
  [
    "hard decline, with a backup",
    [STOLEN, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, attempts: ["declined", "settled"] },
  ],
  [
    "needs approval, with a backup",
    [APPROVAL, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, attempts: ["declined", "settled"] },
  ],
  [
    "three declines, then a card that pays",
    [DECLINED, FUNDS, STOLEN, AMEX],
    {
      charges: 1,
      state: "settled",
      why: /^American Express 0005 paid/,
      attempts: ["declined", "declined", "declined", "settled"],
    },
  ],
  [
    "timeout after the charge",
    [TIMEOUT_AFTER, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0016 paid/, attempts: ["settled"] },
  ],
  [
    "timeout before the charge",
    [TIMEOUT_BEFORE, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0024 paid/, attempts: ["settled"] },
  ],
  [
    "a slow charge",
    [LATE, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0032 paid/, attempts: ["settled"] },
  ],
  [
    "a failure at the provider",
    [FAILURE, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0057 paid/, attempts: ["settled"] },
  ],
  [
    "too many requests at the provider",
    [BUSY, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0065 paid/, attempts: ["settled"] },
  ],
  [
    "soft decline, no other card",
    [DECLINED],
    {
      charges: 0,
      state: "waiting",
      why: /^No card can be charged now\. The next attempt with Visa 0002 is at/,
      attempts: ["declined"],
    },
  ],
  [
    "hard decline, no other card",
    [STOLEN],
    { charges: 0, state: "waiting", why: /^No card can be charged any more/, attempts: ["declined"] },
  ],
  [
    "needs approval, no other card",
    [APPROVAL],
    { charges: 0, state: "waiting", why: /^No card can be charged any more/, attempts: ["declined"] },
  ],
];

test.each(TABLE)("%s", async (_title, cards, { charges, state, why, attempts }) => {
  const app = await openWithRecharge(cards);
  await app.settle(10, 10 * SECOND);
  const recharges = await app.recharges();
  expect(recharges).toHaveLength(1);
  expect(recharges[0]).toMatchObject({ state, chargedTwice: false });
  expect(recharges[0]!.why).toMatch(why);
  expect((await app.details(recharges[0]!.id)).attempts.map((one) => one.state)).toEqual(attempts);
  expect(await app.payments()).toHaveLength(charges);
  expect(await app.currentBalance()).toBe(charges === 1 ? 25 * UNIT : 9 * UNIT);
  await app.expectConsistentBooks();
});

test("unknown isn't declined: until the outcome is known, no other card is tried, however long that takes", async () => {
  const app = await openWithRecharge([TIMEOUT_AFTER, MASTERCARD]);
  await app.settle();
  app.sandbox.faultFor = () => "down";
  await app.settle(30, HOUR);
  const [recharge] = await app.recharges();
  expect(recharge).toMatchObject({ state: "charging", cardsTried: 1 });
  const [attempt] = (await app.details(recharge!.id)).attempts;
  expect(attempt).toMatchObject({ state: "unknown" });
  expect(attempt!.why).toMatch(/may or may not have been done/);
  app.sandbox.faultFor = () => null;
  await app.settle(2, HOUR);
  expect(await app.recharges()).toMatchObject([{ state: "settled", cardsTried: 1 }]);
  await app.expectConsistentBooks();
});

test("if the provider is down for a day, nothing is charged meanwhile, and there is one charge afterwards", async () => {
  const app = await openWithRecharge([PAYING_CARD, MASTERCARD]);
  app.sandbox.faultFor = () => "down";
  await app.settle(24, HOUR);
  expect(await app.payments()).toEqual([]);
  app.sandbox.faultFor = () => null;
  await app.settle(4, HOUR);
  expect(await app.payments()).toHaveLength(1);
  expect(await app.currentBalance()).toBe(25 * UNIT);
  await app.expectConsistentBooks();
});

test("after a soft decline a card rests for 1, 2, 4 … hours, at most a day, and is then retried automatically", async () => {
  const app = await openWithRecharge([DECLINED]);
  await app.settle();
  const rests: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const until = (await (await app.caller()).cards.list()).cards[0]!.until!;
    rests.push((until - app.now()) / HOUR);
    app.advance(until - app.now() - 1);
    await app.settle();
    expect((await app.recharges())[0]!.cardsTried).toBe(round + 1);
    await app.settle(1, 1);
  }
  expect(rests).toEqual([1, 2, 4, 8, 16, 24, 24]);
  expect(await app.recharges()).toHaveLength(1);
});

test("a card that is added or entered again is tried at once; when it pays, the shortfall ends", async () => {
  const app = await openWithRecharge([STOLEN]);
  await app.settle();
  expect((await app.dana.cards.list()).cards).toMatchObject([{ state: "stopped", why: /must no longer be used/ }]);
  await addCards(app, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD, holder: "Other" }]);
  await app.settle();
  expect(await app.recharges()).toMatchObject([{ state: "settled", cardsTried: 2 }]);
  await app.expectConsistentBooks();
});

test("a card that is removed meanwhile isn't charged: the next one is", async () => {
  const app = await openWithRecharge([PAYING_CARD, MASTERCARD]);
  const { runRecharges } = await import("../../../src/features/balance/rechargeJob.ts");
  await runRecharges(app.services);
  await app.dana.cards.remove({ id: app.ids[0]!, version: 1 });
  await app.settle(2, SECOND);
  const [recharge] = await app.recharges();
  expect((await app.details(recharge!.id)).attempts).toMatchObject([
    { card: "Visa 4242", state: "declined", why: "The card was removed before it was charged." },
    { card: "Mastercard 4444", state: "settled" },
  ]);
  await app.expectConsistentBooks();
});

test("the cap stops the recharge with one mail, says when it continues, and a new month may charge again", async () => {
  const app = await openWithRecharge([PAYING_CARD], { monthlyCap: 20 * UNIT });
  await app.settle();
  expect(await app.currentBalance()).toBe(25 * UNIT);
  await setBalance(app, "northwind", 2 * UNIT);
  await app.settle(5, MINUTE);
  const [waiting] = await app.recharges();
  const month = nextMonthIn("America/New_York", app.now());
  expect(waiting).toMatchObject({ state: "waiting", capRemaining: 4 * UNIT, retryAt: month });
  expect(waiting!.why).toMatch(
    /^Not enough is left of the monthly cap of \$20\.00\. Recharges continue at \w+ 1, \d{4}, 00:00, when the month is over\.$/,
  );
  expect((await app.subjects()).filter((subject) => subject.includes("recharge limit was reached"))).toHaveLength(1);
  app.advance(month - app.now() - 1);
  await app.settle();
  expect(await app.payments()).toHaveLength(1);
  await setBalance(app, "northwind", 8 * UNIT);
  await app.settle(1, 1);
  expect(await app.currentBalance()).toBe(25 * UNIT);
  await app.expectConsistentBooks();
});

test("if the balance recovers or the recharge is switched off, the waiting ends without a charge", async () => {
  const app = await openWithRecharge([STOLEN]);
  await app.settle();
  await setBalance(app, "northwind", 10 * UNIT);
  await app.settle();
  expect(await app.recharges()).toMatchObject([{ state: "ended", why: /no longer below the threshold/ }]);
  await setBalance(app, "northwind", 0);
  await app.settle();
  await app.dana.balance.saveRechargeSettings({ ...app.form, version: 1, enabled: false });
  await app.settle();
  expect(await app.recharges()).toMatchObject([{ state: "ended", why: /recharge is off/ }, { state: "ended" }]);
});

describe("recharge settings", () => {
  test("need a card, the plan's minimum between threshold and target, a cap that allows one charge, and consent to this exact wording", async () => {
    const app = await openWithRecharge([PAYING_CARD], { enabled: false });
    const save = (overrides: object) =>
      app.dana.balance.saveRechargeSettings({ ...app.form, enabled: true, consent: true, ...overrides });
    expect(await failureOf(save({ target: 19 * UNIT }))).toMatchObject({
      key: "balance.recharge.targetLow",
      field: "target",
    });
    expect(await failureOf(save({ monthlyCap: 14 * UNIT }))).toMatchObject({
      key: "balance.recharge.capLow",
      field: "monthlyCap",
    });
    expect(await failureOf(save({ consent: false }))).toMatchObject({
      key: "balance.recharge.consentNeeded",
      field: "consent",
    });
    expect(await failureOf(save({ version: 3 }))).toMatchObject({ key: "balance.recharge.changedMeanwhile" });
    await save({});
    const firstVersion = { kind: "rechargeSettings", id: app.account("northwind"), version: 1 };
    expect(JSON.stringify(await app.dana.history.version(firstVersion))).toContain(
      "Dana Reyes: When the available balance falls below $10.00, Callboard may charge",
    );
    const saveAgain = (form: object) => save({ version: 1, consent: false, ...form });
    expect(await failureOf(saveAgain({ target: 26 * UNIT }))).toMatchObject({ key: "balance.recharge.consentNeeded" });
    await saveAgain({ threshold: 5 * UNIT });
    expect(
      await failureOf(
        app
          .callerFor("mary@callboard.demo", "mason")
          .balance.saveRechargeSettings({ ...app.form, enabled: true, consent: true }),
      ),
    ).toMatchObject({
      key: "balance.recharge.noCardToSwitchOn",
      field: "enabled",
    });
    expect(
      await failureOf(
        app
          .callerFor("ida@callboard.demo", "parkside")
          .balance.saveRechargeSettings({ ...app.form, enabled: true, consent: true }),
      ),
    ).toMatchObject({
      key: "cards.paidByAgency",
    });
  });

  test("keep the last card from being removed while the recharge is on", async () => {
    const app = await openWithRecharge([PAYING_CARD, MASTERCARD], { balance: 50 * UNIT });
    await app.dana.cards.remove({ id: app.ids[0]!, version: 1 });
    expect(await failureOf(app.dana.cards.remove({ id: app.ids[1]!, version: 1 }))).toMatchObject({
      key: "cards.lastOfRecharge",
    });
    await app.dana.balance.saveRechargeSettings({ ...app.form, version: 1, enabled: false });
    await app.dana.cards.remove({ id: app.ids[1]!, version: 1 });
  });
});

describe("a top-up", () => {
  test("charges the chosen card and no other, even if it is declined; one at a time", async () => {
    const app = await openWithRecharge([PAYING_CARD, DECLINED], { enabled: false });
    const { recharge } = await app.dana.balance.topUp({ cents: 4000 });
    expect(await failureOf(app.dana.balance.topUp({ cents: 4000 }))).toMatchObject({
      key: "balance.recharge.inFlight",
    });
    expect(await app.details(recharge)).toMatchObject({
      type: "top-up",
      state: "charging",
      requestedBy: "Dana Reyes",
      why: "Charging Visa 4242 $40.00.",
    });
    expect(await app.currentBalance()).toBe(9 * UNIT);
    await app.settle();
    expect(await app.currentBalance()).toBe(49 * UNIT);
    const second = await app.dana.balance.topUp({ cents: 100, card: app.ids[1]! });
    await app.settle();
    expect(await app.details(second.recharge)).toMatchObject({
      state: "ended",
      why: "The bank declined it without a reason.",
    });
    expect(await app.currentBalance()).toBe(49 * UNIT);
    await app.expectConsistentBooks();
  });

  test("charges once per click; amounts have limits; the card must exist", async () => {
    const app = await openWithRecharge([PAYING_CARD], { enabled: false });
    const click = () =>
      app.callerFor("dana@callboard.demo", "northwind", { key: "once" }).balance.topUp({ cents: 500 });
    expect((await click()).recharge).toBe((await click()).recharge);
    await app.settle();
    expect((await click()).recharge).toBeTruthy();
    await app.settle();
    expect(await app.payments()).toHaveLength(1);
    for (const cents of [0, 99, 1_000_001, 1.5])
      expect(await failureOf(app.dana.balance.topUp({ cents }))).toMatchObject({ field: "cents" });
    expect(await failureOf(app.dana.balance.topUp({ cents: 500, card: "none" }))).toMatchObject({
      key: "cards.missing",
    });
    expect(await failureOf(app.callerFor("mary@callboard.demo", "mason").balance.topUp({ cents: 500 }))).toMatchObject({
      key: "balance.recharge.noCard",
    });
    expect(
      await failureOf(
        app.callerFor("mary@callboard.demo", "mason").balance.rechargeDetails({ id: (await app.recharges())[0]!.id }),
      ),
    ).toMatchObject({
      key: "balance.recharge.missing",
    });
  });

  test("while the recharge is waiting, ends the waiting and doesn't count toward its cap", async () => {
    const app = await openWithRecharge([STOLEN, DECLINED], { monthlyCap: 20 * UNIT });
    await app.settle();
    await addCards(app, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD, holder: "New" }]);
    const card = (await app.dana.cards.list()).cards.find(({ last4 }) => last4 === "4242")!.id;
    app.advance(SECOND);
    await app.dana.balance.topUp({ cents: 10_000, card });
    await app.settle(2, SECOND);
    expect(await app.recharges()).toMatchObject([
      { type: "top-up", state: "settled" },
      { type: "recharge", state: "ended" },
    ]);
    await setBalance(app, "northwind", 6 * UNIT);
    await app.settle();
    expect((await app.recharges())[0]).toMatchObject({ type: "recharge", state: "settled", cents: 1900 });
    await app.expectConsistentBooks();
  });
});

test("below zero calls aren't connected, and a recharge brings the account back automatically", async () => {
  const app = await openWithRecharge([PAYING_CARD], { balance: -4000 });
  expect(await app.dana.balance.current()).toMatchObject({ inactive: true });
  await app.settle();
  expect(await app.dana.balance.current()).toMatchObject({ inactive: false, money: { micros: -4000 + 25_010_000 } });
  app.advance(DAY);
});
