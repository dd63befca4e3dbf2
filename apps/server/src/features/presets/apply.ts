import { Failure, fail } from "@callboard/domain/core/failure";
import { type Phrase, message } from "@callboard/domain/core/message";
import type { Follower } from "@callboard/domain/presets/edit";
import { PROPOSAL_RECORDS_MAX, type Preset } from "@callboard/domain/presets/rules";
import type { Line } from "@callboard/domain/proposals/lines";
import type { ValueFormatter } from "@callboard/domain/core/fieldFormat";
import { blockedReason } from "../../store/reads/blockedReason.ts";
import { type Queries, findMany } from "../../store/queries.ts";
import { findVisiblePreset, type VisiblePreset } from "../../store/reads/presets.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { collectDisplayNames, type StoredNames, showWithNames } from "../../store/reads/displayNames.ts";
import { type ApplyInput, type PresetTargets, findPresetTargets } from "./pick.ts";
import { type TargetAccount, planRecord, type PresetPlan, planNewRecord } from "./plan.ts";
import { findRoom } from "../../store/reads/dependents.ts";
import { findOptionalFollower } from "./presetRows.ts";

interface ApplyContext extends PresetTargets {
  preset: string;
  /** Names as they were when it was proposed, so that renaming something doesn't make the proposal stale. */
  names: StoredNames;
}

/** Applies a preset to existing records, or creates new ones from it: shown line by line, written in one commit. */
export const applyPresetProposal = defineProposal<ApplyInput, ApplyContext, Queries>("apply preset", {
  deed: "change routing",
  verb: () => "presets.apply",
  async find(scope, input) {
    const { sighted, ...picked } = await findPresetTargets(scope, input);
    const count = picked.records.length + picked.accounts.length;
    if (count > PROPOSAL_RECORDS_MAX) fail("conflict", "presets.tooManyAtOnce", { most: PROPOSAL_RECORDS_MAX });
    const found = { ...picked, preset: sighted.preset.id };
    const reached = { ...scope, reach: relatedAccountsOf(found) };
    const facts = await read(reached, applyQueries(found, scope));
    const names = await collectDisplayNames(reached, { zone: "UTC", currency: "USD" }, (show) => {
      planAll(facts, { input, found, scope }, show, scope.newId);
    });
    return { ...found, names };
  },
  reach: relatedAccountsOf,
  below: ({ records, accounts }, home) =>
    [...records.map(({ account }) => account), ...accounts].filter((account) => account !== home),
  needs: applyQueries,
  decide(facts, asked, { newId }) {
    const show = showWithNames(asked.found.names);
    const { preset } = (facts.sighted as VisiblePreset | null) ?? fail("conflict", "presets.meanwhileGone");
    const planned = planAll(facts, asked, show, newId);
    const lines = planned.flatMap((one) => one.lines);
    // If nothing would change because a rule forbids it, give that reason instead of "nothing to do".
    const stopped = planned.find(({ refused }) => refused)?.refused;
    if (stopped && !lines.some(({ as }) => as === "effect"))
      throw new Failure("conflict", stopped.key, stopped.values as never);
    if (preset.of === "queue" && asked.found.records.length > 0 && lines.some(({ as }) => as === "effect"))
      lines.push(callersLine);
    const title = titleOf(preset, { found: asked.found }, planned, show);
    return { title, lines, effects: planned.flatMap((one) => one.effects) };
  },
});

function relatedAccountsOf({ agency, records, accounts }: Omit<ApplyContext, "names">): string[] {
  return [...new Set([...(agency === null ? [] : [agency]), ...records.map(({ account }) => account), ...accounts])];
}

function applyQueries({ preset, agency, records, accounts }: Omit<ApplyContext, "names">, { account }: Scope): Queries {
  const queries: Queries = { sighted: findVisiblePreset(preset, { account, agency }) };
  for (const [at, one] of records.entries())
    queries[`record${at}`] = findOptionalFollower(one.kind, one.id, one.account);
  for (const place of new Set(records.map((one) => one.account)))
    queries[`barred ${place}`] = blockedReason(place, PERMISSION);
  for (const place of accounts) {
    queries[`barred ${place}`] = blockedReason(place, PERMISSION);
    queries[`sources ${place}`] = findMany("source", "account", place);
    queries[`queues ${place}`] = findMany("queue", "account", place);
    queries[`agents ${place}`] = findMany("agent", "account", place);
    queries[`room ${place}`] = findRoom("queues", place);
  }
  return queries;
}
const PERMISSION = "change routing";

type AnyFacts = Record<string, unknown>;
interface ApplyQuestion {
  input: ApplyInput;
  found: Omit<ApplyContext, "names">;
  scope: Scope;
}

function planAll(
  facts: AnyFacts,
  { input, found, scope }: ApplyQuestion,
  show: ValueFormatter,
  newId: () => string,
): PresetPlan[] {
  const { preset } = facts.sighted as VisiblePreset;
  const asked = { preset, overrides: input.overrides, reason: input.reason, scope, show };
  return [
    ...found.records.flatMap(({ account }, at) => {
      const record = facts[`record${at}`] as Follower | null;
      return record ? [planRecord(record, facts[`barred ${account}`] as Phrase | null, asked)] : [];
    }),
    ...found.accounts.map((account) =>
      planNewRecord(account, accountFactsFor(facts, account), { ...asked, id: newId() }),
    ),
  ];
}

const accountFactsFor = (facts: AnyFacts, account: string): TargetAccount => ({
  barred: facts[`barred ${account}`] as TargetAccount["barred"],
  sources: facts[`sources ${account}`] as TargetAccount["sources"],
  queues: facts[`queues ${account}`] as TargetAccount["queues"],
  members: (facts[`agents ${account}`] as { id: string }[]).map(({ id }) => id),
  room: facts[`room ${account}`] as TargetAccount["room"],
});

/** Counts the records that change, not those that were asked about. */
function titleOf(
  { name: preset, of }: Preset,
  { found }: { found: ApplyContext },
  planned: PresetPlan[],
  show: ValueFormatter,
) {
  const done = planned.flatMap(({ effects }, at) => (effects.length > 0 ? [at] : []));
  const count = done.length;
  if (found.accounts.length > 0) {
    const noun = show.word(`noun.${of}`);
    if (count !== 1) return message("presets.titleNew", { noun, preset, count });
    return message("presets.titleNewOne", { noun, preset, name: show.record("account", found.accounts[done[0]!]!) });
  }
  const [effect] = planned[done[0] ?? -1]?.effects ?? [];
  if (count !== 1 || effect?.do !== "save") return message("presets.title", { preset, count });
  return message("presets.titleOne", { preset, name: (effect.data as { name: string }).name });
}

const callersLine: Line = {
  key: "callers",
  group: "people",
  text: message("presets.lineCallers"),
  micros: null,
  undo: { how: "always" },
  as: "figure",
};
