import { accountServiceAt } from "@callboard/domain/accountService";
import { PlanAsked, PlanForm, StandaloneForm } from "@callboard/domain/account.schema";
import { whyNotVerb } from "@callboard/domain/accountVerbs";
import { refuse } from "@callboard/domain/failure";
import { type Kept, limitedItems, staying } from "@callboard/domain/parking";
import { showNumber } from "@callboard/domain/phoneNumber";
import { phrase } from "@callboard/domain/phrase";
import { changePlan } from "@callboard/domain/planChange";
import { LIMITED, type Limited, type Plan, PLAN_IDS, type PlanId, PLANS, type Terms } from "@callboard/domain/plans";
import { overdueMonths } from "@callboard/domain/subscription";
import { prorated } from "@callboard/domain/proration";
import { DAY, type Instant } from "@callboard/domain/time";
import { namesOf } from "../../names.ts";
import { type Facts, where } from "../../needs.ts";
import { countsOf } from "../../counts.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { monthPaid } from "../../givenBack.ts";
import { openOrders, versionsBetween } from "../../uses.ts";
import { standingAlone } from "./standing.ts";
import { type Around, aroundHere, checkVerb, reachOf, stateOf, wholeNeeds } from "./facts.ts";
import { said } from "../said.ts";

interface Asked {
  plan: PlanId;
  keep: Kept;
}
interface Found extends Around {
  /** When it was asked: versions are counted as of then. */
  at: Instant;
  /** How long the history is shown now, in days. */
  shownDays: number;
  plan: PlanId;
}

const needs = (found: Found, scope: Scope) => ({
  ...wholeNeeds(found, scope),
  fee: monthPaid(),
  numbers: where("number", "account"),
  queues: where("queue", "account"),
  members: where("member", "account"),
  orders: openOrders(),
  hidden: versionsBetween(found.at - found.shownDays * DAY, found.at - PLANS[found.plan].retentionDays * DAY),
});
type PlanFacts = Facts<ReturnType<typeof needs>>;

async function foundFor(scope: Scope, plan: PlanId): Promise<Found> {
  const around = await aroundHere(scope);
  const { terms } = await look({ ...scope, reach: reachOf(around) }, { terms: wholeNeeds(around, scope).terms });
  return { ...around, at: scope.now, shownDays: terms.data.retentionDays, plan };
}

const change = proposing<Asked, Found, ReturnType<typeof needs>>("change plan", {
  deed: "close the account",
  back: "plan",
  verb: () => "plans.verb",
  find: (scope, { plan }) => foundFor(scope, plan),
  needs,
  reach: reachOf,
  payers: ({ payer }) => [payer],
  decide(facts, { input, found, scope }, { now: at, newId }) {
    checkVerb("change plan", facts, scope);
    checkNoneBelow(facts, input.plan);
    const { account, subscription } = facts;
    // A sub-account has none, and the table of what can be done has refused it.
    if (subscription === null) return refuse("conflict", "plans.agencys");
    const turn = { now: scope.now, at, by: scope.actor, newId };
    const title = phrase("plans.title", { name: account.data.name, plan: PLANS[input.plan].name });
    const { cost, ...changed } = changePlan({ ...facts, ...input, subscription }, turn);
    return { title, ...changed, costs: [{ ...cost, payer: found.payer }] };
  },
});

function checkNoneBelow({ below }: PlanFacts, plan: PlanId): void {
  if (PLANS[plan].mayHaveSubAccounts || below.length === 0) return;
  refuse("conflict", "plans.subAccounts", { plan: PLANS[plan].name, accounts: below.join(", ") });
}

type Offer = Omit<Plan, "id">;
/** What somebody reads of a plan: the account's own by its contract, the others as they are offered. */
const offerOf = (id: PlanId, terms: Terms): Offer =>
  terms.plan === id ? { ...terms, name: terms.planName } : PLANS[id];

const shownOffer = ({ name, pricePerMonth, retentionDays, mayHaveSubAccounts, limits, numberFees, rates }: Offer) => ({
  name,
  pricePerMonth,
  retentionDays,
  mayHaveSubAccounts,
  limits,
  numberFees,
  rates,
});

