import { refuse } from "@callboard/domain/failure";
import { book } from "@callboard/domain/ledger";
import { holds } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import { type PlanId, PLANS } from "@callboard/domain/plans";
import { standAlone } from "@callboard/domain/standalone";
import { DAY, type Instant } from "@callboard/domain/time";
import { openCharges, spendable } from "../../errands/market.ts";
import { monthPaid } from "../../givenBack.ts";
import { inAccount, known, one, where } from "../../needs.ts";
import { balance } from "../../bookNeeds.ts";
import { proposing } from "../../proposals.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { openOrders, versionsBetween } from "../../uses.ts";
import { aroundHere, type Around, checkVerb, reachOf, wholeNeeds } from "./facts.ts";

interface Asked {
  plan: PlanId;
  /** The one sub-account that goes on. */
  standalone: string;
}
interface Found extends Around, Asked {
  at: Instant;
  /** How long the history of that account is shown now, in days. */
  shownDays: number;
}

const needs = (found: Found, scope: Scope) => {
  const { standalone: id, at, plan, shownDays } = found;
  const since = at - PLANS[plan].retentionDays * DAY;
  return {
    ...wholeNeeds(found, scope),
    fee: monthPaid(),
    numbers: where("number", "account"),
    wallet: known("wallet", scope.account),
    cards: where("card", "account"),
    charges: openCharges,
    subAccount: one("account", id, id),
    subTerms: one("terms", id, id),
    subLifecycle: one("lifecycle", id, id),
    subSubscription: known("subscription", id, id),
    subNumbers: where("number", "account", id),
    subQueues: where("queue", "account", id),
    subMembers: where("member", "account", id),
    subOrders: openOrders(id),
    subWallet: known("wallet", id, id),
    subCards: where("card", "account", id),
    subMicros: balance(book(id, "balance")),
    subSpendable: spendable(id),
    hidden: inAccount(id, versionsBetween(at - shownDays * DAY, since)),
  };
};

/** An agency goes to a plan without sub-accounts: its last one takes over all it has, and stands alone. */
export const standingAlone = proposing<Asked, Found, ReturnType<typeof needs>>("keep one account", {
  deed: "run the agency",
  back: "overview",
  verb: () => "plans.standaloneVerb",
  async find(scope, input) {
    const { standalone: id } = input;
    const asked = { account: known("account", id, id), terms: known("terms", id, id) };
    const { account, terms } = await look({ ...scope, reach: [id] }, asked);
    // Another tenant's account answers as one that does not exist.
    if (terms === null || account?.data.agency !== scope.account) refuse("not-found", "record.gone", {}, "standalone");
    return { ...(await aroundHere(scope)), ...input, at: scope.now, shownDays: terms!.data.retentionDays };
  },
  needs,
  reach: (found) => [...reachOf(found), found.standalone],
  below: ({ standalone }) => [standalone],
  payers: ({ standalone }) => [standalone],
  decide(facts, { input, scope }, { now: at, newId }) {
    checkVerb("change plan", facts, scope);
    const { below, subAccount, subLifecycle, subscription, account, lifecycle, numbers, wallet, cards, charges } =
      facts;
    const isOurs = subAccount.data.agency === scope.account && !holds(subLifecycle.data.canceled, scope.now);
    if (!isOurs) refuse("not-found", "record.gone", {}, "standalone");
    const plan = PLANS[input.plan];
    if (plan.mayHaveSubAccounts) refuse("conflict", "plans.same", { plan: plan.name });
    if (below.length !== 1) refuse("conflict", "plans.notOne", { plan: plan.name, accounts: below.join(", ") });
    if (subscription === null) return refuse("conflict", "plans.agencys");
    const { name } = subAccount.data;
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
        terms: facts.subTerms,
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
      hidden: facts.hidden,
    };
    const { cost, ...alone } = standAlone(asked, { now: scope.now, at, by: scope.actor, newId });
    return {
      title: phrase("plans.standaloneTitle", { name, plan: plan.name }),
      ...alone,
      costs: [{ ...cost, payer: input.standalone }],
      name,
    };
  },
});
