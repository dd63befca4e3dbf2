import * as z from "zod/mini";
import { containsCardNumber } from "./text/cardNumber.ts";
import { ID_MAX } from "./ids.ts";
import { normalizeMailAddress } from "./text/mailAddress.ts";
import { cleanName, hasVisibleText } from "./text/names.ts";
import type { Phrase } from "./message.ts";
import { isLongerThan, isValidText } from "./text/text.ts";
import { isTimeZone } from "./time.ts";

/** A check that ends the others where it is not passed: what comes behind it is spared. */
const textCheck =
  (fits: (text: string) => boolean, message: string, issue: object = { code: "custom" }): z.core.CheckFn<string> =>
  ({ value, issues }) => {
    if (!fits(value)) issues.push({ ...issue, input: value, message, continue: false } as z.core.$ZodRawIssue);
  };

/** Its length comes before anything else is looked at: a long text must cost no more than a short one. */
const maxLength = (most: number, counted: "letters" | "units", message = "fields.long") =>
  textCheck((text) => (counted === "units" ? text.length <= most : !isLongerThan(text, most)), message, {
    code: "too_big",
    origin: "string",
    maximum: most,
  });
const validText = textCheck(isValidText, "fields.control");
/** A card's number is never kept, wherever somebody types it. */
const noCardNumber = textCheck((text) => !containsCardNumber(text), "fields.cardNumber");
/** Where people are asked about a card, a number alone is one. */
export const noCardNumberAnywhere = textCheck((text) => !containsCardNumber(text, "anywhere"), "fields.cardNumber");

/** A whole file's text: it is looked through piece by piece by whoever reads it. */
export const fileText = (most: number, message: string) => z.string().check(maxLength(most, "units", message));
/** A text of at most so many units, as it is: the ground of every other. None is read from outside by other means. */
export const text = (most: number, message?: string) => z.string().check(maxLength(most, "units", message), validText);
/** The same without the spaces around it, and something in it. */
export const requiredText = (most: number) =>
  z.string().check(z.trim(), maxLength(most, "units"), validText, required());
/** What programs write: its signs are known. */
export const codeText = (most: number, pattern: RegExp, message: string) =>
  z.string().check(maxLength(most, "units", message), z.regex(pattern, { error: message, abort: true }));

const required = () => z.minLength(1, { error: "fields.needed", abort: true });

/** Passes what has at most so many entries: they are counted before any of them is looked at. */
const countedList = <T>(countOf: (value: unknown) => number | null, most: number, least: number, few: string) =>
  z.any().check(({ value, issues }) => {
    const count = countOf(value);
    if (count === null || (count <= most && count >= least)) return;
    const odd =
      count > most
        ? ({ code: "too_big", maximum: most, message: "fields.many" } as const)
        : ({ code: "too_small", minimum: least, message: few } as const);
    issues.push({ ...odd, origin: "array", input: value, continue: false });
  }) as unknown as z.ZodMiniType<T, T>;

export const list = <E extends z.core.$ZodType>(entry: E, most: number, least = 0, few = "fields.few") =>
  z.pipe(
    countedList<z.core.input<E>[]>((value) => (Array.isArray(value) ? value.length : null), most, least, few),
    z.array(entry),
  );

/** Values by names that the asker chose. */
export function namedValues<E extends z.ZodMiniType>(value: E, most: number) {
  type Input = Record<string, z.core.input<E>>;
  const countOf = (given: unknown) => (typeof given === "object" && given !== null ? Object.keys(given).length : null);
  const read = z.record(text(200), value) as unknown as z.ZodMiniType<Record<string, z.core.output<E>>, Input>;
  return z.pipe(countedList<Input>(countOf, most, 0, "fields.few"), read);
}

/** No sign that parts lines or rules a terminal. What is merely not seen is taken out of names. */
const LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029\uFFF9-\uFFFB]*$/u;
/** The same but for tabs and line ends; and nothing turns the direction of what stands beside it. */
const LINES = /^(?:[\t\n]|[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB])*$/u;
const visibleText = (pattern: RegExp) => textCheck((text) => pattern.test(text), "fields.control");

/** Fields that many kinds share. A message in a check is a key of the catalogue. */
export const idSchema = z
  .string()
  .check(maxLength(ID_MAX, "units", "fields.idLong"), validText, visibleText(LINE), required(), noCardNumber);
export const instantSchema = z
  .int()
  .check(z.minimum(0, "fields.timeOdd"), z.maximum(8_640_000_000_000_000, "fields.timeOdd"));

/** An instant as a key by which texts sort in the order of time. */
export const sortableInstant = (at: number): string => String(at).padStart(16, "0");

/** Something that holds since an instant, by somebody, perhaps until another one. */
export const factSchema = z.strictObject({
  since: instantSchema,
  by: idSchema,
  until: z.nullable(instantSchema),
});

/** A name, or a text on one line: trimmed, without unseen signs, and with something in it to be seen. */
export const oneLine = (max: number, counted: "letters" | "units" = "letters") =>
  z
    .string()
    .check(
      z.trim(),
      maxLength(max, counted),
      required(),
      validText,
      visibleText(LINE),
      z.overwrite(cleanName),
      textCheck(hasVisibleText, "fields.needed"),
      noCardNumber,
    );

export const someLines = (max: number, counted: "letters" | "units" = "letters") =>
  z.string().check(z.trim(), maxLength(max, counted), validText, visibleText(LINES), noCardNumber);

export const ADDRESS_MAX = 254;
/** A mail address, as mail is sent to it. */
export const emailSchema = text(ADDRESS_MAX).check(
  textCheck((typed) => normalizeMailAddress(typed) !== null, "fields.email"),
  z.overwrite((typed) => normalizeMailAddress(typed)!),
  maxLength(ADDRESS_MAX, "units"),
  noCardNumber,
);

/** The name of a time zone that this machine knows, such as `Europe/London`. */
export const zoneSchema = text(64, "fields.zone").check(textCheck(isTimeZone, "fields.zone"));

export const actorSchema = z.discriminatedUnion("as", [
  z.strictObject({ as: z.literal("person"), id: idSchema }),
  z.strictObject({ as: z.literal("agency person"), id: idSchema, agency: idSchema }),
  z.strictObject({ as: z.literal("operator"), id: idSchema }),
  z.strictObject({ as: z.literal("key"), id: idSchema }),
  z.strictObject({ as: z.literal("job"), id: idSchema }),
]);

export const messageSchema = z.custom<Phrase>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Phrase).key === "string" &&
    typeof (value as Phrase).values === "object",
);
