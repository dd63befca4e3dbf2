import { onTestFinished } from "vitest";
import { StripePayments } from "../../../src/integrations/payments/stripe/stripe.ts";
import { StripeStandIn } from "./stripeStandIn.ts";

export const RETURN_URL = () => "http://callboard.test/console.html#/cards";

/** The simulated Stripe and a provider that uses it, for one test. */
export async function startStandIn() {
  const stripe = new StripeStandIn();
  const url = await stripe.start();
  onTestFinished(() => stripe.stop());
  const provider = new StripePayments({
    key: stripe.key,
    webhookSecret: stripe.webhookSecret,
    url,
    returnUrl: RETURN_URL,
    wall: Date.now,
  });
  return { stripe, provider, url };
}
