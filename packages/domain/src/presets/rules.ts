import type { FollowedPreset } from "../core/followedPresetSchema.ts";
import { isSameValue } from "../core/differences.ts";

export type { FollowedPreset as Follows } from "../core/followedPresetSchema.ts";

export const PRESET_ABOUT_MAX = 400;
export const PRESETS_MAX = 200;
/** Records of one account that a single proposal takes in; more of them, or several accounts, are a run. */
export const PROPOSAL_RECORDS_MAX = 500;

/** Kinds that take part: those that name their `presetFields`. */
export const PRESET_KINDS = ["source", "queue"] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export const LIBRARY = "library";

/** A preset as a record can follow it, whoever it belongs to. */
export interface Preset {
  id: string;
  /** `library`, or an account's id. */
  owner: string;
  version: number;
  of: PresetKind;
  name: string;
  about: string;
  values: Readonly<Record<string, unknown>>;
  archivedAt: number | null;
}

/**
 * How a field of a record stands to its preset. `follows`: it is as the preset is now. `overridden`: the record's own by
 * name. `drifted`: changed here, the preset is as it was. `behind`: the preset changed, not the record. `clash`: both did.
 */
export const FIELD_STATES = ["follows", "overridden", "drifted", "behind", "clash"] as const;
export type FieldState = (typeof FIELD_STATES)[number];

export interface FieldComparison {
  field: string;
  state: FieldState;
  /** As the preset was when it was applied; undefined where it did not name the field then. */
  base: unknown;
  preset: unknown;
  record: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The one answer for looking and for applying: old preset, new preset, this record. A field that the preset no longer
 * names stands to nothing.
 */
export function compareWithPreset(
  follows: Pick<FollowedPreset, "values" | "overrides">,
  now: Values,
  record: object,
): FieldComparison[] {
  return Object.keys(now).map((field) => {
    const at = {
      field,
      base: follows.values[field],
      preset: now[field],
      record: (record as Values)[field] ?? null,
    };
    return { ...at, state: fieldState(at, follows.values, follows.overrides) };
  });
}

function fieldState(at: Omit<FieldComparison, "state">, base: Values, overrides: readonly string[]): FieldState {
  if (overrides.includes(at.field)) return "overridden";
  if (isSameValue(at.record, at.preset)) return "follows";
  // What the preset did not name before was nobody's decision yet: applying proposes it.
  if (!Object.hasOwn(base, at.field) || isSameValue(at.record, at.base)) return "behind";
  return isSameValue(at.base, at.preset) ? "drifted" : "clash";
}

/** Neither as the preset is, nor the record's own by name. */
export const differsFromPreset = ({ state }: FieldComparison): boolean =>
  state === "drifted" || state === "behind" || state === "clash";

const isBehind = ({ state }: FieldComparison): boolean => state === "behind";

/** What applying writes: `fields`, of all that the preset names. None where the record is as it should be. */
export interface PresetApplication {
  all: FieldComparison[];
  fields: FieldComparison[];
  follows: FollowedPreset;
}

/** A record that follows nothing, or another preset, takes every field but those that it keeps as its own. */
export function followPreset(preset: Preset, record: object, overrides: readonly string[] = []): PresetApplication {
  const kept = overrides.filter((field) => Object.hasOwn(preset.values, field));
  const blank = { values: {}, overrides: kept };
  const all = compareWithPreset(blank, preset.values, record);
  return {
    all,
    fields: all.filter(isBehind),
    follows: { ...presetReference(preset), values: { ...preset.values }, overrides: kept },
  };
}

/** The record takes on what the preset changed. Drift, clashes and overrides stay as they are, and still show. */
export function updateFromPreset(
  follows: FollowedPreset,
  preset: Preset,
  record: object,
  more: readonly string[] = [],
): PresetApplication {
  const held = [...new Set([...follows.overrides, ...more])];
  const all = compareWithPreset({ ...follows, overrides: held }, preset.values, record);
  const values = Object.fromEntries(
    all.flatMap(({ field, state, base, preset: value }): [string, unknown][] =>
      state === "clash" ? [[field, base]] : [[field, value]],
    ),
  );
  const overrides = held.filter((field) => Object.hasOwn(preset.values, field));
  return {
    all,
    fields: all.filter(isBehind),
    follows: { ...presetReference(preset), values, overrides },
  };
}

/** What applying a preset to a record comes to, whether it follows this one, another or none. */
export const planApplication = (
  preset: Preset,
  record: { follows: FollowedPreset | null },
  overrides?: readonly string[],
): PresetApplication =>
  record.follows?.preset === preset.id
    ? updateFromPreset(record.follows, preset, record, overrides)
    : followPreset(preset, record, overrides);

/** The record with what was applied. */
export const applyToRecord = <D extends { follows: FollowedPreset | null }>(
  record: D,
  { fields, follows }: PresetApplication,
): D => ({
  ...record,
  ...Object.fromEntries(fields.map(({ field, preset }) => [field, preset])),
  follows,
});

const presetReference = ({ id, owner, version, name }: Preset) => ({ preset: id, owner, version, name });
