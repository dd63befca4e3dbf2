import type { FollowedPreset } from "../core/followedPresetSchema.ts";
import { isSameValue } from "../core/differences.ts";

export type { FollowedPreset as Follows } from "../core/followedPresetSchema.ts";

export const PRESET_ABOUT_MAX = 400;
export const PRESETS_MAX = 200;
/** The most records of one account in a single proposal; more, or several accounts, make a run. */
export const PROPOSAL_RECORDS_MAX = 500;

/** Kinds that can follow presets: those that declare `presetFields`. */
export const PRESET_KINDS = ["source", "queue"] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export const LIBRARY = "library";

/** A preset that a record can follow, whoever owns it. */
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
 * Compares old preset, new preset and record, both for display and for applying. Fields that the preset no longer has
 * are left out.
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
  // A field new in the preset has not been decided by anybody yet: applying proposes it.
  if (!Object.hasOwn(base, at.field) || isSameValue(at.record, at.base)) return "behind";
  return isSameValue(at.base, at.preset) ? "drifted" : "clash";
}

/** Whether it differs without being an override. */
export const differsFromPreset = ({ state }: FieldComparison): boolean =>
  state === "drifted" || state === "behind" || state === "clash";

const isBehind = ({ state }: FieldComparison): boolean => state === "behind";

/** The result of applying: `fields` out of all that the preset has; none if the record is up to date. */
export interface PresetApplication {
  all: FieldComparison[];
  fields: FieldComparison[];
  follows: FollowedPreset;
}

/** A record that follows nothing or another preset takes every field except its overrides. */
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

/** The record takes the preset's changes. Drift, clashes and overrides stay and remain visible. */
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
  { fields, follows }: PresetApplication,
): D => ({
  ...record,
  ...Object.fromEntries(fields.map(({ field, preset }) => [field, preset])),
  follows,
});

const presetReference = ({ id, owner, version, name }: Preset) => ({ preset: id, owner, version, name });
