import * as z from "zod/mini";
import {
  emailSchema,
  factSchema,
  idSchema,
  instantSchema,
  oneLine,
  someLines,
  text,
  zoneSchema,
} from "../core/fieldSchemas.ts";
import { toDecimal } from "../core/money.ts";
import { LIMITED_RESOURCES, NO_LIMITS, PLAN_IDS, PLANS, PRICED_FIELDS, type Terms } from "../plans/catalogue.ts";
import { NUMBER_KINDS } from "../numbers/types.ts";
import { USAGE_KINDS } from "../balance/types.ts";
import { GUARD_MINUTES } from "../agents/types.ts";
import { PHONE_LEASE_SECONDS } from "../calls/types.ts";
import type { Lifecycle } from "../lifecycle/rules.ts";
import { defineRecord } from "../core/record.ts";
import { normalizeForSearch } from "../core/text/search.ts";
import { formatFact } from "../core/fieldFormat.ts";

const billTo = z.strictObject({ company: someLines(120), name: someLines(120), address: someLines(400) });
/** After this many minutes without use of the computer an agent gets this status. */
const idleRule = z.nullable(z.strictObject({ minutes: z.int().check(z.minimum(1), z.maximum(240)), status: idSchema }));
const phoneLeaseSeconds = z
  .int()
  .check(
    z.minimum(PHONE_LEASE_SECONDS.least, "fields.tooSmall"),
    z.maximum(PHONE_LEASE_SECONDS.most, "fields.tooLarge"),
  );
const guardMinutes = z
  .int()
  .check(z.minimum(GUARD_MINUTES.least, "fields.tooSmall"), z.maximum(GUARD_MINUTES.most, "fields.tooLarge"));
const currency = z.enum(["USD", "EUR", "GBP", "CAD", "AUD"]);
/** A thousand million units: more than any prepaid balance, and still exact. */
const micros = z.int().check(z.minimum(0), z.maximum(1_000_000_000_000_000));

const accountSchema = z.strictObject({
  name: oneLine(80),
  zone: zoneSchema,
  billTo,
  idleRule,
  owner: idSchema,
  agency: z.nullable(idSchema),
  balanceFrom: z.enum(["own", "agency"]),
  /** How long a phone counts as connected after a sign of life. */
  phoneLeaseSeconds,
  /** How long a person's choice of a status keeps rules from changing it. */
  guardMinutes,
});
export type AccountData = z.infer<typeof accountSchema>;

const nullableFact = z.nullable(factSchema);
const lifecycleSchema = z.strictObject({
  stopped: nullableFact,
  paused: nullableFact,
  canceled: nullableFact,
  cancellation: z.nullable(
    z.strictObject({
      undoUntil: instantSchema,
      paidUntil: z.nullable(instantSchema),
    }),
  ),
});
const termsSchema = z.strictObject({
  plan: z.enum(PLAN_IDS),
  planName: text(200),
  currency,
  pricePerMonth: micros,
  retentionDays: z.int(),
  mayHaveSubAccounts: z.boolean(),
  limits: z.record(z.enum(LIMITED_RESOURCES), z.nullable(z.int().check(z.minimum(1)))),
  frozenConnects: z.boolean(),
  numberFees: z.record(z.enum(NUMBER_KINDS), micros),
  rates: z.record(z.enum(USAGE_KINDS), micros),
  recharge: z.strictObject({ minimum: micros, threshold: micros, target: micros }),
  since: instantSchema,
  choice: z.int(),
  hiddenHistory: z.nullable(z.strictObject({ retentionDays: z.int(), until: instantSchema })),
});

export const accountKind = defineRecord({
  kind: "account",
  log: "history",
  area: "account",
  readBy: "area",
  shape: 3,
  schema: accountSchema,
  noun: "noun.account",
  title: (data) => data.name,
  labels: {
    name: "label.name",
    zone: "label.zone",
    billTo: "label.billTo",
    idleRule: "label.idle",
    owner: "label.owner",
    agency: "label.agency",
    balanceFrom: "label.balanceFrom",
    phoneLeaseSeconds: "label.phoneLease",
    guardMinutes: "label.guard",
  },
  formats: {
    phoneLeaseSeconds: (seconds) => `${seconds} s`,
    guardMinutes: "minutes",
    owner: "person",
    idleRule: ({ minutes, status }, show) => `${show.minutes(minutes)} → ${show.record("status", status)}`,
    agency: (_id, show) => show.word("word.anAgency"),
  },
  restricted: { billTo: "read the balance", balanceFrom: "read the balance" },
  retainedFields: ["zone", "balanceFrom", "agency"],
  restore: { how: "refused", reason: "account.notRestored" },
  indexes: {
    agency: (data) => data.agency,
    /** Sorts an agency's sub-accounts by name. */
    under: ({ agency, name }) => (agency === null ? null : `${agency}\n${normalizeForSearch(name)}`),
  },
  upgrades: [
    (older: Omit<AccountDataShape2, "phoneLeaseSeconds">): AccountDataShape2 => ({
      ...older,
      phoneLeaseSeconds: PHONE_LEASE_SECONDS.usual,
    }),
    (older: AccountDataShape2): AccountData => ({ ...older, guardMinutes: GUARD_MINUTES.usual }),
  ],
});
type AccountDataShape2 = Omit<AccountData, "guardMinutes">;

