import { beforeEach, describe, expect, test } from "vitest";
import { IndefiniteAnswer } from "../../../src/integrations/indefiniteAnswer.ts";
import { type CardProvider, type ChargeAnswer, InvalidSignature } from "../../../src/integrations/payments/port.ts";
import { cardPageOf, PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";
import { openTestApp } from "../../support/kit.ts";
import { StripePayments } from "../../../src/integrations/payments/stripe/stripe.ts";
import { StripeStandIn } from "../../support/stripe/stripeStandIn.ts";

type Fault = "down" | "timeout-before" | "timeout-after" | "failure" | "garbage" | "busy";
interface Message {
  body: string;
  headers: Record<string, string>;
}

/** A provider, and the means to play the cardholder and the bank. */
interface ContractSetup {
  provider: CardProvider;
  card(customer: string, behavior: string): string;
  /** The fault of the next call that moves money; none after that. */
  failNext(fault: Fault): void;
  settle(key: string): Promise<void>;
  /** The cents really charged, minus those refunded. */
  charges(): Promise<number[]>;
  /** Enters a card on that page; answers the message that we get. */
  enter(url: string): Promise<Message>;
  /** The outcome of charging a removed card. The sandbox stores no cards, so it uses the reference alone. */
  chargeOfForgotten: ChargeAnswer;
  stop(): void;
}

const FROM = Date.UTC(2026, 0, 1);
let next = 0;
const newKey = () => `contract-${(next += 1)}`;

async function sandboxSetup(): Promise<ContractSetup> {
  const app = await openTestApp();
  const sandbox = sandboxOf(app);
  sandbox.latencyMs = 0;
  const page = cardPageOf(app);
  return {
    provider: sandbox,
    card: (_customer, behavior) => `card_${behavior}_${(next += 1)}`,
    failNext: (fault) => {
      sandbox.faultFor = ({ verb }) => {
        if (verb !== "charge" && verb !== "refund") return null;
        sandbox.faultFor = () => null;
        return fault;
      };
    },
    settle: (key) => sandbox.reverse(key),
    charges: async () => (await sandbox.readCharges()).map(({ cents }) => cents),
    enter: async (url) => {
      await page.enter(url, { number: PAYING_CARD });
      return page.messages.at(-1)!;
    },
    chargeOfForgotten: { outcome: "done" },
    stop: () => {},
  };
}

async function stripeSetup(): Promise<ContractSetup> {
  const stripe = new StripeStandIn();
  const url = await stripe.start();
  const provider = new StripePayments({
    key: stripe.key,
    webhookSecret: stripe.webhookSecret,
    url,
    returnUrl: () => "http://callboard.test/console.html#/cards",
    wall: Date.now,
  });
  return {
    provider,
    card: (customer, behavior) => stripe.card(customer, behavior),
    failNext: (fault) => {
      // The SDK itself repeats a request once after a broken connection, with the same key.
      let remaining = fault === "down" ? 2 : 1;
      stripe.faulty = ({ method }) => (method === "POST" && remaining-- > 0 ? fault : null);
    },
    settle: async (key) => void stripe.settle(key),
    charges: async () => stripe.intents.filter(({ status }) => status === "succeeded").map(({ amount }) => amount),
    enter: async (page) => stripe.enter(page, "pays"),
    chargeOfForgotten: { outcome: "declined", reason: "gone" },
    stop: () => stripe.stop(),
  };
}

describe.each([
  ["sandbox", sandboxSetup],
  ["stripe", stripeSetup],
] as const)("cards by %s", (_name, open) => {
  let setup: ContractSetup;
  let customer: string;
  const signal = (ms = 5000) => AbortSignal.timeout(ms);
  const newCharge = (behavior: string, cents = 1601) => ({
    key: newKey(),
    customer,
    cardRef: setup.card(customer, behavior),
    cents,
    currency: "USD",
  });
  const lookup = ({ key }: { key: string }) => ({ key, customer, since: FROM });
  const charge = (order: ReturnType<typeof newCharge>, ms?: number) => setup.provider.charge(order, signal(ms));
  const check = (order: { key: string }) => setup.provider.checkCharge(lookup(order), signal());
  const countCharges = async (work: () => Promise<unknown>) => {
    const before = await setup.charges();
    await work();
    return (await setup.charges()).length - before.length;
  };

  beforeEach(async () => {
    setup = await open();
    customer = await setup.provider.findOrCreateCustomer({ id: "acc1", name: "Nørthwind “Ltd”" }, signal());
    return () => setup.stop();
  });

  test("an account is the same customer however often it is asked", async () => {
    expect(await setup.provider.findOrCreateCustomer({ id: "acc1", name: "Nørthwind “Ltd”" }, signal())).toBe(customer);
    expect(await setup.provider.findOrCreateCustomer({ id: "acc2", name: "Nørthwind “Ltd”" }, signal())).not.toBe(
      customer,
    );
  });

  test("a charge is made once per key", async () => {
    const order = newCharge("pays");
    const count = await countCharges(async () => {
      expect(await charge(order)).toEqual({ outcome: "done" });
      expect(await charge(order)).toEqual({ outcome: "done" });
      expect(await Promise.all([charge(order), check(order)])).toEqual([{ outcome: "done" }, { outcome: "done" }]);
    });
    expect(count).toBe(1);
  });

  test.each([
    ["declined", "other"],
    ["funds", "insufficient funds"],
    ["stolen", "stolen"],
    ["expired", "expired"],
  ] as const)("a card whose test number is for “%s” is charged nothing", async (behavior, reason) => {
    const order = newCharge(behavior);
    const count = await countCharges(async () => {
      expect(await charge(order)).toEqual({ outcome: "declined", reason });
      expect(await charge(order)).toEqual({ outcome: "declined", reason });
      expect(await check(order)).toEqual({ outcome: "declined", reason });
    });
    expect(count).toBe(0);
  });

  test("a payment that needs approval is canceled, and nothing is charged", async () => {
    const order = newCharge("approval");
    const count = await countCharges(async () => {
      expect(await charge(order)).toEqual({ outcome: "approval needed" });
      expect(await check(order)).toEqual({ outcome: "approval needed" });
      expect(await setup.provider.cancelCharge(lookup(order), signal())).toEqual({ outcome: "canceled" });
      expect(await setup.provider.cancelCharge(lookup(order), signal())).toEqual({ outcome: "canceled" });
      expect(await check(order)).toEqual({ outcome: "canceled" });
    });
    expect(count).toBe(0);
  });

  test("a payment approved meanwhile can't be canceled, and says that it is done", async () => {
    const order = newCharge("approval");
    await charge(order);
    await setup.settle(order.key);
    expect(await setup.provider.cancelCharge(lookup(order), signal())).toEqual({ outcome: "done" });
  });

  test("charged, and the answer lost: asking finds it, and sending it again charges nothing more", async () => {
    const order = newCharge("pays");
    const count = await countCharges(async () => {
      setup.failNext("timeout-after");
      await expect(charge(order, 150)).rejects.toMatchObject({ name: "TimeoutError" });
      expect(await check(order)).toEqual({ outcome: "done" });
      expect(await charge(order)).toEqual({ outcome: "done" });
    });
    expect(count).toBe(1);
  });

  test("if the request never arrived, asking says so, and it can be sent again", async () => {
    const order = newCharge("pays");
    const count = await countCharges(async () => {
      setup.failNext("down");
      await expect(charge(order)).rejects.toBeInstanceOf(IndefiniteAnswer);
      expect(await check(order)).toEqual({ outcome: "not received" });
      expect(await charge(order)).toEqual({ outcome: "done" });
    });
    expect(count).toBe(1);
  });

  test.each(["down", "failure", "garbage"] as const)("%s counts as no answer", async (fault) => {
    const order = newCharge("pays");
    setup.failNext(fault);
    await expect(charge(order)).rejects.toBeInstanceOf(IndefiniteAnswer);
    expect(await countCharges(() => charge(order))).toBe(1);
  });

  test("too many requests: nothing was accepted", async () => {
    const order = newCharge("pays");
    setup.failNext("busy");
    expect(await charge(order)).toEqual({ outcome: "busy" });
    expect(await check(order)).toEqual({ outcome: "not received" });
    expect(await charge(order)).toEqual({ outcome: "done" });
  });

  test("a slow decision is pending until it is made", async () => {
    const order = newCharge("late");
    expect(await charge(order)).toEqual({ outcome: "pending" });
    expect(await check(order)).toEqual({ outcome: "pending" });
    await setup.settle(order.key);
    // The sandbox needs two questions.
    await check(order);
    expect(await check(order)).toEqual({ outcome: "done" });
  });

  test("a decline that the bank reverses is found by asking", async () => {
    const order = newCharge("declined");
    expect(await charge(order)).toEqual({ outcome: "declined", reason: "other" });
    await setup.settle(order.key);
    expect(await check(order)).toEqual({ outcome: "done" });
  });

  test("a key that was never sent is unknown", async () => {
    await charge(newCharge("pays"));
    expect(await check({ key: newKey() })).toEqual({ outcome: "not received" });
    expect(await setup.provider.cancelCharge(lookup({ key: newKey() }), signal())).toEqual({ outcome: "not received" });
  });

  test("the first charge is still found after many others", async () => {
    const first = newCharge("declined");
    await charge(first);
    for (let at = 0; at < 120; at += 1) await charge(newCharge("declined"));
    expect(await check(first)).toEqual({ outcome: "declined", reason: "other" });
  });

  test("a refund is made once per key, and never more than was paid", async () => {
    const order = newCharge("pays", 2000);
    await charge(order);
    const refund = (cents: number, key = newKey()) => ({ key, charge: lookup(order), cents });
    const part = refund(500);
    expect(await setup.provider.checkRefund(part, signal())).toEqual({ outcome: "not received" });
    expect(await setup.provider.refund(part, signal())).toEqual({ outcome: "done" });
    expect(await setup.provider.refund(part, signal())).toEqual({ outcome: "done" });
    expect(await setup.provider.checkRefund(part, signal())).toEqual({ outcome: "done" });
    expect(await setup.provider.refund(refund(1501), signal())).toMatchObject({ outcome: "declined" });
    const rest = refund(1500);
    setup.failNext("timeout-after");
    await expect(setup.provider.refund(rest, signal(150))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await setup.provider.checkRefund(rest, signal())).toEqual({ outcome: "done" });
    expect(await setup.provider.refund(refund(1), signal())).toMatchObject({ outcome: "declined" });
  });

  test("an unpaid charge can't be refunded", async () => {
    const order = newCharge("declined");
    await charge(order);
    const back = { key: newKey(), charge: lookup(order), cents: 1 };
    expect(await setup.provider.refund(back, signal())).toMatchObject({ outcome: "declined" });
    const unknown = { key: newKey(), charge: lookup({ key: newKey() }), cents: 1 };
    expect(await setup.provider.refund(unknown, signal())).toMatchObject({ outcome: "declined" });
  });

  test("a card is entered on the provider's page, and reported by a signed message", async () => {
    const url = await setup.provider.cardPage(
      customer,
      { accountId: "northwind", accountName: "Northwind", person: "dana", zone: "UTC" },
      signal(),
    );
    expect(url).toMatch(/^https?:\/\//);
    const { body, headers } = await setup.enter(url);
    const answer = await setup.provider.parseWebhook(body, new Headers(headers));
    expect(answer).toMatchObject({ is: "card added", customer, by: "dana", card: { brand: "Visa", last4: "4242" } });
    expect(await setup.provider.parseWebhook(body, new Headers(headers))).toEqual(answer);
    expect(JSON.stringify(answer)).not.toContain(PAYING_CARD);
    await expect(setup.provider.parseWebhook(body, new Headers())).rejects.toBeInstanceOf(InvalidSignature);
    await expect(setup.provider.parseWebhook(`${body} `, new Headers(headers))).rejects.toBeInstanceOf(
      InvalidSignature,
    );
    const forged = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace(/\w{6}$/, "aaaaaa")]),
    );
    await expect(setup.provider.parseWebhook(body, new Headers(forged))).rejects.toBeInstanceOf(InvalidSignature);
  });

  test("a card is deleted, and deleting it twice does no harm", async () => {
    const order = newCharge("pays");
    await setup.provider.removeCard(order.cardRef, signal());
    await setup.provider.removeCard(order.cardRef, signal());
    expect(await charge(order)).toEqual(setup.chargeOfForgotten);
  });
});
