import { router } from "../../rpc/procedures.ts";
import { managePresets } from "./manage.ts";
import { differenceProcedures } from "./differences.ts";
import { usePresets } from "./use.ts";

/** Premade settings for tracking sources and call queues: the library's, the account's own, its agency's. */
export const presets = router({ ...managePresets, ...differenceProcedures, ...usePresets });
