import { create, type Effect, type Said, save } from "./decision.ts";
import { Failure, refuse } from "./failure.ts";
import { sameValue } from "./history.ts";
import { phrase } from "./phrase.ts";
import {
  type Applied,
  applied,
  LIBRARY,
  type Preset,
  type PresetOf,
  PRESETS_MAX,
  resolve,
  withApplied,
} from "./presets.ts";
import { kindOfPreset, type PresetData, presetFieldsOf } from "./presets.schema.ts";
import { tidyQueue } from "./queueRules.ts";
import type { QueueData } from "./queues.ts";
import type { Doc } from "./record.ts";
import { tidySource } from "./sources.ts";
import type { SourceData } from "./tracking.ts";

export type PresetDoc = Doc<PresetData>;
/** A record that can follow a preset. */
export type Follower = Doc<SourceData> | Doc<QueueData>;

export const presetOf = ({ id, account, version, data }: PresetDoc): Preset => ({
  id,
  owner: account,
  version,
  ...data,
});

export interface PresetDraft {
  of: PresetOf;
  name: string;
  about: string;
  values: Record<string, unknown>;
}

/** Throws `invalid` by the field. A name that is taken is for the store to refuse. */
export function addPreset(account: string, presets: readonly PresetDoc[], draft: PresetDraft, id: string): Effect[] {
  if (presets.length >= PRESETS_MAX) refuse("invalid", "presets.tooMany", { most: PRESETS_MAX });
  const data: PresetData = { ...draft, values: tidyValues(draft), archivedAt: null };
  return [create(account, "preset", id, data, { action: phrase("presets.didAdd", { name: data.name }) })];
}

export function changePreset(preset: PresetDoc, version: number | undefined, draft: PresetDraft): Effect[] {
  checkVersion(preset, version);
  if (draft.of !== preset.data.of) refuse("invalid", "presets.ofStays", {}, "of");
  const data: PresetData = { ...preset.data, ...draft, values: tidyValues(draft) };
  if (sameValue(preset.data, data)) return [];
  return [save("preset", preset, data, { action: phrase("presets.didChange", { name: data.name }) })];
}

export function archivePreset(preset: PresetDoc, version: number, archived: boolean, now: number): Effect[] {
  checkVersion(preset, version);
  const { name, archivedAt } = preset.data;
  if ((archivedAt !== null) === archived) return [];
  const action = phrase(archived ? "presets.didArchive" : "presets.didUnarchive", { name });
  return [save("preset", preset, { ...preset.data, archivedAt: archived ? now : null }, { action })];
}

function checkVersion(preset: PresetDoc, version: number | undefined): void {
  if (version !== undefined && version !== preset.version)
    refuse("conflict", "record.changedMeanwhile", { name: preset.data.name, version: preset.version }, "version");
}

/** Values as they are kept: as a record with them would keep them. */
function tidyValues({ of, values }: PresetDraft): Record<string, unknown> {
  const held = Object.entries(values).filter(([, value]) => value !== undefined);
  if (held.length === 0) refuse("invalid", "presets.empty", {}, "values");
  const whole = tidy(of, { ...BLANK[of], ...Object.fromEntries(held) }, "values.");
  return Object.fromEntries(held.map(([field]) => [field, whole[field as keyof typeof whole]]));
}

/** What stands for the fields that a preset leaves alone, while its own are checked. */
const BLANK = {
  source: { name: "-", description: "", site: "onsite", ways: [] },
  queue: { tags: [], schedule: null },
} as const;

function tidy(of: PresetOf, data: object, path = ""): Record<string, unknown> {
  try {
    const kept = of === "source" ? tidySource(data as SourceData) : tidyQueue(data as QueueData);
    return kept as unknown as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof Failure) || path === "" || error.field === undefined) throw error;
    throw new Failure(error.code, error.key, error.values as never, `${path}${error.field}`);
  }
}

/** An archived preset, one for another kind, and one with a field that the kind no longer has are used for nothing. */
export function checkUsable(preset: Preset, kind: PresetOf): void {
  const { name, of } = preset;
  if (preset.archivedAt !== null) refuse("conflict", "presets.archived", { name }, "preset");
  if (of !== kind)
    refuse(
      "invalid",
      "presets.wrongKind",
      { name, of: of === "source" ? "tracking sources" : "call queues" },
      "preset",
    );
  const fields = presetFieldsOf(of);
  const gone = Object.keys(preset.values).find((field) => !fields.includes(field));
  if (gone !== undefined)
    refuse(
      "conflict",
      "presets.fieldGone",
      { name, field: gone, of: of === "source" ? "tracking source" : "call queue" },
      "preset",
    );
}

/** What applying a preset to a record does to it; no effect where it changes nothing. Throws what its rules refuse. */
export function applyPreset(
  preset: Preset,
  record: Follower,
  { overrides, said }: { overrides?: readonly string[]; said?: Said } = {},
): { plan: Applied; effects: Effect[] } {
  const kind = record.kind as PresetOf;
  checkUsable(preset, kind);
  const plan = applied(preset, record.data, overrides);
  const begins = record.data.follows?.preset !== preset.id;
  if (plan.fields.length === 0 && !begins) return { plan, effects: [] };
  const data = tidy(kind, withApplied(record.data as SourceData, plan));
  const action = phrase("presets.didUse", { preset: preset.name, version: preset.version });
  return { plan, effects: [keep(record, data, said ?? { action })] };
}

