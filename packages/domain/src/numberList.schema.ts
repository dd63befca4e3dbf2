import * as z from "zod/mini";
import { coded, idSchema, text } from "./fields.schema.ts";
import { NUMBER_KINDS, NUMBER_STATES } from "./tracking.ts";

const ROWS_SHOWN = { usual: 50, most: 200 } as const;

const words = z.optional(text(200));
const page = {
  limit: z._default(
    z.int().check(z.minimum(1, "fields.small"), z.maximum(ROWS_SHOWN.most, "fields.large")),
    ROWS_SHOWN.usual,
  ),
  after: z.optional(z.nullable(text(10_000))),
};

/** What a list of numbers is narrowed by, all of it at once. `none` means without one. */
export const numberFilters = {
  words,
  state: z.optional(z.enum(NUMBER_STATES)),
  kind: z.optional(z.enum(NUMBER_KINDS)),
  source: z.optional(idSchema),
  route: z.optional(coded(100, /^(?:none|(?:receiver|queue):.+)$/, "fields.odd")),
  flag: z.optional(z.enum(["stopped", "paused", "parked"])),
};
const filters = z.object(numberFilters);
export type NumberFilters = z.infer<typeof filters>;

/** The tags that a filter asks for, as the numbers carry them. */
export const tagsOf = ({ state, kind, source, route, flag }: NumberFilters): string[] =>
  Object.entries({ state, kind, source, route, flag }).flatMap(([name, value]) => (value ? [`${name}:${value}`] : []));

export const NumberList = z.object({
  ...numberFilters,
  by: z._default(z.enum(["name", "number"]), "name"),
  descending: z._default(z.boolean(), false),
  ...page,
});
export const ReceiverList = z.object({ words, ...page });
export const RecordAsked = z.object({ id: idSchema });
