import * as z from "zod/mini";
import { idSchema, instantSchema, list, oneLine, someLines, text } from "../core/fieldSchemas.ts";
import { PROPOSAL_RECORDS_MAX, PRESET_DESCRIPTION_MAX, PRESET_KINDS, type PresetKind } from "./rules.ts";
import { PRESET_NAME_MAX } from "../core/presetName.ts";
import { queueKind } from "../queues/schema.ts";
import { defineRecord, type Kind } from "../core/record.ts";
import { formatField } from "../core/fieldFormat.ts";
import type { ValueFormatter } from "../core/valueFormatter.ts";
import { sourceKind } from "../sources/schema.ts";
import { nameKey } from "../core/text/names.ts";

const KINDS_OF: Record<PresetKind, Kind> = {
  source: sourceKind as unknown as Kind,
  queue: queueKind as unknown as Kind,
};
export const kindOfPreset = (kind: PresetKind): Kind => KINDS_OF[kind];

/** The fields that a preset of this kind may hold. */
export const presetFieldsOf = (kind: PresetKind): string[] => Object.keys(KINDS_OF[kind].presetFields ?? {});

const presetSchema = z.strictObject({
  kind: z.enum(PRESET_KINDS),
  name: oneLine(PRESET_NAME_MAX),
  description: someLines(PRESET_DESCRIPTION_MAX),
  values: z.record(text(100), z.unknown()),
  archivedAt: z.nullable(instantSchema),
});
export type PresetData = z.infer<typeof presetSchema>;

/** A field's label; for a field that the kind doesn't have, the text as written. */
export function fieldLabel(kind: PresetKind, field: string, show: ValueFormatter): string {
  const { labels } = KINDS_OF[kind];
  return Object.hasOwn(labels, field) ? show.word(labels[field]!) : field;
}

/** A field and its value as text. */
export function formatValue(
  kind: PresetKind,
  field: string,
  value: unknown,
  show: ValueFormatter,
): { label: string; text: string } {
  const declaration = KINDS_OF[kind];
  return { label: fieldLabel(kind, field, show), text: formatField(declaration, field, value, show) };
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
    kind: "label.presetKind",
    name: "label.name",
    description: "label.description",
    values: "label.values",
    archivedAt: "label.archivedAt",
  },
  formats: {
    description: "text",
    values: (values, show) =>
      Object.entries(values)
        .map(([field, value]) => {
          // Both kinds use the same labels for the fields they share.
          const kind = presetFieldsOf("source").includes(field) ? "source" : "queue";
          const { label, text } = formatValue(kind, field, value, show);
          return `${label}: ${text}`;
        })
        .join("; "),
    archivedAt: "instant",
  },
  sharedWithSubAccounts: true,
  restore: { how: "copy" },
  unique: {
    name: {
      within: "account",
      value: (data) => (data.archivedAt === null ? `${data.kind}:${nameKey(data.name)}` : null),
      takenMessage: "presets.nameTaken",
      field: "name",
      nameMax: PRESET_NAME_MAX,
    },
  },
  search: { text: (data) => `${data.name} ${data.description}`, tags: (data) => [`of:${data.kind}`] },
  upgrades: [],
});

const editableFields = {
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(PRESET_NAME_MAX),
  description: z._default(someLines(PRESET_DESCRIPTION_MAX), ""),
};
const valuesSchema = (kind: PresetKind) =>
  z.partial(z.strictObject(KINDS_OF[kind].presetFields as Record<string, z.ZodMiniType>));
export const PresetInput = z.discriminatedUnion("kind", [
  z.object({ ...editableFields, kind: z.literal("source"), values: valuesSchema("source") }),
  z.object({ ...editableFields, kind: z.literal("queue"), values: valuesSchema("queue") }),
]);

const kindAndId = { kind: z.enum(PRESET_KINDS), id: idSchema };
const fields = list(text(60), 50);
export const PresetListInput = z.object({
  kind: z.optional(z.enum(PRESET_KINDS)),
  archived: z._default(z.boolean(), false),
});
export const PresetIdInput = z.object({ id: idSchema });
export const PresetFromRecordInput = z.object({
  ...kindAndId,
  name: editableFields.name,
  description: editableFields.description,
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
const ids = (max: number) => list(idSchema, max, 1);
export const ApplyPresetInput = z.object({
  preset: idSchema,
  to: z.union([
    z.strictObject({
      records: list(z.strictObject({ id: idSchema }), 10 * PROPOSAL_RECORDS_MAX, 1),
    }),
    // All records that follow it.
    z.strictObject({ followers: z.literal(true) }),
    z.strictObject({ accounts: ids(PROPOSAL_RECORDS_MAX) }),
  ]),
  overrides: z._default(fields, []),
  reason: z._default(someLines(200), ""),
});