const keep = (record: Follower, data: object, said: Said): Effect =>
  record.kind === "source"
    ? save("source", record as Doc<SourceData>, data as SourceData, said)
    : save("queue", record as Doc<QueueData>, data as QueueData, said);

export type SettleHow = "revert" | "override" | "follow" | "accept";

/**
 * Settles one field that stands apart. `own`: the preset's own document, where it may be changed here: `accept` puts the
 * record's value into it, and the others that follow it are behind then.
 */
export function settleField(
  record: Follower,
  preset: Preset,
  own: PresetDoc | null,
  { field, how, label }: { field: string; how: SettleHow; label: string },
): Effect[] {
  const { follows, name } = record.data;
  if (!follows || follows.preset !== preset.id) return refuse("conflict", "presets.followsNone", { name });
  checkUsable(preset, record.kind as PresetOf);
  const standing = resolve(follows, preset.values, record.data).find((one) => one.field === field);
  if (!standing) return refuse("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const { state } = standing;
  const wanted =
    how === "follow"
      ? state === "overridden"
      : how === "override"
        ? state !== "overridden"
        : state !== "follows" && state !== "overridden";
  if (!wanted) return refuse("conflict", "presets.nothingToSettle", { name, field: label }, "field");
  const overrides = follows.overrides.filter((one) => one !== field);
  const values = { ...follows.values, [field]: preset.values[field] };
  if (how === "override") {
    const action = phrase("presets.didOverride", { field: label, preset: preset.name });
    return [
      keep(record, { ...record.data, follows: { ...follows, values, overrides: [...overrides, field] } }, { action }),
    ];
  }
  if (how === "accept") return accepted(record, preset, own, field, label);
  const action = phrase("presets.didRevert", { field: label, preset: preset.name });
  const data = { ...record.data, [field]: preset.values[field], follows: { ...follows, values, overrides } };
  return [keep(record, tidy(record.kind as PresetOf, data), { action })];
}

function accepted(record: Follower, preset: Preset, own: PresetDoc | null, field: string, label: string): Effect[] {
  if (!own) return refuse("forbidden", "presets.acceptOwn");
  const value = (record.data as unknown as Record<string, unknown>)[field];
  // Its own narrower rules hold: a way on that leads to one account's record is no preset's.
  const fits = kindOfPreset(preset.of).presetFields?.[field]?.safeParse(value);
  if (!fits?.success) return refuse("invalid", "presets.fieldNotHeld", { name: preset.name, field: label }, "field");
  const draft = { ...own.data, values: { ...own.data.values, [field]: value } };
  const action = phrase("presets.didAccept", { field: label, name: record.data.name, preset: preset.name });
  const follows = record.data.follows!;
  const base = { ...follows, version: own.version + 1, values: { ...follows.values, [field]: value } };
  return [
    save("preset", own, { ...own.data, values: tidyValues(draft) }, { action }),
    keep(record, { ...record.data, follows: base }, { action }),
  ];
}

export function unfollow(record: Follower): Effect[] {
  const { follows, name } = record.data;
  if (!follows) return refuse("conflict", "presets.followsNone", { name });
  const action = phrase("presets.didUnfollow", { preset: follows.name });
  return [keep(record, { ...record.data, follows: null }, { action })];
}

/** What a record would hand on to a preset: the chosen fields that a preset may hold, as they stand. */
export function valuesOf(record: Follower, fields: readonly string[] | undefined): Record<string, unknown> {
  const kind = kindOfPreset(record.kind as PresetOf);
  const held = Object.entries(kind.presetFields ?? {}).flatMap(([field, schema]): [string, unknown][] => {
    const value = (record.data as unknown as Record<string, unknown>)[field];
    return (!fields || fields.includes(field)) && schema!.safeParse(value).success ? [[field, value]] : [];
  });
  return Object.fromEntries(held);
}

/** A preset from a record, which then follows it. */
export function presetFrom(
  record: Follower,
  presets: readonly PresetDoc[],
  { name, about, fields }: { name: string; about: string; fields?: readonly string[] | undefined },
  id: string,
): Effect[] {
  const of = record.kind as PresetOf;
  const odd = fields?.find((field) => !presetFieldsOf(of).includes(field));
  if (odd !== undefined) refuse("invalid", "presets.fieldNotHeld", { name, field: odd.slice(0, 60) }, "fields");
  const values = valuesOf(record, fields);
  const [made] = addPreset(record.account, presets, { of, name, about, values }, id);
  const action = phrase("presets.didSaveFrom", { preset: name, name: record.data.name });
  const follows = { preset: id, owner: record.account, version: 1, name, values, overrides: [] };
  return [{ ...made!, action } as Effect, keep(record, { ...record.data, follows }, { action })];
}

export const isLibrary = ({ owner }: Pick<Preset, "owner">): boolean => owner === LIBRARY;
