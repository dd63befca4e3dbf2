import { router } from "../../rpc/procedures.ts";
import { managePresets } from "./manage.ts";
import { differenceProcedures } from "./differences.ts";
import { presetUseProcedures } from "./applyProcedures.ts";

/** Presets for tracking sources and call queues: the library's, the account's own, and its agency's. */
export const presets = router({ ...managePresets, ...differenceProcedures, ...presetUseProcedures });
