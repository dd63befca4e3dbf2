import { checkPorting } from "@callboard/domain/canceling";
import { refuse } from "@callboard/domain/failure";
import { book } from "@callboard/domain/ledger";
import { holds } from "@callboard/domain/lifecycle";
import { park } from "@callboard/domain/parking";
import { leavingNumber, type Turn } from "@callboard/domain/parting";
import { phrase } from "@callboard/domain/phrase";
import { nextTerms } from "@callboard/domain/planChange";
import { type PlanId, PLANS } from "@callboard/domain/plans";
import type { Line } from "@callboard/domain/proposal";
import {
  type AloneThere,
  comingOver,
  numbersOver,
  parkedThere,
  roomLeft,
  smallerBy,
  standAlone,
  standAloneWith,
} from "@callboard/domain/standalone";
import { numberSorts, type Sorts } from "../../counts.ts";
import { openCharges, spendable } from "../../errands/market.ts";
import { monthPaid } from "../../givenBack.ts";
import { type Facts, known, one, these, where } from "../../needs.ts";
import { balance } from "../../bookNeeds.ts";
import { proposing } from "../../proposals.ts";
import { type Scope, within } from "../../scope.ts";
import { look } from "../../store.ts";
import { openOrders } from "../../uses.ts";
import { aroundHere, type Around, checkVerb, reachOf, type Whole, wholeNeeds } from "./facts.ts";
import { checkSorts, hasMany, listNumbers, NO_NUMBERS } from "./listing.ts";
import { hiddenBy } from "./planFacts.ts";
import { checkPlaces, listParking, type ListedParking, parkingRun, placed, runOf } from "./parking.ts";

interface Asked {
  plan: PlanId;
  /** The one sub-account that goes on. */
  standalone: string;
}
interface Found extends Around, Asked {
  /** Versions of that account that the plan no longer shows. */
  hidden: number;
  /** What was listed of the agency's own numbers, where it has many. */
  over: Over | null;
  /** What was listed of the account's numbers, where it has many: beside so many that come over. */
  long: (ListedParking & { come: number }) | null;
}
type Asking = Omit<Found, "over" | "long">;

/** Numbers of the agency that come over, by id, and lines for those that stay behind. */
interface Over {
  ids: string[];
  lines: Line[];
  sorts: Sorts;
}

const needs = (found: Found, scope: Scope) => {
  const { standalone: id, over, long } = found;
  return {
    ...wholeNeeds(found, scope),
    fee: monthPaid(),
    numbers: over === null ? where("number", "account") : these("number", over.ids),
    sorts: numberSorts(HERE),
    wallet: known("wallet", scope.account),
    cards: where("card", "account"),
    charges: openCharges,
    subAccount: one("account", id, id),
    subTerms: one("terms", id, id),
    subLifecycle: one("lifecycle", id, id),
    subSubscription: known("subscription", id, id),
    subNumbers: long === null ? where("number", "account", id) : NO_NUMBERS,
    subSorts: placed(id),
    subQueues: where("queue", "account", id),
    subMembers: where("member", "account", id),
    subOrders: openOrders(id),
    subWallet: known("wallet", id, id),
    subCards: where("card", "account", id),
    subMicros: balance(book(id, "balance")),
    subSpendable: spendable(id),
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
    const hidden = await hiddenBy(there(scope, id), input.plan, terms!.data);
    const found = { ...(await aroundHere(scope)), ...input, hidden };
    const isLong = await hasMany(there(scope, id), id);
    if (!isLong && !(await hasMany(scope))) return { ...found, over: null, long: null };
    return listAlone(scope, found, isLong);
  },
  needs,
  reach: reachFrom,
  run: ({ long }) => runOf(long),
  runsIn: ({ standalone }) => standalone,
  below: ({ standalone }) => [standalone],
  payers: ({ standalone }) => [standalone],
  decide(facts, { input, scope, found }, { now: at, newId }) {
    checkAlone(facts, input, scope);
    const { subAccount, subTerms, subscription, account, lifecycle, numbers, wallet, cards, charges } = facts;
    if (subscription === null) return refuse("conflict", "plans.agencys");
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
        ? standAlone(asked, turn)
        : standAloneWith(asked, numbersOf(facts, asked, found, turn), turn);
    const named = { name: subAccount.data.name, plan: PLANS[input.plan].name };
    return {
      title: phrase("plans.standaloneTitle", named),
      ...alone,
      costs: [{ ...cost, payer: input.standalone }],
      name: named.name,
      run: parkingRun(found.long, subTerms, named),
    };
  },
});

