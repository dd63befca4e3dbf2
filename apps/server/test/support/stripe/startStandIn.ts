import { onTestFinished } from "vitest";
import { StripePayments } from "../../../src/integrations/payments/stripe/stripe.ts";
import { StripeStandIn } from "./stripeStandIn.ts";

export const RETURN_URL = () => "http://callboard.test/console.html#/payment-methods";

/** The simulated Stripe and a provider that uses it, for one test. */
export async function startStandIn() {
  const there = new StripeStandIn();
  const url = await there.start();
  onTestFinished(() => there.stop());
  const provider = new StripePayments({
    key: there.key,
    webhookSecret: there.webhookSecret,
    url,
    back: RETURN_URL,
    wall: Date.now,
  });
  return { there, provider, url };
}
