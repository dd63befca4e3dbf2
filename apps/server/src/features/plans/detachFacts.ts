import { book } from "@callboard/domain/core/ledger";
import type { PlanId } from "@callboard/domain/plans/catalogue";
import type { Line } from "@callboard/domain/proposals/lines";
import { bookBalance } from "../../store/ledger/balances.ts";
import { numberCounts, type NumberCounts } from "../../store/search/recordCounts.ts";
import { findOpenCharges, spendableBalance } from "../../store/reads/numberOwner.ts";
import { findLastSubscriptionFee } from "../../store/ledger/reversals.ts";
import { findByIds, findAll, findOne, findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { findOpenOrders } from "../../store/reads/dependents.ts";
import { accountQueries, type PayerAndAgency } from "../../store/reads/accountFacts.ts";
import { NO_NUMBERS } from "../../proposals/listNumbers.ts";
import { type ListedFreezing, findNumberCounts } from "./freezeNumbers.ts";

/** States of the agency's own numbers that can move to the sub-account, or get a line that says why not. */
export const MOVABLE_STATES = ["active", "porting", "held", "forwarded"] as const;

export interface DetachInput {
  plan: PlanId;
  /** The one sub-account that remains. */
  detachment: string;
}

export interface DetachContext extends PayerAndAgency, DetachInput {
  /** Versions of that account that the new plan no longer shows. */
  hiddenVersionCount: number;
  /** The list of the agency's own numbers, if it has many. */
  listedAgencyNumbers: MovingNumbers | null;
  /** The list of the sub-account's numbers, if it has many, given `incomingCount` numbers that move there. */
  listedSubNumbers: (ListedFreezing & { incomingCount: number }) | null;
}
export type DetachRequest = Omit<DetachContext, "listedAgencyNumbers" | "listedSubNumbers">;

/** The ids of the agency's numbers that move, and lines for those that don't. */
export interface MovingNumbers {
  ids: string[];
  lines: Line[];
  counts: NumberCounts;
}

export const detachQueries = (context: DetachContext, scope: Scope) => {
  const { detachment: id, listedAgencyNumbers, listedSubNumbers } = context;
  return {
    ...accountQueries(context, scope),
    fee: findLastSubscriptionFee(),
    numbers: listedAgencyNumbers === null ? findAll("number") : findByIds("number", listedAgencyNumbers.ids),
    counts: numberCounts(MOVABLE_STATES),
    wallet: findOptional("wallet", scope.account),
    cards: findAll("card"),
    charges: findOpenCharges,
    subAccount: findOne("account", id, id),
    subTerms: findOne("terms", id, id),
    subLifecycle: findOne("lifecycle", id, id),
    subSubscription: findOptional("subscription", id, id),
    subNumbers: listedSubNumbers === null ? findAll("number", id) : NO_NUMBERS,
    subCounts: findNumberCounts(id),
    subQueues: findAll("queue", id),
    subMembers: findAll("member", id),
    subOrders: findOpenOrders(id),
    subWallet: findOptional("wallet", id, id),
    subCards: findAll("card", id),
    subMicros: bookBalance(book(id, "balance")),
    subSpendable: spendableBalance(id),
  };
};
