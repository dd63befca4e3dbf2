import * as z from "zod/mini";
import { idSchema, instantSchema, list, oneLine, someLines, zoneSchema } from "../core/fieldSchemas.ts";
import { ENTRY_TYPES } from "../core/ledger.ts";
import { e164Schema } from "../numbers/schema.ts";
import { QUANTITY_SCALE } from "./usage.ts";
import { USAGE_KINDS } from "./types.ts";

export const entryFilters = {
  types: z.optional(list(z.enum(ENTRY_TYPES), ENTRY_TYPES.length)),
  /** By booking time; `to` is excluded. */
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
  /** Words in the description or type, an account name, or an amount such as 25.00. */
  search: z._default(someLines(100), ""),
};

export const EntriesInput = z.object({
  ...entryFilters,
  beforePosition: z.optional(z.nullable(z.int().check(z.minimum(0)))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
  zone: z.optional(zoneSchema),
});

const REASON_MAX = 200;
/** Ten million units: a larger adjustment is a mistake. */
const MICROS_MAX = 10_000_000_000_000;

export const AdjustmentInput = z.object({
  account: idSchema,
  /** Positive adds to the balance, negative takes from it. */
  micros: z.int().check(z.minimum(-MICROS_MAX), z.maximum(MICROS_MAX)),
  reason: oneLine(REASON_MAX),
});
export const CorrectionInput = z.object({
  account: idSchema,
  entry: z.int().check(z.minimum(1)),
  reason: oneLine(REASON_MAX),
});

export const RefundInput = z.object({
  account: idSchema,
  /** The entry number of the card payment. */
  entry: z.int().check(z.minimum(1)),
  /** The rest of the payment if missing. */
  cents: z._default(z.nullable(z.int().check(z.minimum(1, "fields.tooSmall"))), null),
  reason: oneLine(REASON_MAX),
});

const USAGE_BATCH_MAX = 500;
const DESCRIPTION_MAX = 200;
const QUANTITY_MAX = 1_000_000;

const thousandths = (quantity: number): number => Math.round(quantity * QUANTITY_SCALE);
const isQuantity = (quantity: number): boolean =>
  quantity > 0 && quantity <= QUANTITY_MAX && Math.abs(quantity * QUANTITY_SCALE - thousandths(quantity)) < 1e-6;

/** One usage event. Each invalid event is rejected separately, so a batch accepts any input. */
export const usageEventSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(USAGE_KINDS),
  /** In minutes, messages or look-ups, with up to three decimals. */
  quantity: z.pipe(z.number().check(z.refine(isQuantity, "balance.usage.invalidQuantity")), z.transform(thousandths)),
  at: instantSchema,
  number: z._default(z.nullable(e164Schema), null),
  description: z._default(someLines(DESCRIPTION_MAX), ""),
  /** The call whose minutes these are, so that they count once even if its phone platform reports them too. */
  call: z.optional(idSchema),
});
export const UsageBatchInput = z.object({
  events: list(z.unknown(), USAGE_BATCH_MAX, 1),
});
