import * as z from "zod/mini";
import { containsCardNumber } from "./text/cardNumber.ts";
import { ID_MAX } from "./ids.ts";
import { normalizeMailAddress } from "./text/mailAddress.ts";
import { cleanName, hasVisibleText } from "./text/names.ts";
import type { Phrase } from "./message.ts";
import { isLongerThan, isValidText } from "./text/text.ts";
import { isTimeZone } from "./time.ts";

/** A check that stops at the first failure, so that later checks don't run. */
const textCheck =
  (fits: (text: string) => boolean, message: string, issue: object = { code: "custom" }): z.core.CheckFn<string> =>
  ({ value, issues }) => {
    if (!fits(value)) issues.push({ ...issue, input: value, message, continue: false } as z.core.$ZodRawIssue);
  };

/** Length is checked first: a long text must cost no more than a short one. */
const maxLength = (most: number, counted: "letters" | "units", message = "fields.long") =>
  textCheck((text) => (counted === "units" ? text.length <= most : !isLongerThan(text, most)), message, {
    code: "too_big",
    origin: "string",
    maximum: most,
  });
const validText = textCheck(isValidText, "fields.control");
/** Card numbers are never stored, wherever somebody types them. */
const noCardNumber = textCheck((text) => !containsCardNumber(text), "fields.cardNumber");
/** For inputs about a card, where a bare number must be one. */
export const noCardNumberAnywhere = textCheck((text) => !containsCardNumber(text, "anywhere"), "fields.cardNumber");

/** The text of a whole file; its parser checks it piece by piece. */
export const fileText = (most: number, message: string) => z.string().check(maxLength(most, "units", message));
/** A text of at most `most` UTF-16 units. Every text from outside goes through this. */
export const text = (most: number, message?: string) => z.string().check(maxLength(most, "units", message), validText);
/** The same, trimmed and not empty. */
export const requiredText = (most: number) =>
  z.string().check(z.trim(), maxLength(most, "units"), validText, required());
/** A text written by programs, with a known alphabet. */
export const codeText = (most: number, pattern: RegExp, message: string) =>
  z.string().check(maxLength(most, "units", message), z.regex(pattern, { error: message, abort: true }));

const required = () => z.minLength(1, { error: "fields.needed", abort: true });

/** Accepts at most `most` entries, counted before any of them is checked. */
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

/** Values under names that the caller chose. */
export function namedValues<E extends z.ZodMiniType>(value: E, most: number) {
  type Input = Record<string, z.core.input<E>>;
  const countOf = (given: unknown) => (typeof given === "object" && given !== null ? Object.keys(given).length : null);
  const read = z.record(text(200), value) as unknown as z.ZodMiniType<Record<string, z.core.output<E>>, Input>;
  return z.pipe(countedList<Input>(countOf, most, 0, "fields.few"), read);
}

/** No characters that end lines or control a terminal. Merely invisible ones are removed from names. */
const LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029\uFFF9-\uFFFB]*$/u;
/** The same, but allows tabs and line ends, and forbids characters that change the text direction. */
const LINES = /^(?:[\t\n]|[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB])*$/u;
const visibleText = (pattern: RegExp) => textCheck((text) => pattern.test(text), "fields.control");

/** Fields that many kinds share. The message of a check is a catalogue key. */
export const idSchema = z
  .string()
  .check(maxLength(ID_MAX, "units", "fields.idLong"), validText, visibleText(LINE), required(), noCardNumber);
export const instantSchema = z
  .int()
  .check(z.minimum(0, "fields.timeOdd"), z.maximum(8_640_000_000_000_000, "fields.timeOdd"));

/** An instant as text that sorts by time. */
export const sortableInstant = (at: number): string => String(at).padStart(16, "0");

/** Something that holds from an instant, by somebody, perhaps until another instant. */
export const factSchema = z.strictObject({
  since: instantSchema,
  by: idSchema,
  until: z.nullable(instantSchema),
});

/** A name or one-line text: trimmed, without invisible characters, and not blank. */
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

export const messageSchema = z.custom<Phrase>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Phrase).key === "string" &&
    typeof (value as Phrase).values === "object",
);
