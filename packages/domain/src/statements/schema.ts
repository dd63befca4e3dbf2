import * as z from "zod/mini";
import { ADDRESS_MAX, codeText, idSchema, list, text } from "../core/fieldSchemas.ts";

const day = codeText(10, /^\d{4}-\d{2}-\d{2}$/, "fields.invalid");

/** The first and last day, both included, in the account's zone. */
export const StatementInput = z.object({ first: day, last: day });
export const ReceiptInput = z.object({ entry: z.coerce.number().check(z.int(), z.minimum(1)) });

export const RECIPIENTS_MAX = 10;
/** As typed, so that an error can name the invalid address. */
export const recipients = list(text(ADDRESS_MAX), RECIPIENTS_MAX, 1, "statements.noRecipient");
export const SendStatementInput = z.object({ ...StatementInput.shape, recipients });
export const ResendStatementInput = z.object({ id: idSchema, recipients: z._default(z.nullable(recipients), null) });
