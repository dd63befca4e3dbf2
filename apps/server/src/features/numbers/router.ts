import { router } from "../../rpc/procedures.ts";
import { editNumbers } from "./bulkEdit.ts";
import { importNumbers } from "./import.ts";
import { numberProcedures } from "./numbers.ts";
import { orderProcedures } from "./orders.ts";
import { portProcedures } from "./port.ts";

export const numbers = router({
  ...numberProcedures,
  ...orderProcedures,
  ...portProcedures,
  edit: editNumbers,
  import: importNumbers,
});
