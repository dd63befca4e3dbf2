import type { ChangesInput } from "@callboard/domain/history/schema";
import type * as z from "zod/mini";

/** What of the log somebody asks for. */
export type ChangesFilter = z.output<typeof ChangesInput>;
