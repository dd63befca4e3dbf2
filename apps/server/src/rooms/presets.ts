import { router } from "../trpc.ts";
import { managePresets } from "./presets/shelf.ts";
import { differenceProcedures } from "./presets/standing.ts";
import { usePresets } from "./presets/using.ts";

/** Premade settings for tracking sources and call queues: the library's, the account's own, its agency's. */
export const presets = router({ ...managePresets, ...differenceProcedures, ...usePresets });
