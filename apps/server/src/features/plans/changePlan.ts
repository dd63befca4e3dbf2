import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { ChangePlanInput, DetachInput } from "@callboard/domain/account/schema";
import { actionBlockedReason } from "@callboard/domain/lifecycle/accountActions";
import { fail } from "@callboard/domain/core/failure";
import { type KeepSelection, freeze } from "@callboard/domain/plans/freezing";
import type { DecisionContext } from "@callboard/domain/lifecycle/disposition";
import { message } from "@callboard/domain/core/message";
import { termsAfter } from "@callboard/domain/plans/nextTerms";
import { changePlan, changePlanWith } from "@callboard/domain/plans/changePlan";
import {
  LIMITED_RESOURCES,
  type LimitedResource,
  PLAN_IDS,
  type PlanId,
  PLANS,
  type Terms,
} from "@callboard/domain/plans/catalogue";
import type { Doc } from "@callboard/domain/core/record";
import { findAllSorted } from "../../store/search/lists.ts";
import type { Facts } from "../../store/queries.ts";
import { countsByValue } from "../../store/search/recordCounts.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import {
  readPayerAndAgency,
  checkVerb,
  agencyAccounts,
  accountStateOf,
  type AccountFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import { checkCountsUnchanged, hasMany, NO_NUMBERS } from "../../proposals/listNumbers.ts";
import { checkPlaces, listParking, type ListedParking, parkingRun, placed, runOf } from "./freezeNumbers.ts";
import { type Offer, offerOf, type PlanFound, planFound, planNeeds } from "./facts.ts";
import { detachProposal } from "./detach.ts";
import { takenUp, findCurrentRun } from "../../runs/currentRun.ts";
import { messageRenderer } from "../../store/messageText.ts";

interface ProposePlanInput {
  plan: PlanId;
  keep: KeepSelection;
}
interface ChangePlanContext extends PlanFound {
  /** The list of numbers and the version of the terms at that time, for an account with many. */
  long: (ListedParking & { terms: number }) | null;
}

const changePlanQueries = (found: ChangePlanContext, scope: Scope) => ({
  ...planNeeds(found, scope),
  numbers: found.long === null ? findAllSorted("number", "number") : NO_NUMBERS,
  sorts: placed(),
});
type PlanFacts = Facts<ReturnType<typeof changePlanQueries>>;

export const changePlanProposal = defineProposal<
  ProposePlanInput,
  ChangePlanContext,
  ReturnType<typeof changePlanQueries>
>("change plan", {
  deed: "close the account",
  back: "plan",
  verb: () => "plans.verb",
  async find(scope, input) {
    const found = await planFound(scope, input.plan);
    return { ...found, long: (await hasMany(scope)) ? await listChange(scope, found, input) : null };
  },
  needs: changePlanQueries,
  reach: agencyAccounts,
  run: ({ long }) => runOf(long),
  payers: ({ payer }) => [payer],
  decide(facts, { input, found, scope }, { now: at, newId }) {
    checkVerb("change plan", facts, scope);
    checkNoSubAccounts(facts, input.plan);
    const { account, subscription } = facts;
    // A sub-account has no subscription, but the check above has already refused it.
    if (subscription === null) return fail("conflict", "plans.agencys");
    const turn = { now: scope.now, at, by: scope.actor, newId };
    const named = { name: account.data.name, plan: PLANS[input.plan].name };
    const asked = { ...facts, ...input, subscription, hidden: found.hidden };
    const { long } = found;
    const { cost, ...changed } =
      long === null ? changePlan(asked, turn) : changePlanWith(asked, parkedOf(facts, input, long, turn), turn);
    const costs = [{ ...cost, payer: found.payer }];
    return { title: message("plans.title", named), ...changed, costs, run: parkingRun(long, facts.terms, named) };
  },
});

/** Numbers are frozen item by item in a run, the few queues and people in the account's own commit. */
function parkedOf(
  facts: PlanFacts,
  { plan, keep }: ProposePlanInput,
  long: NonNullable<ChangePlanContext["long"]>,
  turn: DecisionContext,
) {
  const { terms, sorts, orders } = facts;
  checkCountsUnchanged(long, sorts);
  if (terms.version !== long.terms) fail("conflict", "lifecycle.accountMeanwhile");
  const next = termsAfter(terms.data, plan, turn.at);
  checkPlaces(orders, sorts, next);
  const others = freeze({ ...facts, numbers: [], orders: [] }, next, { ...keep, numbers: undefined }, turn);
  return { ...long, lines: [...long.lines, ...others.lines], effects: others.effects };
}

