import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createEmulator, type Emulator } from "emulate";
import { describe, expect, onTestFinished, test } from "vitest";
import { readEnv } from "../../../../src/env.ts";
import { chooseProvider } from "../../../../src/integrations/payments/chooseProvider.ts";
import { StripePayments } from "../../../../src/integrations/payments/stripe/stripe.ts";
import { RETURN_URL, startStandIn } from "../../../support/stripe/startStandIn.ts";

describe("a wrong setting", () => {
  test("is named: a key without its webhook secret", () => {
    expect(() => readEnv({ STRIPE_SECRET_KEY: "sk_test_x" })).toThrow(/STRIPE_WEBHOOK_SECRET/);
    expect(() => readEnv({ STRIPE_WEBHOOK_SECRET: "whsec_x" })).toThrow(/STRIPE_SECRET_KEY/);
  });

  test("of the key leaves a charge open, until the key is right", async () => {
    const { stripe, url } = await startStandIn();
    const provider = chooseProvider(
      { STRIPE_SECRET_KEY: "sk_test_wrong", STRIPE_WEBHOOK_SECRET: "whsec_x", STRIPE_API_URL: url },
      { db: null as never, secret: "", now: Date.now, wall: Date.now, publicUrl: "http://callboard.test" },
    );
    const order = { key: "k", customer: "cus_1", cardRef: "pm_pays_1", cents: 100, currency: "USD" };
    await expect(provider.charge(order, AbortSignal.timeout(2000))).rejects.toMatchObject({ reason: "broken" });
    expect(stripe.intents).toEqual([]);
  });

  test("of the address, which answers with a web page, counts as no answer", async () => {
    const { stripe, provider } = await startStandIn();
    stripe.faulty = () => "empty";
    const lookup = { key: "k", customer: "cus_1", since: 0 };
    await expect(provider.checkCharge(lookup, AbortSignal.timeout(2000))).rejects.toMatchObject({
      reason: "unreadable",
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** An independent check: a simulator of Stripe written by somebody else, as far as it goes. */
describe("by the emulator", () => {
  const startEmulator = async () => {
    const emulator: Emulator = await createEmulator({ service: "stripe", port: await freePort() });
    onTestFinished(() => emulator.close());
    const settings = {
      key: "sk_test_emulated",
      webhookSecret: "whsec_emulated",
      returnUrl: RETURN_URL,
      wall: Date.now,
    };
    return new StripePayments({ ...settings, url: emulator.url });
  };

  test("a customer is created, and its card page opens", async () => {
    const provider = await startEmulator();
    const signal = AbortSignal.timeout(5000);
    const customer = await provider.findOrCreateCustomer({ id: "acc", name: "Northwind" }, signal);
    expect(customer).toMatch(/^cus_/);
    const page = await fetch(
      await provider.cardPage(
        customer,
        { accountId: "northwind", accountName: "Northwind", person: "dana", zone: "UTC" },
        signal,
      ),
    );
    expect(page.status).toBe(200);
    expect(await provider.checkCharge({ key: "nobody's", customer, since: 0 }, signal)).toEqual({
      outcome: "not received",
    });
  });
});
