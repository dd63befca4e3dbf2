import * as z from "zod/mini";
import { monthStart } from "../core/calendar.ts";
import { instantSchema, sortableInstant } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";

const subscriptionSchema = z.strictObject({
  /** When the first month began: the others are counted from it. */
  paidFrom: instantSchema,
  /** When the month began that runs now. */
  monthFrom: instantSchema,
  /** When it ends, and the next one is charged, in advance. */
  renewsAt: instantSchema,
  /** The price at which this month was charged, whole; 0 while it is free. A plan changed within it counts from there. */
  paidMicros: z.int().check(z.minimum(0)),
});
export type SubscriptionData = z.infer<typeof subscriptionSchema>;

/** How far an account's subscription is paid. Its id is the account; a sub-account has none. */
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
    paidFrom: "label.paidFrom",
    monthFrom: "label.monthFrom",
    renewsAt: "label.renewsAt",
    paidMicros: "label.paidMicros",
  },
  shows: { paidFrom: "instant", monthFrom: "instant", renewsAt: "instant", paidMicros: "micros" },
  restore: { how: "refused", because: "subscription.notRestored" },
  indexes: { due: (data) => sortableInstant(data.renewsAt) },
  // Months were counted in UTC then.
  upgrades: [
    (older: Omit<SubscriptionData, "monthFrom">): SubscriptionData => ({
      ...older,
      monthFrom: Math.max(older.paidFrom, monthStart(older.paidFrom, older.renewsAt, "UTC")),
    }),
  ],
});
