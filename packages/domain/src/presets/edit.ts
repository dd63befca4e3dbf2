import { create, type Effect, save } from "../core/effect.ts";
import { Failure, fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { message } from "../core/message.ts";
import { type Preset, type PresetKind, PRESETS_MAX } from "./rules.ts";
import type { PresetData } from "./schema.ts";
import { normalizeQueue } from "../queues/rules.ts";
import type { QueueData } from "../queues/schema.ts";
import type { Doc } from "../core/record.ts";
import { checkVersion } from "../core/version.ts";
import { normalizeSource } from "../sources/rules.ts";
import type { SourceData } from "../sources/schema.ts";

export type PresetDoc = Doc<PresetData>;
/** A record that can follow a preset. */
export type Follower = Doc<SourceData> | Doc<QueueData>;

/** An account's own preset in the form that library presets have, too. */
export const toPreset = ({ id, account, version, data }: PresetDoc): Preset => ({
  id,
  owner: account,
  version,
  ...data,
});

export interface PresetDraft {
  kind: PresetKind;
  name: string;
  description: string;
  values: Record<string, unknown>;
}

/** Throws `invalid` by field. The store's unique keys reject a name that is taken. */
export function addPreset(account: string, presets: readonly PresetDoc[], draft: PresetDraft, id: string): Effect[] {
  if (presets.length >= PRESETS_MAX) fail("invalid", "presets.tooMany", { max: PRESETS_MAX });
  const data: PresetData = { ...draft, values: normalizeValues(draft), archivedAt: null };
  return [create(account, "preset", id, data, { action: message("presets.didAdd", { name: data.name }) })];
}

export function changePreset(preset: PresetDoc, version: number | undefined, draft: PresetDraft): Effect[] {
  checkVersion(preset, version, preset.data.name);
  if (draft.kind !== preset.data.kind) fail("invalid", "presets.kindStays", {}, "kind");
  const data: PresetData = { ...preset.data, ...draft, values: normalizeValues(draft) };
  if (isSameValue(preset.data, data)) return [];
  return [save("preset", preset, data, { action: message("presets.didChange", { name: data.name }) })];
}

export function archivePreset(preset: PresetDoc, version: number, archived: boolean, now: number): Effect[] {
  checkVersion(preset, version, preset.data.name);
  const { name, archivedAt } = preset.data;
  if ((archivedAt !== null) === archived) return [];
  const action = message(archived ? "presets.didArchive" : "presets.didUnarchive", { name });
  return [save("preset", preset, { ...preset.data, archivedAt: archived ? now : null }, { action })];
}

/** Normalizes values the way a record with them would. */
export function normalizeValues({ kind, values }: PresetDraft): Record<string, unknown> {
  const defined = Object.entries(values).filter(([, value]) => value !== undefined);
  if (defined.length === 0) fail("invalid", "presets.empty", {}, "values");
  const normalized = normalizeData(kind, { ...PLACEHOLDERS[kind], ...Object.fromEntries(defined) }, "values.");
  return Object.fromEntries(defined.map(([field]) => [field, normalized[field as keyof typeof normalized]]));
}

/** Placeholders for the fields that a preset doesn't have, while its own are checked. */
const PLACEHOLDERS = {
  source: { name: "-", description: "", site: "onsite", ruleGroups: [] },
  queue: { tags: [], schedule: null },
} as const;

/** A record's data in stored form, by its kind's rules. `path` goes in front of the field that an error names. */
export function normalizeData(kind: PresetKind, data: object, path = ""): Record<string, unknown> {
  try {
    const normalized = kind === "source" ? normalizeSource(data as SourceData) : normalizeQueue(data as QueueData);
    return normalized as unknown as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof Failure) || path === "" || error.field === undefined) throw error;
    throw new Failure(error.code, error.key, error.values as never, `${path}${error.field}`);
  }
}
