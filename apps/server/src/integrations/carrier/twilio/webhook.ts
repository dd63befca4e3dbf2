import type { Instant } from "@callboard/domain/core/time";
import { InvalidSignature } from "../../payments/port.ts";
import { loadTwilio } from "./library.ts";
import type { TwilioSettings } from "./twilio.ts";

/** The parameters of a webhook, as Twilio names them. */
export type WebhookParams = Readonly<Record<string, string | undefined>>;

/** A signature is 28 characters long; a longer header isn't one. */
const SIGNATURE_MAX = 100;
/** Twilio's times are in whole seconds, cut off. */
const CUT_OFF_MS = 999;

/**
 * The parameters of a webhook, proved to come from our account at Twilio: its signature covers the address and every
 * parameter. It has no time in it, so whoever recorded a request can send it again: handling one twice must change
 * nothing. `target`: path and query, as requested. Throws `InvalidSignature`.
 */
export async function readWebhook(
  { accountSid, authToken, publicUrl }: TwilioSettings,
  { target, body, signature }: { target: string; body: string; signature: string | undefined },
): Promise<WebhookParams> {
  const params = Object.fromEntries(new URLSearchParams(body));
  const { validateRequest } = await loadTwilio();
  const isSigned =
    signature !== undefined &&
    signature.length <= SIGNATURE_MAX &&
    validateRequest(authToken, signature, `${publicUrl}${target}`, params);
  if (!isSigned || params.AccountSid !== accountSid) throw new InvalidSignature();
  return params;
}

/** When a reported event happened by the product's clock, however far that was moved; `now` if Twilio doesn't say. */
export function eventInstant(timestamp: string | undefined, wall: Instant, now: Instant): Instant {
  const at = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(at) ? now : now - Math.max(0, wall - at - CUT_OFF_MS);
}
