import { ChoicePageInput, PlanPreviewInput } from "@callboard/domain/plans/schema";
import { limitedItems, idsThatMustStay } from "@callboard/domain/plans/freezing";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { KEEP_SELECTION_MAX, type LimitedResource, LIMITED_RESOURCES } from "@callboard/domain/plans/catalogue";
import { prorate } from "@callboard/domain/plans/proration";
import type { Doc } from "@callboard/domain/core/record";
import { matchesText } from "@callboard/domain/core/text/search";
import { chargeOverdueMonths } from "@callboard/domain/balance/subscription";
import type { NumberData } from "@callboard/domain/numbers/schema";
import { countsByValue } from "../../store/search/recordCounts.ts";
import type { Search } from "../../store/search/searchIndex.ts";
import { findAllSorted, PAGE_MAX, readPage } from "../../store/search/lists.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findOne, findAll } from "../../store/queries.ts";
import { RUN_THRESHOLD, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { agencyAccounts } from "../../store/reads/accountFacts.ts";
import { hasManyNumbers, NO_NUMBERS } from "../../proposals/listNumbers.ts";
import { offerOf, planContext, planQueries } from "./facts.ts";

type Items = ReturnType<typeof limitedItems>;
type Item = Items[LimitedResource][number];

/** Something that counts toward a limit of the plan. `required`: it always stays. */
interface Choosable {
  id: string;
  name: string;
  /** Shown after the name: a number's own name, or a person's role. */
  more: string;
  frozen: boolean;
  required: boolean;
}

/** The items that count toward one limit: all of them, or of many (`long`) those that stay by default. */
interface OverLimitItems {
  resource: LimitedResource;
  limit: number | null;
  total: number;
  /** How many of them are frozen now. */
  frozen: number;
  long: boolean;
  items: Choosable[];
}

export const overLimitProcedures = {
  /**
   * The part of the account that exceeds a plan: the items under each limit, those that would stay, and the month's
   * cost.
   */
  overLimit: accountProcedure("close the account")
    .meta({ inReaderThread: true })
    .input(PlanPreviewInput)
    .query(async ({ ctx: { scope }, input: { plan } }) => {
      const context = await planContext(scope, plan);
      const hasMany = await hasManyNumbers(scope);
      const facts = await read(
        { ...scope, relatedAccounts: agencyAccounts(context) },
        { ...planQueries(context, scope), numbers: hasMany ? NO_NUMBERS : findAllSorted("number", "number") },
      );
      const { account, terms, subscription, balanceMicros, fee } = facts;
      const offer = offerOf(plan, terms.data);
      const mandatoryIds = idsThatMustStay(facts, scope.actor.id);
      const items = limitedItems(facts, scope.actor.id);
      const isSame = terms.data.plan === plan;
      const overdue = subscription && chargeOverdueMonths(account, terms.data, subscription, scope.now, fee);
      const share =
        overdue === null || isSame
          ? null
          : prorate(overdue.subscription.data, overdue.fee, offer.pricePerMonth, terms.data.currency, scope.now);
      const limits: OverLimitItems[] = [];
      for (const resource of LIMITED_RESOURCES) {
        const limit = offer.limits[resource];
        if (resource === "numbers" && hasMany) limits.push(await overLimitNumbers(scope, limit));
        else limits.push(await overLimitItems(scope, { resource, limit, items: items[resource], mandatoryIds }));
      }
      return {
        plan: offer.name,
        /** The account's current plan. */
        was: terms.data.planName,
        isSame,
        limits,
        /** What changing now costs or refunds for the rest of the current month. */
        share,
        balanceMicros: context.payer === scope.account ? balanceMicros - (overdue?.spent ?? 0) : null,
        /** How many versions the plan would hide. */
        hidden: context.hiddenVersionCount,
        retentionDays: offer.retentionDays,
        currency: terms.data.currency,
        activeSubAccountNames: offer.mayHaveSubAccounts ? [] : facts.activeSubAccountNames,
      };
    }),

  /** The first matches of a search, so that people can choose by name what stays when there are many. */
  limitedItems: accountProcedure("close the account")
    .meta({ inReaderThread: true })
    .input(ChoicePageInput)
    .query(
      async ({
        ctx: { scope },
        input: { resource, search, limit },
      }): Promise<{ items: Choosable[]; more: boolean }> => {
        if (resource === "numbers" && (await hasManyNumbers(scope))) {
          const docs = await pageOf(scope, { without: NOT_COUNTED, search }, limit + 1);
          return { items: docs.slice(0, limit).map(numberRow), more: docs.length > limit };
        }
        const facts = await read(scope, {
          account: findOne("account", scope.account),
          numbers: resource === "numbers" ? findAllSorted("number", "number") : NO_NUMBERS,
          queues: findAll("queue"),
          members: findAll("member"),
        });
        const items = limitedItems({ ...facts, numbersOnOrder: [] }, scope.actor.id)[resource];
        const all = await rowsOf(scope, items, idsThatMustStay(facts, scope.actor.id));
        const matches = all.filter(({ name, more }) => matchesText(`${name} ${more}`, search.trim()));
        return { items: matches.slice(0, limit), more: matches.length > limit };
      },
    ),
};

async function overLimitItems(
  scope: Scope,
  {
    resource,
    limit,
    items,
    mandatoryIds,
  }: { resource: LimitedResource; limit: number | null; items: Item[]; mandatoryIds: readonly string[] },
): Promise<OverLimitItems> {
  const isLong = items.length > (scope.runThreshold ?? RUN_THRESHOLD);
  const shown = isLong ? items.slice(0, limit ?? 0) : items;
  const frozen = items.filter(({ data }) => data.frozen !== null).length;
  return {
    resource,
    limit,
    total: items.length,
    frozen,
    long: isLong,
    items: await rowsOf(scope, shown, mandatoryIds),
  };
}

async function rowsOf(scope: Scope, items: readonly Item[], mandatoryIds: readonly string[]): Promise<Choosable[]> {
  const people = items.filter(({ data }) => "role" in data).map(({ id }) => id);
  const names = await readPersonNames(scope.db, people);
  return items.map((item): Choosable => {
    const { id, data } = item;
    const frozen = data.frozen !== null;
    if ("e164" in data) return numberRow(item as Doc<NumberData>);
    if ("role" in data)
      return { id, name: names.get(id) ?? "", more: data.role, frozen, required: mandatoryIds.includes(id) };
    return { id, name: data.name, more: "", frozen, required: false };
  });
}

const numberRow = ({ id, data: { e164, name, frozen } }: Doc<NumberData>): Choosable => ({
  id,
  name: formatPhoneNumber(e164),
  more: name,
  frozen: frozen !== null,
  required: false,
});

/** Numbers that don't count toward the limit. */
const NOT_COUNTED = ["state:forwarded", "state:releasing", "list:released"];

/** The first numbers that would stay: active ones first, then frozen ones. */
async function overLimitNumbers(scope: Scope, limit: number | null): Promise<OverLimitItems> {
  const { counts } = await read(scope, { counts: countsByValue("number", "limited") });
  const [active, frozen] = [counts.get("live") ?? 0, counts.get("frozen") ?? 0];
  const maxItems = Math.min(limit ?? 0, KEEP_SELECTION_MAX);
  const activeNumbers = await pageOf(scope, { without: [...NOT_COUNTED, "flag:frozen"] }, Math.min(maxItems, active));
  const frozenNumbers = await pageOf(
    scope,
    { tags: ["flag:frozen"], without: NOT_COUNTED },
    Math.min(maxItems - activeNumbers.length, frozen),
  );
  const items = [...activeNumbers, ...frozenNumbers].map(numberRow);
  return { resource: "numbers", limit, total: active + frozen, frozen, long: true, items };
}

/** The first matches of a search, sorted by number and read page by page. */
async function pageOf(scope: Scope, search: Search, maxDocs: number): Promise<Doc<NumberData>[]> {
  let docs: Doc<NumberData>[] = [];
  for (let after: string | null = null; docs.length < maxDocs;) {
    const range = { by: "number", limit: Math.min(PAGE_MAX, maxDocs - docs.length), after };
    const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(scope, "number", range, search);
    docs = [...docs, ...page.docs];
    after = page.next;
    if (after === null) break;
  }
  return docs;
}
