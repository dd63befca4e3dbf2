import { PLAN_IDS } from "@callboard/domain/plans";
import { route } from "../../route.ts";
import { ComparePlans } from "./Compare.tsx";
import { ChangePlan } from "./Guide.tsx";

/** The plans beside one another, and the guide to one of them under its own address. */
export function Plans() {
  const plan = PLAN_IDS.find((id) => id === route.value.rest[0]);
  return plan ? <ChangePlan key={plan} plan={plan} /> : <ComparePlans />;
}
