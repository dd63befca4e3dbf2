import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { message, type Phrase } from "@callboard/domain/core/message";
import type { PlanCapacity } from "@callboard/domain/plans/catalogue";
import type { Follower } from "@callboard/domain/presets/edit";
import { formatValue } from "@callboard/domain/presets/schema";
import type { FieldComparison, Preset } from "@callboard/domain/presets/rules";
import { applyPreset, createFromPreset } from "@callboard/domain/presets/apply";
import type { Line } from "@callboard/domain/proposals/lines";
import type { QueueDoc } from "@callboard/domain/queues/rules";
import type { SourceDoc } from "@callboard/domain/sources/rules";
import type { ValueFormatter } from "@callboard/domain/core/fieldFormat";
import { sameName } from "@callboard/domain/core/text/names";
import { nameWithAccount } from "../../store/reads/displayNames.ts";
import { pushLogEntry } from "./pushPresetRun.ts";
import type { Scope } from "../../store/scope.ts";

/** The outcome for one record or one account. */
export interface PresetPlan {
  lines: Line[];
  effects: readonly Effect[];
  /** The reason, if a rule forbids it. */
  refused?: Line["text"];
}

export interface PlanInput {
  preset: Preset;
  overrides: readonly string[];
  reason: string;
  scope: Scope;
  show: ValueFormatter;
}

/** The outcome for a record that the preset is applied to: each field with its change, or why it stays. */
export function planRecord(record: Follower, barred: Phrase | null, asked: PlanInput): PresetPlan {
  const { preset, overrides, reason, scope, show } = asked;
  const name = nameWithAccount(record.account, record.data.name, scope, show);
  const line = lineFactory(`${record.account}:${record.id}`);
  const refused = (why: Phrase): PresetPlan => {
    const text = message("presets.lineRefused", { name, why: show.phrase(why) });
    return { lines: [line("", text, "figure")], effects: [], refused: text };
  };
  if (barred) return refused(barred);
  try {
    const said = pushLogEntry(preset, record.data.name, scope.actor, reason);
    const { plan, effects } = applyPreset(preset, record, { overrides, said });
    const told = plan.fields.map((field) => fieldLine(field, "presets.lineField", "effect"));
    if (effects.length > 0 && told.length === 0)
      told.push(line("", message("presets.lineFollow", { name, preset: preset.name }), "effect"));
    return { lines: [...told, ...plan.all.flatMap(staying)], effects };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Phrase);
  }

  function fieldLine({ field, record: before, preset: after }: FieldComparison, key: FieldLine, as: Line["as"]): Line {
    const { label, text } = formatValue(preset.of, field, before, show);
    const words = { label, name, before: text, after: formatValue(preset.of, field, after, show).text };
    return line(field, message(key, words), as);
  }
  function staying(standing: FieldComparison): Line[] {
    const key = UNCHANGED_LINES[standing.state];
    return key ? [fieldLine(standing, key, "figure")] : [];
  }
}

type FieldLine = "presets.lineField" | "presets.lineOverride" | "presets.lineDrift" | "presets.lineClash";
const UNCHANGED_LINES: { [S in FieldComparison["state"]]?: FieldLine } = {
  overridden: "presets.lineOverride",
  drifted: "presets.lineDrift",
  clash: "presets.lineClash",
};

/** The facts about an account that gets a new record from the preset. */
export interface TargetAccount {
  barred: Phrase | null;
  sources: readonly SourceDoc[];
  queues: readonly QueueDoc[];
  members: readonly string[];
  room: PlanCapacity;
}

/** A new record with the preset's name, in an account that has none from this preset yet. */
export function planNewRecord(
  account: string,
  { barred, ...ground }: TargetAccount,
  { preset, reason, scope, show, id }: PlanInput & { id: string },
): PresetPlan {
  const { name, of } = preset;
  const place = show.record("account", account);
  const line = lineFactory(account);
  const stays = (text: Phrase): PresetPlan => ({ lines: [line("", text, "figure")], effects: [] });
  const refused = (why: Phrase): PresetPlan => {
    const text = message("presets.lineRefused", { name: place, why: show.phrase(why) });
    return { ...stays(text), refused: text };
  };
  if (barred) return refused(barred);
  const there: readonly Follower[] = of === "source" ? ground.sources : ground.queues;
  const one = there.find(({ data }) => data.follows?.preset === preset.id);
  if (one) return stays(message("presets.newHere", { account: place, name: one.data.name }));
  if (there.some(({ data }) => sameName(data.name, name)))
    return refused(message(of === "source" ? "tracking.sourceNameTaken" : "queues.nameTaken"));
  try {
    const effects = createFromPreset(preset, ground, {
      account,
      id,
      name,
      said: pushLogEntry(preset, name, scope.actor, reason),
    });
    const noun = show.word(`noun.${of}`);
    return {
      lines: [line("", message("presets.lineNew", { account: place, noun, name, preset: name }), "effect")],
      effects,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Phrase);
  }
}

const lineFactory =
  (about: string) =>
  (field: string, text: Phrase, as: Line["as"]): Line => ({
    key: `${about}:${field}`,
    group: "records",
    text,
    micros: null,
    undo: { how: "always" },
    as,
  });
