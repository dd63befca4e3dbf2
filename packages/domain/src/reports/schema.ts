import * as z from "zod/mini";
import { idSchema, text } from "../core/fieldSchemas.ts";
import { CALL_REPORTS, CALLS_PAGE } from "./callTypes.ts";
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

/** Calls in a period, grouped. `after`: the cursor of the page before. */
export const CallReportInput = z.object({
  ...period,
  by: z._default(z.enum(CALL_REPORTS), "agent"),
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(200, "fields.tooLarge")), CALLS_PAGE),
});
