import * as z from "zod/mini";
import { REQUEST_STATES, PROVIDER_REQUESTS } from "./providerRequestTypes.ts";
import { actorSchema, idSchema, instantSchema, sortableInstant, messageSchema, text } from "../fieldSchemas.ts";
import { defineRecord } from "../record.ts";
import type { Message } from "../message.ts";
import { formatActor } from "../fieldFormat.ts";
import type { ValueFormatter } from "../valueFormatter.ts";

const providerRequestSchema = z.strictObject({
  type: z.enum(PROVIDER_REQUESTS),
  /** Its subject, in words that people know: the number. */
  subject: text(400),
  /** The record that it is about or that it created. */
  recordId: z.nullable(idSchema),
  /** The handler's input, fixed when the request was made. */
  input: z.record(text(100), z.unknown()),
  state: z.enum(REQUEST_STATES),
  /** How often it was sent, and how often its outcome was checked. */
  attempts: z.int(),
  checks: z.int(),
  requestedAt: instantSchema,
  sentAt: z.nullable(instantSchema),
  /** When the next step is due; null if it has ended or is no longer checked automatically. */
  nextStepAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  requestedBy: actorSchema,
  /** The explanation of its state: why it waits, or how it ended. */
  why: messageSchema,
});
export type ProviderRequestData = z.infer<typeof providerRequestSchema>;

const isOpenPurchase = ({ type, endedAt }: ProviderRequestData): boolean => type === "buy number" && endedAt === null;

const isOpenCharge = ({ type, endedAt }: ProviderRequestData): boolean => type === "charge card" && endedAt === null;

const sharedDeclaration = {
  log: "activity",
  shape: 1,
  schema: providerRequestSchema,
  title: (data: ProviderRequestData) => data.subject,
  labels: {
    type: "label.type",
    subject: "label.subject",
    recordId: "label.record",
    input: "label.input",
    state: "label.state",
    attempts: "label.attempts",
    checks: "label.checks",
    requestedAt: "label.requestedAt",
    sentAt: "label.sentAt",
    nextStepAt: "label.nextStepAt",
    endedAt: "label.endedAt",
    requestedBy: "label.requestedBy",
    why: "label.explanation",
  },
  restore: { how: "refused", reason: "providerRequest.notRestored" },
  upgrades: [],
} as const;

const formats = {
  // Only a name in the input means anything to people; the rest is for the handler.
  input: ({ name }: Record<string, unknown>) => (typeof name === "string" ? name : ""),
  requestedAt: "instant",
  sentAt: "instant",
  nextStepAt: "instant",
  endedAt: "instant",
  requestedBy: formatActor,
  why: ({ key, values }: Message, show: ValueFormatter) => show.message({ key, values }),
} as const;

const indexes = {
  /** Requests that have not ended, by what they are about. */
  open: (data: ProviderRequestData) => (data.endedAt === null ? data.subject : null),
  record: (data: ProviderRequestData) => data.recordId,
  /** All requests by the time at which they were made. */
  wanted: (data: ProviderRequestData) => sortableInstant(data.requestedAt),
  /** Requests with a next step, for the scheduler. */
  due: (data: ProviderRequestData) => (data.nextStepAt === null ? null : sortableInstant(data.nextStepAt)),
};

export const providerRequestKind = defineRecord({
  ...sharedDeclaration,
  kind: "providerRequest",
  area: "routing",
  readBy: ["read routing"],
  noun: "noun.providerRequest",
  formats: { ...formats, recordId: (id: string, show: ValueFormatter) => show.record("number", id) },
  unique: {
    // If two accounts order at the same instant, the database rejects the second.
    purchase: {
      within: "everywhere",
      value: (data) => (isOpenPurchase(data) ? data.subject : null),
      takenMessage: "numbers.unavailable",
      field: "subject",
    },
  },
  indexes: {
    ...indexes,
    /** Orders that are still to be paid, by payer. */
    payer: (data) => (isOpenPurchase(data) ? String(data.input.payer) : null),
  },
});

/** A card charge or refund. */
export const chargeKind = defineRecord({
  ...sharedDeclaration,
  kind: "charge",
  area: "billing",
  readBy: ["read the balance"],
  noun: "noun.charge",
  formats: { ...formats, input: ({ sum }: Record<string, unknown>) => String(sum) },
  unique: {
    // Only one charge of an account can be in progress, whoever requests it.
    flight: {
      within: "account",
      value: (data) => (isOpenCharge(data) ? "flight" : null),
      takenMessage: "balance.recharge.inFlight",
      field: "subject",
    },
  },
  indexes: { ...indexes, flight: (data) => (isOpenCharge(data) ? "flight" : null) },
});

export const ProviderRequestInput = z.object({ id: idSchema });
export const ProviderRequestPageInput = z.object({
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});
