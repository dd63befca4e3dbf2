import { payerOf } from "@callboard/domain/account";
import { type AccountState, type Verb, whyNotVerb } from "@callboard/domain/accountVerbs";
import { Failure, type FailureCode } from "@callboard/domain/failure";
import { book } from "@callboard/domain/ledger";
import { holds } from "@callboard/domain/lifecycle";
import type { NumberGroup } from "@callboard/domain/numberGroups";
import type { Upkept } from "@callboard/domain/upkeep";
import { spendable } from "../../errands/market.ts";
import { countOf, firstIds } from "../../counts.ts";
import { type Facts, known, type Need, NONE, one } from "../../needs.ts";
import { balance } from "../../bookNeeds.ts";
import { returnUntil, windowDays } from "../../platform.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { workingBelow } from "../../uses.ts";

/** Whose balance pays, and the agency above: what a proposal about a whole account reaches beside it. */
export interface Around {
  payer: string;
  agency: string | null;
}

export async function aroundHere(scope: Scope): Promise<Around> {
  const { account } = await look(scope, { account: one("account", scope.account) });
  return { payer: payerOf(scope.account, account.data), agency: account.data.agency };
}

export const reachOf = ({ agency }: Around): string[] => (agency === null ? [] : [agency]);

/** What everything about a whole account depends on. */
export const wholeNeeds = ({ payer, agency }: Around, { account }: Scope) => ({
  account: one("account", account),
  terms: one("terms", account),
  lifecycle: one("lifecycle", account),
  subscription: known("subscription", account),
  balanceMicros: balance(book(payer, "balance")),
  spendableMicros: spendable(payer),
  above: agency === null ? NONE : one("lifecycle", agency, agency),
  aboveTerms: agency === null ? NONE : one("terms", agency, agency),
  below: workingBelow,
  window: windowDays,
});
export type Whole = Facts<ReturnType<typeof wholeNeeds>>;

export const upkeptOf = (
  { account, terms, lifecycle, balanceMicros }: Whole,
  numbers: readonly NumberGroup[],
): Upkept => ({
  terms: terms.data,
  service: { lifecycle: lifecycle.data, balanceMicros, parkedServes: terms.data.parkedServes },
  numbers,
  subscribed: account.data.agency === null,
});

export const stateOf = (
  { account, lifecycle, above, aboveTerms, below, window }: Whole,
  now: number,
): AccountState => ({
  lifecycle: lifecycle.data,
  paidByAgency: payerOf(account.id, account.data) !== account.id,
  below,
  returnUntil: returnUntil(lifecycle.data.canceled, window, account.data.zone),
  agencyCanceled: above !== null && holds(above.data.canceled, now),
  isBelow: account.data.agency !== null,
  agencyFits: aboveTerms === null || aboveTerms.data.mayHaveSubAccounts,
});

/** So many people are named in a proposal; of more it says how many they are. */
const PEOPLE_NAMED = 100;

/** Who has a seat in the account: how many, and the ids of the first where they are few enough to be named. */
export const seats: Need<{ count: number; first: string[] }> = {
  stmts: (scope) => [...countOf("member").stmts(scope), ...firstIds("member", PEOPLE_NAMED).stmts(scope)],
  take: ([counted, ids], seen, scope) => {
    const count = countOf("member").take([counted!], seen, scope);
    return { count, first: count > PEOPLE_NAMED ? [] : firstIds("member", PEOPLE_NAMED).take([ids!], seen, scope) };
  },
};

const FORBIDDEN = ["call.forbidden", "lifecycle.agencyPays"];

/** The table of what can be done decides; its reason is the refusal. */
export function checkVerb(verb: Verb, whole: Whole, { standing, now }: Scope): void {
  const why = whyNotVerb(verb, standing, stateOf(whole, now), now);
  if (why === null) return;
  const code: FailureCode = FORBIDDEN.includes(why.key) ? "forbidden" : "conflict";
  throw new Failure(code, why.key, why.values as never);
}
