import * as z from "zod/mini";
import { containsCardNumber } from "./text/cardNumber.ts";
import { ID_MAX } from "./ids.ts";
import { normalizeMailAddress } from "./text/mailAddress.ts";
import { cleanName, hasVisibleText } from "./text/names.ts";
import type { Message } from "./message.ts";
import { isLongerThan, isValidText } from "./text/text.ts";
import { isTimeZone } from "./time.ts";

/** A check of a text; after it fails, later checks don't run. */
const textCheck =
  (fits: (text: string) => boolean, message: string, issue: object = { code: "custom" }): z.core.CheckFn<string> =>
  ({ value, issues }) => {
    if (!fits(value)) issues.push({ ...issue, input: value, message, continue: false } as z.core.$ZodRawIssue);
  };

/** `letters`: as people count them; `units`: of UTF-16. Checked first, so that a long text takes no time to check. */
const maxLength = (max: number, unit: "letters" | "units", message = "fields.tooLong") =>
  textCheck((text) => (unit === "units" ? text.length <= max : !isLongerThan(text, max)), message, {
    code: "too_big",
    origin: "string",
    maximum: max,
  });
const validText = textCheck(isValidText, "fields.unprintable");
/** Card numbers are never stored, wherever somebody types them. */
const noCardNumber = textCheck((text) => !containsCardNumber(text), "fields.cardNumber");
/** For fields about a card, where even a number without any hint next to it is taken for a card number. */
export const noCardNumberAnywhere = textCheck((text) => !containsCardNumber(text, "anywhere"), "fields.cardNumber");

/** The text of a whole file; its parser checks it piece by piece. */
export const fileText = (max: number, message: string) => z.string().check(maxLength(max, "units", message));
/** A text of at most `max` UTF-16 units. Every text from outside goes through this. */
export const text = (max: number, message?: string) => z.string().check(maxLength(max, "units", message), validText);
/** The same, trimmed and not empty. */
export const requiredText = (max: number) => z.string().check(z.trim(), maxLength(max, "units"), validText, required());
/** A text written by programs, with a known alphabet. */
export const codeText = (max: number, pattern: RegExp, message: string) =>
  z.string().check(maxLength(max, "units", message), z.regex(pattern, { error: message, abort: true }));

const required = () => z.minLength(1, { error: "fields.required", abort: true });

/** Accepts at most `max` entries, counted before any of them is checked. */
const countedList = <T>(countOf: (value: unknown) => number | null, max: number, min: number, tooFewMessage: string) =>
  z.any().check(({ value, issues }) => {
    const count = countOf(value);
    if (count === null || (count <= max && count >= min)) return;
    const issue =
      count > max
        ? ({ code: "too_big", maximum: max, message: "fields.tooMany" } as const)
        : ({ code: "too_small", minimum: min, message: tooFewMessage } as const);
    issues.push({ ...issue, origin: "array", input: value, continue: false });
  }) as unknown as z.ZodMiniType<T, T>;

/** A list of `min` to `max` entries. */
export const list = <E extends z.core.$ZodType>(entry: E, max: number, min = 0, tooFewMessage = "fields.tooFew") =>
  z.pipe(
    countedList<z.core.input<E>[]>((value) => (Array.isArray(value) ? value.length : null), max, min, tooFewMessage),
    z.array(entry),
  );

/** Values under names that the caller chose. */
export function namedValues<E extends z.ZodMiniType>(value: E, max: number) {
  type Input = Record<string, z.core.input<E>>;
  const countOf = (record: unknown) =>
    typeof record === "object" && record !== null ? Object.keys(record).length : null;
  const schema = z.record(text(200), value) as unknown as z.ZodMiniType<Record<string, z.core.output<E>>, Input>;
  return z.pipe(countedList<Input>(countOf, max, 0, "fields.tooFew"), schema);
}

/** No characters that end lines or control a terminal. Merely invisible ones are removed from names. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029\uFFF9-\uFFFB]*$/u;
/** The same, but allows tabs and line ends, and forbids characters that change the text direction. */
const SOME_LINES = /^(?:[\t\n]|[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB])*$/u;
const printableText = (pattern: RegExp) => textCheck((text) => pattern.test(text), "fields.unprintable");

// Fields that many kinds share. The text of a failed check is the message with that key.

export const idSchema = z
  .string()
  .check(maxLength(ID_MAX, "units", "fields.invalidId"), validText, printableText(ONE_LINE), required(), noCardNumber);
/** From 1970 to the latest date that JavaScript knows. */
export const instantSchema = z
  .int()
  .check(z.minimum(0, "fields.invalidTime"), z.maximum(8_640_000_000_000_000, "fields.invalidTime"));

/** An instant as text that sorts by time. */
export const sortableInstant = (at: number): string => String(at).padStart(16, "0");

/** Something that holds from an instant, by somebody, perhaps until another instant. */
export const factSchema = z.strictObject({
  since: instantSchema,
  by: idSchema,
  until: z.nullable(instantSchema),
});

/** A name or one-line text: trimmed, without invisible characters, and not blank. */
export const oneLine = (max: number, unit: "letters" | "units" = "letters") =>
  z
    .string()
    .check(
      z.trim(),
      maxLength(max, unit),
      required(),
      validText,
      printableText(ONE_LINE),
      z.overwrite(cleanName),
      textCheck(hasVisibleText, "fields.required"),
      noCardNumber,
    );

/** A text of several lines: trimmed, and may be empty. */
export const someLines = (max: number, unit: "letters" | "units" = "letters") =>
  z.string().check(z.trim(), maxLength(max, unit), validText, printableText(SOME_LINES), noCardNumber);

export const ADDRESS_MAX = 254;
/** A mail address in the form that mail is sent to. */
export const emailSchema = text(ADDRESS_MAX).check(
  textCheck((typed) => normalizeMailAddress(typed) !== null, "fields.email"),
  z.overwrite((typed) => normalizeMailAddress(typed)!),
  maxLength(ADDRESS_MAX, "units"),
  noCardNumber,
);

/** A time zone known to this machine, such as `Europe/London`. */
export const zoneSchema = text(64, "fields.zone").check(textCheck(isTimeZone, "fields.zone"));

export const actorSchema = z.discriminatedUnion("as", [
  z.strictObject({ as: z.literal("person"), id: idSchema }),
  z.strictObject({ as: z.literal("agency person"), id: idSchema, agency: idSchema }),
  z.strictObject({ as: z.literal("operator"), id: idSchema }),
  z.strictObject({ as: z.literal("key"), id: idSchema }),
  z.strictObject({ as: z.literal("job"), id: idSchema }),
]);

export const messageSchema = z.custom<Message>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Message).key === "string" &&
    typeof (value as Message).values === "object",
);
