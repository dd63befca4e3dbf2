import { create, type Effect, remove, type ChangeMetadata, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { Follows } from "../presets/rules.ts";
import { doGlobsOverlap, isGlobWithin } from "./glob.ts";
import { isSameValue } from "../core/differences.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { matchesMissingPage, patternsOf, formatRuleSentence, normalizeRule } from "./trackingRule.ts";
import { SOURCES_MAX } from "../numbers/types.ts";
import type { SourceData, SourceRule, RuleGroup } from "./schema.ts";
import { checkNoDependents, type Dependents } from "../core/dependents.ts";
import { checkVersion } from "../core/version.ts";

export type SourceDoc = Doc<SourceData>;
export type SourceDraft = Omit<SourceData, "position" | "follows">;

/** Adds a source after all others. Throws `invalid`. */
export function addSource(
  account: string,
  sources: readonly SourceDoc[],
  draft: SourceDraft,
  id: string,
  origin: { follows: Follows | null; metadata?: ChangeMetadata } = { follows: null },
): Effect[] {
  if (sources.length >= SOURCES_MAX) fail("invalid", "sources.tooMany", { max: SOURCES_MAX });
  const position = Math.max(-1, ...sources.map(({ data }) => data.position)) + 1;
  const data: SourceData = { ...normalizeSource(draft), position, follows: origin.follows };
  const metadata = origin.metadata ?? { action: message("sources.didAddSource", { name: draft.name }) };
  return [create(account, "source", id, data, metadata)];
}

export function changeSource(source: SourceDoc, version: number | undefined, draft: SourceDraft): Effect[] {
  checkVersion(source, version, source.data.name);
  const { position, follows } = source.data;
  const data: SourceData = { ...normalizeSource(draft), position, follows };
  if (isSameValue(source.data, data)) return [];
  return [save("source", source, data, { action: message("sources.didChangeSource", { name: draft.name }) })];
}

/** Puts these sources in this order; the others follow in their present order. */
export function orderSources(sources: readonly SourceDoc[], ids: readonly string[]): Effect[] {
  const positions = new Map(ids.map((id, index) => [id, index]));
  for (const id of ids) if (!sources.some((one) => one.id === id)) fail("invalid", "sources.unknown", {}, "ids");
  if (positions.size !== ids.length) fail("invalid", "sources.duplicateInOrder", {}, "ids");
  const positionOf = ({ id }: SourceDoc) => positions.get(id) ?? Number.MAX_SAFE_INTEGER;
  const sorted = sourcesInOrder(sources).toSorted((a, b) => positionOf(a) - positionOf(b));
  return sorted.flatMap((doc, position) => {
    if (doc.data.position === position) return [];
    const action = message("numbers.didOrder", { name: doc.data.name });
    return [save("source", doc, { ...doc.data, position }, { action })];
  });
}

/** Throws while tracking numbers use it. */
export function removeSource(source: SourceDoc, version: number, dependents: readonly Dependents[]): Effect[] {
  checkVersion(source, version, source.data.name);
  checkNoDependents(source.data.name, dependents);
  return [remove("source", source, { action: message("sources.didRemoveSource", { name: source.data.name }) })];
}

/** Sources in the order in which they are matched. */
export const sourcesInOrder = <S extends { id: string; data: SourceData }>(sources: readonly S[]): S[] =>
  sources.toSorted((a, b) => a.data.position - b.data.position || (a.id < b.id ? -1 : 1));

/** Rules in their stored form. Throws `invalid` by the rule's path if one is unreadable or two can never both hold. */
export function normalizeSource<D extends SourceDraft>(draft: D): D {
  if (draft.site === "offsite" && draft.ruleGroups.length > 0)
    fail("invalid", "sources.offsiteNoRules", {}, "ruleGroups");
  const ruleGroups = draft.ruleGroups.map((ruleGroup, groupIndex) => {
    if (draft.ruleGroups.findIndex(({ id }) => id === ruleGroup.id) !== groupIndex)
      fail("invalid", "queues.duplicateId", { id: ruleGroup.id }, `ruleGroups.${groupIndex}.id`);
    const rules = ruleGroup.rules.map((rule, ruleIndex) =>
      normalizeRule(rule, `ruleGroups.${groupIndex}.rules.${ruleIndex}`),
    );
    checkRuleGroup(rules, `ruleGroups.${groupIndex}`);
    return { ...ruleGroup, rules };
  });
  return { ...draft, ruleGroups };
}

/** All rules of a group must be able to hold for one visit. */
function checkRuleGroup(rules: RuleGroup["rules"], field: string): void {
  for (const [index, rule] of rules.entries()) {
    if (rule.subject === "landing" && matchesMissingPage(rule))
      fail("invalid", "sources.ruleNever", { rule: formatRuleSentence(rule) }, `${field}.rules.${index}`);
    const other = rules.slice(0, index).find((earlier) => doContradict(earlier, rule) || doContradict(rule, earlier));
    if (other)
      fail(
        "invalid",
        "sources.rulesContradict",
        { one: formatRuleSentence(other), other: formatRuleSentence(rule) },
        `${field}.rules.${index}`,
      );
  }
}

/** Whether no visit can match both. It checks only one direction, so it is called both ways round. */
function doContradict(one: SourceRule, other: SourceRule): boolean {
  if (one.subject !== other.subject) return false;
  // A visit without a referrer has no referrer values.
  if (matchesMissingPage(one) && !other.negated) return true;
  if (one.test !== other.test || one.name !== other.name || one.negated) return false;
  if (one.test === "path")
    return other.negated
      ? one.value.startsWith(other.value)
      : !one.value.startsWith(other.value) && !other.value.startsWith(one.value);
  const patterns = patternsOf(one);
  const otherPatterns = patternsOf(other);
  return other.negated
    ? patterns.every((pattern) => otherPatterns.some((wider) => isGlobWithin(pattern, wider)))
    : !patterns.some((pattern) => otherPatterns.some((candidate) => doGlobsOverlap(pattern, candidate)));
}
