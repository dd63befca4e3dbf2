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
const AFTER = "4000009999990016";
const BEFORE = "4000009999990024";
const LATE = "4000009999990032";
const FAILURE = "4000009999990057";
const BUSY = "4000009999990065";

describe("below the threshold, the balance is filled up to the target, once", () => {
  test("the primary pays: one charge, one entry, one receipt, one explanation", async () => {
    const it = await openWithRecharge([PAYING_CARD, MASTERCARD], { balance: 9_999_999 });
    await it.settle(3, SECOND);
    expect(await it.sum()).toBe(9_999_999 + 15_010_000);
    expect(await it.payments()).toMatchObject([{ text: "Recharge, Visa 4242", micros: 15_010_000 }]);
    const [recharge, ...others] = await it.recharges();
    expect(others).toEqual([]);
    expect(recharge).toMatchObject({
      what: "recharge",
      state: "settled",
      cents: 1501,
      crossed: { balance: 9_999_999, threshold: 10 * UNIT, target: 25 * UNIT },
      why: "Visa 4242 paid $15.01.",
      by: "Callboard",
      twice: false,
    });
    expect(await it.subjects()).toEqual(["Northwind: $15.01 paid by Visa 4242"]);
    await it.sound();
  });

  test("nothing is charged at the threshold or while switched off; switched on below it, it charges at once", async () => {
    const it = await openWithRecharge([PAYING_CARD], { balance: 10 * UNIT });
    await it.settle();
    expect(await it.recharges()).toEqual([]);
    await it.dana.balance.saveRechargeSettings({ ...it.form, version: 1, on: false });
    await setBalance(it.it, "northwind", 0);
    await it.settle();
    expect(await it.recharges()).toEqual([]);
    expect(await it.dana.balance.rechargeSettings()).toMatchObject({ on: false, below: true, asksConsent: true });
    await it.dana.balance.saveRechargeSettings({ ...it.form, version: 2, on: true, consent: true });
    await it.settle();
    expect(await it.sum()).toBe(25 * UNIT);
    await it.sound();
  });

  test("many requests at once cause one charge", async () => {
    const it = await openWithRecharge([PAYING_CARD]);
    await Promise.all([it.settle(), it.settle(), it.settle(), it.settle()]);
    expect(await it.payments()).toHaveLength(1);
    expect(await it.sum()).toBe(25 * UNIT);
    await it.sound();
  });
});

type Row = [title: string, cards: string[], outcome: { charges: number; state: string; why: RegExp; tries: string[] }];

/** Declines, missing answers and failures: exactly one explanation, at most one charge, the right balance. */
const TABLE: Row[] = [
  [
    "soft decline, with a backup",
    [DECLINED, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, tries: ["declined", "settled"] },
  ],
  [
    "hard decline, with a backup",
    [STOLEN, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, tries: ["declined", "settled"] },
  ],
  [
    "needs approval, with a backup",
    [APPROVAL, MASTERCARD],
    { charges: 1, state: "settled", why: /^Mastercard 4444 paid/, tries: ["declined", "settled"] },
  ],
  [
    "three declines, then a card that pays",
    [DECLINED, FUNDS, STOLEN, AMEX],
    {
      charges: 1,
      state: "settled",
      why: /^American Express 0005 paid/,
      tries: ["declined", "declined", "declined", "settled"],
    },
  ],
  [
    "timeout after the charge",
    [AFTER, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0016 paid/, tries: ["settled"] },
  ],
  [
    "timeout before the charge",
    [BEFORE, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0024 paid/, tries: ["settled"] },
  ],
  ["a slow charge", [LATE, MASTERCARD], { charges: 1, state: "settled", why: /^Visa 0032 paid/, tries: ["settled"] }],
  [
    "a failure at the provider",
    [FAILURE, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0057 paid/, tries: ["settled"] },
  ],
  [
    "too many requests at the provider",
    [BUSY, MASTERCARD],
    { charges: 1, state: "settled", why: /^Visa 0065 paid/, tries: ["settled"] },
  ],
  [
    "soft decline, no other card",
    [DECLINED],
    {
      charges: 0,
      state: "waiting",
      why: /^No card can be charged now\. Visa 0002 is tried again at/,
      tries: ["declined"],
    },
  ],
  [
    "hard decline, no other card",
    [STOLEN],
    { charges: 0, state: "waiting", why: /^No card can be charged any more/, tries: ["declined"] },
  ],
  [
    "needs approval, no other card",
    [APPROVAL],
    { charges: 0, state: "waiting", why: /^No card can be charged any more/, tries: ["declined"] },
  ],
];

