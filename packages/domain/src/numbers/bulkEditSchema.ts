import * as z from "zod/mini";
import { idSchema, list } from "../core/fieldSchemas.ts";
import { numberFilters } from "./listSchema.ts";
import { routeSchema } from "./schema.ts";

/** Numbers picked one by one, or all that a list shows, and the values to set. */
export const BulkEditInput = z.object({
  pick: z.union([
    z.strictObject({ ids: list(idSchema, 1000, 1) }),
    z.strictObject({ all: z.strictObject(numberFilters) }),
  ]),
  change: z.strictObject({
    source: z.optional(z.nullable(idSchema)),
    route: z.optional(z.nullable(routeSchema)),
    stopped: z.optional(z.boolean()),
    paused: z.optional(z.boolean()),
  }),
});
