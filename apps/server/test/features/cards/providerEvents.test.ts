import { describe, expect, test } from "vitest";
import type { ProviderEvent } from "../../../src/integrations/payments/port.ts";
import { handleProviderEvent } from "../../../src/http/paymentWebhookRoute.ts";
import { DAY, openTestApp, failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { addCards, AMEX, cardPageOf, MASTERCARD, PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const DANA = "dana@callboard.demo";
const HARRIET = "harriet@callboard.demo";
const STOLEN = "4000000000009979";
const DECLINED = "4000000000000002";
const APPROVAL = "4000002760003184";
const REVERSED = "4000009999990040";
const list = async (app: TestApp) => (await app.callerFor(DANA, "northwind").cards.list()).cards;
const chargeIdOf = (app: TestApp, label: string) =>
  app
    .selectRows("SELECT id FROM records WHERE kind = 'charge' AND data ->> '$.subject' = ?", label)
    .then(([row]) => String(row!.id));
const reportChargeChange = (app: TestApp, key: string) =>
  handleProviderEvent(app.services, { is: "charge changed", id: app.services.newId(), at: app.now(), key });

/** The provider's message about this card, with its own id and time. */
async function cardEvents(app: TestApp, id: string) {
  const [row] = await app.selectRows("SELECT data FROM records WHERE kind = 'card' AND id = ?", id);
  const { providerRef, brand, last4, expMonth, expYear, holder } = JSON.parse(row!.data);
  const card = { providerRef, brand, last4, expMonth, expYear, holder, fingerprint: null };
  const customer = `cus_${app.account("northwind")}`;
  return {
    added: (message: string, at: number) =>
      handleProviderEvent(app.services, { is: "card added", id: message, at, customer, card, by: app.people[DANA]! }),
    updated: (message: string, at: number, changes: Partial<typeof card>) =>
      handleProviderEvent(app.services, {
        is: "card updated",
        id: message,
        at,
        customer,
        card: { ...card, ...changes },
      }),
  };
}

describe("a card that was removed", () => {
  test("stays removed whatever message arrives again: the same, another, an older or a newer one", async () => {
    const app = await openWithRecharge([PAYING_CARD], { balance: 50 * UNIT, enabled: false });
    const [id] = app.ids;
    const page = cardPageOf(app);
    const { added, updated } = await cardEvents(app, id!);
    await app.dana.cards.remove({ id: id!, version: 1 });
    for (const at of [app.now() - DAY, app.now(), app.now() + DAY]) {
      await added(`added ${at}`, at);
      await updated(`updated ${at}`, at, { expYear: 2033 });
    }
    expect(await list(app)).toEqual([]);
    await page.enter((await app.dana.cards.add()).url, { number: MASTERCARD, holder: "Other" });
    const [message] = page.messages;
    const [other] = await list(app);
    await app.dana.cards.remove({ id: other!.id, version: 1 });
    expect((await page.deliver(message!.body, message!.headers)).status).toBe(200);
    expect(await list(app)).toEqual([]);
  });

  test("returns when it is entered again, and rests as it did when it was removed", async () => {
    const app = await openWithRecharge([STOLEN, PAYING_CARD]);
    await app.settle(1);
    const [stopped] = await list(app);
    expect(stopped).toMatchObject({ state: "stopped" });
    await app.dana.cards.remove({ id: stopped!.id, version: stopped!.version });
    await addCards(app, DANA, "northwind", [{ number: STOLEN, holder: "Somebody else" }]);
    expect((await list(app)).map(({ last4, state }) => [last4, state])).toEqual([
      ["4242", "ok"],
      ["9979", "stopped"],
    ]);
  });
});

describe("a card that is entered again", () => {
  test("is recognized by its number: its rest, stop, position and name stay", async () => {
    const app = await openWithRecharge([STOLEN, DECLINED]);
    await app.settle(1);
    const before = await list(app);
    expect(before.map(({ state }) => state)).toEqual(["stopped", "resting"]);
    for (const number of [STOLEN, DECLINED])
      await addCards(app, DANA, "northwind", [{ number, holder: "D. Reyes", expiry: "06 / 30" }]);
    const after = await list(app);
    expect(after.map(({ id, state, until, holder, expYear }) => ({ id, state, until, holder, expYear }))).toEqual(
      before.map(({ id, state, until }) => ({ id, state, until, holder: "D. Reyes", expYear: 2030 })),
    );
  });

  test("can be charged again if it had to be entered again", async () => {
    const app = await openWithRecharge([APPROVAL]);
    await app.settle(1);
    expect((await list(app))[0]).toMatchObject({ state: "stopped" });
    await addCards(app, DANA, "northwind", [{ number: APPROVAL, holder: "Card a" }]);
    expect(await list(app)).toMatchObject([{ state: "ok" }]);
  });
});

test.each([
  ["half a surrogate pair", "D\ud800ana", "D\uFFFDana"],
  ["a NUL", "D\0ana", "D\uFFFDana"],
  ["a line break before a formula", "Dana\n=1+1", "Dana =1+1"],
  ["bidirectional controls", "\u202eDana\u2066", "Dana"],
  ["five thousand characters", "x".repeat(5000), "x".repeat(120)],
  ["a card number", "4242 4242 4242 4242", ""],
  ["a card number with dots", "4242.4242.4242.4242", ""],
  ["nothing", "", ""],
  ["only invisible characters", "\u200b\u200d\ufe0f", ""],
])("a name on a card is stored so that it can be displayed: %s", async (_what, holder, stored) => {
  const app = await openTestApp();
  const [id] = await addCards(app, DANA, "northwind", [{}]);
  const { updated } = await cardEvents(app, id!);
  await updated("msg_named", Date.now() + SECOND, { holder });
  expect(await list(app)).toMatchObject([{ holder: stored }]);
});

test("an invalid card is refused with one sentence, whichever provider sends it", async () => {
  const app = await openTestApp();
  const [id] = await addCards(app, DANA, "northwind", [{}]);
  const { updated } = await cardEvents(app, id!);
  const invalid = [
    { last4: "42" },
    { expMonth: 13 },
    { expYear: 1 },
    { providerRef: "a\0b" },
    { providerRef: "x".repeat(300) },
  ];
  for (const [n, changes] of invalid.entries())
    expect(await failureOf(updated(`msg_odd${n}`, Date.now() + SECOND, changes))).toMatchObject({ code: "invalid" });
});

test("an older report about a card never overrides a newer one, and a message counts once", async () => {
  const app = await openTestApp();
  const [id] = await addCards(app, DANA, "northwind", [{}]);
  const { updated, added } = await cardEvents(app, id!);
  const now = Date.now();
  await updated("msg_new", now + 60 * SECOND, { expYear: 2033 });
  await updated("msg_old", now + 30 * SECOND, { expYear: 2031 });
  await added("msg_older", now + 20 * SECOND);
  expect(await list(app)).toMatchObject([{ expYear: 2033 }]);
  await updated("msg_last", now + 90 * SECOND, { expYear: 2034 });
  // Sent again with other contents: this message id was already handled.
  await updated("msg_last", now + 99 * SECOND, { expYear: 2029 });
  expect(await list(app)).toMatchObject([{ expYear: 2034 }]);
  // The newest report contains nothing new, and still is the newest.
  await updated("msg_same", now + 200 * SECOND, { expYear: 2034 });
  await updated("msg_between", now + 150 * SECOND, { expYear: 2030 });
  expect(await list(app)).toMatchObject([{ expYear: 2034 }]);
});

/** Every order in which these can arrive. */
const orders = <T>(all: readonly T[]): T[][] =>
  all.length < 2 ? [[...all]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));

test("in whatever order a card's messages arrive, and each twice, the newest one counts", async () => {
  const app = await openTestApp();
  const [other] = await addCards(app, DANA, "northwind", [{}]);
  const customer = `cus_${app.account("northwind")}`;
  const reports = [
    { is: "card added", ref: "a", expYear: 2029 },
    { is: "card updated", ref: "a", expYear: 2030 },
    { is: "card updated", ref: "a", expYear: 2031 },
    // Entered again: the provider then uses another reference for it.
    { is: "card added", ref: "b", expYear: 2031 },
    { is: "card updated", ref: "b", expYear: 2033 },
  ].map((one, at) => ({ ...one, at: app.now() + at * SECOND }));
  type CardReport = (typeof reports)[number];
  const report = ({ is, ref, expYear, at }: CardReport, round: number, message: string) => {
    const card = { brand: "Visa", last4: "3333", expMonth: 5, expYear, holder: "D", providerRef: `${ref}${round}` };
    const fields = { id: `${round} ${message} ${at}`, at, customer, card: { ...card, fingerprint: `print ${round}` } };
    const event = is === "card added" ? { ...fields, is, by: app.people[DANA]! } : { ...fields, is };
    return handleProviderEvent(app.services, event as ProviderEvent);
  };
  const cards = () =>
    app.selectRows(
      "SELECT id, version, data ->> '$.providerRef' AS ref, data ->> '$.expYear' AS year FROM records WHERE kind = 'card' AND id <> ?",
      other!,
    );
  let round = 0;
  for (const length of [2, 3, 5])
    for (const order of orders(reports.slice(0, length))) {
      round += 1;
      for (const one of order.flatMap((each) => [each, each])) await report(one, round, "first");
      const last = reports[length - 1]!;
      const description = order.map(({ is, ref, expYear }) => `${is} ${ref} ${expYear}`).join(", ");
      const stored = await cards();
      expect(stored, description).toMatchObject([{ ref: `${last.ref}${round}`, year: last.expYear }]);
      const [{ id, version }] = stored as unknown as [{ id: string; version: number }];
      await app.callerFor(DANA, "northwind").cards.remove({ id, version });
      for (const one of order) await report(one, round, "again");
      expect(await cards(), `removed, then ${description}`).toEqual([]);
    }
});

test("a changed address of the holder lifts no stop; a card that the bank reissued can be charged", async () => {
  const app = await openWithRecharge([STOLEN, PAYING_CARD]);
  await app.settle(1);
  const { updated } = await cardEvents(app, app.ids[0]!);
  const now = Date.now() + 60 * SECOND;
  await updated("msg_holder", now, { holder: "D. Reyes" });
  expect((await list(app))[0]).toMatchObject({ holder: "D. Reyes", state: "stopped" });
  await updated("msg_issued", now + SECOND, { last4: "1111", expYear: 2033 });
  expect((await list(app))[0]).toMatchObject({ last4: "1111", state: "ok" });
});

describe("a decline that the provider reverses", () => {
  test("is booked and flagged if another card has paid, and the administrators are told to expect a refund", async () => {
    const app = await openWithRecharge([REVERSED, MASTERCARD]);
    await app.settle(2, SECOND);
    expect(await app.currentBalance()).toBe(25 * UNIT);
    const [recharge] = await app.recharges();
    const charge = await chargeIdOf(app, "Visa 0040");
    await app.sandbox.reverse(charge);
    for (let times = 0; times < 3; times += 1) await reportChargeChange(app, charge);
    expect(await app.details(recharge!.id)).toMatchObject({
      chargedTwice: true,
      state: "settled",
      why: /in addition to the card that paid. Both are on the balance/,
      attempts: [{ state: "settled" }, { state: "settled" }],
    });
    expect(await app.currentBalance()).toBe(41 * UNIT);
    expect((await app.subjects()).at(-1)).toBe("Northwind: a declined card was charged after all");
    await app.expectConsistentBooks();
  });

  test("settles a recharge or a top-up that had ended without money", async () => {
    const app = await openWithRecharge([REVERSED]);
    await app.settle(1);
    expect(await app.recharges()).toMatchObject([{ state: "waiting" }]);
    await app.dana.balance.saveRechargeSettings({ ...app.form, version: 1, enabled: false });
    await app.settle();
    const [recharge] = await app.recharges();
    expect(recharge).toMatchObject({ state: "ended" });
    const first = await chargeIdOf(app, "Visa 0040");
    app.advance(DAY);
    const { recharge: topUp } = await (await app.caller()).balance.topUp({ cents: 700 });
    await app.settle();
    expect(await app.details(topUp)).toMatchObject({ state: "ended" });
    const second = String(
      (await app.selectRows("SELECT id FROM records WHERE kind = 'charge' AND id <> ?", first))[0]!.id,
    );
    for (const key of [first, second]) {
      await app.sandbox.reverse(key);
      await reportChargeChange(app, key);
    }
    for (const id of [recharge!.id, topUp])
      expect(await app.details(id)).toMatchObject({
        state: "settled",
        chargedTwice: false,
        why: expect.stringMatching(/charged \$\d+\.00 after all. It is on the balance.$/),
      });
    expect(await app.currentBalance()).toBe((9 + 16 + 7) * UNIT);
    await app.expectConsistentBooks();
  });

  test("while the next card is being charged, ends the chain there, whether or not that one pays", async () => {
    for (const next of [DECLINED, MASTERCARD]) {
      const app = await openWithRecharge([REVERSED, next, AMEX]);
      let providerDown = true;
      app.sandbox.faultFor = ({ verb }) => (providerDown && verb === "charge" && hasDeclined() ? "down" : null);
      let declined = 0;
      const hasDeclined = () => (declined += 1) > 1;
      await app.settle();
      const [recharge] = await app.recharges();
      expect(await app.details(recharge!.id)).toMatchObject({
        state: "charging",
        attempts: [{ state: "declined" }, {}],
      });
      const key = await chargeIdOf(app, "Visa 0040");
      await app.sandbox.reverse(key);
      await reportChargeChange(app, key);
      expect(await app.details(recharge!.id)).toMatchObject({ state: "charging", chargedTwice: false });
      providerDown = false;
      await app.settle(3, DAY / 2);
      const pays = next === MASTERCARD;
      const ended = await app.details(recharge!.id);
      expect(ended).toMatchObject({ state: "settled", chargedTwice: pays });
      expect(ended.attempts).toHaveLength(2);
      expect(await app.currentBalance()).toBe((pays ? 41 : 25) * UNIT);
      await app.expectConsistentBooks();
    }
  });

  test("is booked to the account that it was charged for, though the cards have moved to the detached account", async () => {
    const app = await openTestApp();
    const sandbox = sandboxOf(app);
    sandbox.latencyMs = 0;
    await addCards(app, HARRIET, "harbor", [{ number: REVERSED }]);
    for (const account of ["mason", "parkside"]) {
      const who = app.callerFor(HARRIET, account);
      const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
      await who.proposals.confirm({ proposal, name: (await who.proposals.get({ proposal })).name });
    }
    const harriet = app.callerFor(HARRIET, "harbor");
    const { runDueJobs } = await import("../../../src/jobs/queue.ts");
    const { recharge } = await harriet.balance.topUp({ cents: 5000 });
    await runDueJobs(app.services, "requests");
    const { proposal } = await harriet.plans.proposeDetach({
      plan: "essentials",
      detachment: app.account("northwind"),
    });
    await harriet.proposals.confirm({ proposal, name: (await harriet.proposals.get({ proposal })).name });
    const key = await chargeIdOf(app, "Visa 0040");
    await sandbox.reverse(key);
    await reportChargeChange(app, key);
    const booked = await app.selectRows("SELECT to_book, micros FROM postings WHERE key = ?", `charge:${key}`);
    expect(booked).toEqual([{ to_book: `${app.account("harbor")}/balance`, micros: 50 * UNIT }]);
    expect(await harriet.balance.rechargeDetails({ id: recharge })).toMatchObject({ state: "settled" });
  });
});
