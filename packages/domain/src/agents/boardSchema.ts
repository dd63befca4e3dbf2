import * as z from "zod/mini";
import { idSchema, list, oneLine, text } from "../core/fieldSchemas.ts";
import { TAG_MAX } from "../queues/types.ts";
import { PROMISE_MAX_MINUTES, REASON_MAX, SET_FOR_MANY_MAX } from "./types.ts";

export const BoardInput = z.object({
  search: z.optional(text(80)),
  chips: z.optional(list(text(100), 100)),
  /** Only members of this queue. */
  queue: z.optional(idSchema),
  /** Only members of queues with this tag. */
  tag: z.optional(oneLine(TAG_MAX)),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(200, "fields.tooLarge")), 50),
  after: z.optional(z.nullable(text(400))),
});

const choice = {
  status: idSchema,
  minutes: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(PROMISE_MAX_MINUTES)))),
  reason: oneLine(REASON_MAX),
};

/** A status that somebody sets for another person. */
export const SetStatusForInput = z.object({ person: idSchema, ...choice });
/** The same for several people at once: all of them, or none. */
export const SetStatusForManyInput = z.object({ people: list(idSchema, SET_FOR_MANY_MAX, 1), ...choice });
