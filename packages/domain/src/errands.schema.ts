import * as z from "zod/mini";
import { ERRAND_STATES, ERRANDS } from "./errands.ts";
import { actorSchema, coded, idSchema, instantSchema, oneLine, ordered, phraseSchema, text } from "./fields.schema.ts";
import { NUMBER_KINDS } from "./tracking.ts";
import { defineRecord } from "./record.ts";
import type { Phrase } from "./phrase.ts";
import { type Show, showActor } from "./showing.ts";
import { TRACKING_NAME_MAX } from "./tracking.ts";
import { e164Schema, routeSchema } from "./tracking.schema.ts";

const errandSchema = z.strictObject({
  what: z.enum(ERRANDS),
  /** What it is about, in a word or two that people know: the number. */
  about: text(400),
  /** The record that it is about, or that comes of it. */
  record: z.nullable(idSchema),
  /** What is needed to carry it out, fixed when it was wanted. */
  input: z.record(text(100), z.unknown()),
  state: z.enum(ERRAND_STATES),
  /** How often it was sent, and how often its outcome was asked for. */
  tries: z.int(),
  asked: z.int(),
  wantedAt: instantSchema,
  sentAt: z.nullable(instantSchema),
  /** When the next step is due. None where it is over, or no longer asked about by itself. */
  nextAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  by: actorSchema,
  /** The one explanation: how it stands, or how it ended and why. */
  why: phraseSchema,
});
export type ErrandData = z.infer<typeof errandSchema>;

const isOpenPurchase = ({ what, endedAt }: ErrandData): boolean => what === "buy number" && endedAt === null;

const isOpenCharge = ({ what, endedAt }: ErrandData): boolean => what === "charge card" && endedAt === null;

const shared = {
  log: "activity",
  shape: 1,
  schema: errandSchema,
  title: (data: ErrandData) => data.about,
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

const shows = {
  // The rest of it is for whoever carries it out.
  input: ({ name }: Record<string, unknown>) => (typeof name === "string" ? name : ""),
  wantedAt: "instant",
  sentAt: "instant",
  nextAt: "instant",
  endedAt: "instant",
  by: showActor,
  why: ({ key, values }: Phrase, show: Show) => show.phrase({ key, values }),
} as const;

const indexes = {
  /** Those that are not over yet, by what they are about. */
  open: (data: ErrandData) => (data.endedAt === null ? data.about : null),
  record: (data: ErrandData) => data.record,
  wanted: (data: ErrandData) => ordered(data.wantedAt),
  /** Those with a step ahead, for the janitor. */
  due: (data: ErrandData) => (data.nextAt === null ? null : ordered(data.nextAt)),
};

export const errandKind = defineRecord({
  ...shared,
  kind: "errand",
  area: "routing",
  readBy: ["read routing"],
  noun: "noun.errand",
  shows: { ...shows, record: (id: string, show: Show) => show.record("number", id) },
  unique: {
    // Two accounts that click at the same instant: the second is refused by the database itself.
    purchase: {
      within: "everywhere",
      value: (data) => (isOpenPurchase(data) ? data.about : null),
      taken: "errands.unavailable",
      field: "about",
    },
  },
  indexes: {
    ...indexes,
    /** What an account has still to pay for, by who pays. */
    payer: (data) => (isOpenPurchase(data) ? String(data.input.payer) : null),
  },
});

/** A card that is charged. */
export const chargeKind = defineRecord({
  ...shared,
  kind: "charge",
  area: "billing",
  readBy: ["read the balance"],
  noun: "noun.charge",
  shows: { ...shows, input: ({ sum }: Record<string, unknown>) => String(sum) },
  unique: {
    // One at a time, whoever wants it and however often.
    flight: {
      within: "account",
      value: (data) => (isOpenCharge(data) ? "flight" : null),
      taken: "recharge.inFlight",
      field: "about",
    },
  },
  indexes: { ...indexes, flight: (data) => (isOpenCharge(data) ? "flight" : null) },
});

export const ErrandChoice = z.object({ id: idSchema });
export const ErrandPage = z.object({
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});

export const OfferSearch = z.object({
  country: z.optional(coded(2, /^[A-Z]{2}$/, "fields.odd")),
  kind: z.optional(z.enum(["local", "toll-free", "international"])),
  /** Digits that the number contains; spaces and signs between them do not count. */
  digits: z._default(text(40).check(z.regex(/^[\d\s()./+-]*$/, "errands.digitsOdd")), ""),
  limit: z._default(z.int().check(z.minimum(1, "fields.small"), z.maximum(50, "fields.large")), 20),
});
export const CostAsk = z.object({ kind: z.enum(NUMBER_KINDS) });
export const Purchase = z.object({
  e164: e164Schema,
  name: oneLine(TRACKING_NAME_MAX),
  source: z._default(z.nullable(idSchema), null),
  route: z._default(z.nullable(routeSchema), null),
});
export const Release = z.object({ id: idSchema, version: z.int() });
