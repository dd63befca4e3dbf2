import { consoleLink } from "../mail/consoleLink.ts";
import type { Env } from "../../env.ts";
import type { Database } from "../../store/database/port.ts";
import type { CardProvider } from "./port.ts";
import { SandboxPayments } from "./sandbox/sandbox.ts";
import { StripePayments } from "./stripe/stripe.ts";

export type PaymentSettings = Pick<Env, "STRIPE_SECRET_KEY" | "STRIPE_WEBHOOK_SECRET" | "STRIPE_API_URL">;

/**
 * The card provider: Stripe if its key is set, otherwise the sandbox. `wall`: real time, whatever a demo's clock says.
 */
export function chooseProvider(
  { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: url }: PaymentSettings,
  {
    db,
    secret,
    now,
    wall,
    publicUrl,
  }: { db: Database; secret: string; now: () => number; wall: () => number; publicUrl: string },
): CardProvider {
  if (key === undefined || webhookSecret === undefined) return new SandboxPayments(db, secret, now);
  return new StripePayments({
    key,
    webhookSecret,
    url,
    returnUrl: (account) => consoleLink(publicUrl, account, "cards"),
    wall,
  });
}
