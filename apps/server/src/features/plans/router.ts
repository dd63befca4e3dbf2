import { router } from "../../rpc/procedures.ts";
import { planProcedures } from "./changePlan.ts";
import { overLimitProcedures } from "./overLimit.ts";

/** The catalogue, changing the plan, and what of the account exceeds a plan. */
export const plans = router({ ...planProcedures, ...overLimitProcedures });
