import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { message, type Message } from "@callboard/domain/core/message";
import type { PlanCapacity } from "@callboard/domain/plans/catalogue";
import type { Follower } from "@callboard/domain/presets/edit";
import { formatValue } from "@callboard/domain/presets/schema";
import type { FieldComparison, Preset } from "@callboard/domain/presets/rules";
import { applyPreset, createFromPreset } from "@callboard/domain/presets/apply";
import type { Line } from "@callboard/domain/proposals/lines";
import type { QueueDoc } from "@callboard/domain/queues/rules";
import type { SourceDoc } from "@callboard/domain/sources/rules";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { sameName } from "@callboard/domain/core/text/names";
import { nameWithAccount } from "../../store/reads/displayNames.ts";
import { pushLogEntry } from "./pushPresetRun.ts";
import type { Scope } from "../../store/scope.ts";

/** The outcome for one record or one account. */
export interface PresetPlan {
  lines: Line[];
  effects: readonly Effect[];
  /** The reason, if a rule forbids it. */
  blockedReason?: Line["text"];
}

/** What is applied, on whose behalf and why. */
export interface PlanInput {
  preset: Preset;
  overrides: readonly string[];
  reason: string;
  scope: Scope;
  show: ValueFormatter;
}

/** The outcome for a record that the preset is applied to: each field with its change, or the reason why it stays. */
export function planRecord(record: Follower, blocked: Message | null, input: PlanInput): PresetPlan {
  const { preset, overrides, reason, scope, show } = input;
  const name = nameWithAccount(record.account, record.data.name, scope, show);
  const line = lineFactory(`${record.account}:${record.id}`);
  const refused = (why: Message): PresetPlan => {
    const text = message("presets.lineRefused", { name, why: show.message(why) });
    return { lines: [line("", text, "figure")], effects: [], blockedReason: text };
  };
  if (blocked) return refused(blocked);
  try {
    const metadata = pushLogEntry(preset, record.data.name, scope.actor, reason);
    const { plan, effects } = applyPreset(preset, record, { overrides, metadata });
    const fieldLines = plan.changedFields.map((field) => fieldLine(field, "presets.lineField", "effect"));
    if (effects.length > 0 && fieldLines.length === 0)
      fieldLines.push(line("", message("presets.lineFollow", { name, preset: preset.name }), "effect"));
    return { lines: [...fieldLines, ...plan.comparisons.flatMap(unchangedLines)], effects };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Message);
  }

  function fieldLine(
    { field, record: before, preset: after }: FieldComparison,
    key: FieldLine,
    type: Line["type"],
  ): Line {
    const { label, text } = formatValue(preset.kind, field, before, show);
    const values = { label, name, before: text, after: formatValue(preset.kind, field, after, show).text };
    return line(field, message(key, values), type);
  }
  function unchangedLines(comparison: FieldComparison): Line[] {
    const key = UNCHANGED_LINES[comparison.state];
    return key ? [fieldLine(comparison, key, "figure")] : [];
  }
}

type FieldLine = "presets.lineField" | "presets.lineOverride" | "presets.lineDrift" | "presets.lineConflict";
const UNCHANGED_LINES: { [S in FieldComparison["state"]]?: FieldLine } = {
  overridden: "presets.lineOverride",
  drifted: "presets.lineDrift",
  clash: "presets.lineConflict",
};

/** The facts about an account that gets a new record from the preset. */
export interface TargetAccount {
  blockedReason: Message | null;
  sources: readonly SourceDoc[];
  queues: readonly QueueDoc[];
  members: readonly string[];
  capacity: PlanCapacity;
}

/** A new record with the preset's name, in an account that has none from this preset yet. */
export function planNewRecord(
  account: string,
  { blockedReason, ...accountFacts }: TargetAccount,
  { preset, reason, scope, show, id }: PlanInput & { id: string },
): PresetPlan {
  const { name, kind } = preset;
  const accountName = show.record("account", account);
  const line = lineFactory(account);
  const unchanged = (text: Message): PresetPlan => ({ lines: [line("", text, "figure")], effects: [] });
  const refused = (why: Message): PresetPlan => {
    const text = message("presets.lineRefused", { name: accountName, why: show.message(why) });
    return { ...unchanged(text), blockedReason: text };
  };
  if (blockedReason) return refused(blockedReason);
  const existing: readonly Follower[] = kind === "source" ? accountFacts.sources : accountFacts.queues;
  const created = existing.find(({ data }) => data.follows?.preset === preset.id);
  if (created) return unchanged(message("presets.alreadyCreated", { account: accountName, name: created.data.name }));
  if (existing.some(({ data }) => sameName(data.name, name)))
    return refused(message(kind === "source" ? "sources.nameTaken" : "queues.nameTaken"));
  try {
    const effects = createFromPreset(preset, accountFacts, {
      account,
      id,
      name,
      metadata: pushLogEntry(preset, name, scope.actor, reason),
    });
    const noun = show.word(`noun.${kind}`);
    return {
      lines: [line("", message("presets.lineNew", { account: accountName, noun, name, preset: name }), "effect")],
      effects,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Message);
  }
}

const lineFactory =
  (about: string) =>
  (field: string, text: Message, type: Line["type"]): Line => ({
    key: `${about}:${field}`,
    group: "records",
    text,
    micros: null,
    undo: { when: "always" },
    type,
  });
