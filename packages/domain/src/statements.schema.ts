import * as z from "zod/mini";
import { zoneSchema } from "./fields.schema.ts";

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "fields.odd"));

/** The first and the last day that belong to it, in the account's zone. */
export const StatementAsk = z.object({ first: day, last: day });
export const ReceiptAsk = z.object({ entry: z.coerce.number().check(z.int(), z.minimum(1)) });
export const StatementPage = z.object({ ...StatementAsk.shape, zone: z.optional(zoneSchema) });
