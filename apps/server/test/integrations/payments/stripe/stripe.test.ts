import { describe, expect, test } from "vitest";
import { createApp } from "../../../../src/http/app.ts";
import { InvalidSignature } from "../../../../src/integrations/payments/port.ts";
import { SandboxPayments } from "../../../../src/integrations/payments/sandbox/sandbox.ts";
import { StripePayments } from "../../../../src/integrations/payments/stripe/stripe.ts";
import { HOUR, MINUTE, openTestApp, type TestApp } from "../../../support/kit.ts";
import { setBalance } from "../../../support/fixtures/money.ts";
import { addCards } from "../../../support/fixtures/payments.ts";
import { reconcile } from "../../../../src/store/verify/ledger.ts";
import { restartOverdueRequests } from "../../../../src/provider-requests/restartOverdue.ts";
import { runDueJobs } from "../../../../src/jobs/queue.ts";
import { runRecharges } from "../../../../src/features/balance/rechargeJob.ts";
import type { Message } from "../../../support/stripe/stripeStandIn.ts";
import { RETURN_URL, startStandIn } from "../../../support/stripe/startStandIn.ts";

const UNIT = 1_000_000;
const DANA = "dana@callboard.demo";

/** The account's former provider. */
const sandbox = ({ services: { db, now } }: TestApp) => new SandboxPayments(db, "a secret of before", now);

/** An account with cards at Stripe, with everything between the click and the network real. */
async function openStripeApp() {
  const app = await openTestApp();
  const { stripe, provider } = await startStandIn();
  provider.timeoutMs = 500;
  app.services.payments = provider;
  const httpApp = createApp(app.services, null);
  const deliver = ({ body, headers }: Message) =>
    httpApp.request("/payments/stripe", { method: "POST", body, headers });
  const dana = () => app.signInAgain(DANA, "northwind");
  const enter = async (behavior: string, last4: string) => {
    const { url } = await (await dana()).cards.add();
    const message = stripe.enter(url, behavior, { last4, name: "Dana Reyes" });
    expect((await deliver(message)).status).toBe(200);
    return message;
  };
  const settle = async () => {
    await restartOverdueRequests(app.services);
    for (let changed = 1; changed > 0;)
      changed = (await runRecharges(app.services)) + (await runDueJobs(app.services, "requests"));
  };
  const balance = async () => (await (await dana()).balance.current()).money!.micros;
  const switchOn = async () => {
    const form = { enabled: true, threshold: 10 * UNIT, target: 25 * UNIT, monthlyCap: null, consent: true };
    await (await dana()).balance.saveRechargeSettings(form);
    await setBalance(app, "northwind", 9 * UNIT);
  };
  /** Each charge at Stripe has one entry, and the books are consistent. */
  const expectConsistentBooks = async () => {
    const { broken, sums } = await reconcile(app.services.db);
    expect(broken).toBeNull();
    expect([...sums.values()].reduce((all, micros) => all + micros, 0n)).toBe(0n);
    const booked = await app.selectRows("SELECT key FROM postings WHERE type = 'payment' ORDER BY key");
    const succeeded = stripe.intents.filter(({ status }) => status === "succeeded");
    expect(booked.map(({ key }) => key)).toEqual(
      succeeded.map(({ metadata }) => `charge:${metadata.callboard_key}`).sort(),
    );
  };
  return { app, stripe, deliver, dana, enter, settle, balance, switchOn, expectConsistentBooks };
}

