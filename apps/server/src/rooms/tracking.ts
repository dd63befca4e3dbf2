import { router } from "../trpc.ts";
import { editNumbers } from "./tracking/bulk.ts";
import { orderProcedures } from "./tracking/errands.ts";
import { importNumbers } from "./tracking/import.ts";
import { numberProcedures } from "./tracking/numbers.ts";
import { receivers } from "./tracking/receivers.ts";
import { sources } from "./tracking/sources.ts";

/** Tracking numbers, tracking sources, receiving numbers. */
export const numbers = router({
  ...sources,
  ...receivers,
  ...numberProcedures,
  ...orderProcedures,
  editNumbers,
  importNumbers,
});
