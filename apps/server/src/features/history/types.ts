import type { ChangesInput } from "@callboard/domain/history/schema";
import type * as z from "zod/mini";

export type ChangesFilter = z.output<typeof ChangesInput>;
