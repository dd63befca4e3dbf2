import { book } from "@callboard/domain/ledger";
import type { PlanId } from "@callboard/domain/plans";
import type { Line } from "@callboard/domain/proposal";
import { bookBalance } from "../../bookNeeds.ts";
import { numberCounts, type NumberCounts } from "../../counts.ts";
import { findOpenCharges, spendableBalance } from "../../errands/market.ts";
import { findLastSubscriptionFee } from "../../givenBack.ts";
import { findByIds, findMany, findOne, findOptional } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { findOpenOrders } from "../../uses.ts";
import { accountQueries, type PayerAndAgency } from "./facts.ts";
import { NO_NUMBERS } from "./listing.ts";
import { type ListedParking, placed } from "./parking.ts";

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
