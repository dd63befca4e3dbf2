import { type LongPlan, parkInTurn, type ParkingItem } from "@callboard/domain/longPlan";
import { known, one } from "../needs.ts";
import { roomFor } from "../uses.ts";
import { runWork } from "./work.ts";

/** One number of an account that is on another plan by now is parked, or returns. The account went first. */
export const changePlan = runWork({
  deed: "close the account",
  owed: true,
  needs: ({ id }: ParkingItem, _shared: LongPlan, scope) => ({
    terms: one("terms", scope.account),
    number: known("number", id),
    room: roomFor("numbers"),
  }),
  decide: (facts, item, shared, { now, newId }, scope) =>
    parkInTurn(facts, item, shared, { now, at: now, by: scope.actor, newId }),
});
