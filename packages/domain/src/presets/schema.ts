import * as z from "zod/mini";
import { idSchema, instantSchema, list, oneLine, someLines, text } from "../core/fieldSchemas.ts";
import { PROPOSAL_RECORDS_MAX, PRESET_ABOUT_MAX, PRESET_KINDS, type PresetKind } from "./rules.ts";
import { PRESET_NAME_MAX } from "../core/presetName.ts";
import { queueKind } from "../queues/schema.ts";
import { defineRecord, type Kind } from "../core/record.ts";
import { type ValueFormatter, formatField } from "../core/fieldFormat.ts";
import { sourceKind } from "../sources/schema.ts";
import { nameKey } from "../core/text/names.ts";

const KINDS_OF: Record<PresetKind, Kind> = {
  source: sourceKind as unknown as Kind,
  queue: queueKind as unknown as Kind,
};
export const kindOfPreset = (of: PresetKind): Kind => KINDS_OF[of];

/** The fields that a preset of this kind may hold. */
export const presetFieldsOf = (of: PresetKind): string[] => Object.keys(KINDS_OF[of].presetFields ?? {});

const presetSchema = z.strictObject({
  of: z.enum(PRESET_KINDS),
  name: oneLine(PRESET_NAME_MAX),
  about: someLines(PRESET_ABOUT_MAX),
  values: z.record(text(100), z.unknown()),
  archivedAt: z.nullable(instantSchema),
});
export type PresetData = z.infer<typeof presetSchema>;

/** A field's label; for a field that the kind doesn't have, the text as written. */
export function fieldLabel(of: PresetKind, field: string, show: ValueFormatter): string {
  const { labels } = KINDS_OF[of];
  return Object.hasOwn(labels, field) ? show.word(labels[field]!) : field;
}

/** A field and its value as text. */
export function formatValue(
  of: PresetKind,
  field: string,
  value: unknown,
  show: ValueFormatter,
): { label: string; text: string } {
  const kind = KINDS_OF[of];
  return { label: fieldLabel(of, field, show), text: formatField(kind, field, value, show) };
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
          // Both kinds use the same labels for the fields they share.
          const of = presetFieldsOf("source").includes(field) ? "source" : "queue";
          const { label, text } = formatValue(of, field, value, show);
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

const editableFields = {
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(PRESET_NAME_MAX),
  about: z._default(someLines(PRESET_ABOUT_MAX), ""),
};
const valuesSchema = (of: PresetKind) =>
  z.partial(z.strictObject(KINDS_OF[of].presetFields as Record<string, z.ZodMiniType>));
export const PresetInput = z.discriminatedUnion("of", [
  z.object({ ...editableFields, of: z.literal("source"), values: valuesSchema("source") }),
  z.object({ ...editableFields, of: z.literal("queue"), values: valuesSchema("queue") }),
]);

const kindAndId = { kind: z.enum(PRESET_KINDS), id: idSchema };
const fields = list(text(60), 50);
export const PresetListInput = z.object({
  of: z.optional(z.enum(PRESET_KINDS)),
  archived: z._default(z.boolean(), false),
});
export const PresetIdInput = z.object({ id: idSchema });
export const PresetFromRecordInput = z.object({
  ...kindAndId,
  name: editableFields.name,
  about: editableFields.about,
  fields: z.optional(fields),
});
export const ArchivePresetInput = z.object({ id: idSchema, version: z.int(), archived: z.boolean() });
export const CreateFromPresetInput = z.object({ preset: idSchema, name: oneLine(PRESET_NAME_MAX) });
export const PresetComparisonInput = z.object(kindAndId);
export const ResolveFieldInput = z.object({
  ...kindAndId,
  version: z.int(),
  field: text(60),
  how: z.enum(["revert", "override", "follow", "accept"]),
});
export const UnfollowInput = z.object({ ...kindAndId, version: z.int() });
const ids = (most: number) => list(idSchema, most, 1);
export const ApplyPresetInput = z.object({
  preset: idSchema,
  to: z.union([
    z.strictObject({
      records: list(z.strictObject({ id: idSchema }), 10 * PROPOSAL_RECORDS_MAX, 1),
    }),
    z.strictObject({ followers: z.literal(true) }),
    z.strictObject({ accounts: ids(PROPOSAL_RECORDS_MAX) }),
  ]),
  overrides: z._default(fields, []),
  reason: z._default(someLines(200), ""),
});
