import { PLAN_IDS } from "@callboard/domain/plans/catalogue";
import { route } from "../../shared/route.ts";
import { ComparePlans } from "./ComparePlans.tsx";
import { ChangePlan } from "./ChangePlan.tsx";

/** The plans side by side, and the steps to one of them at its own address. */
export function Plans() {
  const plan = PLAN_IDS.find((id) => id === route.value.rest[0]);
  return plan ? <ChangePlan key={plan} plan={plan} /> : <ComparePlans />;
}
