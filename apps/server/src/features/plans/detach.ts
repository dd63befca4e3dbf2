import { checkPorting } from "@callboard/domain/lifecycle/cancel";
import { fail } from "@callboard/domain/core/failure";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { freeze } from "@callboard/domain/plans/freezing";
import { applyDisposition, type DecisionContext } from "@callboard/domain/lifecycle/disposition";
import { message } from "@callboard/domain/core/message";
import { nextTerms } from "@callboard/domain/plans/nextTerms";
import { PLANS } from "@callboard/domain/plans/catalogue";
import {
  type AloneThere,
  comingOver,
  moveNumbers,
  parkedThere,
  roomLeft,
  reduceLimits,
  detachSubAccount,
  standAloneWith,
} from "@callboard/domain/agency/detach";
import { numberCounts } from "../../store/search/recordCounts.ts";
import { type Facts, findOptional, findOne } from "../../store/queries.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import {
  readPayerAndAgency,
  type PayerAndAgency,
  checkVerb,
  agencyAccounts,
  type AccountFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import { type Asking, type DetachContext, type DetachInput, detachQueries, HERE, type Over } from "./detachFacts.ts";
import { checkCountsUnchanged, hasMany, listNumbers } from "../../proposals/listNumbers.ts";
import { hiddenBy } from "./facts.ts";
import { checkPlaces, listParking, parkingRun, runOf } from "./freezeNumbers.ts";

/**
 * Moves an agency to a plan without sub-accounts: its last one takes over everything and becomes an account of its own.
 */
export const detachProposal = defineProposal<DetachInput, DetachContext, ReturnType<typeof detachQueries>>(
  "keep one account",
  {
    deed: "run the agency",
    back: "overview",
    verb: () => "plans.standaloneVerb",
    async find(scope, input) {
      const { standalone: id } = input;
      const asked = { account: findOptional("account", id, id), terms: findOptional("terms", id, id) };
      const { account, terms } = await read({ ...scope, reach: [id] }, asked);
      // Another tenant's account looks like one that doesn't exist.
      if (terms === null || account?.data.agency !== scope.account) fail("not-found", "record.gone", {}, "standalone");
      const hidden = await hiddenBy(there(scope, id), input.plan, terms!.data);
      const found = { ...(await readPayerAndAgency(scope)), ...input, hidden };
      const isLong = await hasMany(there(scope, id), id);
      if (!isLong && !(await hasMany(scope))) return { ...found, over: null, long: null };
      return listAlone(scope, found, isLong);
    },
    needs: detachQueries,
    reach: reachFrom,
    run: ({ long }) => runOf(long),
    runsIn: ({ standalone }) => standalone,
    below: ({ standalone }) => [standalone],
    payers: ({ standalone }) => [standalone],
    decide(facts, { input, scope, found }, { now: at, newId }) {
      checkAlone(facts, input, scope);
      const { subAccount, subTerms, subscription, account, lifecycle, numbers, wallet, cards, charges } = facts;
      if (subscription === null) return fail("conflict", "plans.agencys");
      const asked = {
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
        sub: {
          account: subAccount,
          terms: subTerms,
          subscription: facts.subSubscription,
          numbers: facts.subNumbers,
          queues: facts.subQueues,
          members: facts.subMembers,
          orders: facts.subOrders,
          wallet: facts.subWallet,
          cards: facts.subCards,
          balanceMicros: facts.subMicros,
          spendableMicros: facts.subSpendable,
        },
        hidden: found.hidden,
      };
      const turn = { now: scope.now, at, by: scope.actor, newId };
      const { cost, ...alone } =
        found.over === null && found.long === null
          ? detachSubAccount(asked, turn)
          : standAloneWith(asked, numbersOf(facts, asked, found, turn), turn);
      const named = { name: subAccount.data.name, plan: PLANS[input.plan].name };
      return {
        title: message("plans.standaloneTitle", named),
        ...alone,
        costs: [{ ...cost, payer: input.standalone }],
        name: named.name,
        run: parkingRun(found.long, subTerms, named),
      };
    },
  },
);

