import * as z from "zod/mini";
import { PHONE_EVENTS } from "./rules.ts";
import { idSchema, instantSchema } from "../core/fieldSchemas.ts";

/** What a phone platform says of a person's phone. `id` is the platform's own: the same one counts once. */
export const PhoneEventInput = z.object({
  id: idSchema,
  person: idSchema,
  event: z.enum(PHONE_EVENTS),
  at: z.optional(instantSchema),
});
