import { router } from "../../rpc/procedures.ts";
import { editNumbers } from "./bulkEdit.ts";
import { orderProcedures } from "./orders.ts";
import { importNumbers } from "./import.ts";
import { numberProcedures } from "./numbers.ts";
import { receivers } from "../receivers/router.ts";
import { sources } from "../sources/router.ts";

/** Tracking numbers, tracking sources, receiving numbers. */
export const numbers = router({
  ...sources,
  ...receivers,
  ...numberProcedures,
  ...orderProcedures,
  editNumbers,
  importNumbers,
});
