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
import { RECHARGE_STATES, RECHARGE_TYPES } from "./recharge.ts";
import { DEFAULT_CHARGE_LIMIT } from "./rechargeLimits.ts";
import { defineRecord } from "../core/record.ts";
import { formatActor } from "../core/fieldFormat.ts";

/** Ten million units. */
const MICROS_MAX = 10_000_000_000_000;
const sum = z.int().check(z.minimum(0), z.maximum(MICROS_MAX, "fields.large"));

const settingsSchema = z.strictObject({
  on: z.boolean(),
  /** Below this the balance is filled up to the target. */
  threshold: sum,
  target: sum,
  /** The most that recharges may charge in a month; none for as much as it takes. */
  cap: z.nullable(sum),
  /** And at once, and in a day of the account's. */
  perCharge: sum,
  perDay: sum,
  /** Who agreed, when, and to which words. It stays when it is switched off. */
  consent: z.nullable(z.strictObject({ at: instantSchema, by: idSchema, text: messageSchema })),
});
export type RechargeSettings = z.infer<typeof settingsSchema>;

/** When and by how much the balance recharges itself. Its id is the account. */
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
    on: "label.rechargeOn",
    threshold: "label.threshold",
    target: "label.target",
    cap: "label.cap",
    perCharge: "label.perCharge",
    perDay: "label.perDay",
    consent: "label.consent",
  },
  shows: {
    threshold: "micros",
    target: "micros",
    cap: "micros",
    perCharge: "micros",
    perDay: "micros",
    consent: ({ at, by, text }, show) => `${show.instant(at)}, ${show.person(by)}: ${show.phrase(text)}`,
  },
  restore: { how: "refused", because: "recharge.settingsNotRestored" },
  indexes: { on: ({ on }) => (on ? "yes" : null) },
  // Once there was no end to what was charged at once: what was agreed to is still filled up to.
  upgrades: [
    (older: Omit<RechargeSettings, "perCharge" | "perDay">): RechargeSettings => {
      const most = Math.max(DEFAULT_CHARGE_LIMIT, older.target);
      return { ...older, perCharge: most, perDay: most };
    },
  ],
});

const attemptSchema = z.strictObject({
  at: instantSchema,
  card: idSchema,
  /** What the card was called then. */
  label: text(400),
  charge: idSchema,
  state: z.enum(["sent", "settled", "declined"]),
  hard: z.boolean(),
  why: z.nullable(messageSchema),
});

const rechargeSchema = z.strictObject({
  what: z.enum(RECHARGE_TYPES),
  state: z.enum(RECHARGE_STATES),
  cents: z.int().check(z.minimum(0)),
  currency: z.enum(["USD", "EUR", "GBP", "CAD", "AUD"]),
  /** What crossed which line; none for what somebody asked for. */
  crossed: z.nullable(z.strictObject({ balance: z.int(), threshold: sum, target: sum })),
  /** What the cap still allowed, where there is one. */
  capLeft: z.nullable(z.int()),
  tries: z.array(attemptSchema),
  /** When a card can be tried again by itself. */
  nextAt: z.nullable(instantSchema),
  startedAt: instantSchema,
  endedAt: z.nullable(instantSchema),
  by: actorSchema,
  /** The one explanation: how it stands, or how it ended and why. */
  why: messageSchema,
  /** A decline that the provider took back later: both charges stand, one is to be refunded. */
  twice: z.boolean(),
});
export type RechargeData = z.infer<typeof rechargeSchema>;

/** A recharge, or one that did not happen: what crossed which line, which cards were tried, and how it ended. */
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
    what: "label.what",
    state: "label.state",
    cents: "label.cents",
    currency: "label.currency",
    crossed: "label.crossed",
    capLeft: "label.capLeft",
    tries: "label.tries",
    nextAt: "label.nextAt",
    startedAt: "label.startedAt",
    endedAt: "label.endedAt",
    by: "label.by",
    why: "label.why",
    twice: "label.chargedTwice",
  },
  shows: {
    crossed: ({ balance, threshold, target }, show) => [balance, threshold, target].map(show.micros).join(", "),
    capLeft: "micros",
    tries: ({ label, state }) => `${label} ${state}`,
    nextAt: "instant",
    startedAt: "instant",
    endedAt: "instant",
    by: formatActor,
    why: ({ key, values }, show) => show.phrase({ key, values }),
  },
  restore: { how: "refused", because: "recharge.notRestored" },
  unique: {
    // One for each shortfall: while it is not over no other is begun.
    shortfall: {
      within: "account",
      value: ({ what, endedAt }) => (what === "recharge" && endedAt === null ? "open" : null),
      taken: "recharge.inFlight",
      field: "what",
    },
  },
  indexes: {
    started: ({ startedAt }) => sortableInstant(startedAt),
    open: ({ endedAt }) => (endedAt === null ? "open" : null),
  },
  upgrades: [],
});

export const RechargeSettingsInput = z.object({
  /** The version that the form was opened with; none where nothing was ever chosen. */
  version: z._default(z.nullable(z.int()), null),
  on: z.boolean(),
  threshold: sum,
  target: sum,
  cap: z._default(z.nullable(sum), null),
  perCharge: z._default(sum, DEFAULT_CHARGE_LIMIT),
  perDay: z._default(sum, DEFAULT_CHARGE_LIMIT),
  /** The words were agreed to; asked for where it is switched on or charges more than before. */
  consent: z._default(z.boolean(), false),
});
export const TopUpInput = z.object({
  cents: z.int().check(z.minimum(100, "recharge.topUpSmall"), z.maximum(1_000_000, "recharge.topUpLarge")),
  card: z._default(z.nullable(idSchema), null),
});
/** Whose times are written: the account's own zone where none is named. */
const zoneField = { zone: z.optional(zoneSchema) };
export const ZoneInput = z.object(zoneField);
export const RechargePageInput = z.object({
  ...zoneField,
  after: z._default(z.nullable(text(400)), null),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});
export const RechargeInput = z.object({ ...zoneField, id: idSchema });
