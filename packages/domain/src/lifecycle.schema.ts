import * as z from "zod/mini";
import { filled, idSchema, instantSchema, list, text } from "./fields.schema.ts";
import { HOLD_DAYS, HOLD_DAYS_MAX } from "./holding.ts";

const flag = z.enum(["stopped", "paused"]);
export const AccountFlag = z.object({ flag, until: z._default(z.nullable(instantSchema), null) });
export const AccountUnflag = z.object({ flag });

const days = z._default(
  z.int().check(z.minimum(1, "fields.small"), z.maximum(HOLD_DAYS_MAX, "fields.large")),
  HOLD_DAYS,
);
const parting = z.discriminatedUnion("is", [
  z.object({ is: z.literal("hold"), days }),
  z.object({ is: z.literal("release") }),
  z.object({ is: z.literal("move"), to: idSchema }),
  z.object({
    is: z.literal("forward"),
    /** As somebody types it; the account's country counts for one without a +. */
    to: filled(40),
    days,
    minutes: z.int().check(z.minimum(1, "fields.small"), z.maximum(100_000, "fields.large")),
  }),
]);

export const ReactivationWindow = z.object({
  days: z.nullable(z.int().check(z.minimum(1, "fields.small"), z.maximum(3650, "fields.large"))),
});

/** One page of an agency's accounts: those that work, those that are canceled, or all. */
export const AccountPage = z.object({
  state: z._default(z.enum(["all", "working", "canceled"]), "all"),
  words: z._default(text(80), ""),
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
});
/** Numbers of which is to be said what becomes of them: the first, those behind a place, or those that are searched for. */
export const LeavingPage = z.object({
  words: z._default(text(80), ""),
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
export const BalanceMove = z.object({ account: idSchema, to: z.enum(["own", "agency"]) });

/** What becomes of each number; of those that are not named, what becomes of the others: they are held. */
export const Cancellation = z.object({
  numbers: z._default(list(z.object({ id: idSchema, parting }), 10_000), []),
  others: z._default(parting, { is: "hold", days: HOLD_DAYS }),
});
export type Cancellation = z.output<typeof Cancellation>;
