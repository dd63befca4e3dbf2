import { compareFields } from "@callboard/domain/compare";
import { create, type Effect, remove, save, type Said } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import type { Line } from "@callboard/domain/proposal";
import { anyKind } from "@callboard/domain/records";
import type { Clash } from "@callboard/domain/restore";
import { type Show, showField, showTitle } from "@callboard/domain/showing";
import type { Scope } from "../scope.ts";
import type { Fitted } from "./fitting.ts";
import type { Target, TargetFacts } from "./targets.ts";

export interface Saying {
  scope: Scope;
  reason: string;
  show: Show;
}

interface Outcome {
  lines: Line[];
  effects: Effect[];
}

/** The record as it is called now, and as it is called once it is back. */
type Who = { noun: string; name: string; what: string; back: string };

/** What becomes of one target: lines for people, effects for the store. */
export function toldTarget(target: Target, facts: TargetFacts, { plan, notes, taken }: Fitted, said: Saying): Outcome {
  const kind = anyKind(target.kind);
  const called = (data: object | undefined) => (data ? showTitle(kind, data, target.id, said.show) : "");
  const { present, older, seen } = facts;
  const noun = said.show.word(kind.noun);
  const name = nameIn(target.account, called(present?.data ?? older?.data ?? seen?.data), said.scope, said.show);
  const who: Who = {
    noun,
    name,
    what: name === "" ? noun : `${noun} ${name}`,
    back: called((plan.is === "back" ? plan.data : null) ?? older?.data ?? present?.data),
  };
  const figure = (text: Line["text"], key = "") => line(target, key, text, "figure");
  if (plan.is === "clash") return { lines: [], effects: [] };
  if (plan.is === "refused")
    return {
      lines: [figure(phrase("history.lineRefused", { ...who, why: said.show.phrase(plan.why) }))],
      effects: [],
    };
  if (plan.is === "touched") return { lines: [figure(phrase("history.lineTouched", who))], effects: [] };
  if (plan.is === "already") return { lines: [figure(phrase("history.lineAlready", who))], effects: [] };
  const because = saidWith(target, who, said);
  if (plan.is === "gone")
    return {
      lines: [line(target, "", phrase("history.lineGone", who), "effect")],
      effects: [remove(target.kind, plan.present as never, because)],
    };
  const noted = notes.map((note, at) => figure(note, `note${at}`));
  const restored = { ...because, restored: true };
  if (plan.present === null)
    return {
      lines: [line(target, "", backText(who, called(older?.data), taken), "effect"), ...noted],
      effects: [create(target.account, target.kind, target.id, plan.data as never, restored)],
    };
  const fields = compareFields(kind, plan.present.data, plan.data, said.show).map(({ field, label, before, after }) => {
    const values = { name: who.name || who.noun, label: said.show.word(label), before, after };
    return line(target, field, phrase("history.lineField", values), "effect");
  });
  const named = taken === null ? [] : [figure(phrase("history.lineTaken", { noun: who.noun, name: taken }), "taken")];
  return {
    lines:
      fields.length === 0 ? [...noted, figure(phrase("history.lineAlready", who))] : [...fields, ...named, ...noted],
    effects: fields.length === 0 ? [] : [save(target.kind, plan.present as never, plan.data as never, restored)],
  };
}

function backText(who: Who, was: string, taken: string | null): Line["text"] {
  if (taken !== null) return phrase("history.lineBackTaken", { ...who, as: who.back });
  return who.back === was ? phrase("history.lineBack", who) : phrase("history.lineBackAs", { ...who, as: who.back });
}

/** What lies in another account is named together with it. */
export const nameIn = (account: string, name: string, scope: Scope, show: Show): string =>
  account === scope.account ? name : `${name} (${show.record("account", account)})`;

function saidWith(target: Target, who: Who, { reason }: Saying): Said {
  const name = who.back || who.noun;
  const action =
    target.older === null
      ? phrase("history.didTakeBack", { name, version: target.seen ?? 1 })
      : target.take === "change"
        ? phrase("history.didTakeBack", { name, version: target.seen ?? target.older })
        : phrase("history.didRestore", { name, version: target.older });
  return { action, ...(reason === "" ? {} : { cause: phrase("history.causeRestore", { reason }) }) };
}

/** Every restore can itself be restored from. */
const line = (target: Target, field: string, text: Line["text"], as: Line["as"]): Line => ({
  key: [target.account, target.kind, target.id, field].join(":"),
  group: "records",
  text,
  micros: null,
  undo: { how: "always" },
  as,
});

/** A clash as people see it: the field, what would come back, and what stands now. */
export const clashWords = (target: Target, clashes: readonly Clash[], show: Show) =>
  clashes.map(({ field, older, now }) => {
    const kind = anyKind(target.kind);
    return {
      field,
      label: show.word(kind.labels[field]!),
      older: showField(kind, field, older, show),
      now: showField(kind, field, now, show),
    };
  });
