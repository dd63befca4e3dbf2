import { beforeEach, describe, expect, test } from "vitest";
import { NoAnswer } from "../../../src/integrations/carrier/port.ts";
import { type CardProvider, InvalidSignature } from "../../../src/integrations/payments/port.ts";
import { cardPageOf, PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";
import { openTestApp } from "../../support/kit.ts";
import { StripePayments } from "../../../src/integrations/payments/stripe/stripe.ts";
import { StripeStandIn } from "../../support/stripe/stripeStandIn.ts";

type Fault = "down" | "timeout-before" | "timeout-after" | "failure" | "garbage" | "busy";
interface Message {
  body: string;
  headers: Record<string, string>;
}

/** A provider, and what is needed to play its other side. */
interface ContractSetup {
  provider: CardProvider;
  card(customer: string, manner: string): string;
  /** The fault of the next call that moves money; none after that. */
  once(fault: Fault): void;
  settle(key: string): Promise<void>;
  /** The cents really charged, minus those refunded. */
  taken(): Promise<number[]>;
  /** Enters a card on that page; answers the message that we get. */
  enter(url: string): Promise<Message>;
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
    card: (_customer, manner) => `card_${manner}_${(next += 1)}`,
    once: (fault) => {
      sandbox.faulty = ({ verb }) => {
        if (verb !== "charge" && verb !== "refund") return null;
        sandbox.faulty = () => null;
        return fault;
      };
    },
    settle: (key) => sandbox.reverse(key),
    taken: async () => (await sandbox.taken()).map(({ cents }) => cents),
    enter: async (url) => {
      await page.enter(url, { number: PAYING_CARD });
      return page.told.at(-1)!;
    },
    stop: () => {},
  };
}

async function stripeSetup(): Promise<ContractSetup> {
  const there = new StripeStandIn();
  const url = await there.start();
  const provider = new StripePayments({
    key: there.key,
    webhookSecret: there.webhookSecret,
    url,
    back: () => "http://callboard.test/console.html#/payment-methods",
    wall: Date.now,
  });
  return {
    provider,
    card: (customer, manner) => there.card(customer, manner),
    once: (fault) => {
      // The SDK itself repeats a request once after a broken connection, with the same key.
      let left = fault === "down" ? 2 : 1;
      there.faulty = ({ method }) => (method === "POST" && left-- > 0 ? fault : null);
    },
    settle: async (key) => void there.settle(key),
    taken: async () => there.intents.filter(({ status }) => status === "succeeded").map(({ amount }) => amount),
    enter: async (page) => there.enter(page, "pays"),
    stop: () => there.stop(),
  };
}

