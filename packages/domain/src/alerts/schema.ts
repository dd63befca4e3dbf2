import * as z from "zod/mini";
import { instantSchema, list, text } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { ALERT_KINDS, ALERT_PLACES, SNOOZES_MAX } from "./types.ts";

/** An alert's kind and what it is about. */
const alertKey = text(200);
const places = list(z.enum(ALERT_PLACES), ALERT_PLACES.length);

const choicesSchema = z.strictObject({
  snoozes: list(z.strictObject({ alert: alertKey, until: instantSchema }), SNOOZES_MAX),
  /** Only kinds whose places somebody changed. */
  places: z.partialRecord(z.enum(ALERT_KINDS), places),
});
export type AlertChoices = z.infer<typeof choicesSchema>;

/** What a person snoozed in an account, and where they want to be alerted. It belongs to the person; the id is the account's. */
export const alertChoicesKind = defineRecord({
  kind: "alertChoices",
  log: "activity",
  area: "account",
  readBy: "area",
  shape: 1,
  schema: choicesSchema,
  noun: "noun.alertChoices",
  title: () => "",
  labels: { snoozes: "label.snoozes", places: "label.places" },
  restore: { how: "refused", reason: "alerts.choicesNotRestored" },
  upgrades: [],
});

export const SnoozeInput = z.object({
  alert: alertKey,
  /** Null: shows it again. */
  until: z.nullable(instantSchema),
});
export const AlertPlacesInput = z.object({ kind: z.enum(ALERT_KINDS), places });