describe("an account whose cards are at Stripe", () => {
  test("cards are entered on its page; the primary is declined and the backup pays, once", async () => {
    const { stripe, dana, enter, settle, balance, switchOn, expectConsistentBooks, deliver } = await openStripeApp();
    const first = await enter("funds", "9995");
    await enter("pays", "4242");
    await deliver(first);
    const { cards, provider } = await (await dana()).cards.list();
    expect(provider).toBe("stripe");
    expect(cards.map(({ last4, role, holder }) => [last4, role, holder])).toEqual([
      ["9995", "primary", "Dana Reyes"],
      ["4242", "rest", "Dana Reyes"],
    ]);
    await switchOn();
    await settle();
    expect(await balance()).toBe(25 * UNIT);
    expect(stripe.intents.map(({ status, amount }) => [status, amount])).toEqual([
      ["requires_payment_method", 1600],
      ["succeeded", 1600],
    ]);
    const keys = stripe.calls.filter(({ path, method }) => method === "POST" && path === "/v1/payment_intents");
    expect(new Set(keys.map(({ key }) => key)).size).toBe(2);
    await expectConsistentBooks();
  });

  test("a payment that needs approval is canceled at Stripe before the next card is tried", async () => {
    const { stripe, enter, settle, balance, switchOn, expectConsistentBooks } = await openStripeApp();
    await enter("approval", "3184");
    await enter("pays", "4242");
    await switchOn();
    await settle();
    expect(await balance()).toBe(25 * UNIT);
    expect(stripe.intents.map(({ status }) => status)).toEqual(["canceled", "succeeded"]);
    await expectConsistentBooks();
  });

  test("charged, and the answer lost: no other card is tried, and it is booked when Stripe is asked", async () => {
    const { app, stripe, enter, settle, balance, switchOn, expectConsistentBooks } = await openStripeApp();
    await enter("pays", "4242");
    await enter("pays", "4444");
    await switchOn();
    stripe.faulty = ({ path, method }) =>
      method === "POST" && path === "/v1/payment_intents" ? "timeout-after" : method === "GET" ? "failure" : null;
    await settle();
    expect(await balance()).toBe(9 * UNIT);
    expect(stripe.intents).toHaveLength(1);
    stripe.faulty = () => null;
    app.advance(HOUR);
    await settle();
    expect(await balance()).toBe(25 * UNIT);
    await expectConsistentBooks();
  });

  test("a decline that turns into a payment is booked in addition to the other card's; reported twice, in any order, it is booked once", async () => {
    const { stripe, deliver, enter, settle, balance, switchOn, expectConsistentBooks } = await openStripeApp();
    await enter("declined", "0002");
    await enter("pays", "4242");
    await switchOn();
    await settle();
    const late = stripe.settle(stripe.intents[0]!.metadata.callboard_key!);
    expect((await deliver(late)).status).toBe(200);
    expect((await deliver(late)).status).toBe(200);
    expect((await deliver(stripe.message("payment_intent.payment_failed", stripe.intents[0]))).status).toBe(200);
    expect(await balance()).toBe(41 * UNIT);
    await expectConsistentBooks();
  });

  test("a message settles an unknown outcome before the reconciler asks; a forged one does nothing", async () => {
    const { app, stripe, deliver, enter, settle, balance, switchOn, expectConsistentBooks } = await openStripeApp();
    await enter("late", "4242");
    await switchOn();
    await settle();
    expect(await balance()).toBe(9 * UNIT);
    const message = stripe.settle(stripe.intents[0]!.metadata.callboard_key!);
    expect((await deliver({ ...message, headers: { "stripe-signature": "t=1,v1=00" } })).status).toBe(401);
    expect((await deliver(message)).status).toBe(200);
    app.advance(MINUTE);
    await settle();
    expect(await balance()).toBe(25 * UNIT);
    await expectConsistentBooks();
  });

  test("a card that the bank reissued gets its new expiry date, in the change history too", async () => {
    const { stripe, deliver, dana, enter } = await openStripeApp();
    await enter("pays", "4242");
    expect((await (await dana()).cards.list()).cards[0]).toMatchObject({ expYear: 2029 });
    const renewed = stripe.renew(stripe.lastCard(), 2033);
    expect((await deliver(renewed)).status).toBe(200);
    expect((await (await dana()).cards.list()).cards[0]).toMatchObject({ expYear: 2033 });
    const { changes } = await (await dana()).history.list({ kind: "card" });
    expect(changes[0]!.action).toContain("2033");
  });

  test("of several reports about one card the newest counts, whatever their order and even in the same second", async () => {
    const { stripe, deliver, dana, enter } = await openStripeApp();
    const entered = await enter("pays", "4242");
    const renewals = [2031, 2032, 2033].map((year) => stripe.renew(stripe.lastCard(), year));
    for (const message of [...renewals.toReversed(), entered, ...renewals])
      expect((await deliver(message)).status).toBe(200);
    expect((await (await dana()).cards.list()).cards).toMatchObject([{ expYear: 2033 }]);
  });

  test("a refund that Stripe fails later is back on the balance, and can be made again", async () => {
    const { app, stripe, deliver, dana, enter, settle, balance } = await openStripeApp();
    await enter("pays", "4242");
    await (await dana()).balance.topUp({ cents: 5000 });
    await settle();
    const before = await balance();
    const [payment] = (await (await dana()).balance.entries({ types: ["payment"] })).entries;
    const otto = await app.signInAgain("otto@callboard.demo");
    const refund = () =>
      otto.balance.refund({
        account: app.account("northwind"),
        entry: payment!.entry,
        cents: null,
        reason: "not wanted",
      });
    await refund();
    await settle();
    expect(await balance()).toBe(before - 50 * UNIT);
    const failed = stripe.failRefund(stripe.refunds[0]!.metadata.callboard_key!);
    for (let times = 0; times < 2; times += 1) expect((await deliver(failed)).status).toBe(200);
    expect(await balance()).toBe(before);
    await refund();
    await settle();
    expect(await balance()).toBe(before - 50 * UNIT);
    expect(stripe.refunds.map(({ status }) => status)).toEqual(["failed", "succeeded"]);
    expect((await reconcile(app.services.db)).broken).toBeNull();
  });

  test("a card that Stripe no longer has is left alone, and says so", async () => {
    const { stripe, dana, enter, settle, balance, switchOn } = await openStripeApp();
    await enter("pays", "4242");
    await switchOn();
    stripe.drop(stripe.lastCard());
    await settle();
    expect(await balance()).toBe(9 * UNIT);
    expect((await (await dana()).cards.list()).cards[0]).toMatchObject({
      state: "stopped",
      why: "The payment provider no longer has this card. Enter it again.",
    });
  });

  test("sandbox cards aren't sent to Stripe; entered again they are charged there", async () => {
    const { app, stripe, dana, enter, settle, balance, switchOn, expectConsistentBooks } = await openStripeApp();
    const stripePayments = app.services.payments;
    app.services.payments = sandbox(app);
    await addCards(app, DANA, "northwind", [{ holder: "Dana Reyes" }]);
    app.services.payments = stripePayments;
    await switchOn();
    await settle();
    expect(stripe.intents).toEqual([]);
    expect(await balance()).toBe(9 * UNIT);
    expect((await (await dana()).cards.list()).cards[0]).toMatchObject({ state: "stopped" });
    await enter("pays", "4242");
    expect((await (await dana()).cards.list()).cards).toMatchObject([{ last4: "4242", state: "ok", role: "primary" }]);
    await settle();
    expect(await balance()).toBe(25 * UNIT);
    await expectConsistentBooks();
  });
});

