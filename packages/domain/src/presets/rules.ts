import type { FollowedPreset } from "../core/followedPresetSchema.ts";
import { isSameValue } from "../core/differences.ts";

export type { FollowedPreset as Follows } from "../core/followedPresetSchema.ts";

export const PRESET_DESCRIPTION_MAX = 400;
export const PRESETS_MAX = 200;
/** The most records that one proposal changes; more make a run. */
export const PROPOSAL_RECORDS_MAX = 500;

/** The kinds whose records can follow presets: those that declare `presetFields`. */
export const PRESET_KINDS = ["source", "queue"] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export const LIBRARY = "library";

/** A preset that a record can follow, whoever owns it. */
export interface Preset {
  id: string;
  /** `library`, or an account's id. */
  owner: string;
  version: number;
  kind: PresetKind;
  name: string;
  description: string;
  values: Readonly<Record<string, unknown>>;
  archivedAt: number | null;
}

/**
 * A field's relation to its preset. `follows`: equal to the preset. `overridden`: a declared override. `drifted`:
 * changed here, the preset is unchanged. `behind`: the preset changed, not the record. `clash`: both changed.
 */
export const FIELD_STATES = ["follows", "overridden", "drifted", "behind", "clash"] as const;
export type FieldState = (typeof FIELD_STATES)[number];

export interface FieldComparison {
  field: string;
  state: FieldState;
  /** The preset's value when it was applied; undefined if the preset didn't have the field then. */
  base: unknown;
  preset: unknown;
  record: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Compares three values of each field: the preset's when it was applied, the preset's now, and the record's. Fields
 * that the preset no longer has are left out.
 */
export function compareWithPreset(
  follows: Pick<FollowedPreset, "values" | "overrides">,
  presetValues: Values,
  record: object,
): FieldComparison[] {
  return Object.keys(presetValues).map((field) => {
    const values = {
      field,
      base: follows.values[field],
      preset: presetValues[field],
      record: (record as Values)[field] ?? null,
    };
    return { ...values, state: fieldState(values, follows.values, follows.overrides) };
  });
}

function fieldState(
  comparison: Omit<FieldComparison, "state">,
  base: Values,
  overrides: readonly string[],
): FieldState {
  if (overrides.includes(comparison.field)) return "overridden";
  if (isSameValue(comparison.record, comparison.preset)) return "follows";
  // A field that is new in the preset counts as behind, so that applying proposes it.
  if (!Object.hasOwn(base, comparison.field) || isSameValue(comparison.record, comparison.base)) return "behind";
  return isSameValue(comparison.base, comparison.preset) ? "drifted" : "clash";
}

/** Whether it differs without being an override. */
export const differsFromPreset = ({ state }: FieldComparison): boolean =>
  state === "drifted" || state === "behind" || state === "clash";

const isBehind = ({ state }: FieldComparison): boolean => state === "behind";

/** The result of applying. `changedFields`: those of the `comparisons` that change; none if the record is up to date. */
export interface PresetApplication {
  comparisons: FieldComparison[];
  changedFields: FieldComparison[];
  follows: FollowedPreset;
}

/** A record that follows nothing or another preset takes every field except its overrides. */
export function followPreset(preset: Preset, record: object, overrides: readonly string[] = []): PresetApplication {
  const keptOverrides = overrides.filter((field) => Object.hasOwn(preset.values, field));
  const nothingFollowed = { values: {}, overrides: keptOverrides };
  const comparisons = compareWithPreset(nothingFollowed, preset.values, record);
  return {
    comparisons,
    changedFields: comparisons.filter(isBehind),
    follows: { ...presetReference(preset), values: { ...preset.values }, overrides: keptOverrides },
  };
}

/** The record takes the preset's changes. Fields that drifted, clash or are overridden keep the record's value. */
export function updateFromPreset(
  follows: FollowedPreset,
  preset: Preset,
  record: object,
  newOverrides: readonly string[] = [],
): PresetApplication {
  const allOverrides = [...new Set([...follows.overrides, ...newOverrides])];
  const comparisons = compareWithPreset({ ...follows, overrides: allOverrides }, preset.values, record);
  // A clash keeps the value that the preset had, so that it still shows as a clash.
  const values = Object.fromEntries(
    comparisons.flatMap(({ field, state, base, preset: value }): [string, unknown][] =>
      state === "clash" ? [[field, base]] : [[field, value]],
    ),
  );
  const overrides = allOverrides.filter((field) => Object.hasOwn(preset.values, field));
  return {
    comparisons,
    changedFields: comparisons.filter(isBehind),
    follows: { ...presetReference(preset), values, overrides },
  };
}

/** The result of applying a preset to a record, whether it follows this preset, another one or none. */
export const planApplication = (
  preset: Preset,
  record: { follows: FollowedPreset | null },
  overrides?: readonly string[],
): PresetApplication =>
  record.follows?.preset === preset.id
    ? updateFromPreset(record.follows, preset, record, overrides)
    : followPreset(preset, record, overrides);

/** The record after applying. */
export const applyToRecord = <D extends { follows: FollowedPreset | null }>(
  record: D,
  { changedFields, follows }: PresetApplication,
): D => ({
  ...record,
  ...Object.fromEntries(changedFields.map(({ field, preset }) => [field, preset])),
  follows,
});

const presetReference = ({ id, owner, version, name }: Preset) => ({ preset: id, owner, version, name });
