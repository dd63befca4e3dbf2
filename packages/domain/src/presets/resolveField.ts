import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import { type Preset, type PresetKind, compareWithPreset } from "./rules.ts";
import { addPreset, type Follower, type PresetDoc, normalizeData, normalizeValues } from "./edit.ts";
import { kindOfPreset, presetFieldsOf } from "./schema.ts";
import { checkUsable, saveFollower } from "./apply.ts";
import { truncateText } from "../core/text/text.ts";

export type FieldResolution = "revert" | "override" | "follow" | "accept";

/**
 * Resolves one field that differs. `own`: the preset's document, if it may be changed here: `accept` puts the record's
 * value into it, and other followers are then behind.
 */
export function resolveField(
  record: Follower,
  preset: Preset,
  own: PresetDoc | null,
  { field, how, label }: { field: string; how: FieldResolution; label: string },
): Effect[] {
  const { follows, name } = record.data;
  if (!follows || follows.preset !== preset.id) return fail("conflict", "presets.followsNone", { name });
  // Overriding a field is possible even if the preset is archived.
  if (how !== "override") checkUsable(preset, record.kind as PresetKind);
  const standing = compareWithPreset(follows, preset.values, record.data).find((one) => one.field === field);
  if (!standing) return fail("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const { state } = standing;
  const wanted =
    how === "follow"
      ? state === "overridden"
      : how === "override"
        ? state !== "overridden"
        : state !== "follows" && state !== "overridden";
  if (!wanted) return fail("conflict", "presets.nothingToSettle", { name, field: label }, "field");
  const overrides = follows.overrides.filter((one) => one !== field);
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
  if (how === "accept") return acceptIntoPreset(record, preset, own, field, label);
  const action = message("presets.didRevert", { field: label, name, preset: preset.name });
  const data = { ...record.data, [field]: preset.values[field], follows: { ...follows, values, overrides } };
  return [saveFollower(record, normalizeData(record.kind as PresetKind, data), { action })];
}

function acceptIntoPreset(
  record: Follower,
  preset: Preset,
  own: PresetDoc | null,
  field: string,
  label: string,
): Effect[] {
  if (!own) return fail("forbidden", "presets.acceptOwn");
  const value = (record.data as unknown as Record<string, unknown>)[field];
  // The preset's narrower schema applies: a target in one account's records can't be in a preset.
  const fits = kindOfPreset(preset.of).presetFields?.[field]?.safeParse(value);
  if (!fits?.success) return fail("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const draft = { ...own.data, values: { ...own.data.values, [field]: value } };
  const action = message("presets.didAccept", { field: label, name: record.data.name, preset: preset.name });
  const follows = record.data.follows!;
  const base = { ...follows, version: own.version + 1, values: { ...follows.values, [field]: value } };
  return [
    save("preset", own, { ...own.data, values: normalizeValues(draft) }, { action }),
    saveFollower(record, { ...record.data, follows: base }, { action }),
  ];
}

/** The values that a record can pass to a preset: the chosen fields that a preset may hold. */
function presetValuesOf(record: Follower, fields: readonly string[] | undefined): Record<string, unknown> {
  const kind = kindOfPreset(record.kind as PresetKind);
  const held = Object.entries(kind.presetFields ?? {}).flatMap(([field, schema]): [string, unknown][] => {
    const value = (record.data as unknown as Record<string, unknown>)[field];
    return (!fields || fields.includes(field)) && schema!.safeParse(value).success ? [[field, value]] : [];
  });
  return Object.fromEntries(held);
}

/** Creates a preset from a record, which then follows it. */
export function createPresetFrom(
  record: Follower,
  presets: readonly PresetDoc[],
  { name, about, fields }: { name: string; about: string; fields?: readonly string[] | undefined },
  id: string,
): Effect[] {
  const of = record.kind as PresetKind;
  const odd = fields?.find((field) => !presetFieldsOf(of).includes(field));
  if (odd !== undefined) fail("invalid", "presets.fieldNotHeld", { name, field: truncateText(odd, 60) }, "fields");
  const values = presetValuesOf(record, fields);
  const [made] = addPreset(record.account, presets, { of, name, about, values }, id);
  const action = message("presets.didSaveFrom", { preset: name, name: record.data.name });
  const follows = { preset: id, owner: record.account, version: 1, name, values, overrides: [] };
  return [{ ...made!, action } as Effect, saveFollower(record, { ...record.data, follows }, { action })];
}
