import { create, type Effect, save } from "../core/effect.ts";
import { Failure, fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { message } from "../core/message.ts";
import { type Preset, type PresetKind, PRESETS_MAX } from "./rules.ts";
import type { PresetData } from "./schema.ts";
import { normalizeQueue } from "../queues/rules.ts";
import type { QueueData } from "../queues/types.ts";
import type { Doc } from "../core/record.ts";
import { normalizeSource } from "../sources/rules.ts";
import type { SourceData } from "../numbers/types.ts";

export type PresetDoc = Doc<PresetData>;
/** A record that can follow a preset. */
export type Follower = Doc<SourceData> | Doc<QueueData>;

export const toPreset = ({ id, account, version, data }: PresetDoc): Preset => ({
  id,
  owner: account,
  version,
  ...data,
});

export interface PresetDraft {
  of: PresetKind;
  name: string;
  about: string;
  values: Record<string, unknown>;
}

/** Throws `invalid` by field. The store's unique keys reject a name that is taken. */
export function addPreset(account: string, presets: readonly PresetDoc[], draft: PresetDraft, id: string): Effect[] {
  if (presets.length >= PRESETS_MAX) fail("invalid", "presets.tooMany", { most: PRESETS_MAX });
  const data: PresetData = { ...draft, values: normalizeValues(draft), archivedAt: null };
  return [create(account, "preset", id, data, { action: message("presets.didAdd", { name: data.name }) })];
}

export function changePreset(preset: PresetDoc, version: number | undefined, draft: PresetDraft): Effect[] {
  checkVersion(preset, version);
  if (draft.of !== preset.data.of) fail("invalid", "presets.ofStays", {}, "of");
  const data: PresetData = { ...preset.data, ...draft, values: normalizeValues(draft) };
  if (isSameValue(preset.data, data)) return [];
  return [save("preset", preset, data, { action: message("presets.didChange", { name: data.name }) })];
}

export function archivePreset(preset: PresetDoc, version: number, archived: boolean, now: number): Effect[] {
  checkVersion(preset, version);
  const { name, archivedAt } = preset.data;
  if ((archivedAt !== null) === archived) return [];
  const action = message(archived ? "presets.didArchive" : "presets.didUnarchive", { name });
  return [save("preset", preset, { ...preset.data, archivedAt: archived ? now : null }, { action })];
}

function checkVersion(preset: PresetDoc, version: number | undefined): void {
  if (version !== undefined && version !== preset.version)
    fail("conflict", "record.changedMeanwhile", { name: preset.data.name, version: preset.version }, "version");
}

/** Normalizes values the way a record with them would. */
export function normalizeValues({ of, values }: PresetDraft): Record<string, unknown> {
  const held = Object.entries(values).filter(([, value]) => value !== undefined);
  if (held.length === 0) fail("invalid", "presets.empty", {}, "values");
  const whole = normalizeData(of, { ...BLANK[of], ...Object.fromEntries(held) }, "values.");
  return Object.fromEntries(held.map(([field]) => [field, whole[field as keyof typeof whole]]));
}

/** Placeholders for the fields that a preset doesn't have, while its own are checked. */
const BLANK = {
  source: { name: "-", description: "", site: "onsite", ways: [] },
  queue: { tags: [], schedule: null },
} as const;

export function normalizeData(of: PresetKind, data: object, path = ""): Record<string, unknown> {
  try {
    const kept = of === "source" ? normalizeSource(data as SourceData) : normalizeQueue(data as QueueData);
    return kept as unknown as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof Failure) || path === "" || error.field === undefined) throw error;
    throw new Failure(error.code, error.key, error.values as never, `${path}${error.field}`);
  }
}
