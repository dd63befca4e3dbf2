import { compareFields } from "@callboard/domain/core/compare";
import { create, type Effect, remove, save, type ChangeMetadata } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import { anyKind } from "@callboard/domain/core/records";
import type { Conflict } from "@callboard/domain/history/restore";
import { formatField, formatTitle } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import type { Scope } from "../../../store/scope.ts";
import type { AdaptedPlan } from "./adaptation.ts";
import type { RestoreTarget, TargetFacts } from "./targets.ts";
import { nameWithAccount } from "../../../store/reads/displayNames.ts";

export interface LineContext {
  scope: Scope;
  reason: string;
  names: ValueFormatter;
}

interface TargetOutcome {
  lines: Line[];
  effects: Effect[];
}

/** The kind in words, the record's current name, both together (`what`), and its name after the restore (`back`). */
type TargetNames = { noun: string; name: string; what: string; back: string };

/** The outcome for one target: lines for people, effects for the store. */
export function targetOutcome(
  target: RestoreTarget,
  facts: TargetFacts,
  { plan, notes, takenName }: AdaptedPlan,
  context: LineContext,
): TargetOutcome {
  const kind = anyKind(target.kind);
  const titleOf = (data: object | undefined) => (data ? formatTitle(kind, data, target.id, context.names) : "");
  const { present, older, seen } = facts;
  const noun = context.names.word(kind.noun);
  const name = nameWithAccount(
    target.account,
    titleOf(present?.data ?? older?.data ?? seen?.data),
    context.scope,
    context.names,
  );
  const names: TargetNames = {
    noun,
    name,
    what: name === "" ? noun : `${noun} ${name}`,
    back: titleOf((plan.is === "back" ? plan.data : null) ?? older?.data ?? present?.data),
  };
  const figure = (text: Line["text"], key = "") => line(target, key, text, "figure");
  if (plan.is === "clash") return { lines: [], effects: [] };
  if (plan.is === "refused")
    return {
      lines: [figure(message("history.lineRefused", { ...names, why: context.names.message(plan.why) }))],
      effects: [],
    };
  if (plan.is === "touched") return { lines: [figure(message("history.lineChangedSince", names))], effects: [] };
  if (plan.is === "already") return { lines: [figure(message("history.lineUnchanged", names))], effects: [] };
  const metadata = logEntryFor(target, names, context);
  if (plan.is === "gone")
    return {
      lines: [line(target, "", message("history.lineRemoved", names), "effect")],
      effects: [remove(target.kind, plan.present as never, metadata)],
    };
  const noteLines = notes.map((note, index) => figure(note, `note${index}`));
  const restoredMetadata = { ...metadata, restored: true };
  if (plan.present === null)
    return {
      lines: [line(target, "", restoredText(names, titleOf(older?.data), takenName), "effect"), ...noteLines],
      effects: [create(target.account, target.kind, target.id, plan.data as never, restoredMetadata)],
    };
  const fieldLines = compareFields(kind, plan.present.data, plan.data, context.names).map(
    ({ field, label, before, after }) => {
      const values = { name: names.name || names.noun, label: context.names.word(label), before, after };
      return line(target, field, message("history.lineField", values), "effect");
    },
  );
  const nameTakenLines =
    takenName === null
      ? []
      : [figure(message("history.lineNameTaken", { noun: names.noun, name: takenName }), "taken")];
  return {
    lines:
      fieldLines.length === 0
        ? [...noteLines, figure(message("history.lineUnchanged", names))]
        : [...fieldLines, ...nameTakenLines, ...noteLines],
    effects:
      fieldLines.length === 0 ? [] : [save(target.kind, plan.present as never, plan.data as never, restoredMetadata)],
  };
}

function restoredText(names: TargetNames, former: string, takenName: string | null): Line["text"] {
  if (takenName !== null) return message("history.lineRestoredNameTaken", { ...names, as: names.back });
  return names.back === former
    ? message("history.lineRestored", names)
    : message("history.lineRestoredAs", { ...names, as: names.back });
}

function logEntryFor(target: RestoreTarget, names: TargetNames, { reason }: LineContext): ChangeMetadata {
  const name = names.back || names.noun;
  const action =
    target.versionToRestore === null
      ? message("history.didUndoVersion", { name, version: target.seenVersion ?? 1 })
      : target.mode === "change"
        ? message("history.didUndoVersion", { name, version: target.seenVersion ?? target.versionToRestore })
        : message("history.didRestore", { name, version: target.versionToRestore });
  return { action, ...(reason === "" ? {} : { cause: message("history.causeRestore", { reason }) }) };
}

/** Every restore can itself be undone. */
const line = (target: RestoreTarget, field: string, text: Line["text"], type: Line["type"]): Line => ({
  key: [target.account, target.kind, target.id, field].join(":"),
  group: "records",
  text,
  micros: null,
  undo: { when: "always" },
  type,
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
