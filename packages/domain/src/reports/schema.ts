import * as z from "zod/mini";
import { idSchema, text } from "../core/fieldSchemas.ts";
import { REPORT_PAGE } from "./types.ts";

const period = { first: text(10), last: text(10) };

/** Everybody's time in a period of the account's days, both included. `after`: the cursor of the page before. */
export const TeamTimeInput = z.object({
  ...period,
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(200, "fields.tooLarge")), REPORT_PAGE),
});

/** One agent's time by day; without `person` one's own. */
export const AgentTimeInput = z.object({ ...period, person: z.optional(idSchema) });
