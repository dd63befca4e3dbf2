import { router } from "../../rpc/procedures.ts";
import { planProcedures } from "./changePlan.ts";
import { overLimitProcedures } from "./overLimit.ts";

/** The catalogue, changing the plan, and the items of the account that exceed a plan. */
export const plans = router({ ...planProcedures, ...overLimitProcedures });
