import { type LongReturn, type ReturningItem, returnInTurn } from "@callboard/domain/longReturn";
import type { Instant } from "@callboard/domain/time";
import { known, one } from "../needs.ts";
import { runWork } from "./work.ts";

/** The account works again already: it began the run. `at`: from when it was looked at what returns. */
export interface ReturnAccount extends LongReturn {
  payer: string;
  at: Instant;
}

/** One number of an account that came back returns to it, or is ordered again. */
export const returnAccount = runWork({
  deed: "reactivate",
  owed: true,
  needs: ({ id }: ReturningItem, _shared: ReturnAccount, scope) => ({
    lifecycle: one("lifecycle", scope.account),
    terms: one("terms", scope.account),
    number: known("number", id),
  }),
  decide: ({ terms, ...facts }, item, { payer, at, ...shared }, { now, newId }, scope) =>
    returnInTurn({ ...facts, terms: terms.data, payer }, item, shared, { now, at, by: scope.actor, newId }),
});
