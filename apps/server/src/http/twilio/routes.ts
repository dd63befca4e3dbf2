import { Failure } from "@callboard/domain/core/failure";
import { type Context, Hono } from "hono";
import { loadTwilio } from "../../integrations/carrier/twilio/library.ts";
import { hangUpTwiml } from "../../integrations/carrier/twilio/twiml.ts";
import { TwilioPlatform } from "../../integrations/carrier/twilio/twilio.ts";
import { readWebhook } from "../../integrations/carrier/twilio/webhook.ts";
import { InvalidSignature } from "../../integrations/payments/port.ts";
import { badInput } from "../../rpc/badInput.ts";
import type { Services } from "../../services.ts";
import { errorResponse, failureResponse } from "../failureResponse.ts";
import { answerNext, answerVoice, type CallWebhook, takeStatus } from "./calls.ts";
import { callerOf, callOf, queryOf } from "./webhookInput.ts";

/**
 * Twilio's webhooks: who is rung, what follows, and what became of it. Only requests that Twilio signed are handled; the
 * same one again gets the same answer and changes nothing. Without Twilio these addresses don't exist.
 */
export function twilioRoutes(services: Services): Hono {
  const app = new Hono();
  const { carrier: platform } = services;
  if (!(platform instanceof TwilioPlatform)) return app;
  // The first caller doesn't wait for it.
  void loadTwilio().catch((error: unknown) => services.log.error({ err: error }, "could not load Twilio's library"));
  const post = (path: string, handle: (webhook: CallWebhook) => Promise<string | null>) =>
    app.post(path, async (c) => {
      try {
        const answer = await handle(await webhookOf(platform, c));
        return answer === null ? c.body(null, 204) : c.body(answer, 200, { "content-type": "text/xml; charset=utf-8" });
      } catch (error) {
        return webhookErrorResponse(c, error, services);
      }
    });
  post("/voice", (webhook) => answerVoice(services, webhook));
  post("/next", (webhook) => answerNext(services, webhook));
  post("/status", async (webhook) => {
    await takeStatus(services, webhook);
    return null;
  });
  post("/over", hangUpTwiml);
  return app;
}

async function webhookOf(platform: TwilioPlatform, c: Context): Promise<CallWebhook> {
  const { pathname, search } = new URL(c.req.url);
  const body = await c.req.text();
  const signature = c.req.header("x-twilio-signature");
  const params = await readWebhook(platform.settings, { target: `${pathname}${search}`, body, signature });
  return { platform, call: callOf(params), from: callerOf(params), query: queryOf(c.req.query()) };
}

function webhookErrorResponse(c: Context, error: unknown, { log }: Services): Response {
  if (error instanceof InvalidSignature) return c.body(null, 403);
  const failure = error instanceof Failure ? error : badInput(error);
  if (failure !== null) return failureResponse(c, failure);
  log.error({ err: error }, "a webhook of Twilio's failed");
  return errorResponse(c, "");
}
