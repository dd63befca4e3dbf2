import { router } from "../trpc.ts";
import { shelf } from "./presets/shelf.ts";
import { standing } from "./presets/standing.ts";
import { using } from "./presets/using.ts";

/** Premade settings for tracking sources and call queues: the library's, the account's own, its agency's. */
export const presets = router({ ...shelf, ...standing, ...using });
