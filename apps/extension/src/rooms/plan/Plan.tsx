import { PLAN_IDS } from "@callboard/domain/plans";
import { place } from "../../route.ts";
import { Compare } from "./Compare.tsx";
import { Guide } from "./Guide.tsx";

/** The plans beside one another, and the guide to one of them under its own address. */
export function Plan() {
  const plan = PLAN_IDS.find((id) => id === place.value.rest[0]);
  return plan ? <Guide key={plan} plan={plan} /> : <Compare />;
}
