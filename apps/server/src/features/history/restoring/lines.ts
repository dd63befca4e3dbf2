import { compareFields } from "@callboard/domain/core/compare";
import { create, type Effect, remove, save, type ChangeMetadata } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import { anyKind } from "@callboard/domain/core/records";
import type { Conflict } from "@callboard/domain/history/restore";
import { type ValueFormatter, formatField, formatTitle } from "@callboard/domain/core/fieldFormat";
import type { Scope } from "../../../store/scope.ts";
import type { AdaptedPlan } from "./adaptation.ts";
import type { RestoreTarget, TargetFacts } from "./targets.ts";
import { nameWithAccount } from "../../../store/reads/displayNames.ts";

export interface LineContext {
  scope: Scope;
  reason: string;
  show: ValueFormatter;
}

interface TargetOutcome {
  lines: Line[];
  effects: Effect[];
}

/** The record's current name, and its name after the restore. */
type TargetNames = { noun: string; name: string; what: string; back: string };

/** The outcome for one target: lines for people, effects for the store. */
export function targetOutcome(
  target: RestoreTarget,
  facts: TargetFacts,
  { plan, notes, taken }: AdaptedPlan,
  said: LineContext,
): TargetOutcome {
  const kind = anyKind(target.kind);
  const called = (data: object | undefined) => (data ? formatTitle(kind, data, target.id, said.show) : "");
  const { present, older, seen } = facts;
  const noun = said.show.word(kind.noun);
  const name = nameWithAccount(
    target.account,
    called(present?.data ?? older?.data ?? seen?.data),
    said.scope,
    said.show,
  );
  const who: TargetNames = {
    noun,
    name,
    what: name === "" ? noun : `${noun} ${name}`,
    back: called((plan.is === "back" ? plan.data : null) ?? older?.data ?? present?.data),
  };
  const figure = (text: Line["text"], key = "") => line(target, key, text, "figure");
  if (plan.is === "clash") return { lines: [], effects: [] };
  if (plan.is === "refused")
    return {
      lines: [figure(message("history.lineRefused", { ...who, why: said.show.phrase(plan.why) }))],
      effects: [],
    };
  if (plan.is === "touched") return { lines: [figure(message("history.lineTouched", who))], effects: [] };
  if (plan.is === "already") return { lines: [figure(message("history.lineAlready", who))], effects: [] };
  const because = logEntryFor(target, who, said);
  if (plan.is === "gone")
    return {
      lines: [line(target, "", message("history.lineGone", who), "effect")],
      effects: [remove(target.kind, plan.present as never, because)],
    };
  const noted = notes.map((note, at) => figure(note, `note${at}`));
  const restored = { ...because, restored: true };
  if (plan.present === null)
    return {
      lines: [line(target, "", restoredText(who, called(older?.data), taken), "effect"), ...noted],
      effects: [create(target.account, target.kind, target.id, plan.data as never, restored)],
    };
  const fields = compareFields(kind, plan.present.data, plan.data, said.show).map(({ field, label, before, after }) => {
    const values = { name: who.name || who.noun, label: said.show.word(label), before, after };
    return line(target, field, message("history.lineField", values), "effect");
  });
  const named = taken === null ? [] : [figure(message("history.lineTaken", { noun: who.noun, name: taken }), "taken")];
  return {
    lines:
      fields.length === 0 ? [...noted, figure(message("history.lineAlready", who))] : [...fields, ...named, ...noted],
    effects: fields.length === 0 ? [] : [save(target.kind, plan.present as never, plan.data as never, restored)],
  };
}

function restoredText(who: TargetNames, was: string, taken: string | null): Line["text"] {
  if (taken !== null) return message("history.lineBackTaken", { ...who, as: who.back });
  return who.back === was ? message("history.lineBack", who) : message("history.lineBackAs", { ...who, as: who.back });
}

function logEntryFor(target: RestoreTarget, who: TargetNames, { reason }: LineContext): ChangeMetadata {
  const name = who.back || who.noun;
  const action =
    target.older === null
      ? message("history.didTakeBack", { name, version: target.seen ?? 1 })
      : target.take === "change"
        ? message("history.didTakeBack", { name, version: target.seen ?? target.older })
        : message("history.didRestore", { name, version: target.older });
  return { action, ...(reason === "" ? {} : { cause: message("history.causeRestore", { reason }) }) };
}

/** Every restore can itself be undone. */
const line = (target: RestoreTarget, field: string, text: Line["text"], as: Line["as"]): Line => ({
  key: [target.account, target.kind, target.id, field].join(":"),
  group: "records",
  text,
  micros: null,
  undo: { how: "always" },
  as,
});

/** A conflict as people see it: the field, the value to restore, and the current value. */
export const clashViews = (target: RestoreTarget, clashes: readonly Conflict[], show: ValueFormatter) =>
  clashes.map(({ field, older, now }) => {
    const kind = anyKind(target.kind);
    return {
      field,
      label: show.word(kind.labels[field]!),
      older: formatField(kind, field, older, show),
      now: formatField(kind, field, now, show),
    };
  });
