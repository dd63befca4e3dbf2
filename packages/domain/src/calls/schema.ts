import * as z from "zod/mini";
import { idSchema, instantSchema, list, oneLine } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { QUEUE_MEMBERS_MAX } from "../queues/types.ts";
import { e164Schema, typedNumber } from "../numbers/schema.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { CALL_OUTCOMES, CALL_SECONDS_MAX, OFFER_RESULTS, PHONE_EVENTS, REFUSAL_REASONS } from "./types.ts";

/** Who calls, as the platform says: a number, or a word such as `anonymous`. */
const callerSchema = oneLine(64).check(z.refine((from) => !/^\+?\d{16,}$/.test(from), "fields.unprintable"));
/** How long a sign of life may count, in seconds: a SIP registration of an hour, with room. */
const ALIVE_SECONDS_MAX = 86_400;

const offerSchema = z.strictObject({
  /** The agent's person. */
  id: idSchema,
  queue: idSchema,
  at: instantSchema,
  result: z.enum(OFFER_RESULTS),
});

const callSchema = z.strictObject({
  from: callerSchema,
  to: e164Schema,
  number: idSchema,
  source: z.nullable(idSchema),
  /** The queue that offered it last. */
  queue: z.nullable(idSchema),
  /** The receiving number that it was connected to. */
  receiver: z.nullable(idSchema),
  /** The API key of the phone platform, or the platform's own name. */
  platform: idSchema,
  startedAt: instantSchema,
  answeredAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  /** How long it was answered, in whole seconds, as the platform reported it. */
  seconds: z.nullable(z.int().check(z.minimum(0))),
  /** The agent who answered. */
  agent: z.nullable(idSchema),
  offers: list(offerSchema, QUEUE_MEMBERS_MAX * 4),
  outcome: z.nullable(z.enum(CALL_OUTCOMES)),
  /** Nobody reported its end, so its length isn't known. */
  forgotten: z._default(z.boolean(), false),
  /** Why it was not connected. */
  refusal: z.nullable(z.enum(REFUSAL_REASONS)),
});
export type CallData = z.infer<typeof callSchema>;
export type CallOfferData = z.infer<typeof offerSchema>;

/** A call that is over. While it lasts it isn't a record: its state changes too often to be history. */
export const callKind = defineRecord({
  kind: "call",
  log: "activity",
  area: "routing",
  readBy: "area",
  shape: 1,
  schema: callSchema,
  noun: "noun.call",
  title: (data) => data.from,
  labels: {
    from: "label.caller",
    to: "label.calledNumber",
    number: "label.number",
    source: "label.source",
    queue: "label.queue",
    receiver: "label.receiver",
    platform: "label.platform",
    startedAt: "label.startedAt",
    answeredAt: "label.answeredAt",
    endedAt: "label.endedAt",
    seconds: "label.answeredSeconds",
    agent: "label.answeredBy",
    offers: "label.offers",
    outcome: "label.outcome",
    forgotten: "label.forgotten",
    refusal: "label.refusal",
  },
  formats: {
    to: formatPhoneNumber,
    number: (id, show) => show.record("number", id),
    source: (id, show) => show.record("source", id),
    queue: (id, show) => show.record("queue", id),
    receiver: (id, show) => show.record("receiver", id),
    startedAt: "instant",
    answeredAt: "instant",
    endedAt: "instant",
    agent: "person",
    offers: ({ id, result }, show) => `${show.person(id)}: ${result}`,
  },
  restore: { how: "refused", reason: "calls.notRestored" },
  indexes: { started: ({ startedAt }) => String(startedAt).padStart(16, "0") },
  upgrades: [],
});

/** A call that a phone platform asks about. `callId`: the platform's own, unique in the account. */
export const AdmitInput = z.object({
  callId: idSchema,
  from: callerSchema,
  /** As the platform writes it; without `+` it is read with the account's country. */
  to: typedNumber,
});
/** `queue`: the one whose agents were rung in vain, so that a repeated question gets the same answer. */
export const NoAnswerInput = z.object({ callId: idSchema, queue: z.optional(idSchema) });

/**
 * An event from a phone platform about a person's phone, a call, or both. `id` is the platform's: the same one counts
 * once. `seconds`: on the end of a call, how long it was answered. `aliveSeconds`: how long this sign of life counts.
 */
export const PhoneEventInput = z.object({
  id: idSchema,
  event: z.enum(PHONE_EVENTS),
  person: z.optional(idSchema),
  call: z.optional(idSchema),
  at: z.optional(instantSchema),
  seconds: z.optional(z.int().check(z.minimum(0), z.maximum(CALL_SECONDS_MAX, "fields.tooLarge"))),
  aliveSeconds: z.optional(
    z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(ALIVE_SECONDS_MAX, "fields.tooLarge")),
  ),
});
export const CallPageInput = z.object({
  after: z.optional(z.nullable(oneLine(200))),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(200, "fields.tooLarge")), 50),
});
/** A dry run: what a call to this number, or to this queue, would get now. */
export const TryCallInput = z.object({ number: z.optional(idSchema), queue: z.optional(idSchema) });
