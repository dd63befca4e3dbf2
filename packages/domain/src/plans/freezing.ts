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
  /** Numbers on order, in E.164. */
  orders: readonly string[];
}

/** The ids that stay active; for the rest the default choice applies. */
export type KeepSelection = { [W in LimitedResource]?: readonly string[] | undefined };

type FreezableItem = Doc<NumberData> | QueueDoc | Doc<MemberData>;

/** The records under each limit in the default order of staying: active ones first, by name. */
export function limitedItems(
  { account, numbers, queues, members }: Freezable,
  asker: string,
): Record<LimitedResource, FreezableItem[]> {
  const first = [account.data.owner, asker];
  const live = (items: readonly FreezableItem[]): FreezableItem[] =>
    items.toSorted((a, b) => Number(a.data.parked !== null) - Number(b.data.parked !== null));
  const place = ({ id }: Doc<MemberData>) => (first.includes(id) ? first.indexOf(id) : first.length);
  return {
    numbers: live(numbers.filter(({ data }) => countsTowardLimit(data)).toSorted(byNumber)),
    queues: live(
      queues.toSorted((a, b) => (normalizeForSearch(a.data.name) < normalizeForSearch(b.data.name) ? -1 : 1)),
    ),
    people: live(members.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toSorted(
      (a, b) => place(a as Doc<MemberData>) - place(b as Doc<MemberData>),
    ),
  };
}

/** People who cannot be frozen: the owner and the caller. */
export const mustStay = ({ account }: Pick<Freezable, "account">, asker: string): string[] => [
  ...new Set([account.data.owner, asker]),
];

/** Freezes what exceeds the limits of these terms and restores what no longer does. Throws `invalid`, `conflict`. */
export function freeze(
  all: Freezable,
  terms: Terms,
  keep: KeepSelection,
  turn: DecisionContext,
): { lines: Line[]; effects: Effect[] } {
  const items = limitedItems(all, turn.by.id);
  checkOrders(all.orders, items.numbers.length, terms);
  const parts = LIMITED_RESOURCES.map((what) => {
    const kept = idsToKeep(what, items[what], terms, keep[what], what === "people" ? mustStay(all, turn.by.id) : []);
    return items[what].flatMap((item) => {
      const stays = kept.has(item.id);
      if (stays === (item.data.parked === null)) return [];
      const fact: Fact | null = stays ? null : { since: turn.now, by: turn.by.id, until: null };
      return freezeOrReturn(what, item, fact, terms);
    });
  }).flat();
  return { lines: parts.map(({ line }) => line), effects: parts.map(({ effect }) => effect) };
}

/** Ordered numbers arrive active: if one would exceed the limit, the change has to wait for it. */
export function checkOrders(orders: readonly string[], numbers: number, { limits }: Terms): void {
  if (limits.numbers !== null && numbers + orders.length > limits.numbers) checkNoneOrdered(orders);
}

/** Throws `conflict`, naming a number on order, if there is one. */
export function checkNoneOrdered([order]: readonly string[]): void {
  if (order !== undefined) fail("conflict", "plans.ordered", { number: formatPhoneNumber(order) });
}

/** The chosen records must exist and fit the limit. Throws `invalid` by field. */
export function checkKept(
  what: LimitedResource,
  kept: ReadonlySet<string>,
  there: ReadonlySet<string>,
  { limits, planName: plan }: Terms,
): void {
  const limit = limits[what];
  if ([...kept].some((id) => !there.has(id))) fail("invalid", `plans.unknown-${what}`, {}, `keep.${what}`);
  if (limit !== null && kept.size > limit)
    fail("invalid", `plans.tooMany-${what}`, { plan, limit, count: kept.size }, `keep.${what}`);
}

function idsToKeep(
  what: LimitedResource,
  items: readonly FreezableItem[],
  terms: Terms,
  wished: readonly string[] | undefined,
  always: readonly string[],
): ReadonlySet<string> {
  const limit = terms.limits[what];
  const ids = items.map(({ id }) => id);
  const named = new Set(ids);
  const kept = new Set(wished ?? ids.slice(0, limit ?? ids.length));
  checkKept(what, kept, named, terms);
  if (limit === null) return named;
  if (wished && always.some((id) => named.has(id) && !kept.has(id)))
    fail("invalid", "plans.mustStay", {}, `keep.${what}`);
  return kept;
}

/** Freezes a number, or restores it if `parked` is null. */
export function parkNumber(
  number: Doc<NumberData>,
  parked: Fact | null,
  { parkedServes }: Pick<Terms, "parkedServes">,
): Parked {
  const out = parked !== null;
  const named = { number: formatPhoneNumber(number.data.e164), name: number.data.name };
  const text = out
    ? message(parkedServes ? "plans.parkNumber" : "plans.parkNumberSilent", named)
    : message("plans.returnNumber", named);
  const action = message(out ? "plans.didParkNumber" : "plans.didReturnNumber", named);
  return {
    line: effectLine(`number:${number.id}`, "numbers", text),
    effect: save("number", number, { ...number.data, parked }, { action }),
  };
}

interface Parked {
  line: Line;
  effect: Effect;
}

function freezeOrReturn(what: LimitedResource, item: FreezableItem, parked: Fact | null, terms: Terms): Parked {
  if (what === "numbers") return parkNumber(item as Doc<NumberData>, parked, terms);
  const out = parked !== null;
  if (what === "queues") {
    const queue = item as QueueDoc;
    const { name } = queue.data;
    const action = message(out ? "plans.didPark" : "plans.didReturn", { name });
    return {
      line: effectLine(`queue:${item.id}`, "records", message(out ? "plans.parkQueue" : "plans.returnQueue", { name })),
      effect: save("queue", queue, { ...queue.data, parked }, { action }),
    };
  }
  const member = item as Doc<MemberData>;
  const who = { who: member.id };
  const action = message(out ? "plans.didParkPerson" : "plans.didReturnPerson", who);
  return {
    line: effectLine(`person:${item.id}`, "people", message(out ? "plans.parkPerson" : "plans.returnPerson", who)),
    effect: save("member", member, { ...member.data, parked }, { action }),
  };
}
