import * as z from "zod/mini";
import { idSchema, list, oneLine, text } from "./fieldSchemas.ts";
import { PRESET_NAME_MAX } from "./presetName.ts";

/** The preset that a record follows: the values as they were applied, and the overridden fields. */
export const followedPresetSchema = z.nullable(
  z.strictObject({
    preset: idSchema,
    /** `library`, or the account that owns the preset. */
    owner: idSchema,
    version: z.int(),
    name: oneLine(PRESET_NAME_MAX),
    values: z.record(text(100), z.unknown()),
    overrides: list(text(100), 50),
  }),
);
export type FollowedPreset = NonNullable<z.infer<typeof followedPresetSchema>>;
