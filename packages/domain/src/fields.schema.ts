import * as z from "zod/mini";
import { holdsCardNumber } from "./cardNumber.ts";
import { ID_MAX } from "./ids.ts";
import type { Phrase } from "./phrase.ts";
import { isZone } from "./time.ts";

/** A card's number is never kept, wherever somebody types it. */
const noCard = () => z.refine<string>((text) => !holdsCardNumber(text), "fields.cardNumber");

/** Fields that many kinds share. A message in a check is a key of the catalogue. */
export const idSchema = z
  .string()
  .check(z.minLength(1, "fields.needed"), z.maxLength(ID_MAX, "fields.idLong"), noCard());
export const instantSchema = z
  .int()
  .check(z.minimum(0, "fields.timeOdd"), z.maximum(8_640_000_000_000_000, "fields.timeOdd"));

/** An instant as a key by which texts sort in the order of time. */
export const ordered = (at: number): string => String(at).padStart(16, "0");

/** Something that holds since an instant, by somebody, perhaps until another one. */
export const factSchema = z.strictObject({
  since: instantSchema,
  by: idSchema,
  until: z.nullable(instantSchema),
});

/** A text on one line, trimmed, with something in it. Control and direction-changing characters are refused. */
export const oneLine = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1, "fields.needed"),
    z.maxLength(max, "fields.long"),
    // Of the unseen signs only the one that joins emoji is let through.
    z.regex(/^(?:\u200D(?!$)|[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029])*$/u, "fields.control"),
    noCard(),
  );

export const someLines = (max: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.maxLength(max, "fields.long"),
      z.regex(/^[^\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069]*$/u, "fields.control"),
      noCard(),
    );

export const emailSchema = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254, "fields.long"),
    z.regex(/^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+\.[^\s@<>"(),:;\\.]+$/, "fields.email"),
    noCard(),
  );

/** The name of a time zone that this machine knows, such as `Europe/London`. */
export const zoneSchema = z.string().check(z.maxLength(64, "fields.zone"), z.refine(isZone, "fields.zone"));

export const actorSchema = z.discriminatedUnion("as", [
  z.strictObject({ as: z.literal("person"), id: idSchema }),
  z.strictObject({ as: z.literal("agency person"), id: idSchema, agency: idSchema }),
  z.strictObject({ as: z.literal("operator"), id: idSchema }),
  z.strictObject({ as: z.literal("key"), id: idSchema }),
  z.strictObject({ as: z.literal("job"), id: idSchema }),
]);

export const phraseSchema = z.custom<Phrase>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Phrase).key === "string" &&
    typeof (value as Phrase).values === "object",
);
