import { ChoicePage, PlanPreviewInput } from "@callboard/domain/account/schema";
import { limitedItems, mustStay } from "@callboard/domain/plans/freezing";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { KEPT_MAX, type LimitedResource, LIMITED_RESOURCES } from "@callboard/domain/plans/catalogue";
import { prorate } from "@callboard/domain/plans/proration";
import type { Doc } from "@callboard/domain/core/record";
import { matchesWords } from "@callboard/domain/core/text/search";
import { chargeOverdueMonths } from "@callboard/domain/balance/subscription";
import type { NumberData } from "@callboard/domain/numbers/types";
import { countsByValue } from "../../store/search/recordCounts.ts";
import type { Search } from "../../store/search/searchIndex.ts";
import { findAllSorted, PAGE_MAX, readPage } from "../../store/search/lists.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findOne, findMany } from "../../store/queries.ts";
import { RUN_THRESHOLD, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { agencyAccounts } from "../../store/reads/accountFacts.ts";
import { hasMany, NO_NUMBERS } from "../../proposals/listNumbers.ts";
import { offerOf, planFound, planNeeds } from "./facts.ts";

type Items = ReturnType<typeof limitedItems>;
type Item = Items[LimitedResource][number];

/** Something that counts toward a limit of the plan. `must`: it always stays. */
interface Choosable {
  id: string;
  name: string;
  more: string;
  parked: boolean;
  must: boolean;
}

/** The items that count toward one limit: all of them, or of many (`long`) those that stay by default. */
interface Taking {
  what: LimitedResource;
  limit: number | null;
  total: number;
  /** How many of them are frozen now. */
  parked: number;
  long: boolean;
  items: Choosable[];
}

export const overLimitProcedures = {
  /**
   * The part of the account that exceeds a plan: the items under each limit, those that would stay, and the month's
   * cost.
   */
  overLimit: accountProcedure("close the account")
    .meta({ apart: true })
    .input(PlanPreviewInput)
    .query(async ({ ctx: { scope }, input: { plan } }) => {
      const found = await planFound(scope, plan);
      const many = await hasMany(scope);
      const facts = await read(
        { ...scope, reach: agencyAccounts(found) },
        { ...planNeeds(found, scope), numbers: many ? NO_NUMBERS : findAllSorted("number", "number") },
      );
      const { account, terms, subscription, balanceMicros, fee } = facts;
      const offer = offerOf(plan, terms.data);
      const fixed = mustStay(facts, scope.actor.id);
      const items = limitedItems(facts, scope.actor.id);
      const isSame = terms.data.plan === plan;
      const overdue = subscription && chargeOverdueMonths(account, terms.data, subscription, scope.now, fee);
      const share =
        overdue === null || isSame
          ? null
          : prorate(overdue.subscription.data, overdue.fee, offer.pricePerMonth, terms.data.currency, scope.now);
      const limits: Taking[] = [];
      for (const what of LIMITED_RESOURCES) {
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

  /** The first matches of a search, so that people can choose by name what stays when there are many. */
  limitedItems: accountProcedure("close the account")
    .meta({ apart: true })
    .input(ChoicePage)
    .query(
      async ({ ctx: { scope }, input: { what, words, limit } }): Promise<{ items: Choosable[]; more: boolean }> => {
        if (what === "numbers" && (await hasMany(scope))) {
          const docs = await pageOf(scope, { without: AWAY, words }, limit + 1);
          return { items: docs.slice(0, limit).map(numberRow), more: docs.length > limit };
        }
        const facts = await read(scope, {
          account: findOne("account", scope.account),
          numbers: what === "numbers" ? findAllSorted("number", "number") : NO_NUMBERS,
          queues: findMany("queue", "account"),
          members: findMany("member", "account"),
        });
        const items = limitedItems({ ...facts, orders: [] }, scope.actor.id)[what];
        const all = await rowsOf(scope, items, mustStay(facts, scope.actor.id));
        const fits = all.filter(({ name, more }) => matchesWords(`${name} ${more}`, words.trim()));
        return { items: fits.slice(0, limit), more: fits.length > limit };
      },
    ),
};

async function taking(
  scope: Scope,
  {
    what,
    limit,
    items,
    fixed,
  }: { what: LimitedResource; limit: number | null; items: Item[]; fixed: readonly string[] },
): Promise<Taking> {
  const long = items.length > (scope.longFrom ?? RUN_THRESHOLD);
  const shown = long ? items.slice(0, limit ?? 0) : items;
  const parked = items.filter(({ data }) => data.parked !== null).length;
  return { what, limit, total: items.length, parked, long, items: await rowsOf(scope, shown, fixed) };
}

async function rowsOf(scope: Scope, items: readonly Item[], fixed: readonly string[]): Promise<Choosable[]> {
  const people = items.filter(({ data }) => "role" in data).map(({ id }) => id);
  const names = await readPersonNames(scope.db, people);
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
  name: formatPhoneNumber(e164),
  more: name,
  parked: parked !== null,
  must: false,
});

/** Numbers that don't count toward the limit. */
const AWAY = ["state:forwarded", "state:releasing", "list:gone"];

/** The first numbers that would stay: active ones first, then frozen ones. */
async function manyNumbers(scope: Scope, limit: number | null): Promise<Taking> {
  const { counts } = await read(scope, { counts: countsByValue("number", "limited") });
  const [live, parked] = [counts.get("live") ?? 0, counts.get("parked") ?? 0];
  const most = Math.min(limit ?? 0, KEPT_MAX);
  const atWork = await pageOf(scope, { without: [...AWAY, "flag:parked"] }, Math.min(most, live));
  const back = await pageOf(scope, { tags: ["flag:parked"], without: AWAY }, Math.min(most - atWork.length, parked));
  const items = [...atWork, ...back].map(numberRow);
  return { what: "numbers", limit, total: live + parked, parked, long: true, items };
}

/** The first matches of a search, sorted by number and read page by page. */
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
