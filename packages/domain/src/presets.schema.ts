import * as z from "zod/mini";
import { idSchema, instantSchema, list, oneLine, someLines, text } from "./fields.schema.ts";
import { APPLY_MAX, PRESET_ABOUT_MAX, PRESET_KINDS, PRESET_NAME_MAX, type PresetOf } from "./presets.ts";
import { queueKind } from "./queues.schema.ts";
import { defineRecord, type Kind } from "./record.ts";
import { type Show, showField } from "./showing.ts";
import { sourceKind } from "./sources.schema.ts";
import { nameKey } from "./names.ts";

const KINDS_OF: Record<PresetOf, Kind> = { source: sourceKind as unknown as Kind, queue: queueKind as unknown as Kind };
export const kindOfPreset = (of: PresetOf): Kind => KINDS_OF[of];

/** The fields that a preset of this kind may hold. */
export const presetFieldsOf = (of: PresetOf): string[] => Object.keys(KINDS_OF[of].presetFields ?? {});

const presetSchema = z.strictObject({
  of: z.enum(PRESET_KINDS),
  name: oneLine(PRESET_NAME_MAX),
  about: someLines(PRESET_ABOUT_MAX),
  values: z.record(text(100), z.unknown()),
  archivedAt: z.nullable(instantSchema),
});
export type PresetData = z.infer<typeof presetSchema>;

/** What a field is called; one that the kind does not have is named as somebody wrote it. */
export function labelOf(of: PresetOf, field: string, show: Show): string {
  const { labels } = KINDS_OF[of];
  return Object.hasOwn(labels, field) ? show.word(labels[field]!) : field;
}

/** A field and its value in words. */
export function showValue(of: PresetOf, field: string, value: unknown, show: Show): { label: string; text: string } {
  const kind = KINDS_OF[of];
  return { label: labelOf(of, field, show), text: showField(kind, field, value, show) };
}

export const presetKind = defineRecord({
  kind: "preset",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 1,
  schema: presetSchema,
  noun: "noun.preset",
  title: (data) => data.name,
  labels: {
    of: "label.presetOf",
    name: "label.name",
    about: "label.description",
    values: "label.values",
    archivedAt: "label.archivedAt",
  },
  shows: {
    about: "text",
    values: (values, show) =>
      Object.entries(values)
        .map(([field, value]) => {
          // Both kinds call the fields that they share alike.
          const of = presetFieldsOf("source").includes(field) ? "source" : "queue";
          const { label, text } = showValue(of, field, value, show);
          return `${label}: ${text}`;
        })
        .join("; "),
    archivedAt: "instant",
  },
  handedDown: true,
  restore: { how: "copy" },
  unique: {
    name: {
      within: "account",
      value: (data) => (data.archivedAt === null ? `${data.of}:${nameKey(data.name)}` : null),
      taken: "presets.nameTaken",
      field: "name",
      nameMax: PRESET_NAME_MAX,
    },
  },
  find: { words: (data) => `${data.name} ${data.about}`, tags: (data) => [`of:${data.of}`] },
  upgrades: [],
});

const form = {
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(PRESET_NAME_MAX),
  about: z._default(someLines(PRESET_ABOUT_MAX), ""),
};
const valuesOf = (of: PresetOf) =>
  z.partial(z.strictObject(KINDS_OF[of].presetFields as Record<string, z.ZodMiniType>));
export const PresetForm = z.discriminatedUnion("of", [
  z.object({ ...form, of: z.literal("source"), values: valuesOf("source") }),
  z.object({ ...form, of: z.literal("queue"), values: valuesOf("queue") }),
]);

const kindAndId = { kind: z.enum(PRESET_KINDS), id: idSchema };
const fields = list(text(60), 50);
export const PresetList = z.object({ of: z.optional(z.enum(PRESET_KINDS)), archived: z._default(z.boolean(), false) });
export const PresetAsked = z.object({ id: idSchema });
export const PresetFrom = z.object({ ...kindAndId, name: form.name, about: form.about, fields: z.optional(fields) });
export const PresetArchive = z.object({ id: idSchema, version: z.int(), archived: z.boolean() });
export const PresetCreate = z.object({ preset: idSchema, name: oneLine(PRESET_NAME_MAX) });
export const StandingAsked = z.object(kindAndId);
export const Settle = z.object({
  ...kindAndId,
  version: z.int(),
  field: text(60),
  how: z.enum(["revert", "override", "follow", "accept"]),
});
export const Unfollow = z.object({ ...kindAndId, version: z.int() });
const ids = (most: number) => list(idSchema, most, 1);
export const PresetApply = z.object({
  preset: idSchema,
  to: z.union([
    z.strictObject({
      records: list(z.strictObject({ id: idSchema }), 10 * APPLY_MAX, 1),
    }),
    z.strictObject({ followers: z.literal(true) }),
    z.strictObject({ accounts: ids(APPLY_MAX) }),
  ]),
  overrides: z._default(fields, []),
  reason: z._default(someLines(200), ""),
});
