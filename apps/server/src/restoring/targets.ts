import { compareFields } from "@callboard/domain/compare";
import { create, type Effect, remove, save, type Said } from "@callboard/domain/decision";
import { Failure } from "@callboard/domain/failure";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import type { Line } from "@callboard/domain/proposal";
import type { Doc } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Clash, planRestore, type RestoreAsk } from "@callboard/domain/restore";
import { type Show, showField, showTitle } from "@callboard/domain/showing";
import { type Edition, edition } from "../editions.ts";
import { barred } from "../agencies.ts";
import { inAccount, maybe, type Need } from "../needs.ts";
import type { Scope } from "../scope.ts";

/** One record that is to be as it was. */
export interface Target {
  /** The one at hand, or a sub-account of it. */
  account: string;
  kind: KindName;
  id: string;
  /** The version that holds what is to come back; null where the record is to go, as it was not there. */
  older: number | null;
  /** The version that was looked at: what was edited after it is kept or clashes. Null: the record was not there. */
  seen: number | null;
  take: RestoreAsk["take"];
  fields: readonly string[] | null;
  choices: RestoreAsk["choices"];
  /** Only where nobody has touched the record since. */
  untouched: boolean;
}

type Found = Edition | null;
export type TargetNeeds = Record<string, Need<Found> | Need<Doc<object> | null> | Need<Phrase | null>>;
const nothing: Need<Found> = { stmts: () => [], take: () => null };

/** For each target: the older version, the one that was looked at, and the record as it stands. */
export function targetNeeds(targets: readonly Target[]): TargetNeeds {
  return Object.fromEntries(
    targets.flatMap(({ account, kind, id, older, seen }, at) => [
      [`older${at}`, older === null ? nothing : inAccount(account, edition(kind, id, older))],
      [`seen${at}`, seen === null ? nothing : inAccount(account, edition(kind, id, seen))],
      [`present${at}`, maybe(kind, id, account) as Need<Doc<object> | null>],
      [`barred${at}`, barred(account, "restore")],
    ]),
  );
}

export interface TargetFacts {
  older: Found;
  seen: Found;
  present: Doc<object> | null;
  /** Why its account is left alone. */
  barred: Phrase | null;
}
export const factsOf = (facts: Record<string, unknown>, at: number): TargetFacts => ({
  older: facts[`older${at}`] as Found,
  seen: facts[`seen${at}`] as Found,
  present: facts[`present${at}`] as Doc<object> | null,
  barred: facts[`barred${at}`] as Phrase | null,
});

export interface TargetOutcome {
  lines: Line[];
  effects: Effect[];
  clashes: Clash[];
}

/** What becomes of one target: lines for people, effects for the store, or the clashes to be decided first. */
export function settleTarget(
  target: Target,
  facts: TargetFacts,
  said: { scope: Scope; reason: string; show: Show },
): TargetOutcome {
  const { older, present } = facts;
  const kind = anyKind(target.kind);
  const called = (data: object | undefined) => (data ? showTitle(kind, data, target.id, said.show) : "");
  const who: Who = {
    noun: said.show.word(kind.noun),
    name: nameIn(target.account, called(present?.data ?? older?.data ?? facts.seen?.data), said.scope, said.show),
    back: called(older?.data ?? present?.data),
  };
  const figure = (text: Line["text"]): TargetOutcome => ({
    lines: [line(target, "", text, "figure")],
    effects: [],
    clashes: [],
  });
  if (kind.restore.how === "refused") {
    const why = said.show.phrase({ key: kind.restore.because, values: {} });
    return figure(phrase("history.lineRefused", { ...who, why }));
  }
  if (facts.barred) return figure(phrase("history.lineRefused", { ...who, why: said.show.phrase(facts.barred) }));
  const frozen = present && kind.frozen?.(present.data);
  if (frozen) return figure(phrase("history.lineRefused", { ...who, why: said.show.phrase(frozen) }));
  if (target.untouched && (present?.version ?? null) !== (facts.seen?.event === "deleted" ? null : target.seen))
    return figure(phrase("history.lineTouched", who));
  if (target.older === null) return goes(target, present, who, said, figure);
  if (older === null) throw new Failure("not-found", "history.versionGone", {});
  return comesBack(target, { ...facts, older }, who, said, figure);
}

/** What lies in another account is named together with it. */
export const nameIn = (account: string, name: string, scope: Scope, show: Show): string =>
  account === scope.account ? name : `${name} (${show.record("account", account)})`;

/** The record as it is called now, and as it is called once it is back. */
type Who = { noun: string; name: string; back: string };
type Figure = (text: Line["text"]) => TargetOutcome;
interface Saying {
  scope: Scope;
  reason: string;
  show: Show;
}

function goes(target: Target, present: Doc<object> | null, who: Who, said: Saying, figure: Figure): TargetOutcome {
  if (present === null) return figure(phrase("history.lineAlready", who));
  const because = saidWith(target, who, said);
  return {
    lines: [line(target, "", phrase("history.lineGone", who), "effect")],
    effects: [remove(target.kind, present as never, because)],
    clashes: [],
  };
}

function comesBack(
  target: Target,
  { older, seen, present }: TargetFacts & { older: Edition },
  who: Who,
  said: Saying,
  figure: Figure,
): TargetOutcome {
  const kind = anyKind(target.kind);
  const { show } = said;
  const plan = planRestore(
    kind,
    {
      older: older.data,
      seen: seen?.event === "deleted" ? null : (seen?.data ?? null),
      present: present?.data ?? null,
    },
    target,
  );
  if (plan.clashes.length > 0) return { lines: [], effects: [], clashes: plan.clashes };
  const because = { ...saidWith(target, who, said), restored: true };
  if (present === null)
    return {
      lines: [line(target, "", phrase("history.lineBack", who), "effect")],
      effects: [create(target.account, target.kind, target.id, plan.data as never, because)],
      clashes: [],
    };
  if (plan.changes.length === 0) return figure(phrase("history.lineAlready", who));
  const lines = compareFields(kind, present.data, plan.data, show).map(({ field, label, before, after }) =>
    line(
      target,
      field,
      phrase("history.lineField", { name: who.name || who.noun, label: show.word(label), before, after }),
      "effect",
    ),
  );
  return { lines, effects: [save(target.kind, present as never, plan.data as never, because)], clashes: [] };
}

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
