import * as z from "zod/mini";
import { idSchema, list, text } from "../core/fieldSchemas.ts";
import { KEEP_SELECTION_MAX, LIMITED_RESOURCES, PLAN_IDS } from "./catalogue.ts";

const idsToKeep = z.optional(list(idSchema, KEEP_SELECTION_MAX));
/** Another plan, or the same with other choices of what stays active. */
export const ChangePlanInput = z.object({
  plan: z.enum(PLAN_IDS),
  keepSelection: z._default(z.object({ numbers: idsToKeep, queues: idsToKeep, people: idsToKeep }), {}),
});
export type ChangePlanInput = z.output<typeof ChangePlanInput>;
/** The sub-account that is detached when the agency changes to a plan without sub-accounts. */
export const DetachInput = z.object({ plan: z.enum(PLAN_IDS), detachment: idSchema });
export const PlanPreviewInput = z.object({ plan: z.enum(PLAN_IDS) });
/** The first matches among the records that count towards a limit. */
export const ChoicePageInput = z.object({
  resource: z.enum(LIMITED_RESOURCES),
  search: z._default(text(80), ""),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
