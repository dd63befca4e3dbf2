import {
  type ReactivateRunInput,
  type ReactivateItem,
  reactivateItem,
} from "@callboard/domain/lifecycle/reactivateItem";
import type { Instant } from "@callboard/domain/core/time";
import { findOptional, findOne } from "../../store/queries.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** The account works again already: it began the run. `at`: from when it was looked at what returns. */
export interface ReactivateAccountInput extends ReactivateRunInput {
  payer: string;
  at: Instant;
}

/** One number of an account that came back returns to it, or is ordered again. */
export const reactivateAccount = defineRunHandler({
  deed: "reactivate",
  owed: true,
  needs: ({ id }: ReactivateItem, _shared: ReactivateAccountInput, scope) => ({
    lifecycle: findOne("lifecycle", scope.account),
    terms: findOne("terms", scope.account),
    number: findOptional("number", id),
  }),
  decide: ({ terms, ...facts }, item, { payer, at, ...shared }, { now, newId }, scope) =>
    reactivateItem({ ...facts, terms: terms.data, payer }, item, shared, { now, at, by: scope.actor, newId }),
});
