import * as z from "zod/mini";
import { codeText, idSchema, text } from "../core/fieldSchemas.ts";
import { NUMBER_KINDS, NUMBER_STATES } from "./types.ts";

const PAGE_SIZE = { usual: 50, most: 200 } as const;

const search = z.optional(text(200));
const page = {
  limit: z._default(
    z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(PAGE_SIZE.most, "fields.tooLarge")),
    PAGE_SIZE.usual,
  ),
  after: z.optional(z.nullable(text(10_000))),
};

/** The filters of a list of numbers, all applied together. `none` means without one. */
export const numberFilters = {
  search,
  state: z.optional(z.enum(NUMBER_STATES)),
  kind: z.optional(z.enum(NUMBER_KINDS)),
  source: z.optional(idSchema),
  route: z.optional(codeText(100, /^(?:none|(?:receiver|queue):.+)$/, "fields.invalid")),
  flag: z.optional(z.enum(["stopped", "paused", "frozen"])),
};
const filters = z.object(numberFilters);
export type NumberFilters = z.infer<typeof filters>;

/** The tags that a filter asks for, as stored with the numbers. */
export const filterTags = ({ state, kind, source, route, flag }: NumberFilters): string[] =>
  Object.entries({ state, kind, source, route, flag }).flatMap(([name, value]) => (value ? [`${name}:${value}`] : []));

export const NumberListInput = z.object({
  ...numberFilters,
  by: z._default(z.enum(["name", "number"]), "name"),
  descending: z._default(z.boolean(), false),
  ...page,
});
export const ReceiverListInput = z.object({ search, ...page });
export const RecordInput = z.object({ id: idSchema });
