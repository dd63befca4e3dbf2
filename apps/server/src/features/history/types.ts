import type { ChangesInput } from "@callboard/domain/history/schema";
import type * as z from "zod/mini";

/** Which changes of the log a reader asks for. */
export type ChangesFilter = z.output<typeof ChangesInput>;