export const planning = {
  /** All plans beside one another, where this account stands against each, and why it cannot be changed where that is so. */
  plans: open("read the status").query(async ({ ctx: { scope, place } }) => {
    const around = await aroundHere(scope);
    const facts = await look(
      { ...scope, reach: reachOf(around) },
      {
        ...wholeNeeds(around, scope),
        numbers: countsOf("number", "limited"),
        queues: countsOf("queue", "limited"),
        people: countsOf("member", "limited"),
      },
    );
    const { terms, subscription } = facts;
    const paying = {
      lifecycle: facts.lifecycle.data,
      balanceMicros: facts.balanceMicros,
      parkedServes: terms.data.parkedServes,
    };
    const service = accountServiceAt(paying, null, scope.now);
    const why = whyNotVerb("change plan", scope.standing, stateOf(facts, scope.now), scope.now);
    return {
      current: terms.data.plan,
      plans: PLAN_IDS.map((id) => ({ id, ...shownOffer(offerOf(id, terms.data)) })),
      use: Object.fromEntries(LIMITED.map((what) => [what, usedOf(facts[what])])) as Record<Limited, Used>,
      why: why && said(scope, place.zone)(why),
      /** Names of sub-accounts that work, the first few: a plan without any cannot be had before they are closed. */
      below: facts.below,
      currency: terms.data.currency,
      /** When the next month is charged; null where the agency pays for the plan, or no further month is. */
      renewsAt: service.charged ? (subscription?.data.renewsAt ?? null) : null,
      label: service.label,
      state: said(scope, place.zone)(service.says),
      kept: terms.data.kept !== null && scope.now < terms.data.kept.until ? terms.data.kept : null,
      now: scope.now,
    };
  }),

  /** What goes beyond a plan: everything that takes up room, with what would stay, and what the month would cost. */
  beyond: open("close the account")
    .meta({ apart: true })
    .input(PlanAsked)
    .query(async ({ ctx: { scope, world }, input: { plan } }) => {
      const found = await foundFor(scope, plan);
      const facts = await look({ ...scope, reach: reachOf(found) }, needs(found, scope));
      const { account, terms, subscription, balanceMicros, fee } = facts;
      const offer = offerOf(plan, terms.data);
      const items = limitedItems(facts, scope.actor.id);
      const names = await namesOf(
        world.db,
        items.people.map(({ id }) => id),
      );
      const fixed = staying(facts, scope.actor.id);
      const label = (item: (typeof items)[Limited][number]): [string, string] => {
        if ("e164" in item.data) return [showNumber(item.data.e164), item.data.name];
        if ("role" in item.data) return [names.get(item.id) ?? "", item.data.role];
        return [item.data.name, ""];
      };
      const isSame = terms.data.plan === plan;
      const overdue = subscription && overdueMonths(account, terms.data, subscription, scope.now, fee);
      const share =
        overdue === null || isSame
          ? null
          : prorated(overdue.subscription.data, overdue.fee, offer.pricePerMonth, terms.data.currency, scope.now);
      return {
        plan: offer.name,
        was: terms.data.planName,
        isSame,
        limits: LIMITED.map((what) => ({
          what,
          limit: offer.limits[what],
          items: items[what].map((item) => {
            const [name, more] = label(item);
            const must = what === "people" && fixed.includes(item.id);
            return { id: item.id, name, more, parked: item.data.parked !== null, must };
          }),
        })),
        share,
        balanceMicros: found.payer === scope.account ? balanceMicros - (overdue?.spent ?? 0) : null,
        hidden: facts.hidden,
        retentionDays: offer.retentionDays,
        currency: terms.data.currency,
        below: offer.mayHaveSubAccounts ? [] : facts.below,
      };
    }),

  proposePlan: open("close the account")
    .input(PlanForm)
    .mutation(({ ctx, input }) => change.propose(ctx.scope, input)),

  /** The last sub-account of an agency becomes the account that stands alone, on a plan without any. */
  proposeStandalone: open("run the agency")
    .input(StandaloneForm)
    .mutation(({ ctx, input }) => standingAlone.propose(ctx.scope, input)),
};

interface Used {
  live: number;
  parked: number;
}
const usedOf = (counts: ReadonlyMap<string, number>): Used => ({
  live: counts.get("live") ?? 0,
  parked: counts.get("parked") ?? 0,
});