async function listChange(
  scope: Scope,
  found: PlanFound,
  { plan, keep }: ProposePlanInput,
): Promise<ChangePlanContext["long"]> {
  const facts = await read({ ...scope, reach: agencyAccounts(found) }, accountQueries(found, scope));
  checkVerb("change plan", facts, scope);
  checkNoSubAccounts(facts, plan);
  const { account, terms } = facts;
  const next = termsAfter(terms.data, plan, scope.now);
  const asked = { zone: account.data.zone, before: terms.data, next, wished: keep.numbers };
  return { ...(await listParking(scope, asked)), terms: terms.version };
}

function checkNoSubAccounts({ below }: AccountFacts, plan: PlanId): void {
  if (PLANS[plan].mayHaveSubAccounts || below.length === 0) return;
  fail("conflict", "plans.subAccounts", { plan: PLANS[plan].name, accounts: below.join(", ") });
}

const planOfferView = ({
  name,
  pricePerMonth,
  retentionDays,
  mayHaveSubAccounts,
  limits,
  numberFees,
  rates,
}: Offer) => ({
  name,
  pricePerMonth,
  retentionDays,
  mayHaveSubAccounts,
  limits,
  numberFees,
  rates,
});

export const planProcedures = {
  /** All plans side by side, how much of each limit this account uses, and if the plan can't be changed, the reason. */
  list: accountProcedure("read the status").query(async ({ ctx: { scope, place: context } }) => {
    const around = await readPayerAndAgency(scope);
    const facts = await read(
      { ...scope, reach: agencyAccounts(around) },
      {
        ...accountQueries(around, scope),
        numbers: countsByValue("number", "limited"),
        queues: countsByValue("queue", "limited"),
        people: countsByValue("member", "limited"),
      },
    );
    const { terms, subscription } = facts;
    const paying = {
      lifecycle: facts.lifecycle.data,
      balanceMicros: facts.balanceMicros,
      parkedServes: terms.data.parkedServes,
    };
    const service = accountServiceStateAt(paying, null, scope.now);
    const run = await findCurrentRun(scope);
    const why = actionBlockedReason("change plan", scope.standing, accountStateOf(facts, scope.now), scope.now);
    return {
      current: terms.data.plan,
      plans: PLAN_IDS.map((id) => ({ id, ...planOfferView(offerOf(id, terms.data)) })),
      use: Object.fromEntries(LIMITED_RESOURCES.map((what) => [what, usedCounts(facts[what])])) as Record<
        LimitedResource,
        UsedCounts
      >,
      why: why && messageRenderer(scope, context.zone)(why),
      /**
       * Names of active sub-accounts, the first few: they must be closed before a plan without sub-accounts can be
       * chosen.
       */
      below: facts.below,
      currency: terms.data.currency,
      /**
       * When the next month is charged; null if the agency pays for the plan, or if no further month will be charged.
       */
      renewsAt: service.charged ? (subscription?.data.renewsAt ?? null) : null,
      label: service.label,
      state: messageRenderer(scope, context.zone)(service.says),
      underWay: run,
      left:
        run === null && service.label !== "canceled" ? await leftToMove(scope, terms, usedCounts(facts.numbers)) : null,
      kept: terms.data.kept !== null && scope.now < terms.data.kept.until ? terms.data.kept : null,
      now: scope.now,
    };
  }),

  proposeChange: accountProcedure("close the account")
    .input(ChangePlanInput)
    .mutation(({ ctx, input }) => changePlanProposal.propose(ctx.scope, input)),

  /** An agency's last sub-account becomes an account of its own, on a plan without sub-accounts. */
  proposeDetach: accountProcedure("run the agency")
    .input(DetachInput)
    .mutation(({ ctx, input }) => detachProposal.propose(ctx.scope, input)),
};

/**
 * Numbers that a plan change hasn't frozen or unfrozen yet. `run`: the run that continues with them once it is resumed.
 */
async function leftToMove(scope: Scope, { version, data: { limits } }: Doc<Terms>, { live, parked }: UsedCounts) {
  const count = limits.numbers === null ? parked : Math.max(0, live - limits.numbers);
  if (count === 0) return null;
  const run = await takenUp(scope, ({ what, input }) => what === "change plan" && input.terms === version);
  return { count, run, returns: limits.numbers === null };
}

interface UsedCounts {
  live: number;
  parked: number;
}
const usedCounts = (counts: ReadonlyMap<string, number>): UsedCounts => ({
  live: counts.get("live") ?? 0,
  parked: counts.get("parked") ?? 0,
});
