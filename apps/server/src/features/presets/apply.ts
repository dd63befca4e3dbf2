import { Failure, fail } from "@callboard/domain/core/failure";
import { type Message, message } from "@callboard/domain/core/message";
import type { Follower } from "@callboard/domain/presets/edit";
import { PROPOSAL_RECORDS_MAX, type Preset } from "@callboard/domain/presets/rules";
import type { Line } from "@callboard/domain/proposals/lines";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { blockedReason } from "../../store/reads/blockedReason.ts";
import { type Queries, findAll } from "../../store/queries.ts";
import { findVisiblePreset, type VisiblePreset } from "../../store/reads/presets.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { collectDisplayNames, type StoredNames, showWithNames } from "../../store/reads/displayNames.ts";
import { type ApplyInput, type PresetTargets, findPresetTargets } from "./pick.ts";
import { type TargetAccount, planRecord, type PresetPlan, planNewRecord } from "./plan.ts";
import { findCapacity } from "../../store/reads/dependents.ts";
import { findOptionalFollower } from "./presetRows.ts";

interface ApplyContext extends PresetTargets {
  preset: string;
  /** Names as they were when it was proposed, so that renaming something doesn't make the proposal stale. */
  names: StoredNames;
}

/** Applies a preset to existing records, or creates new ones from it: shown line by line, written in one commit. */
export const applyPresetProposal = defineProposal<ApplyInput, ApplyContext, Queries>("apply preset", {
  permission: "change routing",
  verb: () => "presets.apply",
  async gather(scope, input) {
    const { visible, ...targets } = await findPresetTargets(scope, input);
    const count = targets.records.length + targets.accounts.length;
    if (count > PROPOSAL_RECORDS_MAX) fail("conflict", "presets.tooManyAtOnce", { max: PROPOSAL_RECORDS_MAX });
    const context = { ...targets, preset: visible.preset.id };
    const targetScope = { ...scope, relatedAccounts: relatedAccountsOf(context) };
    const facts = await read(targetScope, applyQueries(context, scope));
    const names = await collectDisplayNames(targetScope, { zone: "UTC", currency: "USD" }, (show) => {
      planAll(facts, { input, context, scope }, show, scope.newId);
    });
    return { ...context, names };
  },
  relatedAccounts: relatedAccountsOf,
  subAccounts: ({ records, accounts }, home) =>
    [...records.map(({ account }) => account), ...accounts].filter((account) => account !== home),
  queries: applyQueries,
  decide(facts, input, { newId }) {
    const show = showWithNames(input.context.names);
    const { preset } = (facts.visible as VisiblePreset | null) ?? fail("conflict", "presets.presetRemovedMeanwhile");
    const plans = planAll(facts, input, show, newId);
    const lines = plans.flatMap((plan) => plan.lines);
    // If nothing would change because a rule forbids it, give that reason instead of "nothing to do".
    const blocked = plans.find(({ blockedReason }) => blockedReason)?.blockedReason;
    if (blocked && !lines.some(({ type }) => type === "effect"))
      throw new Failure("conflict", blocked.key, blocked.values as never);
    if (preset.kind === "queue" && input.context.records.length > 0 && lines.some(({ type }) => type === "effect"))
      lines.push(callersLine);
    const title = titleOf(preset, { targets: input.context }, plans, show);
    return { title, lines, effects: plans.flatMap((plan) => plan.effects) };
  },
});

function relatedAccountsOf({ agency, records, accounts }: Omit<ApplyContext, "names">): string[] {
  return [...new Set([...(agency === null ? [] : [agency]), ...records.map(({ account }) => account), ...accounts])];
}

function applyQueries({ preset, agency, records, accounts }: Omit<ApplyContext, "names">, { account }: Scope): Queries {
  const queries: Queries = { visible: findVisiblePreset(preset, { account, agency }) };
  for (const [index, record] of records.entries())
    queries[`record${index}`] = findOptionalFollower(record.kind, record.id, record.account);
  for (const account of new Set(records.map((record) => record.account)))
    queries[`blocked ${account}`] = blockedReason(account, PERMISSION);
  for (const account of accounts) {
    queries[`blocked ${account}`] = blockedReason(account, PERMISSION);
    queries[`sources ${account}`] = findAll("source", account);
    queries[`queues ${account}`] = findAll("queue", account);
    queries[`agents ${account}`] = findAll("agent", account);
    queries[`capacity ${account}`] = findCapacity("queues", account);
  }
  return queries;
}
const PERMISSION = "change routing";

type AnyFacts = Record<string, unknown>;
interface ApplyRequest {
  input: ApplyInput;
  context: Omit<ApplyContext, "names">;
  scope: Scope;
}

function planAll(
  facts: AnyFacts,
  { input, context, scope }: ApplyRequest,
  show: ValueFormatter,
  newId: () => string,
): PresetPlan[] {
  const { preset } = facts.visible as VisiblePreset;
  const planInput = { preset, overrides: input.overrides, reason: input.reason, scope, show };
  return [
    ...context.records.flatMap(({ account }, index) => {
      const record = facts[`record${index}`] as Follower | null;
      return record ? [planRecord(record, facts[`blocked ${account}`] as Message | null, planInput)] : [];
    }),
    ...context.accounts.map((account) =>
      planNewRecord(account, accountFactsFor(facts, account), { ...planInput, id: newId() }),
    ),
  ];
}

const accountFactsFor = (facts: AnyFacts, account: string): TargetAccount => ({
  blockedReason: facts[`blocked ${account}`] as TargetAccount["blockedReason"],
  sources: facts[`sources ${account}`] as TargetAccount["sources"],
  queues: facts[`queues ${account}`] as TargetAccount["queues"],
  members: (facts[`agents ${account}`] as { id: string }[]).map(({ id }) => id),
  capacity: facts[`capacity ${account}`] as TargetAccount["capacity"],
});

/** Counts the records that change, not those that were requested. */
function titleOf(
  { name: preset, kind }: Preset,
  { targets }: { targets: ApplyContext },
  plans: PresetPlan[],
  show: ValueFormatter,
) {
  const changedIndexes = plans.flatMap(({ effects }, index) => (effects.length > 0 ? [index] : []));
  const count = changedIndexes.length;
  if (targets.accounts.length > 0) {
    const noun = show.word(`noun.${kind}`);
    if (count !== 1) return message("presets.titleNew", { noun, preset, count });
    return message("presets.titleNewOne", {
      noun,
      preset,
      name: show.record("account", targets.accounts[changedIndexes[0]!]!),
    });
  }
  const [effect] = plans[changedIndexes[0] ?? -1]?.effects ?? [];
  if (count !== 1 || effect?.do !== "save") return message("presets.title", { preset, count });
  return message("presets.titleOne", { preset, name: (effect.data as { name: string }).name });
}

const callersLine: Line = {
  key: "callers",
  group: "people",
  text: message("presets.lineCallers"),
  micros: null,
  undo: { when: "always" },
  type: "figure",
};
