import type { ChangesAsk } from "@callboard/domain/history.schema";
import type * as z from "zod/mini";

/** What of the log somebody asks for. */
export type Asked = z.output<typeof ChangesAsk>;