test.each(TABLE)("%s", async (_title, cards, { charges, state, why, tries }) => {
  const it = await openWithRecharge(cards);
  await it.settle(10, 10 * SECOND);
  const all = await it.recharges();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ state, twice: false });
  expect(all[0]!.why).toMatch(why);
  expect((await it.one(all[0]!.id)).tries.map((one) => one.state)).toEqual(tries);
  expect(await it.payments()).toHaveLength(charges);
  expect(await it.sum()).toBe(charges === 1 ? 25 * UNIT : 9 * UNIT);
  await it.sound();
});

test("unknown isn't declined: until the outcome is known, no other card is tried, however long that takes", async () => {
  const it = await openWithRecharge([AFTER, MASTERCARD]);
  await it.settle();
  it.sandbox.faulty = () => "down";
  await it.settle(30, HOUR);
  const [recharge] = await it.recharges();
  expect(recharge).toMatchObject({ state: "charging", cards: 1 });
  const [attempt] = (await it.one(recharge!.id)).tries;
  expect(attempt).toMatchObject({ state: "unknown" });
  expect(attempt!.why).toMatch(/may have been done or not/);
  it.sandbox.faulty = () => null;
  await it.settle(2, HOUR);
  expect(await it.recharges()).toMatchObject([{ state: "settled", cards: 1 }]);
  await it.sound();
});

test("if the provider is down for a day, nothing is charged meanwhile, and there is one charge afterwards", async () => {
  const it = await openWithRecharge([PAYING_CARD, MASTERCARD]);
  it.sandbox.faulty = () => "down";
  await it.settle(24, HOUR);
  expect(await it.payments()).toEqual([]);
  it.sandbox.faulty = () => null;
  await it.settle(4, HOUR);
  expect(await it.payments()).toHaveLength(1);
  expect(await it.sum()).toBe(25 * UNIT);
  await it.sound();
});

test("after a soft decline a card rests for 1, 2, 4 … hours, at most a day, and is then retried automatically", async () => {
  const it = await openWithRecharge([DECLINED]);
  await it.settle();
  const rests: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const until = (await (await it.caller()).cards.list()).cards[0]!.until!;
    rests.push((until - it.now()) / HOUR);
    it.pass(until - it.now() - 1);
    await it.settle();
    expect((await it.recharges())[0]!.cards).toBe(round + 1);
    await it.settle(1, 1);
  }
  expect(rests).toEqual([1, 2, 4, 8, 16, 24, 24]);
  expect(await it.recharges()).toHaveLength(1);
});

test("a card that is added or entered again is tried at once; when it pays, the shortfall ends", async () => {
  const it = await openWithRecharge([STOLEN]);
  await it.settle();
  expect((await it.dana.cards.list()).cards).toMatchObject([{ state: "stopped", why: /must not be used/ }]);
  await addCards(it.it, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD, holder: "Other" }]);
  await it.settle();
  expect(await it.recharges()).toMatchObject([{ state: "settled", cards: 2 }]);
  await it.sound();
});

test("a card that is removed meanwhile isn't charged: the next one is", async () => {
  const it = await openWithRecharge([PAYING_CARD, MASTERCARD]);
  const { runRecharges } = await import("../../../src/features/balance/rechargeJob.ts");
  await runRecharges(it.world);
  await it.dana.cards.remove({ id: it.ids[0]!, version: 1 });
  await it.settle(2, SECOND);
  const [recharge] = await it.recharges();
  expect((await it.one(recharge!.id)).tries).toMatchObject([
    { card: "Visa 4242", state: "declined", why: "The card was removed before it was charged." },
    { card: "Mastercard 4444", state: "settled" },
  ]);
  await it.sound();
});

