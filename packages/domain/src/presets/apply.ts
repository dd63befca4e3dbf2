import { type Effect, type ChangeMetadata, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import {
  type PresetApplication,
  planApplication,
  type Follows,
  type Preset,
  type PresetKind,
  followPreset,
  applyToRecord,
} from "./rules.ts";
import { type Follower, normalizeData } from "./edit.ts";
import { presetFieldsOf } from "./schema.ts";
import { addQueue, type QueueDoc, type QueueDraft } from "../queues/rules.ts";
import { QUEUE_MEMBERS_MAX, RING_SECONDS, DEFAULT_WEIGHT, WRAP_UP_SECONDS } from "../queues/types.ts";
import type { QueueData } from "../queues/schema.ts";
import type { PlanCapacity } from "../plans/catalogue.ts";
import type { Doc } from "../core/record.ts";
import { addSource, type SourceDoc, type SourceDraft } from "../sources/rules.ts";
import type { SourceData } from "../sources/schema.ts";

/** Throws for an archived preset, one for another kind, and one with a field that the kind no longer has. */
export function checkUsable(preset: Preset, kind: PresetKind): void {
  const { name, kind: presetKind } = preset;
  if (preset.archivedAt !== null) fail("conflict", "presets.archived", { name }, "preset");
  if (presetKind !== kind)
    fail(
      "invalid",
      "presets.wrongKind",
      { name, of: presetKind === "source" ? "tracking sources" : "call queues" },
      "preset",
    );
  const fields = presetFieldsOf(presetKind);
  const missingField = Object.keys(preset.values).find((field) => !fields.includes(field));
  if (missingField !== undefined)
    fail(
      "conflict",
      "presets.fieldGone",
      { name, field: missingField, of: presetKind === "source" ? "tracking source" : "call queue" },
      "preset",
    );
}

/** The effects of applying a preset to a record; none if nothing changes. Throws what the record's rules throw. */
export function applyPreset(
  preset: Preset,
  record: Follower,
  { overrides, metadata }: { overrides?: readonly string[]; metadata?: ChangeMetadata } = {},
): { plan: PresetApplication; effects: Effect[] } {
  const kind = record.kind as PresetKind;
  checkUsable(preset, kind);
  const plan = planApplication(preset, record.data, overrides);
  const { follows } = record.data;
  const isUpToDate =
    follows?.preset === preset.id && (overrides ?? []).every((field) => isOverride(follows, field, preset));
  if (plan.changedFields.length === 0 && isUpToDate) return { plan, effects: [] };
  const data = normalizeData(kind, applyToRecord(record.data as SourceData, plan));
  const action = message("presets.didApply", { preset: preset.name, version: preset.version, name: record.data.name });
  return { plan, effects: [saveFollower(record, data, metadata ?? { action })] };
}

/** Whether a field is already an override; a field that the preset doesn't have needs no override. */
const isOverride = (follows: Follows, field: string, { values }: Preset): boolean =>
  follows.overrides.includes(field) || !Object.hasOwn(values, field);

/** Saves a record with new data, whichever kind it is. Throws `conflict` if it is frozen. */
export function saveFollower(record: Follower, data: object, metadata: ChangeMetadata): Effect {
  if (record.kind === "source") return save("source", record as Doc<SourceData>, data as SourceData, metadata);
  const queue = record as Doc<QueueData>;
  if (queue.data.frozen !== null) fail("conflict", "queues.frozen", { name: queue.data.name });
  return save("queue", queue, data as QueueData, metadata);
}

export function unfollow(record: Follower): Effect[] {
  const { follows, name } = record.data;
  if (!follows) return fail("conflict", "presets.followsNone", { name });
  const action = message("presets.didUnfollow", { preset: follows.name, name });
  return [saveFollower(record, { ...record.data, follows: null }, { action })];
}

/** The preset as the record last applied it, for presets that no longer exist. */
export const presetAsFollowed = ({ preset, owner, ...rest }: Follows, kind: PresetKind): Preset => ({
  ...rest,
  id: preset,
  owner,
  kind,
  description: "",
  archivedAt: null,
});

/** The account's facts for creating a record. */
export interface CreationFacts {
  sources: readonly SourceDoc[];
  queues: readonly QueueDoc[];
  /** The members of a new queue: none if nobody has a softphone. */
  members: readonly string[];
  /** The plan's limit on queues and current use. */
  capacity: PlanCapacity;
}

/** Creates a record from a preset, which it then follows. Throws `invalid`, `conflict`. */
export function createFromPreset(
  preset: Preset,
  facts: CreationFacts,
  { account, id, name, metadata }: { account: string; id: string; name: string; metadata?: ChangeMetadata },
): Effect[] {
  checkUsable(preset, preset.kind);
  const { follows } = followPreset(preset, {});
  const origin = {
    follows,
    metadata: metadata ?? { action: message("presets.didCreateFrom", { name, preset: preset.name }) },
  };
  if (preset.kind === "source") {
    const draft: SourceDraft = { ...NEW_SOURCE, ...preset.values, name };
    return addSource(account, facts.sources, draft, id, origin);
  }
  if (facts.members.length === 0) fail("conflict", "presets.needsMember");
  const members = facts.members.slice(0, QUEUE_MEMBERS_MAX).map((person) => ({ id: person, weight: DEFAULT_WEIGHT }));
  const draft: QueueDraft = { ...NEW_QUEUE, ...preset.values, name, members };
  const membersWithSoftphone = new Set(facts.members);
  return addQueue(
    account,
    { ...NO_FACTS, queues: facts.queues, capacity: facts.capacity, membersWithSoftphone },
    draft,
    id,
    origin,
  );
}

/** Defaults for fields that the preset leaves open. */
const NEW_SOURCE: Omit<SourceDraft, "name"> = { description: "", site: "offsite", ruleGroups: [] };
const NEW_QUEUE: Omit<QueueDraft, "name" | "members"> = {
  routing: "longest idle",
  ringSeconds: RING_SECONDS.usual,
  wrapUpSeconds: WRAP_UP_SECONDS.usual,
  schedule: null,
  noAnswer: { to: "voicemail" },
  tags: [],
  missedCall: null,
  leastTakingCalls: null,
};
/** Presets refer to no record, and the members were already checked. */
const NO_FACTS = { statuses: [], receivers: new Set<string>(), names: new Map<string, string>() };
