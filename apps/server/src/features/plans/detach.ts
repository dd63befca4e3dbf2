import { checkPorting } from "@callboard/domain/lifecycle/cancel";
import { fail } from "@callboard/domain/core/failure";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { freeze } from "@callboard/domain/plans/freezing";
import { applyDisposition, type DecisionContext } from "@callboard/domain/lifecycle/disposition";
import { message } from "@callboard/domain/core/message";
import { nextTerms } from "@callboard/domain/plans/nextTerms";
import { PLANS } from "@callboard/domain/plans/catalogue";
import {
  transferredCount,
  moveNumbers,
  frozenAfterDetach,
  termsAfterTransfer,
  reduceLimits,
  detachSubAccount,
  detachWith,
} from "@callboard/domain/agency/detach";
import type { DetachmentWithNumbers } from "@callboard/domain/agency/types";
import { numberCounts } from "../../store/search/recordCounts.ts";
import { type Facts, findOptional, findOne } from "../../store/queries.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import {
  readPayerAndAgency,
  type PayerAndAgency,
  checkAction,
  agencyAccounts,
  type AccountFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import {
  type DetachRequest,
  type DetachContext,
  type DetachInput,
  detachQueries,
  MOVABLE_STATES,
  type MovingNumbers,
} from "./detachFacts.ts";
import { checkCountsUnchanged, hasManyNumbers, listNumbers } from "../../proposals/listNumbers.ts";
import { countHiddenVersions } from "./facts.ts";
import { checkOrdersFit, listFreezing, freezingRun, runIdOf } from "./freezeNumbers.ts";

/**
 * Moves an agency to a plan without sub-accounts: its only remaining sub-account takes over its numbers, money and
 * cards, and becomes an account of its own.
 */
export const detachProposal = defineProposal<DetachInput, DetachContext, ReturnType<typeof detachQueries>>(
  "detach account",
  {
    permission: "run the agency",
    undoPage: "overview",
    verb: () => "agency.detachAction",
    async gather(scope, input) {
      const { detachment: id } = input;
      const queries = { account: findOptional("account", id, id), terms: findOptional("terms", id, id) };
      const { account, terms } = await read({ ...scope, relatedAccounts: [id] }, queries);
      // Another customer's account looks like one that doesn't exist.
      if (terms === null || account?.data.agency !== scope.account)
        fail("not-found", "record.notFound", {}, "detachment");
      const hiddenVersionCount = await countHiddenVersions(subAccountScope(scope, id), input.plan, terms!.data);
      const context = { ...(await readPayerAndAgency(scope)), ...input, hiddenVersionCount };
      const subHasManyNumbers = await hasManyNumbers(subAccountScope(scope, id), id);
      if (!subHasManyNumbers && !(await hasManyNumbers(scope)))
        return { ...context, listedAgencyNumbers: null, listedSubNumbers: null };
      return listDetachment(scope, context, subHasManyNumbers);
    },
    queries: detachQueries,
    relatedAccounts: relatedAccountsOf,
    run: ({ listedSubNumbers }) => runIdOf(listedSubNumbers),
    runsIn: ({ detachment }) => detachment,
    subAccounts: ({ detachment }) => [detachment],
    payers: ({ detachment }) => [detachment],
    decide(facts, { input, scope, context }, { now: proposedAt, newId }) {
      checkDetachable(facts, input, scope);
      const { subAccount, subTerms, subscription, account, lifecycle, numbers, wallet, cards, charges } = facts;
      if (subscription === null) return fail("conflict", "plans.belongsToAgency");
      const detachment = {
        plan: input.plan,
        agency: {
          account,
          terms: facts.terms.data,
          lifecycle,
          subscription,
          fee: facts.fee,
          numbers,
          wallet,
          cards,
          charges,
          balanceMicros: facts.balanceMicros,
        },
        subAccount: {
          account: subAccount,
          terms: subTerms,
          subscription: facts.subSubscription,
          numbers: facts.subNumbers,
          queues: facts.subQueues,
          members: facts.subMembers,
          numbersOnOrder: facts.subOrders,
          wallet: facts.subWallet,
          cards: facts.subCards,
          balanceMicros: facts.subMicros,
          spendableMicros: facts.subSpendable,
        },
        hiddenVersionCount: context.hiddenVersionCount,
      };
      // `now` is this call; `proposedAt` is when the lines were computed.
      const decisionContext = { now: scope.now, proposedAt, by: scope.actor, newId };
      const { cost, ...outcome } =
        context.listedAgencyNumbers === null && context.listedSubNumbers === null
          ? detachSubAccount(detachment, decisionContext)
          : detachWith(detachment, numbersOutcome(facts, detachment, context, decisionContext), decisionContext);
      const values = { name: subAccount.data.name, plan: PLANS[input.plan].name };
      return {
        title: message("agency.detachTitle", values),
        ...outcome,
        costs: [{ ...cost, payer: input.detachment }],
        name: values.name,
        run: freezingRun(context.listedSubNumbers, subTerms, values),
      };
    },
  },
);

function relatedAccountsOf(context: PayerAndAgency & Pick<DetachInput, "detachment">): string[] {
  return [...agencyAccounts(context), context.detachment];
}
function subAccountScope(scope: Scope, id: string): Scope {
  return scopeWithin(scope, id, [scope.account]);
}

