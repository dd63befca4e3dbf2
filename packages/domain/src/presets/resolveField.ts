import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import { type Preset, type PresetKind, compareWithPreset } from "./rules.ts";
import { addPreset, type Follower, type PresetDoc, normalizeData, normalizeValues } from "./edit.ts";
import { kindOfPreset, presetFieldsOf } from "./schema.ts";
import { checkUsable, saveFollower } from "./apply.ts";
import { truncateText } from "../core/text/text.ts";

/**
 * `revert`: the record takes the preset's value. `override`: it keeps its own on purpose. `follow`: ends an override.
 * `accept`: the preset takes the record's value.
 */
export type FieldResolution = "revert" | "override" | "follow" | "accept";

/**
 * Resolves one field that differs. `ownPreset`: the preset's document if this account may change it. After `accept`
 * the preset's other followers are behind.
 */
export function resolveField(
  record: Follower,
  preset: Preset,
  ownPreset: PresetDoc | null,
  { field, how, label }: { field: string; how: FieldResolution; label: string },
): Effect[] {
  const { follows, name } = record.data;
  if (!follows || follows.preset !== preset.id) return fail("conflict", "presets.followsNone", { name });
  // Overriding a field is possible even if the preset is archived.
  if (how !== "override") checkUsable(preset, record.kind as PresetKind);
  const comparison = compareWithPreset(follows, preset.values, record.data).find(
    (candidate) => candidate.field === field,
  );
  if (!comparison) return fail("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const { state } = comparison;
  const isPossible =
    how === "follow"
      ? state === "overridden"
      : how === "override"
        ? state !== "overridden"
        : state !== "follows" && state !== "overridden";
  if (!isPossible) return fail("conflict", "presets.nothingToResolve", { name, field: label }, "field");
  const overrides = follows.overrides.filter((override) => override !== field);
  const values = { ...follows.values, [field]: preset.values[field] };
  if (how === "override") {
    const action = message("presets.didOverride", { field: label, name, preset: preset.name });
    return [
      saveFollower(
        record,
        { ...record.data, follows: { ...follows, values, overrides: [...overrides, field] } },
        { action },
      ),
    ];
  }
  if (how === "accept") return acceptIntoPreset(record, preset, ownPreset, field, label);
  const action = message("presets.didRevert", { field: label, name, preset: preset.name });
  const data = { ...record.data, [field]: preset.values[field], follows: { ...follows, values, overrides } };
  return [saveFollower(record, normalizeData(record.kind as PresetKind, data), { action })];
}

function acceptIntoPreset(
  record: Follower,
  preset: Preset,
  ownPreset: PresetDoc | null,
  field: string,
  label: string,
): Effect[] {
  if (!ownPreset) return fail("forbidden", "presets.acceptNeedsOwnPreset");
  const value = (record.data as unknown as Record<string, unknown>)[field];
  // The preset's narrower schema applies: a target in one account's records can't be in a preset.
  const parsed = kindOfPreset(preset.kind).presetFields?.[field]?.safeParse(value);
  if (!parsed?.success) return fail("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const draft = { ...ownPreset.data, values: { ...ownPreset.data.values, [field]: value } };
  const action = message("presets.didAccept", { field: label, name: record.data.name, preset: preset.name });
  const follows = record.data.follows!;
  const nextFollows = { ...follows, version: ownPreset.version + 1, values: { ...follows.values, [field]: value } };
  return [
    save("preset", ownPreset, { ...ownPreset.data, values: normalizeValues(draft) }, { action }),
    saveFollower(record, { ...record.data, follows: nextFollows }, { action }),
  ];
}

/** The values that a record can pass to a preset: the chosen fields that a preset may hold. */
function presetValuesOf(record: Follower, fields: readonly string[] | undefined): Record<string, unknown> {
  const kind = kindOfPreset(record.kind as PresetKind);
  const entries = Object.entries(kind.presetFields ?? {}).flatMap(([field, schema]): [string, unknown][] => {
    const value = (record.data as unknown as Record<string, unknown>)[field];
    return (!fields || fields.includes(field)) && schema!.safeParse(value).success ? [[field, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** Creates a preset from a record, which then follows it. */
export function createPresetFrom(
  record: Follower,
  presets: readonly PresetDoc[],
  { name, description, fields }: { name: string; description: string; fields?: readonly string[] | undefined },
  id: string,
): Effect[] {
  const kind = record.kind as PresetKind;
  const unknownField = fields?.find((field) => !presetFieldsOf(kind).includes(field));
  if (unknownField !== undefined)
    fail("invalid", "presets.fieldNotHeld", { name, field: truncateText(unknownField, 60) }, "fields");
  const values = presetValuesOf(record, fields);
  const [created] = addPreset(record.account, presets, { kind, name, description, values }, id);
  const action = message("presets.didSaveFrom", { preset: name, name: record.data.name });
  const follows = { preset: id, owner: record.account, version: 1, name, values, overrides: [] };
  return [{ ...created!, action } as Effect, saveFollower(record, { ...record.data, follows }, { action })];
}
