import * as z from "zod/mini";
import { REQUEST_STATES, PROVIDER_REQUESTS } from "./providerRequest.ts";
import { actorSchema, idSchema, instantSchema, sortableInstant, messageSchema, text } from "./fieldSchemas.ts";
import { defineRecord } from "./record.ts";
import type { Phrase } from "./message.ts";
import { type ValueFormatter, formatActor } from "./fieldFormat.ts";

const providerRequestSchema = z.strictObject({
  what: z.enum(PROVIDER_REQUESTS),
  /** Its subject, in words that people know: the number. */
  about: text(400),
  /** The record that it is about or that it created. */
  record: z.nullable(idSchema),
  /** The handler's input, fixed when the request was made. */
  input: z.record(text(100), z.unknown()),
  state: z.enum(REQUEST_STATES),
  /** How often it was sent, and how often its outcome was checked. */
  tries: z.int(),
  asked: z.int(),
  wantedAt: instantSchema,
  sentAt: z.nullable(instantSchema),
  /** When the next step is due; null if it has ended or is no longer checked automatically. */
  nextAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  by: actorSchema,
  /** The explanation of its state: why it waits, or how it ended. */
  why: messageSchema,
});
export type ProviderRequestData = z.infer<typeof providerRequestSchema>;

const isOpenPurchase = ({ what, endedAt }: ProviderRequestData): boolean => what === "buy number" && endedAt === null;

const isOpenCharge = ({ what, endedAt }: ProviderRequestData): boolean => what === "charge card" && endedAt === null;

const sharedDeclaration = {
  log: "activity",
  shape: 1,
  schema: providerRequestSchema,
  title: (data: ProviderRequestData) => data.about,
  labels: {
    what: "label.what",
    about: "label.about",
    record: "label.record",
    input: "label.input",
    state: "label.state",
    tries: "label.tries",
    asked: "label.asked",
    wantedAt: "label.wantedAt",
    sentAt: "label.sentAt",
    nextAt: "label.nextAt",
    endedAt: "label.endedAt",
    by: "label.by",
    why: "label.why",
  },
  restore: { how: "refused", because: "errands.notRestored" },
  upgrades: [],
} as const;

const formats = {
  // The rest of the input is for the handler.
  input: ({ name }: Record<string, unknown>) => (typeof name === "string" ? name : ""),
  wantedAt: "instant",
  sentAt: "instant",
  nextAt: "instant",
  endedAt: "instant",
  by: formatActor,
  why: ({ key, values }: Phrase, show: ValueFormatter) => show.phrase({ key, values }),
} as const;

const indexes = {
  /** Requests that have not ended, by what they are about. */
  open: (data: ProviderRequestData) => (data.endedAt === null ? data.about : null),
  record: (data: ProviderRequestData) => data.record,
  wanted: (data: ProviderRequestData) => sortableInstant(data.wantedAt),
  /** Requests with a next step, for the scheduler. */
  due: (data: ProviderRequestData) => (data.nextAt === null ? null : sortableInstant(data.nextAt)),
};

export const providerRequestKind = defineRecord({
  ...sharedDeclaration,
  kind: "errand",
  area: "routing",
  readBy: ["read routing"],
  noun: "noun.errand",
  shows: { ...formats, record: (id: string, show: ValueFormatter) => show.record("number", id) },
  unique: {
    // If two accounts order at the same instant, the database rejects the second.
    purchase: {
      within: "everywhere",
      value: (data) => (isOpenPurchase(data) ? data.about : null),
      taken: "errands.unavailable",
      field: "about",
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
  shows: { ...formats, input: ({ sum }: Record<string, unknown>) => String(sum) },
  unique: {
    // One at a time, whoever requests it.
    flight: {
      within: "account",
      value: (data) => (isOpenCharge(data) ? "flight" : null),
      taken: "recharge.inFlight",
      field: "about",
    },
  },
  indexes: { ...indexes, flight: (data) => (isOpenCharge(data) ? "flight" : null) },
});

export const ProviderRequestInput = z.object({ id: idSchema });
export const ProviderRequestPageInput = z.object({
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});