type DetachFacts = Pick<Facts<ReturnType<typeof detachQueries>>, keyof AccountFacts | "subAccount" | "subLifecycle">;

function checkDetachable(facts: DetachFacts, input: DetachInput, scope: Scope): void {
  checkAction("change plan", facts, scope);
  const { activeSubAccountNames, subAccount, subLifecycle } = facts;
  const isOwnAndActive = subAccount.data.agency === scope.account && !isInForce(subLifecycle.data.canceled, scope.now);
  if (!isOwnAndActive) fail("not-found", "record.notFound", {}, "detachment");
  const plan = PLANS[input.plan];
  if (plan.mayHaveSubAccounts) fail("conflict", "plans.same", { plan: plan.name });
  if (activeSubAccountNames.length !== 1)
    fail("conflict", "agency.notOne", { plan: plan.name, accounts: activeSubAccountNames.join(", ") });
}

/**
 * If an account has many numbers, lists them first, and the run freezes each of the sub-account's that exceed the plan.
 * Throws `conflict` if the agency's own numbers alone exceed it.
 */
async function listDetachment(
  scope: Scope,
  context: DetachRequest,
  subHasManyNumbers: boolean,
): Promise<DetachContext> {
  const { detachment: id } = context;
  const facts = await read(
    { ...scope, relatedAccounts: relatedAccountsOf(context) },
    {
      ...accountQueries(context, scope),
      subAccount: findOne("account", id, id),
      subTerms: findOne("terms", id, id),
      subLifecycle: findOne("lifecycle", id, id),
      movingCounts: numberCounts(["active"]),
    },
  );
  checkDetachable(facts, context, scope);
  const { subAccount, subTerms, movingCounts } = facts;
  const movingCount = movingCounts.reduce((sum, [, count]) => sum + count, 0);
  const next = nextTerms(subTerms.data, context.plan, scope.now);
  const input = {
    zone: subAccount.data.zone,
    before: subTerms.data,
    next,
    capacity: reduceLimits(next, movingCount, 0),
  };
  return {
    ...context,
    listedAgencyNumbers: (await hasManyNumbers(scope)) ? await listMovingNumbers(scope, facts) : null,
    listedSubNumbers: subHasManyNumbers
      ? { ...(await listFreezing(subAccountScope(scope, id), input)), incomingCount: movingCount }
      : null,
  };
}

/** Lists the agency's own active numbers, which move, and a line for each that doesn't. Throws if one is being ported. */
async function listMovingNumbers(
  scope: Scope,
  { account, terms, subAccount }: AccountFacts & Pick<DetachFacts, "subAccount">,
): Promise<MovingNumbers> {
  const { counts } = await read(scope, { counts: numberCounts(MOVABLE_STATES) });
  const to = subAccount.id;
  const origin = { account, terms: terms.data, payer: account.id, moveTargets: new Map([[to, subAccount.data]]) };
  // Only the lines are used: these numbers don't move, so nothing is written.
  const decisionContext = { now: scope.now, proposedAt: scope.now, by: scope.actor, newId: () => "" };
  const ids: string[] = [];
  const { lines } = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number"],
    counts,
    lineOf(number) {
      checkPorting([number]);
      if (number.data.state.is === "active") ids.push(number.id);
      else return { line: applyDisposition(number, { is: "move", to }, origin, decisionContext).line, input: {} };
      return null;
    },
  });
  return { ids, lines, counts };
}

/** What becomes of the numbers of both accounts, where at least one account has many. */
function numbersOutcome(
  { numbers, counts, subCounts }: Facts<ReturnType<typeof detachQueries>>,
  detachment: DetachmentWithNumbers,
  { listedAgencyNumbers, listedSubNumbers }: DetachContext,
  decisionContext: DecisionContext,
) {
  if (listedAgencyNumbers) checkCountsUnchanged(listedAgencyNumbers, counts);
  const moved = moveNumbers(detachment, numbers, decisionContext);
  const transferred = { ...moved, lines: [...moved.lines, ...(listedAgencyNumbers?.lines ?? [])] };
  if (listedSubNumbers === null) return { transferred, ...frozenAfterDetach(detachment, transferred, decisionContext) };
  checkCountsUnchanged(listedSubNumbers, subCounts);
  if (listedSubNumbers.incomingCount !== transferredCount(transferred)) fail("conflict", "lifecycle.accountMeanwhile");
  const next = nextTerms(detachment.subAccount.terms.data, detachment.plan, decisionContext.proposedAt);
  const capacity = termsAfterTransfer(detachment.subAccount, next, transferred, decisionContext);
  checkOrdersFit(detachment.subAccount.numbersOnOrder, subCounts, capacity);
  // Queues and people are few, so they are frozen here; numbers are frozen by the run.
  const otherItems = freeze(
    { ...detachment.subAccount, numbers: [], numbersOnOrder: [] },
    capacity,
    {},
    decisionContext,
  );
  const frozen = { ...otherItems, lines: [...listedSubNumbers.lines, ...otherItems.lines] };
  return { transferred, frozen, fees: listedSubNumbers.feesAfter };
}
