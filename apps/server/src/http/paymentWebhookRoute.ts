import { Failure } from "@callboard/domain/core/failure";
import { type Context, Hono } from "hono";
import { errorResponse, failureResponse } from "./failureResponse.ts";
import type { Services } from "../services.ts";
import { InvalidSignature, type ProviderEvent } from "../integrations/payments/port.ts";
import { chargeChanged } from "../features/balance/chargeChanged.ts";
import { handleCardEvent } from "../features/cards/providerEvents.ts";

/** Handles an event from the provider. The same event may be delivered again, without a further effect. */
export const handleProviderEvent = (services: Services, event: ProviderEvent): Promise<void> =>
  event.is === "charge changed" ? chargeChanged(services, event.key) : handleCardEvent(services, event);

/** The payment provider's webhook. Only signed events are accepted. */
export function paymentWebhookRoute(services: Services): Hono {
  const app = new Hono();
  app.post("/:provider", async (c) => {
    const { payments, log } = services;
    if (c.req.param("provider") !== payments.name) return c.notFound();
    try {
      const body = await c.req.text();
      const event = await payments.parseWebhook(body, c.req.raw.headers);
      if (event !== null) await handleProviderEvent(services, event);
      return c.json({ taken: true });
    } catch (error) {
      return webhookErrorResponse(c, error, (invalid) => log.error({ err: invalid }, "a payment webhook failed"));
    }
  });
  return app;
}

function webhookErrorResponse(c: Context, error: unknown, logError: (error: unknown) => void): Response {
  if (error instanceof InvalidSignature) return c.body(null, 401);
  if (error instanceof Failure) return failureResponse(c, error);
  logError(error);
  return errorResponse(c, "");
}
