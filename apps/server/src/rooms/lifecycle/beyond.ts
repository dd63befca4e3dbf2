import { ChoicePage, PlanAsked } from "@callboard/domain/account.schema";
import { limitedItems, staying } from "@callboard/domain/parking";
import { showNumber } from "@callboard/domain/phoneNumber";
import { KEPT_MAX, type Limited, LIMITED } from "@callboard/domain/plans";
import { prorated } from "@callboard/domain/proration";
import type { Doc } from "@callboard/domain/record";
import { hasWords } from "@callboard/domain/search";
import { overdueMonths } from "@callboard/domain/subscription";
import type { NumberData } from "@callboard/domain/tracking";
import { countsOf } from "../../counts.ts";
import type { Search } from "../../find.ts";
import { listed, PAGE_MAX, readPage } from "../../lists.ts";
import { namesOf } from "../../names.ts";
import { one, where } from "../../needs.ts";
import { LONG_FROM, type Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { reachOf } from "./facts.ts";
import { hasMany, NO_NUMBERS } from "./listing.ts";
import { offerOf, planFound, planNeeds } from "./planFacts.ts";

type Items = ReturnType<typeof limitedItems>;
type Item = Items[Limited][number];

/** Something that takes up room under a plan. `must`: it always stays. */
interface Choosable {
  id: string;
  name: string;
  more: string;
  parked: boolean;
  must: boolean;
}

/** What takes up room under one limit: all of it, or of many (`long`) those that would stay where nobody says otherwise. */
interface Taking {
  what: Limited;
  limit: number | null;
  total: number;
  /** How many of them are parked now. */
  parked: number;
  long: boolean;
  items: Choosable[];
}

export const beyond = {
  /** What goes beyond a plan: what takes up room, with what would stay, and what the month would cost. */
  beyond: open("close the account")
    .meta({ apart: true })
    .input(PlanAsked)
    .query(async ({ ctx: { scope }, input: { plan } }) => {
      const found = await planFound(scope, plan);
      const many = await hasMany(scope);
      const facts = await look(
        { ...scope, reach: reachOf(found) },
        { ...planNeeds(found, scope), numbers: many ? NO_NUMBERS : listed("number", "number") },
      );
      const { account, terms, subscription, balanceMicros, fee } = facts;
      const offer = offerOf(plan, terms.data);
      const fixed = staying(facts, scope.actor.id);
      const items = limitedItems(facts, scope.actor.id);
      const isSame = terms.data.plan === plan;
      const overdue = subscription && overdueMonths(account, terms.data, subscription, scope.now, fee);
      const share =
        overdue === null || isSame
          ? null
          : prorated(overdue.subscription.data, overdue.fee, offer.pricePerMonth, terms.data.currency, scope.now);
      const limits: Taking[] = [];
      for (const what of LIMITED) {
        const limit = offer.limits[what];
        if (what === "numbers" && many) limits.push(await manyNumbers(scope, limit));
        else limits.push(await taking(scope, { what, limit, items: items[what], fixed }));
      }
      return {
        plan: offer.name,
        was: terms.data.planName,
        isSame,
        limits,
        share,
        balanceMicros: found.payer === scope.account ? balanceMicros - (overdue?.spent ?? 0) : null,
        hidden: found.hidden,
        retentionDays: offer.retentionDays,
        currency: terms.data.currency,
        below: offer.mayHaveSubAccounts ? [] : facts.below,
      };
    }),

  /** Of many the first that the words find: one chooses by name what stays. */
  choosable: open("close the account")
    .meta({ apart: true })
    .input(ChoicePage)
    .query(
      async ({ ctx: { scope }, input: { what, words, limit } }): Promise<{ items: Choosable[]; more: boolean }> => {
        if (what === "numbers" && (await hasMany(scope))) {
          const docs = await pageOf(scope, { without: AWAY, words }, limit + 1);
          return { items: docs.slice(0, limit).map(numberRow), more: docs.length > limit };
        }
        const facts = await look(scope, {
          account: one("account", scope.account),
          numbers: what === "numbers" ? listed("number", "number") : NO_NUMBERS,
          queues: where("queue", "account"),
          members: where("member", "account"),
        });
        const items = limitedItems({ ...facts, orders: [] }, scope.actor.id)[what];
        const all = await rowsOf(scope, items, staying(facts, scope.actor.id));
        const fits = all.filter(({ name, more }) => hasWords(`${name} ${more}`, words.trim()));
        return { items: fits.slice(0, limit), more: fits.length > limit };
      },
    ),
};

async function taking(
  scope: Scope,
  { what, limit, items, fixed }: { what: Limited; limit: number | null; items: Item[]; fixed: readonly string[] },
): Promise<Taking> {
  const long = items.length > (scope.longFrom ?? LONG_FROM);
  const shown = long ? items.slice(0, limit ?? 0) : items;
  const parked = items.filter(({ data }) => data.parked !== null).length;
  return { what, limit, total: items.length, parked, long, items: await rowsOf(scope, shown, fixed) };
}

async function rowsOf(scope: Scope, items: readonly Item[], fixed: readonly string[]): Promise<Choosable[]> {
  const people = items.filter(({ data }) => "role" in data).map(({ id }) => id);
  const names = await namesOf(scope.db, people);
  return items.map((item): Choosable => {
    const { id, data } = item;
    const parked = data.parked !== null;
    if ("e164" in data) return numberRow(item as Doc<NumberData>);
    if ("role" in data) return { id, name: names.get(id) ?? "", more: data.role, parked, must: fixed.includes(id) };
    return { id, name: data.name, more: "", parked, must: false };
  });
}

const numberRow = ({ id, data: { e164, name, parked } }: Doc<NumberData>): Choosable => ({
  id,
  name: showNumber(e164),
  more: name,
  parked: parked !== null,
  must: false,
});

/** They take up no room. */
const AWAY = ["state:forwarded", "state:releasing", "list:gone"];

/** The first by number that would stay: those at work, and behind them those that are parked. */
async function manyNumbers(scope: Scope, limit: number | null): Promise<Taking> {
  const { counts } = await look(scope, { counts: countsOf("number", "limited") });
  const [live, parked] = [counts.get("live") ?? 0, counts.get("parked") ?? 0];
  const most = Math.min(limit ?? 0, KEPT_MAX);
  const atWork = await pageOf(scope, { without: [...AWAY, "flag:parked"] }, Math.min(most, live));
  const back = await pageOf(scope, { tags: ["flag:parked"], without: AWAY }, Math.min(most - atWork.length, parked));
  const items = [...atWork, ...back].map(numberRow);
  return { what: "numbers", limit, total: live + parked, parked, long: true, items };
}

/** So many of what is found, by number, a page at a time. */
async function pageOf(scope: Scope, search: Search, most: number): Promise<Doc<NumberData>[]> {
  let docs: Doc<NumberData>[] = [];
  for (let after: string | null = null; docs.length < most;) {
    const ask = { by: "number", limit: Math.min(PAGE_MAX, most - docs.length), after };
    const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(scope, "number", ask, search);
    docs = [...docs, ...page.docs];
    after = page.next;
    if (after === null) break;
  }
  return docs;
}
