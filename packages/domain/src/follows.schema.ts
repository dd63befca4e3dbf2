import * as z from "zod/mini";
import { idSchema, oneLine } from "./fields.schema.ts";
import { PRESET_NAME_MAX } from "./presets.ts";

/** What a record took from a preset: the values as they were applied, and the fields that are its own by name. */
export const followsSchema = z.nullable(
  z.strictObject({
    preset: idSchema,
    /** `library`, or the account that the preset belongs to. */
    owner: idSchema,
    version: z.int(),
    name: oneLine(PRESET_NAME_MAX),
    values: z.record(z.string(), z.unknown()),
    overrides: z.array(z.string()).check(z.maxLength(50, "fields.many")),
  }),
);
export type Follows = NonNullable<z.infer<typeof followsSchema>>;
