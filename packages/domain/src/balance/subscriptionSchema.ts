import * as z from "zod/mini";
import { monthStart } from "../core/calendar.ts";
import { instantSchema, sortableInstant } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";

const subscriptionSchema = z.strictObject({
  /** When the first month began; later ones are counted from it. */
  billingAnchor: instantSchema,
  /** When the current month began. */
  periodStart: instantSchema,
  /** When it ends and the next one is charged in advance. */
  renewsAt: instantSchema,
  /** The full price charged for this month; 0 if it is free. A plan change during the month is prorated from it. */
  paidMicros: z.int().check(z.minimum(0)),
});
export type SubscriptionData = z.infer<typeof subscriptionSchema>;

/** How far an account's subscription is paid. The id is the account's; a sub-account has none. */
export const subscriptionKind = defineRecord({
  kind: "subscription",
  log: "activity",
  area: "billing",
  readBy: "area",
  shape: 2,
  schema: subscriptionSchema,
  noun: "noun.subscription",
  title: () => "",
  labels: {
    billingAnchor: "label.billingAnchor",
    periodStart: "label.periodStart",
    renewsAt: "label.renewsAt",
    paidMicros: "label.paidMicros",
  },
  formats: { billingAnchor: "instant", periodStart: "instant", renewsAt: "instant", paidMicros: "micros" },
  restore: { how: "refused", reason: "balance.subscription.notRestored" },
  indexes: { due: (data) => sortableInstant(data.renewsAt) },
  // Months used to be counted in UTC.
  upgrades: [
    (older: Omit<SubscriptionData, "periodStart">): SubscriptionData => ({
      ...older,
      periodStart: Math.max(older.billingAnchor, monthStart(older.billingAnchor, older.renewsAt, "UTC")),
    }),
  ],
});
