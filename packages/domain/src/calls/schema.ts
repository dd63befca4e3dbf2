import * as z from "zod/mini";
import { PHONE_EVENTS } from "./rules.ts";
import { idSchema, instantSchema } from "../core/fieldSchemas.ts";

/** An event from a phone platform about a person's phone. `id` is the platform's: the same one counts once. */
export const PhoneEventInput = z.object({
  id: idSchema,
  person: idSchema,
  event: z.enum(PHONE_EVENTS),
  at: z.optional(instantSchema),
});
