import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { ChangePlanInput, DetachInput } from "@callboard/domain/plans/schema";
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
  checkAction,
  agencyAccounts,
  accountStateOf,
  type AccountFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import { checkCountsUnchanged, hasManyNumbers, NO_NUMBERS } from "../../proposals/listNumbers.ts";
import {
  checkOrdersFit,
  listFreezing,
  type ListedFreezing,
  freezingRun,
  findNumberCounts,
  runIdOf,
} from "./freezeNumbers.ts";
import { type Offer, offerOf, type PlanContext, planContext, planQueries } from "./facts.ts";
import { detachProposal } from "./detach.ts";
import { findResumableRun, findCurrentRun } from "../../runs/currentRun.ts";
import { messageRenderer } from "../../store/messageText.ts";

interface ProposePlanInput {
  plan: PlanId;
  keepSelection: KeepSelection;
}
interface ChangePlanContext extends PlanContext {
  /** The list of numbers and the version of the terms at that time, for an account with many. */
  listedNumbers: (ListedFreezing & { terms: number }) | null;
}

const changePlanQueries = (context: ChangePlanContext, scope: Scope) => ({
  ...planQueries(context, scope),
  numbers: context.listedNumbers === null ? findAllSorted("number", "number") : NO_NUMBERS,
  counts: findNumberCounts(),
});
type PlanFacts = Facts<ReturnType<typeof changePlanQueries>>;

export const changePlanProposal = defineProposal<
  ProposePlanInput,
  ChangePlanContext,
  ReturnType<typeof changePlanQueries>
>("change plan", {
  permission: "close the account",
  undoPage: "plans",
  verb: () => "plans.changeAction",
  async gather(scope, input) {
    const context = await planContext(scope, input.plan);
    const listedNumbers = (await hasManyNumbers(scope)) ? await listNumberChanges(scope, context, input) : null;
    return { ...context, listedNumbers };
  },
  queries: changePlanQueries,
  relatedAccounts: agencyAccounts,
  run: ({ listedNumbers }) => runIdOf(listedNumbers),
  payers: ({ payer }) => [payer],
  decide(facts, { input, context, scope }, { now: proposedAt, newId }) {
    checkAction("change plan", facts, scope);
    checkNoSubAccounts(facts, input.plan);
    const { account, subscription } = facts;
    // A sub-account has no subscription, but the check above has already refused it.
    if (subscription === null) return fail("conflict", "plans.belongsToAgency");
    const decisionContext = { now: scope.now, proposedAt, by: scope.actor, newId };
    const values = { name: account.data.name, plan: PLANS[input.plan].name };
    const planChange = { ...facts, ...input, subscription, hiddenVersionCount: context.hiddenVersionCount };
    const { listedNumbers } = context;
    const { cost, ...outcome } =
      listedNumbers === null
        ? changePlan(planChange, decisionContext)
        : changePlanWith(planChange, freezeOutcome(facts, input, listedNumbers, decisionContext), decisionContext);
    const costs = [{ ...cost, payer: context.payer }];
    const run = freezingRun(listedNumbers, facts.terms, values);
    return { title: message("plans.title", values), ...outcome, costs, run };
  },
});

/** Numbers are frozen item by item in a run, the few queues and people in the account's own commit. */
function freezeOutcome(
  facts: PlanFacts,
  { plan, keepSelection }: ProposePlanInput,
  listedNumbers: NonNullable<ChangePlanContext["listedNumbers"]>,
  decisionContext: DecisionContext,
) {
  const { terms, counts, numbersOnOrder } = facts;
  checkCountsUnchanged(listedNumbers, counts);
  if (terms.version !== listedNumbers.terms) fail("conflict", "lifecycle.accountMeanwhile");
  const next = termsAfter(terms.data, plan, decisionContext.proposedAt);
  checkOrdersFit(numbersOnOrder, counts, next);
  const otherItems = freeze(
    { ...facts, numbers: [], numbersOnOrder: [] },
    next,
    { ...keepSelection, numbers: undefined },
    decisionContext,
  );
  return { ...listedNumbers, lines: [...listedNumbers.lines, ...otherItems.lines], effects: otherItems.effects };
}

