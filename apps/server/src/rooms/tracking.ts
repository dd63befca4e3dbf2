import { router } from "../trpc.ts";
import { editNumbers } from "./tracking/bulk.ts";
import { errands } from "./tracking/errands.ts";
import { importNumbers } from "./tracking/import.ts";
import { numbers } from "./tracking/numbers.ts";
import { receivers } from "./tracking/receivers.ts";
import { sources } from "./tracking/sources.ts";

/** Tracking numbers, tracking sources, receiving numbers. */
export const tracking = router({ ...sources, ...receivers, ...numbers, ...errands, editNumbers, importNumbers });