describe("a message from Stripe", () => {
  test("about foreign objects, unknown kinds or invalid cards is ignored", async () => {
    const { stripe, provider } = await startStandIn();
    const parse = ({ body, headers }: Message) => provider.parseWebhook(body, new Headers(headers));
    expect(await parse(stripe.message("invoice.paid", { id: "in_1", object: "invoice" }))).toBeNull();
    expect(await parse(stripe.message("payment_intent.succeeded", { id: "pi_1", metadata: {} }))).toBeNull();
    const payment = { id: "cs_1", object: "checkout.session", mode: "payment", customer: "cus_1", setup_intent: null };
    expect(await parse(stripe.message("checkout.session.completed", payment))).toBeNull();
    const wallet = { id: "pm_1", object: "payment_method", customer: "cus_1", billing_details: {} };
    expect(await parse(stripe.message("payment_method.updated", wallet))).toBeNull();
  });

  test("signed with another server's secret, or too old, is rejected", async () => {
    const { stripe, provider, url } = await startStandIn();
    const other = new StripePayments({
      key: stripe.key,
      webhookSecret: "whsec_other",
      url,
      returnUrl: RETURN_URL,
      wall: Date.now,
    });
    const { body, headers } = stripe.message("invoice.paid", {});
    await expect(other.parseWebhook(body, new Headers(headers))).rejects.toBeInstanceOf(InvalidSignature);
    const old = headers["stripe-signature"]!.replace(/t=\d+/, "t=1700000000");
    await expect(provider.parseWebhook(body, new Headers({ "stripe-signature": old }))).rejects.toBeInstanceOf(
      InvalidSignature,
    );
  });
});
