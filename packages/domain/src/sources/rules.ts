import { create, type Effect, remove, type ChangeMetadata, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { Follows } from "../presets/rules.ts";
import { doGlobsOverlap, isGlobWithin } from "./glob.ts";
import { isSameValue } from "../core/differences.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { matchesMissingPage, patternsOf, formatRuleSentence, normalizeRule } from "./trackingRule.ts";
import { type SourceData, SOURCES_MAX } from "../numbers/types.ts";
import type { SourceRule, RuleGroup } from "./schema.ts";
import { checkNoDependents, type Dependents } from "../core/dependents.ts";

export type SourceDoc = Doc<SourceData>;
export type SourceDraft = Omit<SourceData, "position" | "follows">;

/** Adds a source after all others. Throws `invalid`. */
export function addSource(
  account: string,
  sources: readonly SourceDoc[],
  draft: SourceDraft,
  id: string,
  from: { follows: Follows | null; said?: ChangeMetadata } = { follows: null },
): Effect[] {
  if (sources.length >= SOURCES_MAX) fail("invalid", "tracking.tooManySources", { most: SOURCES_MAX });
  const position = Math.max(-1, ...sources.map(({ data }) => data.position)) + 1;
  const data: SourceData = { ...normalizeSource(draft), position, follows: from.follows };
  const said = from.said ?? { action: message("tracking.didAddSource", { name: draft.name }) };
  return [create(account, "source", id, data, said)];
}

export function changeSource(source: SourceDoc, version: number | undefined, draft: SourceDraft): Effect[] {
  checkVersion(source, version);
  const { position, follows } = source.data;
  const data: SourceData = { ...normalizeSource(draft), position, follows };
  if (isSameValue(source.data, data)) return [];
  return [save("source", source, data, { action: message("tracking.didChangeSource", { name: draft.name }) })];
}

/** Puts the given sources in this order; the others follow in their present order. */
export function orderSources(sources: readonly SourceDoc[], ids: readonly string[]): Effect[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  for (const id of ids) if (!sources.some((one) => one.id === id)) fail("invalid", "tracking.sourceUnknown", {}, "ids");
  if (place.size !== ids.length) fail("invalid", "tracking.orderTwice", {}, "ids");
  const placeOf = ({ id }: SourceDoc) => place.get(id) ?? Number.MAX_SAFE_INTEGER;
  const sorted = sourcesInOrder(sources).toSorted((a, b) => placeOf(a) - placeOf(b));
  return sorted.flatMap((doc, position) => {
    if (doc.data.position === position) return [];
    const action = message("tracking.didOrder", { name: doc.data.name });
    return [save("source", doc, { ...doc.data, position }, { action })];
  });
}

/** Throws while tracking numbers use it. */
export function removeSource(source: SourceDoc, version: number, uses: readonly Dependents[]): Effect[] {
  checkVersion(source, version);
  checkNoDependents(source.data.name, uses);
  return [remove("source", source, { action: message("tracking.didRemoveSource", { name: source.data.name }) })];
}

/** Sources in the order in which they are matched. */
export const sourcesInOrder = <S extends { id: string; data: SourceData }>(sources: readonly S[]): S[] =>
  sources.toSorted((a, b) => a.data.position - b.data.position || (a.id < b.id ? -1 : 1));

function checkVersion(source: SourceDoc, version: number | undefined): void {
  if (version !== undefined && version !== source.version)
    fail("conflict", "record.changedMeanwhile", { name: source.data.name, version: source.version }, "version");
}

/** Rules in their stored form. Throws `invalid` by the rule's path if one is unreadable or two can never both hold. */
export function normalizeSource<D extends SourceDraft>(draft: D): D {
  if (draft.site === "offsite" && draft.ways.length > 0) fail("invalid", "tracking.offsiteNoRules", {}, "ways");
  const ways = draft.ways.map((way, at) => {
    if (draft.ways.findIndex(({ id }) => id === way.id) !== at)
      fail("invalid", "queues.idTwice", { id: way.id }, `ways.${at}.id`);
    const rules = way.rules.map((rule, nth) => normalizeRule(rule, `ways.${at}.rules.${nth}`));
    checkRuleGroup(rules, `ways.${at}`);
    return { ...way, rules };
  });
  return { ...draft, ways };
}

/** All rules of a group must be able to hold for one visit. */
function checkRuleGroup(rules: RuleGroup["rules"], field: string): void {
  for (const [at, rule] of rules.entries()) {
    if (rule.of === "landing" && matchesMissingPage(rule))
      fail("invalid", "tracking.ruleNever", { rule: formatRuleSentence(rule) }, `${field}.rules.${at}`);
    const other = rules.slice(0, at).find((one) => doContradict(one, rule) || doContradict(rule, one));
    if (other)
      fail(
        "invalid",
        "tracking.rulesContradict",
        { one: formatRuleSentence(other), other: formatRuleSentence(rule) },
        `${field}.rules.${at}`,
      );
  }
}

/** Whether no visit can match both. Called for both orders. */
function doContradict(one: SourceRule, other: SourceRule): boolean {
  if (one.of !== other.of) return false;
  // A visit without a referrer has no referrer values.
  if (matchesMissingPage(one) && !other.not) return true;
  if (one.test !== other.test || one.name !== other.name || one.not) return false;
  if (one.test === "path")
    return other.not
      ? one.value.startsWith(other.value)
      : !one.value.startsWith(other.value) && !other.value.startsWith(one.value);
  const mine = patternsOf(one);
  const theirs = patternsOf(other);
  return other.not
    ? mine.every((pattern) => theirs.some((wider) => isGlobWithin(pattern, wider)))
    : !mine.some((pattern) => theirs.some((same) => doGlobsOverlap(pattern, same)));
}
