import { accountServiceAt } from "@callboard/domain/accountService";
import { PlanForm, StandaloneForm } from "@callboard/domain/account.schema";
import { whyNotVerb } from "@callboard/domain/accountVerbs";
import { refuse } from "@callboard/domain/failure";
import { type Kept, park } from "@callboard/domain/parking";
import type { Turn } from "@callboard/domain/parting";
import { phrase } from "@callboard/domain/phrase";
import { changePlan, changePlanWith, termsAfter } from "@callboard/domain/planChange";
import { LIMITED, type Limited, PLAN_IDS, type PlanId, PLANS, type Terms } from "@callboard/domain/plans";
import type { Doc } from "@callboard/domain/record";
import { listed } from "../../lists.ts";
import type { Facts } from "../../needs.ts";
import { countsOf } from "../../counts.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { aroundHere, checkVerb, reachOf, stateOf, type Whole, wholeNeeds } from "./facts.ts";
import { checkSorts, hasMany, NO_NUMBERS } from "./listing.ts";
import { checkPlaces, listParking, type ListedParking, parkingRun, placed, runOf } from "./parking.ts";
import { type Offer, offerOf, type PlanFound, planFound, planNeeds } from "./planFacts.ts";
import { standingAlone } from "./standing.ts";
import { takenUp, underWay } from "./underWay.ts";
import { said } from "../said.ts";

interface Asked {
  plan: PlanId;
  keep: Kept;
}
interface Found extends PlanFound {
  /** What was listed of an account with many numbers, under the terms of then. */
  long: (ListedParking & { terms: number }) | null;
}

const needs = (found: Found, scope: Scope) => ({
  ...planNeeds(found, scope),
  numbers: found.long === null ? listed("number", "number") : NO_NUMBERS,
  sorts: placed(),
});
type PlanFacts = Facts<ReturnType<typeof needs>>;

const change = proposing<Asked, Found, ReturnType<typeof needs>>("change plan", {
  deed: "close the account",
  back: "plan",
  verb: () => "plans.verb",
  async find(scope, input) {
    const found = await planFound(scope, input.plan);
    return { ...found, long: (await hasMany(scope)) ? await listChange(scope, found, input) : null };
  },
  needs,
  reach: reachOf,
  run: ({ long }) => runOf(long),
  payers: ({ payer }) => [payer],
  decide(facts, { input, found, scope }, { now: at, newId }) {
    checkVerb("change plan", facts, scope);
    checkNoneBelow(facts, input.plan);
    const { account, subscription } = facts;
    // A sub-account has none, and the table of what can be done has refused it.
    if (subscription === null) return refuse("conflict", "plans.agencys");
    const turn = { now: scope.now, at, by: scope.actor, newId };
    const named = { name: account.data.name, plan: PLANS[input.plan].name };
    const asked = { ...facts, ...input, subscription, hidden: found.hidden };
    const { long } = found;
    const { cost, ...changed } =
      long === null ? changePlan(asked, turn) : changePlanWith(asked, parkedOf(facts, input, long, turn), turn);
    const costs = [{ ...cost, payer: found.payer }];
    return { title: phrase("plans.title", named), ...changed, costs, run: parkingRun(long, facts.terms, named) };
  },
});

/** Numbers are parked one by one, the few queues and people with the account. */
function parkedOf(facts: PlanFacts, { plan, keep }: Asked, long: NonNullable<Found["long"]>, turn: Turn) {
  const { terms, sorts, orders } = facts;
  checkSorts(long, sorts);
  if (terms.version !== long.terms) refuse("conflict", "lifecycle.accountMeanwhile");
  const next = termsAfter(terms.data, plan, turn.at);
  checkPlaces(orders, sorts, next);
  const others = park({ ...facts, numbers: [], orders: [] }, next, { ...keep, numbers: undefined }, turn);
  return { ...long, lines: [...long.lines, ...others.lines], effects: others.effects };
}

async function listChange(scope: Scope, found: PlanFound, { plan, keep }: Asked): Promise<Found["long"]> {
  const facts = await look({ ...scope, reach: reachOf(found) }, wholeNeeds(found, scope));
  checkVerb("change plan", facts, scope);
  checkNoneBelow(facts, plan);
  const { account, terms } = facts;
  const next = termsAfter(terms.data, plan, scope.now);
  const asked = { zone: account.data.zone, before: terms.data, next, wished: keep.numbers };
  return { ...(await listParking(scope, asked)), terms: terms.version };
}

function checkNoneBelow({ below }: Whole, plan: PlanId): void {
  if (PLANS[plan].mayHaveSubAccounts || below.length === 0) return;
  refuse("conflict", "plans.subAccounts", { plan: PLANS[plan].name, accounts: below.join(", ") });
}

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
    const run = await underWay(scope);
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
      underWay: run,
      left: run === null && service.label !== "canceled" ? await leftToMove(scope, terms, usedOf(facts.numbers)) : null,
      kept: terms.data.kept !== null && scope.now < terms.data.kept.until ? terms.data.kept : null,
      now: scope.now,
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

/** Numbers that the plan was to park or to bring back, and that had no turn. `run`: what goes on with them once it is taken up again. */
async function leftToMove(scope: Scope, { version, data: { limits } }: Doc<Terms>, { live, parked }: Used) {
  const count = limits.numbers === null ? parked : Math.max(0, live - limits.numbers);
  if (count === 0) return null;
  const run = await takenUp(scope, ({ what, input }) => what === "change plan" && input.terms === version);
  return { count, run, returns: limits.numbers === null };
}

interface Used {
  live: number;
  parked: number;
}
const usedOf = (counts: ReadonlyMap<string, number>): Used => ({
  live: counts.get("live") ?? 0,
  parked: counts.get("parked") ?? 0,
});
