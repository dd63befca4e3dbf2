import type { MemberData } from "../access/schema.ts";
import type { AccountData } from "../account/schema.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { Fact } from "../lifecycle/rules.ts";
import { countsTowardLimit } from "./limits.ts";
import { byNumber, type DecisionContext } from "../lifecycle/disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import { LIMITED_RESOURCES, type LimitedResource, type Terms } from "./catalogue.ts";
import { effectLine, type Line } from "../proposals/lines.ts";
import type { QueueDoc } from "../queues/rules.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "../numbers/schema.ts";
import { normalizeForSearch } from "../core/text/search.ts";

/** Everything in an account that a plan may limit. */
export interface Freezable {
  account: Doc<AccountData>;
  numbers: readonly Doc<NumberData>[];
  queues: readonly QueueDoc[];
  members: readonly Doc<MemberData>[];
  /** Numbers that are ordered from the carrier but not assigned yet, in E.164. */
  numbersOnOrder: readonly string[];
}

/** The ids that stay active; for the rest the default choice applies. */
export type KeepSelection = { [W in LimitedResource]?: readonly string[] | undefined };

type FreezableItem = Doc<NumberData> | QueueDoc | Doc<MemberData>;

/**
 * The records that count towards each limit, in the order in which they stay active by default: active ones first, by
 * name or number; of the people, the owner and the caller before all others.
 */
export function limitedItems(
  { account, numbers, queues, members }: Freezable,
  callerId: string,
): Record<LimitedResource, FreezableItem[]> {
  const stayFirst = [account.data.owner, callerId];
  const activeFirst = (items: readonly FreezableItem[]): FreezableItem[] =>
    items.toSorted((a, b) => Number(a.data.frozen !== null) - Number(b.data.frozen !== null));
  const rankOf = ({ id }: Doc<MemberData>) => (stayFirst.includes(id) ? stayFirst.indexOf(id) : stayFirst.length);
  return {
    numbers: activeFirst(numbers.filter(({ data }) => countsTowardLimit(data)).toSorted(byNumber)),
    queues: activeFirst(
      queues.toSorted((a, b) => (normalizeForSearch(a.data.name) < normalizeForSearch(b.data.name) ? -1 : 1)),
    ),
    people: activeFirst(members.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toSorted(
      (a, b) => rankOf(a as Doc<MemberData>) - rankOf(b as Doc<MemberData>),
    ),
  };
}

/** People who cannot be frozen: the owner and the caller. */
export const idsThatMustStay = ({ account }: Pick<Freezable, "account">, callerId: string): string[] => [
  ...new Set([account.data.owner, callerId]),
];

/** Freezes what exceeds the limits of these terms and restores what no longer does. Throws `invalid`, `conflict`. */
export function freeze(
  records: Freezable,
  terms: Terms,
  keep: KeepSelection,
  context: DecisionContext,
): { lines: Line[]; effects: Effect[] } {
  const items = limitedItems(records, context.by.id);
  checkOrders(records.numbersOnOrder, items.numbers.length, terms);
  const parts = LIMITED_RESOURCES.map((resource) => {
    const kept = idsToKeep(
      resource,
      items[resource],
      terms,
      keep[resource],
      resource === "people" ? idsThatMustStay(records, context.by.id) : [],
    );
    return items[resource].flatMap((item) => {
      const staysActive = kept.has(item.id);
      if (staysActive === (item.data.frozen === null)) return [];
      const fact: Fact | null = staysActive ? null : { since: context.now, by: context.by.id, until: null };
      return freezeOrRestore(resource, item, fact, terms);
    });
  }).flat();
  return { lines: parts.map(({ line }) => line), effects: parts.map(({ effect }) => effect) };
}

/** Ordered numbers become active: if one would exceed the limit, the change has to wait for it. Throws `conflict`. */
export function checkOrders(ordered: readonly string[], numberCount: number, { limits }: Terms): void {
  if (limits.numbers !== null && numberCount + ordered.length > limits.numbers) checkNoneOrdered(ordered);
}

/** Throws `conflict`, naming a number on order, if there is one. */
export function checkNoneOrdered([ordered]: readonly string[]): void {
  if (ordered !== undefined) fail("conflict", "plans.ordered", { number: formatPhoneNumber(ordered) });
}

/** The chosen records must exist and fit the limit. Throws `invalid` by field. */
export function checkKeepSelection(
  resource: LimitedResource,
  kept: ReadonlySet<string>,
  existing: ReadonlySet<string>,
  { limits, planName: plan }: Terms,
): void {
  const limit = limits[resource];
  if ([...kept].some((id) => !existing.has(id)))
    fail("invalid", `plans.unknown-${resource}`, {}, `keepSelection.${resource}`);
  if (limit !== null && kept.size > limit)
    fail("invalid", `plans.tooMany-${resource}`, { plan, limit, count: kept.size }, `keepSelection.${resource}`);
}

function idsToKeep(
  resource: LimitedResource,
  items: readonly FreezableItem[],
  terms: Terms,
  chosen: readonly string[] | undefined,
  mandatory: readonly string[],
): ReadonlySet<string> {
  const limit = terms.limits[resource];
  const ids = items.map(({ id }) => id);
  const existing = new Set(ids);
  const kept = new Set(chosen ?? ids.slice(0, limit ?? ids.length));
  checkKeepSelection(resource, kept, existing, terms);
  if (limit === null) return existing;
  if (chosen && mandatory.some((id) => existing.has(id) && !kept.has(id)))
    fail("invalid", "plans.mustStay", {}, `keepSelection.${resource}`);
  return kept;
}

/** Freezes a number, or restores it if `frozen` is null. */
export function freezeNumber(
  number: Doc<NumberData>,
  frozen: Fact | null,
  { frozenConnects }: Pick<Terms, "frozenConnects">,
): FreezeResult {
  const isFreezing = frozen !== null;
  const values = { number: formatPhoneNumber(number.data.e164), name: number.data.name };
  const text = isFreezing
    ? message(frozenConnects ? "plans.freezeNumber" : "plans.freezeNumberSilent", values)
    : message("plans.returnNumber", values);
  const action = message(isFreezing ? "plans.didFreezeNumber" : "plans.didReturnNumber", values);
  return {
    line: effectLine(`number:${number.id}`, "numbers", text),
    effect: save("number", number, { ...number.data, frozen }, { action }),
  };
}

interface FreezeResult {
  line: Line;
  effect: Effect;
}

function freezeOrRestore(
  resource: LimitedResource,
  item: FreezableItem,
  frozen: Fact | null,
  terms: Terms,
): FreezeResult {
  if (resource === "numbers") return freezeNumber(item as Doc<NumberData>, frozen, terms);
  const isFreezing = frozen !== null;
  if (resource === "queues") {
    const queue = item as QueueDoc;
    const { name } = queue.data;
    const action = message(isFreezing ? "plans.didFreeze" : "plans.didReturn", { name });
    return {
      line: effectLine(
        `queue:${item.id}`,
        "records",
        message(isFreezing ? "plans.freezeQueue" : "plans.returnQueue", { name }),
      ),
      effect: save("queue", queue, { ...queue.data, frozen }, { action }),
    };
  }
  const member = item as Doc<MemberData>;
  const values = { who: member.id };
  const action = message(isFreezing ? "plans.didFreezePerson" : "plans.didReturnPerson", values);
  return {
    line: effectLine(
      `person:${item.id}`,
      "people",
      message(isFreezing ? "plans.freezePerson" : "plans.returnPerson", values),
    ),
    effect: save("member", member, { ...member.data, frozen }, { action }),
  };
}
