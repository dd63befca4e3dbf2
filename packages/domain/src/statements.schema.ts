import * as z from "zod/mini";
import { ADDRESS_MAX, coded, idSchema, list, text } from "./fields.schema.ts";

const day = coded(10, /^\d{4}-\d{2}-\d{2}$/, "fields.odd");

/** The first and the last day that belong to it, in the account's zone. */
export const StatementAsk = z.object({ first: day, last: day });
export const ReceiptAsk = z.object({ entry: z.coerce.number().check(z.int(), z.minimum(1)) });

export const RECIPIENTS_MAX = 10;
/** As they were typed: which of them is no mail address is said by its own name. */
export const recipients = list(text(ADDRESS_MAX), RECIPIENTS_MAX, 1, "statements.noRecipient");
export const StatementSend = z.object({ ...StatementAsk.shape, recipients });
export const StatementResend = z.object({ id: idSchema, recipients: z._default(z.nullable(recipients), null) });
