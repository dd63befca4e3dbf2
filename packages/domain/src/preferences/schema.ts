import * as z from "zod/mini";
import { THEME_CHOICES, type Preferences } from "./rules.ts";
import { defineRecord } from "../core/record.ts";
import { zoneSchema } from "../core/fieldSchemas.ts";

const fields = {
  theme: z.enum(THEME_CHOICES),
  zone: z.nullable(zoneSchema),
  locale: z.literal("en"),
};

/** The preferences of a person. They belong to the person, not to an account. */
export const preferencesKind = defineRecord({
  kind: "preferences",
  log: "activity",
  area: "access",
  readBy: "area",
  shape: 1,
  schema: z.strictObject(fields) as z.ZodMiniType<Preferences>,
  noun: "noun.preferences",
  title: (_data, id) => id,
  titleIs: "person",
  labels: { theme: "label.theme", zone: "label.zone", locale: "label.locale" },
  restore: { how: "copy" },
  upgrades: [],
});

export const PreferencesInput = z.object({ theme: z.optional(fields.theme), zone: z.optional(fields.zone) });