async function listNumberChanges(
  scope: Scope,
  context: PlanContext,
  { plan, keepSelection }: ProposePlanInput,
): Promise<ChangePlanContext["listedNumbers"]> {
  const facts = await read({ ...scope, relatedAccounts: agencyAccounts(context) }, accountQueries(context, scope));
  checkAction("change plan", facts, scope);
  checkNoSubAccounts(facts, plan);
  const { account, terms } = facts;
  const next = termsAfter(terms.data, plan, scope.now);
  const input = { zone: account.data.zone, before: terms.data, next, chosenIds: keepSelection.numbers };
  return { ...(await listFreezing(scope, input)), terms: terms.version };
}

function checkNoSubAccounts({ activeSubAccountNames }: AccountFacts, plan: PlanId): void {
  if (PLANS[plan].mayHaveSubAccounts || activeSubAccountNames.length === 0) return;
  fail("conflict", "plans.subAccounts", { plan: PLANS[plan].name, accounts: activeSubAccountNames.join(", ") });
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
  list: accountProcedure("read the status").query(async ({ ctx: { scope, context } }) => {
    const payerAndAgency = await readPayerAndAgency(scope);
    const facts = await read(
      { ...scope, relatedAccounts: agencyAccounts(payerAndAgency) },
      {
        ...accountQueries(payerAndAgency, scope),
        numbers: countsByValue("number", "limited"),
        queues: countsByValue("queue", "limited"),
        people: countsByValue("member", "limited"),
      },
    );
    const { terms, subscription } = facts;
    const serviceFacts = {
      lifecycle: facts.lifecycle.data,
      balanceMicros: facts.balanceMicros,
      frozenConnects: terms.data.frozenConnects,
    };
    const service = accountServiceStateAt(serviceFacts, null, scope.now);
    const run = await findCurrentRun(scope);
    const why = actionBlockedReason("change plan", scope.membership, accountStateOf(facts, scope.now), scope.now);
    return {
      current: terms.data.plan,
      plans: PLAN_IDS.map((id) => ({ id, ...planOfferView(offerOf(id, terms.data)) })),
      /** How much of each limit is used. */
      use: Object.fromEntries(LIMITED_RESOURCES.map((resource) => [resource, usedCounts(facts[resource])])) as Record<
        LimitedResource,
        UsedCounts
      >,
      why: why && messageRenderer(scope, context.zone)(why),
      /**
       * Names of active sub-accounts, the first few: they must be closed before a plan without sub-accounts can be
       * chosen.
       */
      subAccounts: facts.activeSubAccountNames,
      currency: terms.data.currency,
      /**
       * When the next month is charged; null if the agency pays for the plan, or if no further month will be charged.
       */
      renewsAt: service.charged ? (subscription?.data.renewsAt ?? null) : null,
      label: service.label,
      state: messageRenderer(scope, context.zone)(service.message),
      underWay: run,
      /** Numbers that an unfinished plan change still has to freeze or unfreeze. */
      left:
        run === null && service.label !== "canceled"
          ? await findRemainingNumbers(scope, terms, usedCounts(facts.numbers))
          : null,
      /** History that the last plan change hid: it is kept for a while, and a larger plan shows it again. */
      kept:
        terms.data.hiddenHistory !== null && scope.now < terms.data.hiddenHistory.until
          ? terms.data.hiddenHistory
          : null,
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
async function findRemainingNumbers(
  scope: Scope,
  { version, data: { limits } }: Doc<Terms>,
  { active, frozen }: UsedCounts,
) {
  const count = limits.numbers === null ? frozen : Math.max(0, active - limits.numbers);
  if (count === 0) return null;
  const run = await findResumableRun(scope, ({ type, input }) => type === "change plan" && input.terms === version);
  // `returns`: they are to be unfrozen.
  return { count, run, returns: limits.numbers === null };
}

interface UsedCounts {
  active: number;
  frozen: number;
}
const usedCounts = (counts: ReadonlyMap<string, number>): UsedCounts => ({
  active: counts.get("live") ?? 0,
  frozen: counts.get("frozen") ?? 0,
});