describe.each([
  ["sandbox", sandboxSetup],
  ["stripe", stripeSetup],
] as const)("cards by %s", (_name, open) => {
  let desk: ContractSetup;
  let customer: string;
  const signal = (ms = 5000) => AbortSignal.timeout(ms);
  const order = (manner: string, cents = 1601) => ({
    key: newKey(),
    customer,
    card: desk.card(customer, manner),
    cents,
    currency: "USD",
  });
  const sought = ({ key }: { key: string }) => ({ key, customer, since: FROM });
  const charge = (wanted: ReturnType<typeof order>, ms?: number) => desk.provider.charge(wanted, signal(ms));
  const ask = (wanted: { key: string }) => desk.provider.ask(sought(wanted), signal());
  const takenBy = async (work: () => Promise<unknown>) => {
    const before = await desk.taken();
    await work();
    return (await desk.taken()).length - before.length;
  };

  beforeEach(async () => {
    desk = await open();
    customer = await desk.provider.customer({ id: "acc1", name: "Nørthwind “Ltd”" }, signal());
    return () => desk.stop();
  });

  test("an account is the same customer however often it is asked", async () => {
    expect(await desk.provider.customer({ id: "acc1", name: "Nørthwind “Ltd”" }, signal())).toBe(customer);
    expect(await desk.provider.customer({ id: "acc2", name: "Nørthwind “Ltd”" }, signal())).not.toBe(customer);
  });

  test("a charge is made once per key", async () => {
    const wanted = order("pays");
    const taken = await takenBy(async () => {
      expect(await charge(wanted)).toEqual({ is: "done" });
      expect(await charge(wanted)).toEqual({ is: "done" });
      expect(await Promise.all([charge(wanted), ask(wanted)])).toEqual([{ is: "done" }, { is: "done" }]);
    });
    expect(taken).toBe(1);
  });

  test.each(["declined", "funds", "stolen", "expired"] as const)(
    "a card that is %s is charged nothing",
    async (reason) => {
      const wanted = order(reason);
      const taken = await takenBy(async () => {
        expect(await charge(wanted)).toEqual({ is: "declined", reason });
        expect(await charge(wanted)).toEqual({ is: "declined", reason });
        expect(await ask(wanted)).toEqual({ is: "declined", reason });
      });
      expect(taken).toBe(0);
    },
  );

  test("a payment that needs approval is canceled, and nothing is charged", async () => {
    const wanted = order("approval");
    const taken = await takenBy(async () => {
      expect(await charge(wanted)).toEqual({ is: "approval" });
      expect(await ask(wanted)).toEqual({ is: "approval" });
      expect(await desk.provider.cancel(sought(wanted), signal())).toEqual({ is: "canceled" });
      expect(await desk.provider.cancel(sought(wanted), signal())).toEqual({ is: "canceled" });
      expect(await ask(wanted)).toEqual({ is: "canceled" });
    });
    expect(taken).toBe(0);
  });

  test("a payment approved meanwhile can't be canceled, and says that it is done", async () => {
    const wanted = order("approval");
    await charge(wanted);
    await desk.settle(wanted.key);
    expect(await desk.provider.cancel(sought(wanted), signal())).toEqual({ is: "done" });
  });

  test("charged, and the answer lost: asking finds it, and sending it again charges nothing more", async () => {
    const wanted = order("pays");
    const taken = await takenBy(async () => {
      desk.once("timeout-after");
      await expect(charge(wanted, 150)).rejects.toMatchObject({ name: "TimeoutError" });
      expect(await ask(wanted)).toEqual({ is: "done" });
      expect(await charge(wanted)).toEqual({ is: "done" });
    });
    expect(taken).toBe(1);
  });

  test("if the request never arrived, asking says so, and it can be sent again", async () => {
    const wanted = order("pays");
    const taken = await takenBy(async () => {
      desk.once("down");
      await expect(charge(wanted)).rejects.toBeInstanceOf(NoAnswer);
      expect(await ask(wanted)).toEqual({ is: "unheard" });
      expect(await charge(wanted)).toEqual({ is: "done" });
    });
    expect(taken).toBe(1);
  });

  test.each(["down", "failure", "garbage"] as const)("%s counts as no answer", async (fault) => {
    const wanted = order("pays");
    desk.once(fault);
    await expect(charge(wanted)).rejects.toBeInstanceOf(NoAnswer);
    expect(await takenBy(() => charge(wanted))).toBe(1);
  });

  test("too many requests: nothing was accepted", async () => {
    const wanted = order("pays");
    desk.once("busy");
    expect(await charge(wanted)).toEqual({ is: "busy" });
    expect(await ask(wanted)).toEqual({ is: "unheard" });
    expect(await charge(wanted)).toEqual({ is: "done" });
  });

  test("a slow decision is pending until it is made", async () => {
    const wanted = order("late");
    expect(await charge(wanted)).toEqual({ is: "pending" });
    expect(await ask(wanted)).toEqual({ is: "pending" });
    await desk.settle(wanted.key);
    // The sandbox needs two questions.
    await ask(wanted);
    expect(await ask(wanted)).toEqual({ is: "done" });
  });

  test("a decline that the bank reverses is found by asking", async () => {
    const wanted = order("declined");
    expect(await charge(wanted)).toEqual({ is: "declined", reason: "declined" });
    await desk.settle(wanted.key);
    expect(await ask(wanted)).toEqual({ is: "done" });
  });

  test("a key that was never sent is unknown", async () => {
    await charge(order("pays"));
    expect(await ask({ key: newKey() })).toEqual({ is: "unheard" });
    expect(await desk.provider.cancel(sought({ key: newKey() }), signal())).toEqual({ is: "unheard" });
  });

  test("the first charge is still found after many others", async () => {
    const first = order("declined");
    await charge(first);
    for (let at = 0; at < 120; at += 1) await charge(order("declined"));
    expect(await ask(first)).toEqual({ is: "declined", reason: "declined" });
  });

  test("a refund is made once per key, and never more than was paid", async () => {
    const wanted = order("pays", 2000);
    await charge(wanted);
    const back = (cents: number, key = newKey()) => ({ key, charge: sought(wanted), cents });
    const part = back(500);
    expect(await desk.provider.askRefund(part, signal())).toEqual({ is: "unheard" });
    expect(await desk.provider.refund(part, signal())).toEqual({ is: "done" });
    expect(await desk.provider.refund(part, signal())).toEqual({ is: "done" });
    expect(await desk.provider.askRefund(part, signal())).toEqual({ is: "done" });
    expect(await desk.provider.refund(back(1501), signal())).toMatchObject({ is: "declined" });
    const rest = back(1500);
    desk.once("timeout-after");
    await expect(desk.provider.refund(rest, signal(150))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await desk.provider.askRefund(rest, signal())).toEqual({ is: "done" });
    expect(await desk.provider.refund(back(1), signal())).toMatchObject({ is: "declined" });
  });

  test("an unpaid charge can't be refunded", async () => {
    const wanted = order("declined");
    await charge(wanted);
    const back = { key: newKey(), charge: sought(wanted), cents: 1 };
    expect(await desk.provider.refund(back, signal())).toMatchObject({ is: "declined" });
    const unknown = { key: newKey(), charge: sought({ key: newKey() }), cents: 1 };
    expect(await desk.provider.refund(unknown, signal())).toMatchObject({ is: "declined" });
  });

  test("a card is entered on the provider's page, and reported by a signed message", async () => {
    const url = await desk.provider.cardPage(
      customer,
      { id: "northwind", account: "Northwind", by: "dana", zone: "UTC" },
      signal(),
    );
    expect(url).toMatch(/^https?:\/\//);
    const { body, headers } = await desk.enter(url);
    const told = await desk.provider.hear(body, new Headers(headers));
    expect(told).toMatchObject({ is: "card added", customer, by: "dana", card: { brand: "Visa", last4: "4242" } });
    expect(await desk.provider.hear(body, new Headers(headers))).toEqual(told);
    expect(JSON.stringify(told)).not.toContain(PAYING_CARD);
    await expect(desk.provider.hear(body, new Headers())).rejects.toBeInstanceOf(InvalidSignature);
    await expect(desk.provider.hear(`${body} `, new Headers(headers))).rejects.toBeInstanceOf(InvalidSignature);
    const forged = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace(/\w{6}$/, "aaaaaa")]),
    );
    await expect(desk.provider.hear(body, new Headers(forged))).rejects.toBeInstanceOf(InvalidSignature);
  });

  test("a card is deleted, and deleting it twice does no harm", async () => {
    const ref = desk.card(customer, "pays");
    await desk.provider.forget(ref, signal());
    await desk.provider.forget(ref, signal());
  });
});