function reachFrom(found: PayerAndAgency & Pick<DetachInput, "standalone">): string[] {
  return [...agencyAccounts(found), found.standalone];
}
function there(scope: Scope, id: string): Scope {
  return scopeWithin(scope, id, [scope.account]);
}

type Alone = Pick<Facts<ReturnType<typeof detachQueries>>, keyof AccountFacts | "subAccount" | "subLifecycle">;

function checkAlone(facts: Alone, input: DetachInput, scope: Scope): void {
  checkVerb("change plan", facts, scope);
  const { below, subAccount, subLifecycle } = facts;
  const isOurs = subAccount.data.agency === scope.account && !isInForce(subLifecycle.data.canceled, scope.now);
  if (!isOurs) fail("not-found", "record.gone", {}, "standalone");
  const plan = PLANS[input.plan];
  if (plan.mayHaveSubAccounts) fail("conflict", "plans.same", { plan: plan.name });
  if (below.length !== 1) fail("conflict", "plans.notOne", { plan: plan.name, accounts: below.join(", ") });
}

/**
 * Of many numbers, each that the plan freezes is a run item. Of the agency's own numbers, no more come over than the
 * plan allows.
 */
async function listAlone(scope: Scope, found: Asking, isLong: boolean): Promise<DetachContext> {
  const { standalone: id } = found;
  const facts = await read(
    { ...scope, reach: reachFrom(found) },
    {
      ...accountQueries(found, scope),
      subAccount: findOne("account", id, id),
      subTerms: findOne("terms", id, id),
      subLifecycle: findOne("lifecycle", id, id),
      coming: numberCounts(["active"]),
    },
  );
  checkAlone(facts, found, scope);
  const { subAccount, subTerms, coming } = facts;
  const come = coming.reduce((sum, [, count]) => sum + count, 0);
  const next = nextTerms(subTerms.data, found.plan, scope.now);
  const asked = { zone: subAccount.data.zone, before: subTerms.data, next, room: reduceLimits(next, come, 0) };
  return {
    ...found,
    over: (await hasMany(scope)) ? await listOver(scope, facts) : null,
    long: isLong ? { ...(await listParking(there(scope, id), asked)), come } : null,
  };
}

async function listOver(
  scope: Scope,
  { account, terms, subAccount }: AccountFacts & Pick<Alone, "subAccount">,
): Promise<Over> {
  const { sorts } = await read(scope, { sorts: numberCounts(HERE) });
  const to = subAccount.id;
  const home = { account, terms: terms.data, payer: account.id, targets: new Map([[to, subAccount.data]]) };
  const turn = { now: scope.now, at: scope.now, by: scope.actor, newId: () => "" };
  const ids: string[] = [];
  const { lines } = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number"],
    sorts,
    lineOf(number) {
      checkPorting([number]);
      if (number.data.standing.is === "active") ids.push(number.id);
      else return { line: applyDisposition(number, { is: "move", to }, home, turn).line, input: {} };
      return null;
    },
  });
  return { ids, lines, sorts };
}

function numbersOf(
  { numbers, sorts, subSorts }: Facts<ReturnType<typeof detachQueries>>,
  asked: AloneThere,
  { over: listedOver, long }: DetachContext,
  turn: DecisionContext,
) {
  if (listedOver) checkCountsUnchanged(listedOver, sorts);
  const moved = moveNumbers(asked, numbers, turn);
  const over = { ...moved, lines: [...moved.lines, ...(listedOver?.lines ?? [])] };
  if (long === null) return { over, ...parkedThere(asked, over, turn) };
  checkCountsUnchanged(long, subSorts);
  if (long.come !== comingOver(over)) fail("conflict", "lifecycle.accountMeanwhile");
  const next = nextTerms(asked.sub.terms.data, asked.plan, turn.at);
  const room = roomLeft(asked.sub, next, over, turn);
  checkPlaces(asked.sub.orders, subSorts, room);
  const others = freeze({ ...asked.sub, numbers: [], orders: [] }, room, {}, turn);
  return { over, parked: { ...others, lines: [...long.lines, ...others.lines] }, fees: long.is };
}