export const termsKind = defineRecord({
  kind: "terms",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 5,
  schema: termsSchema as z.ZodMiniType<Terms>,
  noun: "noun.terms",
  title: (data) => data.planName,
  labels: {
    plan: "label.plan",
    planName: "label.planName",
    currency: "label.currency",
    pricePerMonth: "label.pricePerMonth",
    retentionDays: "label.retentionDays",
    mayHaveSubAccounts: "label.mayHaveSubAccounts",
    limits: "label.limits",
    frozenConnects: "label.frozenConnects",
    numberFees: "label.numberFees",
    rates: "label.rates",
    recharge: "label.rechargeTerms",
    since: "label.since",
    choice: "label.choice",
    hiddenHistory: "label.hiddenHistory",
  },
  formats: {
    pricePerMonth: "micros",
    since: "instant",
    limits: (limits) =>
      LIMITED_RESOURCES.flatMap((resource) =>
        limits[resource] === null ? [] : [`${resource} ${limits[resource]}`],
      ).join(", "),
    hiddenHistory: ({ until }, show) => show.message({ key: "word.until", values: { until: show.instant(until) } }),
    numberFees: (fees, show) => NUMBER_KINDS.map((kind) => show.micros(fees[kind])).join(", "),
    recharge: ({ minimum, threshold, target }, show) => [minimum, threshold, target].map(show.micros).join(", "),
    rates: (rates) => USAGE_KINDS.map((kind) => `${kind} ${toDecimal(rates[kind])}`).join(", "),
  },
  retainedFields: PRICED_FIELDS,
  restore: { how: "refused", reason: "plans.notRestored" },
  // Older terms had no number fees, and later no usage rates: those of the plan at that time apply. They had no limits
  // either, and a later catalogue must not restrict an existing contract.
  upgrades: [
    (older: TermsBefore<"numberFees" | "rates" | "recharge">) => ({
      ...older,
      numberFees: PLANS[older.plan].numberFees,
    }),
    (older: TermsBefore<"rates" | "recharge">) => {
      const { rates, recharge } = PLANS[older.plan];
      return { ...older, rates, recharge };
    },
    (older: TermsBefore<never>) => ({ ...older, limits: NO_LIMITS, frozenConnects: true, hiddenHistory: null }),
    (older: Omit<Terms, "choice">): Terms => ({ ...older, choice: 0 }),
  ],
});
/** Terms before plans had limits, without the further fields `F`. */
type TermsBefore<F extends keyof Terms> = Omit<Terms, "limits" | "frozenConnects" | "hiddenHistory" | "choice" | F>;

export const lifecycleKind = defineRecord({
  kind: "lifecycle",
  log: "history",
  area: "account",
  readBy: "area",
  shape: 2,
  schema: lifecycleSchema as z.ZodMiniType<Lifecycle>,
  noun: "noun.lifecycle",
  title: () => "",
  labels: {
    stopped: "label.stopped",
    paused: "label.paused",
    canceled: "label.canceled",
    cancellation: "label.cancellation",
  },
  formats: {
    stopped: formatFact,
    paused: formatFact,
    canceled: formatFact,
    cancellation: ({ undoUntil }, show) =>
      show.message({ key: "word.until", values: { until: show.instant(undoUntil) } }),
  },
  restore: { how: "refused", reason: "lifecycle.notRestored" },
  upgrades: [(older: Omit<Lifecycle, "cancellation">): Lifecycle => ({ ...older, cancellation: null })],
});

/** The input that opening any account has. */
const openingFields = {
  name: oneLine(80),
  zone: zoneSchema,
  openingBalanceMicros: z._default(micros, 0),
  /** The first administrator; gets an invitation mail if they have no login yet. */
  owner: z.object({ name: oneLine(80), email: emailSchema, softphone: z._default(z.boolean(), false) }),
};
export const OpenAccountInput = z.object({
  ...openingFields,
  plan: z.enum(PLAN_IDS),
  currency: z._default(currency, "USD"),
});
/** Settings that a form leaves out stay as they are. */
export const AccountInput = z.object({
  version: z.int(),
  name: oneLine(80),
  zone: zoneSchema,
  billTo,
  idleRule,
  phoneLeaseSeconds: z.optional(phoneLeaseSeconds),
  guardMinutes: z.optional(guardMinutes),
});
export const TransferOwnerInput = z.object({ to: idSchema });
export const OpenSubAccountInput = z.object({
  ...openingFields,
  balanceFrom: z._default(z.enum(["own", "agency"]), "agency"),
});
