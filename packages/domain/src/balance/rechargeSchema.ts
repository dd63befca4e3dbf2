import * as z from "zod/mini";
import {
  actorSchema,
  idSchema,
  instantSchema,
  sortableInstant,
  messageSchema,
  text,
  zoneSchema,
} from "../core/fieldSchemas.ts";
import { RECHARGE_STATES, RECHARGE_TYPES, DEFAULT_RECHARGE_LIMIT } from "./types.ts";
import { MICROS_PER_CENT } from "../core/money.ts";
import { defineRecord } from "../core/record.ts";
import { formatActor } from "../core/fieldFormat.ts";

/** Ten million units of the currency. */
const MICROS_MAX = 10_000_000_000_000;
const amountSchema = z.int().check(z.minimum(0), z.maximum(MICROS_MAX, "fields.tooLarge"));

const settingsSchema = z.strictObject({
  enabled: z.boolean(),
  /** Below this the balance is filled up to the target. */
  threshold: amountSchema,
  target: amountSchema,
  /** The most that recharges may charge in a month; null for no cap. */
  monthlyCap: z.nullable(amountSchema),
  /** The same per charge, and per day of the account's calendar. */
  perCharge: amountSchema,
  perDay: amountSchema,
  /** Who agreed, when, and to which wording. Kept when the recharge is switched off. */
  consent: z.nullable(z.strictObject({ at: instantSchema, by: idSchema, text: messageSchema })),
});
export type RechargeSettings = z.infer<typeof settingsSchema>;

/** The settings of the automatic recharge. The id is the account's. */
export const rechargeSettingsKind = defineRecord({
  kind: "rechargeSettings",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 2,
  schema: settingsSchema,
  noun: "noun.rechargeSettings",
  title: () => "",
  labels: {
    enabled: "label.rechargeEnabled",
    threshold: "label.threshold",
    target: "label.target",
    monthlyCap: "label.monthlyCap",
    perCharge: "label.perCharge",
    perDay: "label.perDay",
    consent: "label.consent",
  },
  formats: {
    threshold: "micros",
    target: "micros",
    monthlyCap: "micros",
    perCharge: "micros",
    perDay: "micros",
    consent: ({ at, by, text }, show) => `${show.instant(at)}, ${show.person(by)}: ${show.message(text)}`,
  },
  restore: { how: "refused", reason: "balance.recharge.settingsNotRestored" },
  indexes: { on: ({ enabled }) => (enabled ? "yes" : null) },
  // Older settings had no limit per charge: the agreed target still applies.
  upgrades: [
    (older: Omit<RechargeSettings, "perCharge" | "perDay">): RechargeSettings => {
      const limit = Math.max(DEFAULT_RECHARGE_LIMIT, older.target);
      return { ...older, perCharge: limit, perDay: limit };
    },
  ],
});

const attemptSchema = z.strictObject({
  at: instantSchema,
  card: idSchema,
  /** The card's name at that time. */
  label: text(400),
  /** The id of the charge's provider request. */
  charge: idSchema,
  state: z.enum(["sent", "settled", "declined"]),
  /** A decline for good: this card isn't tried again automatically. */
  hard: z.boolean(),
  why: z.nullable(messageSchema),
});

const rechargeSchema = z.strictObject({
  type: z.enum(RECHARGE_TYPES),
  state: z.enum(RECHARGE_STATES),
  cents: z.int().check(z.minimum(0)),
  currency: z.enum(["USD", "EUR", "GBP", "CAD", "AUD"]),
  /** The balance that fell below the threshold, in micros; null for a manual top-up. */
  trigger: z.nullable(z.strictObject({ balance: z.int(), threshold: amountSchema, target: amountSchema })),
  /** What was left of the monthly cap, in micros; null without a cap. */
  capRemaining: z.nullable(z.int()),
  attempts: z.array(attemptSchema),
  /** When a card can be tried again automatically. */
  retryAt: z.nullable(instantSchema),
  startedAt: instantSchema,
  endedAt: z.nullable(instantSchema),
  requestedBy: actorSchema,
  /** Why it waits, or how and why it ended. */
  why: messageSchema,
  /** The provider reversed a decline later: both charges stay, and one is to be refunded. */
  chargedTwice: z.boolean(),
});
export type RechargeData = z.infer<typeof rechargeSchema>;

/** A recharge or a failed attempt: the balance and threshold, the cards that were tried, and the outcome. */
export const rechargeKind = defineRecord({
  kind: "recharge",
  log: "activity",
  area: "billing",
  readBy: ["read the balance"],
  shape: 1,
  schema: rechargeSchema,
  noun: "noun.recharge",
  title: () => "",
  labels: {
    type: "label.type",
    state: "label.state",
    cents: "label.cents",
    currency: "label.currency",
    trigger: "label.rechargeTrigger",
    capRemaining: "label.capRemaining",
    attempts: "label.attempts",
    retryAt: "label.nextStepAt",
    startedAt: "label.startedAt",
    endedAt: "label.endedAt",
    requestedBy: "label.requestedBy",
    why: "label.explanation",
    chargedTwice: "label.chargedTwice",
  },
  formats: {
    trigger: ({ balance, threshold, target }, show) => [balance, threshold, target].map(show.micros).join(", "),
    capRemaining: "micros",
    attempts: ({ label, state }) => `${label} ${state}`,
    retryAt: "instant",
    startedAt: "instant",
    endedAt: "instant",
    requestedBy: formatActor,
    why: ({ key, values }, show) => show.message({ key, values }),
  },
  restore: { how: "refused", reason: "balance.recharge.notRestored" },
  unique: {
    // One per shortfall: no other starts while it is open.
    shortfall: {
      within: "account",
      value: ({ type, endedAt }) => (type === "recharge" && endedAt === null ? "open" : null),
      takenMessage: "balance.recharge.inFlight",
      field: "type",
    },
  },
  indexes: {
    started: ({ startedAt }) => sortableInstant(startedAt),
    open: ({ endedAt }) => (endedAt === null ? "open" : null),
  },
  upgrades: [],
});

export const RechargeSettingsInput = z.object({
  /** The version that the form was opened with; null if nothing was saved before. */
  version: z._default(z.nullable(z.int()), null),
  enabled: z.boolean(),
  threshold: amountSchema,
  target: amountSchema,
  monthlyCap: z._default(z.nullable(amountSchema), null),
  perCharge: z._default(amountSchema, DEFAULT_RECHARGE_LIMIT),
  perDay: z._default(amountSchema, DEFAULT_RECHARGE_LIMIT),
  /** Agreement to the text; required when it is switched on or may charge more than before. */
  consent: z._default(z.boolean(), false),
});
export const TopUpInput = z.object({
  cents: z
    .int()
    .check(
      z.minimum(100, "balance.recharge.topUpSmall"),
      z.maximum(DEFAULT_RECHARGE_LIMIT / MICROS_PER_CENT, "balance.recharge.topUpLarge"),
    ),
  card: z._default(z.nullable(idSchema), null),
});
/** The zone for times; the account's if missing. */
const zoneField = { zone: z.optional(zoneSchema) };
export const ZoneInput = z.object(zoneField);
export const RechargePageInput = z.object({
  ...zoneField,
  after: z._default(z.nullable(text(400)), null),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});
export const RechargeInput = z.object({ ...zoneField, id: idSchema });