/** What of the agency's own numbers can come over, or is told of. */
const HERE = ["active", "porting", "held", "forwarded"] as const;

function reachFrom(found: Around & Pick<Asked, "standalone">): string[] {
  return [...reachOf(found), found.standalone];
}
function there(scope: Scope, id: string): Scope {
  return within(scope, id, [scope.account]);
}

type Alone = Pick<Facts<ReturnType<typeof needs>>, keyof Whole | "subAccount" | "subLifecycle">;

function checkAlone(facts: Alone, input: Asked, scope: Scope): void {
  checkVerb("change plan", facts, scope);
  const { below, subAccount, subLifecycle } = facts;
  const isOurs = subAccount.data.agency === scope.account && !holds(subLifecycle.data.canceled, scope.now);
  if (!isOurs) refuse("not-found", "record.gone", {}, "standalone");
  const plan = PLANS[input.plan];
  if (plan.mayHaveSubAccounts) refuse("conflict", "plans.same", { plan: plan.name });
  if (below.length !== 1) refuse("conflict", "plans.notOne", { plan: plan.name, accounts: below.join(", ") });
}

/** Of many numbers each that the plan parks is an item; the agency's own that come over are as few as it has room for. */
async function listAlone(scope: Scope, found: Asking, isLong: boolean): Promise<Found> {
  const { standalone: id } = found;
  const facts = await look(
    { ...scope, reach: reachFrom(found) },
    {
      ...wholeNeeds(found, scope),
      subAccount: one("account", id, id),
      subTerms: one("terms", id, id),
      subLifecycle: one("lifecycle", id, id),
      coming: numberSorts(["active"]),
    },
  );
  checkAlone(facts, found, scope);
  const { subAccount, subTerms, coming } = facts;
  const come = coming.reduce((sum, [, count]) => sum + count, 0);
  const next = nextTerms(subTerms.data, found.plan, scope.now);
  const asked = { zone: subAccount.data.zone, before: subTerms.data, next, room: smallerBy(next, come, 0) };
  return {
    ...found,
    over: (await hasMany(scope)) ? await listOver(scope, facts) : null,
    long: isLong ? { ...(await listParking(there(scope, id), asked)), come } : null,
  };
}

async function listOver(
  scope: Scope,
  { account, terms, subAccount }: Whole & Pick<Alone, "subAccount">,
): Promise<Over> {
  const { sorts } = await look(scope, { sorts: numberSorts(HERE) });
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
      else return { line: leavingNumber(number, { is: "move", to }, home, turn).line, input: {} };
      return null;
    },
  });
  return { ids, lines, sorts };
}

function numbersOf(
  { numbers, sorts, subSorts }: Facts<ReturnType<typeof needs>>,
  asked: AloneThere,
  { over: listedOver, long }: Found,
  turn: Turn,
) {
  if (listedOver) checkSorts(listedOver, sorts);
  const moved = numbersOver(asked, numbers, turn);
  const over = { ...moved, lines: [...moved.lines, ...(listedOver?.lines ?? [])] };
  if (long === null) return { over, ...parkedThere(asked, over, turn) };
  checkSorts(long, subSorts);
  if (long.come !== comingOver(over)) refuse("conflict", "lifecycle.accountMeanwhile");
  const next = nextTerms(asked.sub.terms.data, asked.plan, turn.at);
  const room = roomLeft(asked.sub, next, over, turn);
  checkPlaces(asked.sub.orders, subSorts, room);
  const others = park({ ...asked.sub, numbers: [], orders: [] }, room, {}, turn);
  return { over, parked: { ...others, lines: [...long.lines, ...others.lines] }, fees: long.is };
}
