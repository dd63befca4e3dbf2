import { book } from "@callboard/domain/core/ledger";
import type { PlanId } from "@callboard/domain/plans/catalogue";
import type { Line } from "@callboard/domain/proposals/lines";
import { bookBalance } from "../../store/ledger/balances.ts";
import { numberCounts, type NumberCounts } from "../../store/search/recordCounts.ts";
import { findOpenCharges, spendableBalance } from "../../store/reads/numberOwner.ts";
import { findLastSubscriptionFee } from "../../store/ledger/reversals.ts";
import { findByIds, findMany, findOne, findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { findOpenOrders } from "../../store/reads/dependents.ts";
import { accountQueries, type PayerAndAgency } from "../../store/reads/accountFacts.ts";
import { NO_NUMBERS } from "../../proposals/listNumbers.ts";
import { type ListedParking, placed } from "./freezeNumbers.ts";

/** What of the agency's own numbers can come over, or is told of. */
export const HERE = ["active", "porting", "held", "forwarded"] as const;

export interface DetachInput {
  plan: PlanId;
  /** The one sub-account that goes on. */
  standalone: string;
}

export interface DetachContext extends PayerAndAgency, DetachInput {
  /** Versions of that account that the plan no longer shows. */
  hidden: number;
  /** What was listed of the agency's own numbers, where it has many. */
  over: Over | null;
  /** What was listed of the account's numbers, where it has many: beside so many that come over. */
  long: (ListedParking & { come: number }) | null;
}
export type Asking = Omit<DetachContext, "over" | "long">;

/** Numbers of the agency that come over, by id, and lines for those that stay behind. */
export interface Over {
  ids: string[];
  lines: Line[];
  sorts: NumberCounts;
}

export const detachQueries = (found: DetachContext, scope: Scope) => {
  const { standalone: id, over, long } = found;
  return {
    ...accountQueries(found, scope),
    fee: findLastSubscriptionFee(),
    numbers: over === null ? findMany("number", "account") : findByIds("number", over.ids),
    sorts: numberCounts(HERE),
    wallet: findOptional("wallet", scope.account),
    cards: findMany("card", "account"),
    charges: findOpenCharges,
    subAccount: findOne("account", id, id),
    subTerms: findOne("terms", id, id),
    subLifecycle: findOne("lifecycle", id, id),
    subSubscription: findOptional("subscription", id, id),
    subNumbers: long === null ? findMany("number", "account", id) : NO_NUMBERS,
    subSorts: placed(id),
    subQueues: findMany("queue", "account", id),
    subMembers: findMany("member", "account", id),
    subOrders: findOpenOrders(id),
    subWallet: findOptional("wallet", id, id),
    subCards: findMany("card", "account", id),
    subMicros: bookBalance(book(id, "balance")),
    subSpendable: spendableBalance(id),
  };
};