test("the cap stops the recharge with one mail, says when it continues, and a new month may charge again", async () => {
  const it = await openWithRecharge([PAYING_CARD], { cap: 20 * UNIT });
  await it.settle();
  expect(await it.sum()).toBe(25 * UNIT);
  await setBalance(it.it, "northwind", 2 * UNIT);
  await it.settle(5, MINUTE);
  const [held] = await it.recharges();
  const month = nextMonthIn("America/New_York", it.now());
  expect(held).toMatchObject({ state: "waiting", capLeft: 4 * UNIT, nextAt: month });
  expect(held!.why).toMatch(
    /^The cap of \$20\.00 a month does not leave enough\. It goes on at \w+ 1, \d{4}, 00:00, when the month is over\.$/,
  );
  expect((await it.subjects()).filter((subject) => subject.includes("limit of the recharge is reached"))).toHaveLength(
    1,
  );
  it.pass(month - it.now() - 1);
  await it.settle();
  expect(await it.payments()).toHaveLength(1);
  await setBalance(it.it, "northwind", 8 * UNIT);
  await it.settle(1, 1);
  expect(await it.sum()).toBe(25 * UNIT);
  await it.sound();
});

test("if the balance recovers or the recharge is switched off, the waiting ends without a charge", async () => {
  const it = await openWithRecharge([STOLEN]);
  await it.settle();
  await setBalance(it.it, "northwind", 10 * UNIT);
  await it.settle();
  expect(await it.recharges()).toMatchObject([{ state: "ended", why: /no longer below the threshold/ }]);
  await setBalance(it.it, "northwind", 0);
  await it.settle();
  await it.dana.balance.saveRechargeSettings({ ...it.form, version: 1, on: false });
  await it.settle();
  expect(await it.recharges()).toMatchObject([{ state: "ended", why: /switched off/ }, { state: "ended" }]);
});

describe("recharge settings", () => {
  test("need a card, the plan's minimum between threshold and target, a cap that allows one charge, and consent to this exact wording", async () => {
    const it = await openWithRecharge([PAYING_CARD], { on: false });
    const save = (more: object) =>
      it.dana.balance.saveRechargeSettings({ ...it.form, on: true, consent: true, ...more });
    expect(await failureOf(save({ target: 19 * UNIT }))).toMatchObject({ key: "recharge.targetLow", field: "target" });
    expect(await failureOf(save({ cap: 14 * UNIT }))).toMatchObject({ key: "recharge.capLow", field: "cap" });
    expect(await failureOf(save({ consent: false }))).toMatchObject({
      key: "recharge.consentNeeded",
      field: "consent",
    });
    expect(await failureOf(save({ version: 3 }))).toMatchObject({ key: "recharge.changedMeanwhile" });
    await save({});
    const which = { kind: "rechargeSettings", id: it.account("northwind"), version: 1 };
    expect(JSON.stringify(await it.dana.history.version(which))).toContain(
      "Dana Reyes: When the available balance falls below $10.00, Callboard may charge",
    );
    const more = (form: object) => save({ version: 1, consent: false, ...form });
    expect(await failureOf(more({ target: 26 * UNIT }))).toMatchObject({ key: "recharge.consentNeeded" });
    await more({ threshold: 5 * UNIT });
    expect(
      await failureOf(
        it.as("mary@callboard.demo", "mason").balance.saveRechargeSettings({ ...it.form, on: true, consent: true }),
      ),
    ).toMatchObject({
      key: "recharge.noCardToSwitchOn",
      field: "on",
    });
    expect(
      await failureOf(
        it.as("ida@callboard.demo", "parkside").balance.saveRechargeSettings({ ...it.form, on: true, consent: true }),
      ),
    ).toMatchObject({
      key: "cards.paidByAgency",
    });
  });

  test("keep the last card from being removed while the recharge is on", async () => {
    const it = await openWithRecharge([PAYING_CARD, MASTERCARD], { balance: 50 * UNIT });
    await it.dana.cards.remove({ id: it.ids[0]!, version: 1 });
    expect(await failureOf(it.dana.cards.remove({ id: it.ids[1]!, version: 1 }))).toMatchObject({
      key: "cards.lastOfRecharge",
    });
    await it.dana.balance.saveRechargeSettings({ ...it.form, version: 1, on: false });
    await it.dana.cards.remove({ id: it.ids[1]!, version: 1 });
  });
});

