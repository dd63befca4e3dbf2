import { idSchema, oneLine } from "@callboard/domain/core/fieldSchemas";
import { e164Schema } from "@callboard/domain/numbers/schema";
import { toPlainLine } from "@callboard/domain/core/text/text";
import * as z from "zod/mini";
import type { WebhookParams } from "../../integrations/carrier/twilio/webhook.ts";

/** Longer ones are addresses of SIP phones. */
const CALLER_MAX = 64;
const shortText = z._default(oneLine(40), "");
const count = z._default(z.coerce.number().check(z.int(), z.minimum(0)), 0);
const seconds = z.optional(z.coerce.number().check(z.int(), z.minimum(0)));

/** Twilio's parameters of a webhook, as far as they are used. */
const paramsSchema = z.object({
  CallSid: idSchema,
  /** The call that this leg belongs to. */
  ParentCallSid: z.optional(idSchema),
  CallStatus: shortText,
  To: z._default(oneLine(200), ""),
  Timestamp: z.optional(oneLine(40)),
  SequenceNumber: z._default(oneLine(10), "-"),
  CallDuration: seconds,
  DialCallStatus: shortText,
  DialCallDuration: seconds,
});
export type TwilioCall = z.output<typeof paramsSchema>;

const querySchema = z.object({ account: z.optional(idSchema), asked: count, group: count });
export type TwilioQuery = z.output<typeof querySchema>;

/** The parameters that are used. What is empty is missing. Throws for those that Twilio doesn't send. */
export const callOf = (params: WebhookParams): TwilioCall =>
  paramsSchema.parse(Object.fromEntries(Object.entries(params).filter(([, value]) => value !== "")));
export const queryOf = (query: Record<string, string>): TwilioQuery => querySchema.parse(query);

export const isE164 = (number: string): boolean => e164Schema.safeParse(number).success;

/** Who calls: a number, `anonymous`, or the address of a SIP phone, cut to what is kept. */
export const callerOf = ({ From: from }: WebhookParams): string => toPlainLine(from ?? "", CALLER_MAX) || "anonymous";
