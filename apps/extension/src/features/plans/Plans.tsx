import { PLAN_IDS } from "@callboard/domain/plans/catalogue";
import { route } from "../../shared/route.ts";
import { ComparePlans } from "./ComparePlans.tsx";
import { ChangePlan } from "./ChangePlan.tsx";

/** The plans beside one another, and the guide to one of them under its own address. */
export function Plans() {
  const plan = PLAN_IDS.find((id) => id === route.value.rest[0]);
  return plan ? <ChangePlan key={plan} plan={plan} /> : <ComparePlans />;
}
