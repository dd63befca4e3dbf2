import * as z from "zod/mini";
import { fileText, requiredText, oneLine, text } from "../core/fieldSchemas.ts";
import { FILE_MAX_BYTES } from "./importNumbers.ts";
import { TRACKING_NAME_MAX } from "./types.ts";
import { GRAPHEME_MAX_UNITS } from "../core/text/text.ts";

/** The file's name and complete text. */
export const ImportFileInput = z.object({
  name: oneLine(200),
  text: fileText(FILE_MAX_BYTES, "numbers.import.tooLarge"),
});

/** A name with the kind of record in front and a number behind. */
const NAME_CELL_MAX = TRACKING_NAME_MAX * GRAPHEME_MAX_UNITS + 100;

/** The limits of a line once its columns are known; the name may be missing. */
export const importRowSchema = z.object({
  number: requiredText(40),
  name: z.optional(oneLine(TRACKING_NAME_MAX)),
  source: text(NAME_CELL_MAX),
  route: text(NAME_CELL_MAX),
});