describe("a top-up", () => {
  test("charges the chosen card and no other, even if it is declined; one at a time", async () => {
    const it = await openWithRecharge([PAYING_CARD, DECLINED], { on: false });
    const { recharge } = await it.dana.balance.topUp({ cents: 4000 });
    expect(await failureOf(it.dana.balance.topUp({ cents: 4000 }))).toMatchObject({ key: "recharge.inFlight" });
    expect(await it.one(recharge)).toMatchObject({
      what: "top-up",
      state: "charging",
      by: "Dana Reyes",
      why: "Visa 4242 is being charged $40.00.",
    });
    expect(await it.sum()).toBe(9 * UNIT);
    await it.settle();
    expect(await it.sum()).toBe(49 * UNIT);
    const second = await it.dana.balance.topUp({ cents: 100, card: it.ids[1]! });
    await it.settle();
    expect(await it.one(second.recharge)).toMatchObject({
      state: "ended",
      why: "The bank declined it and gave no reason.",
    });
    expect(await it.sum()).toBe(49 * UNIT);
    await it.sound();
  });

  test("charges once per click; amounts have limits; the card must exist", async () => {
    const it = await openWithRecharge([PAYING_CARD], { on: false });
    const click = () => it.as("dana@callboard.demo", "northwind", { key: "once" }).balance.topUp({ cents: 500 });
    expect((await click()).recharge).toBe((await click()).recharge);
    await it.settle();
    expect((await click()).recharge).toBeTruthy();
    await it.settle();
    expect(await it.payments()).toHaveLength(1);
    for (const cents of [0, 99, 1_000_001, 1.5])
      expect(await failureOf(it.dana.balance.topUp({ cents }))).toMatchObject({ field: "cents" });
    expect(await failureOf(it.dana.balance.topUp({ cents: 500, card: "none" }))).toMatchObject({
      key: "cards.missing",
    });
    expect(await failureOf(it.as("mary@callboard.demo", "mason").balance.topUp({ cents: 500 }))).toMatchObject({
      key: "recharge.noCard",
    });
    expect(
      await failureOf(
        it.as("mary@callboard.demo", "mason").balance.rechargeDetails({ id: (await it.recharges())[0]!.id }),
      ),
    ).toMatchObject({
      key: "recharge.missing",
    });
  });

  test("while the recharge is waiting, ends the waiting and doesn't count toward its cap", async () => {
    const it = await openWithRecharge([STOLEN, DECLINED], { cap: 20 * UNIT });
    await it.settle();
    await addCards(it.it, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD, holder: "New" }]);
    const card = (await it.dana.cards.list()).cards.find(({ last4 }) => last4 === "4242")!.id;
    it.pass(SECOND);
    await it.dana.balance.topUp({ cents: 10_000, card });
    await it.settle(2, SECOND);
    expect(await it.recharges()).toMatchObject([
      { what: "top-up", state: "settled" },
      { what: "recharge", state: "ended" },
    ]);
    await setBalance(it.it, "northwind", 6 * UNIT);
    await it.settle();
    expect((await it.recharges())[0]).toMatchObject({ what: "recharge", state: "settled", cents: 1900 });
    await it.sound();
  });
});

test("below zero calls aren't connected, and a recharge brings the account back automatically", async () => {
  const it = await openWithRecharge([PAYING_CARD], { balance: -4000 });
  expect(await it.dana.balance.current()).toMatchObject({ inactive: true });
  await it.settle();
  expect(await it.dana.balance.current()).toMatchObject({ inactive: false, money: { micros: -4000 + 25_010_000 } });
  it.pass(DAY);
});
