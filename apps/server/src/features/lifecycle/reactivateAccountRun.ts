import {
  type ReactivateRunInput,
  type ReactivateItem,
  reactivateItem,
} from "@callboard/domain/lifecycle/reactivateItem";
import type { Instant } from "@callboard/domain/core/time";
import { findOptional, findOne } from "../../store/queries.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/**
 * The account is already active when the run begins. `at`: the instant as of which the returning numbers were listed.
 */
export interface ReactivateAccountInput extends ReactivateRunInput {
  payer: string;
  at: Instant;
}

/** Gives one number back to its reactivated account; a released number is ordered from the carrier again. */
export const reactivateAccount = defineRunHandler({
  permission: "reactivate",
  canResumeAfterStop: true,
  queries: ({ id }: ReactivateItem, _shared: ReactivateAccountInput, scope) => ({
    lifecycle: findOne("lifecycle", scope.account),
    terms: findOne("terms", scope.account),
    number: findOptional("number", id),
  }),
  decide: ({ terms, ...facts }, item, { payer, at: proposedAt, ...shared }, { now, newId }, scope) =>
    reactivateItem({ ...facts, terms: terms.data, payer }, item, shared, { now, proposedAt, by: scope.actor, newId }),
});
