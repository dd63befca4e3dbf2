import * as z from "zod/mini";
import { requiredText, idSchema, instantSchema, list, text } from "../core/fieldSchemas.ts";
import { DEFAULT_HOLD_DAYS, HOLD_DAYS_MAX } from "./holdCost.ts";

const flag = z.enum(["stopped", "paused"]);
export const FlagInput = z.object({ flag, until: z._default(z.nullable(instantSchema), null) });
export const UnflagInput = z.object({ flag });

const days = z._default(
  z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(HOLD_DAYS_MAX, "fields.tooLarge")),
  DEFAULT_HOLD_DAYS,
);
const disposition = z.discriminatedUnion("is", [
  z.object({ is: z.literal("hold"), days }),
  z.object({ is: z.literal("release") }),
  z.object({ is: z.literal("move"), to: idSchema }),
  z.object({
    is: z.literal("forward"),
    /** As typed; without a + it belongs to the account's country. */
    to: requiredText(40),
    days,
    minutes: z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(100_000, "fields.tooLarge")),
  }),
]);

export const ReactivationWindowInput = z.object({
  days: z.nullable(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(3650, "fields.tooLarge"))),
});

/** One page of an agency's accounts: active, canceled or all. */
export const SubAccountPageInput = z.object({
  state: z._default(z.enum(["all", "working", "canceled"]), "all"),
  search: z._default(text(80), ""),
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
});
/** The numbers whose dispositions are being chosen: the first page, the page after a cursor, or a search. */
export const DispositionPageInput = z.object({
  search: z._default(text(80), ""),
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
export const ChangePayerInput = z.object({ account: idSchema, to: z.enum(["own", "agency"]) });

/** The disposition of each number, and the default for the others: hold. */
export const CancellationInput = z.object({
  numbers: z._default(list(z.object({ id: idSchema, disposition }), 10_000), []),
  others: z._default(disposition, { is: "hold", days: DEFAULT_HOLD_DAYS }),
});
export type CancellationInput = z.output<typeof CancellationInput>;
