import type { MemberData } from "./access.schema.ts";
import type { AccountData } from "./account.schema.ts";
import { type Effect, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import type { Fact } from "./lifecycle.ts";
import { countsAsNumber } from "./limited.ts";
import { byNumber, type Turn } from "./parting.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import { LIMITED, type Limited, type Terms } from "./plans.ts";
import { effectLine, type Line } from "./proposal.ts";
import type { QueueDoc } from "./queueRules.ts";
import type { Doc } from "./record.ts";
import type { NumberData } from "./tracking.schema.ts";
import { normalizeForSearch } from "./search.ts";

/** All of an account that a plan may limit. */
export interface Parkable {
  account: Doc<AccountData>;
  numbers: readonly Doc<NumberData>[];
  queues: readonly QueueDoc[];
  members: readonly Doc<MemberData>[];
  /** Numbers that are being bought, in E.164. */
  orders: readonly string[];
}

/** What stays at work, by id; of what is not named, the product's own choice stays. */
export type Kept = { [W in Limited]?: readonly string[] | undefined };

type Item = Doc<NumberData> | QueueDoc | Doc<MemberData>;

/** What takes up room under each limit, first what stays where nobody says otherwise: what is at work, by its name. */
export function limitedItems({ account, numbers, queues, members }: Parkable, asker: string): Record<Limited, Item[]> {
  const first = [account.data.owner, asker];
  const live = (items: readonly Item[]): Item[] =>
    items.toSorted((a, b) => Number(a.data.parked !== null) - Number(b.data.parked !== null));
  const place = ({ id }: Doc<MemberData>) => (first.includes(id) ? first.indexOf(id) : first.length);
  return {
    numbers: live(numbers.filter(({ data }) => countsAsNumber(data)).toSorted(byNumber)),
    queues: live(
      queues.toSorted((a, b) => (normalizeForSearch(a.data.name) < normalizeForSearch(b.data.name) ? -1 : 1)),
    ),
    people: live(members.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toSorted(
      (a, b) => place(a as Doc<MemberData>) - place(b as Doc<MemberData>),
    ),
  };
}

/** People who cannot be parked: the owner, and whoever asks. */
export const staying = ({ account }: Pick<Parkable, "account">, asker: string): string[] => [
  ...new Set([account.data.owner, asker]),
];

/** Parks what goes beyond the limits of these terms, and brings back what no longer does. Throws `invalid`, `conflict`. */
export function park(all: Parkable, terms: Terms, keep: Kept, turn: Turn): { lines: Line[]; effects: Effect[] } {
  const items = limitedItems(all, turn.by.id);
  checkOrders(all.orders, items.numbers.length, terms);
  const parts = LIMITED.map((what) => {
    const kept = keptOf(what, items[what], terms, keep[what], what === "people" ? staying(all, turn.by.id) : []);
    return items[what].flatMap((item) => {
      const stays = kept.has(item.id);
      if (stays === (item.data.parked === null)) return [];
      const fact: Fact | null = stays ? null : { since: turn.now, by: turn.by.id, until: null };
      return moved(what, item, fact, terms);
    });
  }).flat();
  return { lines: parts.map(({ line }) => line), effects: parts.map(({ effect }) => effect) };
}

/** What is being bought arrives at work: where it would be one too many it is waited for. */
export function checkOrders(orders: readonly string[], numbers: number, { limits }: Terms): void {
  if (limits.numbers !== null && numbers + orders.length > limits.numbers) checkNoneOrdered(orders);
}

/** Throws `conflict`, with the number that is being bought. */
export function checkNoneOrdered([order]: readonly string[]): void {
  if (order !== undefined) refuse("conflict", "plans.ordered", { number: showNumber(order) });
}

/** What is wished to stay must be there and have room. Throws `invalid` by the field. */
export function checkKept(
  what: Limited,
  kept: ReadonlySet<string>,
  there: ReadonlySet<string>,
  { limits, planName: plan }: Terms,
): void {
  const limit = limits[what];
  if ([...kept].some((id) => !there.has(id))) refuse("invalid", `plans.unknown-${what}`, {}, `keep.${what}`);
  if (limit !== null && kept.size > limit)
    refuse("invalid", `plans.tooMany-${what}`, { plan, limit, count: kept.size }, `keep.${what}`);
}

function keptOf(
  what: Limited,
  items: readonly Item[],
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
    refuse("invalid", "plans.mustStay", {}, `keep.${what}`);
  return kept;
}

/** A number goes beyond the plan, or (`parked` null) is back at work. */
export function parkNumber(
  number: Doc<NumberData>,
  parked: Fact | null,
  { parkedServes }: Pick<Terms, "parkedServes">,
): Parked {
  const out = parked !== null;
  const named = { number: showNumber(number.data.e164), name: number.data.name };
  const text = out
    ? phrase(parkedServes ? "plans.parkNumber" : "plans.parkNumberSilent", named)
    : phrase("plans.returnNumber", named);
  const action = phrase(out ? "plans.didParkNumber" : "plans.didReturnNumber", named);
  return {
    line: effectLine(`number:${number.id}`, "numbers", text),
    effect: save("number", number, { ...number.data, parked }, { action }),
  };
}

interface Parked {
  line: Line;
  effect: Effect;
}

function moved(what: Limited, item: Item, parked: Fact | null, terms: Terms): Parked {
  if (what === "numbers") return parkNumber(item as Doc<NumberData>, parked, terms);
  const out = parked !== null;
  if (what === "queues") {
    const queue = item as QueueDoc;
    const { name } = queue.data;
    const action = phrase(out ? "plans.didPark" : "plans.didReturn", { name });
    return {
      line: effectLine(`queue:${item.id}`, "records", phrase(out ? "plans.parkQueue" : "plans.returnQueue", { name })),
      effect: save("queue", queue, { ...queue.data, parked }, { action }),
    };
  }
  const member = item as Doc<MemberData>;
  const who = { who: member.id };
  const action = phrase(out ? "plans.didParkPerson" : "plans.didReturnPerson", who);
  return {
    line: effectLine(`person:${item.id}`, "people", phrase(out ? "plans.parkPerson" : "plans.returnPerson", who)),
    effect: save("member", member, { ...member.data, parked }, { action }),
  };
}
