import { type LongPlan, parkInTurn, type ParkingItem } from "@callboard/domain/plans/freezeItem";
import { findOptional, findOne } from "../../store/queries.ts";
import { findRoom } from "../../store/reads/dependents.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** Freezes or unfreezes one number of an account that is already on its new plan. */
export const changePlan = defineRunHandler({
  deed: "close the account",
  owed: true,
  needs: ({ id }: ParkingItem, _shared: LongPlan, scope) => ({
    terms: findOne("terms", scope.account),
    number: findOptional("number", id),
    room: findRoom("numbers"),
  }),
  decide: (facts, item, shared, { now, newId }, scope) =>
    parkInTurn(facts, item, shared, { now, at: now, by: scope.actor, newId }),
});
