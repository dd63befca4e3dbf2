import { type FreezingRunInput, freezeItem, type FreezingItem } from "@callboard/domain/plans/freezeItem";
import { findOptional, findOne } from "../../store/queries.ts";
import { findCapacity } from "../../store/reads/dependents.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** Freezes or unfreezes one number of an account that is already on its new plan. */
export const changePlan = defineRunHandler({
  permission: "close the account",
  canResumeAfterStop: true,
  queries: ({ id }: FreezingItem, _shared: FreezingRunInput, scope) => ({
    terms: findOne("terms", scope.account),
    number: findOptional("number", id),
    capacity: findCapacity("numbers"),
  }),
  decide: (facts, item, shared, { now, newId }, scope) =>
    freezeItem(facts, item, shared, { now, proposedAt: now, by: scope.actor, newId }),
});
