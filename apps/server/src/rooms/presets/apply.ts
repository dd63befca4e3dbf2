import { Failure, refuse } from "@callboard/domain/failure";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import type { Follower } from "@callboard/domain/presetRules";
import { APPLY_MAX, type Preset } from "@callboard/domain/presets";
import type { Line } from "@callboard/domain/proposal";
import type { Show } from "@callboard/domain/showing";
import { barred } from "../../agencies.ts";
import { type Needs, where } from "../../needs.ts";
import { presetNeed, type Sighted } from "../../presetNeeds.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { namesAsked, type NamesAsked, showFrom } from "../../words.ts";
import { type ApplyInput, type Picked, pick } from "./pick.ts";
import { type Ground, planFor, type Planned, planNew } from "./plan.ts";
import { roomFor } from "../../uses.ts";
import { knownFollower } from "./rows.ts";

interface Found extends Picked {
  preset: string;
  /** Names as they were when it was proposed: renaming something makes no proposal stale. */
  names: NamesAsked;
}

/** A preset taken on by records that stand, or made into new ones: shown line by line, written at one stroke. */
export const apply = proposing<ApplyInput, Found, Needs>("apply preset", {
  deed: "change routing",
  verb: () => "presets.apply",
  async find(scope, input) {
    const { sighted, ...picked } = await pick(scope, input);
    const count = picked.records.length + picked.accounts.length;
    if (count > APPLY_MAX) refuse("conflict", "presets.tooManyAtOnce", { most: APPLY_MAX });
    const found = { ...picked, preset: sighted.preset.id };
    const reached = { ...scope, reach: reachOf(found) };
    const facts = await look(reached, needsOf(found, scope));
    const names = await namesAsked(reached, { zone: "UTC", currency: "USD" }, (show) => {
      plans(facts, { input, found, scope }, show, scope.newId);
    });
    return { ...found, names };
  },
  reach: reachOf,
  below: ({ records, accounts }, home) =>
    [...records.map(({ account }) => account), ...accounts].filter((account) => account !== home),
  needs: needsOf,
  decide(facts, asked, { newId }) {
    const show = showFrom(asked.found.names);
    const { preset } = (facts.sighted as Sighted | null) ?? refuse("conflict", "presets.meanwhileGone");
    const planned = plans(facts, asked, show, newId);
    const lines = planned.flatMap((one) => one.lines);
    // Nothing is left to do is one thing; that nothing may be done is another, and has a reason.
    const stopped = planned.find(({ refused }) => refused)?.refused;
    if (stopped && !lines.some(({ as }) => as === "effect"))
      throw new Failure("conflict", stopped.key, stopped.values as never);
    if (preset.of === "queue" && asked.found.records.length > 0 && lines.some(({ as }) => as === "effect"))
      lines.push(callersLine);
    const title = titleOf(preset, { found: asked.found }, planned, show);
    return { title, lines, effects: planned.flatMap((one) => one.effects) };
  },
});

function reachOf({ agency, records, accounts }: Omit<Found, "names">): string[] {
  return [...new Set([...(agency === null ? [] : [agency]), ...records.map(({ account }) => account), ...accounts])];
}

function needsOf({ preset, agency, records, accounts }: Omit<Found, "names">, { account }: Scope): Needs {
  const needs: Needs = { sighted: presetNeed(preset, { account, agency }) };
  for (const [at, one] of records.entries()) needs[`record${at}`] = knownFollower(one.kind, one.id, one.account);
  for (const place of new Set(records.map((one) => one.account))) needs[`barred ${place}`] = barred(place, DEED);
  for (const place of accounts) {
    needs[`barred ${place}`] = barred(place, DEED);
    needs[`sources ${place}`] = where("source", "account", place);
    needs[`queues ${place}`] = where("queue", "account", place);
    needs[`agents ${place}`] = where("agent", "account", place);
    needs[`room ${place}`] = roomFor("queues", place);
  }
  return needs;
}
const DEED = "change routing";

type AnyFacts = Record<string, unknown>;
interface Question {
  input: ApplyInput;
  found: Omit<Found, "names">;
  scope: Scope;
}

function plans(facts: AnyFacts, { input, found, scope }: Question, show: Show, newId: () => string): Planned[] {
  const { preset } = facts.sighted as Sighted;
  const asked = { preset, overrides: input.overrides, reason: input.reason, scope, show };
  return [
    ...found.records.flatMap(({ account }, at) => {
      const record = facts[`record${at}`] as Follower | null;
      return record ? [planFor(record, facts[`barred ${account}`] as Phrase | null, asked)] : [];
    }),
    ...found.accounts.map((account) => planNew(account, groundOf(facts, account), { ...asked, id: newId() })),
  ];
}

const groundOf = (facts: AnyFacts, account: string): Ground => ({
  barred: facts[`barred ${account}`] as Ground["barred"],
  sources: facts[`sources ${account}`] as Ground["sources"],
  queues: facts[`queues ${account}`] as Ground["queues"],
  members: (facts[`agents ${account}`] as { id: string }[]).map(({ id }) => id),
  room: facts[`room ${account}`] as Ground["room"],
});

/** Counted by what it does, not by what was asked about. */
function titleOf({ name: preset, of }: Preset, { found }: { found: Found }, planned: Planned[], show: Show) {
  const done = planned.flatMap(({ effects }, at) => (effects.length > 0 ? [at] : []));
  const count = done.length;
  if (found.accounts.length > 0) {
    const noun = show.word(`noun.${of}`);
    if (count !== 1) return phrase("presets.titleNew", { noun, preset, count });
    return phrase("presets.titleNewOne", { noun, preset, name: show.record("account", found.accounts[done[0]!]!) });
  }
  const [effect] = planned[done[0] ?? -1]?.effects ?? [];
  if (count !== 1 || effect?.do !== "save") return phrase("presets.title", { preset, count });
  return phrase("presets.titleOne", { preset, name: (effect.data as { name: string }).name });
}

const callersLine: Line = {
  key: "callers",
  group: "people",
  text: phrase("presets.lineCallers"),
  micros: null,
  undo: { how: "always" },
  as: "figure",
};
