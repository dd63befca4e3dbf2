import * as z from "zod/mini";
import { oneLine } from "./fields.schema.ts";
import { TRACKING_NAME_MAX } from "./tracking.ts";

/** The file's name and its whole text. How much text is too much is for the reading to say, in a sentence of its own. */
export const ImportFile = z.object({ name: oneLine(200), text: z.string() });

/** What a line may hold once its columns are found; a name may be missing. */
export const ImportRow = z.object({
  number: z.string().check(z.minLength(1, "fields.needed"), z.maxLength(40, "fields.long")),
  name: z.optional(oneLine(TRACKING_NAME_MAX)),
});
