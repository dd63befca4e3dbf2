import type { Effect } from "@callboard/domain/decision";
import { Failure } from "@callboard/domain/failure";
import { phrase, type Phrase } from "@callboard/domain/phrase";
import type { Room } from "@callboard/domain/plans";
import type { Follower } from "@callboard/domain/presetRules";
import { showValue } from "@callboard/domain/presets.schema";
import type { FieldStanding, Preset } from "@callboard/domain/presets";
import { applyPreset, newFromPreset } from "@callboard/domain/presetUse";
import type { Line } from "@callboard/domain/proposal";
import type { QueueDoc } from "@callboard/domain/queueRules";
import type { SourceDoc } from "@callboard/domain/sources";
import type { Show } from "@callboard/domain/showing";
import { sameName } from "@callboard/domain/names";
import { nameIn } from "../../restoring/lines.ts";
import { pushedBy } from "../../runs/pushPreset.ts";
import type { Scope } from "../../scope.ts";

/** What one record or one account comes to. */
export interface Planned {
  lines: Line[];
  effects: readonly Effect[];
  /** Why nothing comes of it, where a rule stands against it. */
  refused?: Line["text"];
}

export interface Asked {
  preset: Preset;
  overrides: readonly string[];
  reason: string;
  scope: Scope;
  show: Show;
}

/** What becomes of a record that is to take on the preset: field by field, with what stays and why. */
export function planFor(record: Follower, barred: Phrase | null, asked: Asked): Planned {
  const { preset, overrides, reason, scope, show } = asked;
  const name = nameIn(record.account, record.data.name, scope, show);
  const line = liner(`${record.account}:${record.id}`);
  const refused = (why: Phrase): Planned => {
    const text = phrase("presets.lineRefused", { name, why: show.phrase(why) });
    return { lines: [line("", text, "figure")], effects: [], refused: text };
  };
  if (barred) return refused(barred);
  try {
    const said = pushedBy(preset, record.data.name, scope.actor, reason);
    const { plan, effects } = applyPreset(preset, record, { overrides, said });
    const told = plan.fields.map((field) => fieldLine(field, "presets.lineField", "effect"));
    if (effects.length > 0 && told.length === 0)
      told.push(line("", phrase("presets.lineFollow", { name, preset: preset.name }), "effect"));
    return { lines: [...told, ...plan.all.flatMap(staying)], effects };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Phrase);
  }

  function fieldLine({ field, record: before, preset: after }: FieldStanding, key: FieldLine, as: Line["as"]): Line {
    const { label, text } = showValue(preset.of, field, before, show);
    const words = { label, name, before: text, after: showValue(preset.of, field, after, show).text };
    return line(field, phrase(key, words), as);
  }
  function staying(standing: FieldStanding): Line[] {
    const key = STAYS[standing.state];
    return key ? [fieldLine(standing, key, "figure")] : [];
  }
}

type FieldLine = "presets.lineField" | "presets.lineOverride" | "presets.lineDrift" | "presets.lineClash";
const STAYS: { [S in FieldStanding["state"]]?: FieldLine } = {
  overridden: "presets.lineOverride",
  drifted: "presets.lineDrift",
  clash: "presets.lineClash",
};

/** What stands in an account that is to have a record from the preset. */
export interface Ground {
  barred: Phrase | null;
  sources: readonly SourceDoc[];
  queues: readonly QueueDoc[];
  members: readonly string[];
  room: Room;
}

/** A new record in an account that has none from this preset yet, by the preset's own name. */
export function planNew(
  account: string,
  { barred, ...ground }: Ground,
  { preset, reason, scope, show, id }: Asked & { id: string },
): Planned {
  const { name, of } = preset;
  const place = show.record("account", account);
  const line = liner(account);
  const stays = (text: Phrase): Planned => ({ lines: [line("", text, "figure")], effects: [] });
  const refused = (why: Phrase): Planned => {
    const text = phrase("presets.lineRefused", { name: place, why: show.phrase(why) });
    return { ...stays(text), refused: text };
  };
  if (barred) return refused(barred);
  const there: readonly Follower[] = of === "source" ? ground.sources : ground.queues;
  const one = there.find(({ data }) => data.follows?.preset === preset.id);
  if (one) return stays(phrase("presets.newHere", { account: place, name: one.data.name }));
  if (there.some(({ data }) => sameName(data.name, name)))
    return refused(phrase(of === "source" ? "tracking.sourceNameTaken" : "queues.nameTaken"));
  try {
    const effects = newFromPreset(preset, ground, {
      account,
      id,
      name,
      said: pushedBy(preset, name, scope.actor, reason),
    });
    const noun = show.word(`noun.${of}`);
    return {
      lines: [line("", phrase("presets.lineNew", { account: place, noun, name, preset: name }), "effect")],
      effects,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused({ key: error.key, values: error.values } as Phrase);
  }
}

const liner =
  (about: string) =>
  (field: string, text: Phrase, as: Line["as"]): Line => ({
    key: `${about}:${field}`,
    group: "records",
    text,
    micros: null,
    undo: { how: "always" },
    as,
  });
