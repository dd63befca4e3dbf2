import { onTestFinished } from "vitest";
import { StripePayments } from "../../src/payments/stripe/stripe.ts";
import { StripeStandIn } from "./stand-in.ts";

export const BACK = () => "http://callboard.test/console.html#/payment-methods";

/** The stand-in and a provider that talks to it, for one test. */
export async function standIn() {
  const there = new StripeStandIn();
  const url = await there.start();
  onTestFinished(() => there.stop());
  const provider = new StripePayments({
    key: there.key,
    webhookSecret: there.webhookSecret,
    url,
    back: BACK,
    wall: Date.now,
  });
  return { there, provider, url };
}
