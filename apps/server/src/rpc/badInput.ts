import { Failure } from "@callboard/domain/core/failure";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import { capitalize } from "@callboard/domain/core/text/text";

interface Issue {
  code: string;
  path: readonly PropertyKey[];
  message: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  expected?: string;
  values?: readonly unknown[];
  keys?: readonly string[];
  /** The field that tells a form's variants apart. */
  discriminator?: string;
  options?: readonly unknown[];
}

/** One sentence about invalid input that names the field; null for other errors. */
export function badInput(cause: unknown): Failure | null {
  const issue = (cause as { issues?: Issue[] } | null)?.issues?.[0];
  if (!issue) return null;
  const path = [...issue.path, ...(issue.code === "unrecognized_keys" ? [issue.keys?.[0] ?? ""] : [])]
    .map(String)
    .join(".");
  const field = path === "" ? "The input" : fieldTitle(path);
  const failure = (key: MessageKey, values: Record<string, string | number>) =>
    new Failure("invalid", key, values as never, path === "" ? undefined : path);
  // A check whose message is a `MessageKey` has its own sentence.
  if (/^[a-z]+(?:\.[a-zA-Z]+)+$/.test(issue.message))
    return failure(issue.message as MessageKey, {
      field,
      max: Number(issue.maximum ?? 0),
      least: Number(issue.minimum ?? 0),
    });
  const isText = issue.origin === "string";
  const isList = issue.origin === "array";
  if (issue.code === "too_big")
    return failure(isText ? "fields.tooLong" : isList ? "fields.tooMany" : "fields.tooLarge", {
      field,
      max: Number(issue.maximum),
    });
  if (issue.code === "too_small")
    return isText
      ? failure("fields.required", { field })
      : failure(isList ? "fields.tooFew" : "fields.tooSmall", { field, least: Number(issue.minimum) });
  const options = issue.code === "invalid_value" ? issue.values : issue.discriminator && issue.options;
  if (options) return failure("fields.choice", { field, options: options.join(", ") });
  if (issue.code === "unrecognized_keys") return failure("fields.unknown", { field });
  if (issue.code === "invalid_type")
    return failure("fields.type", { field, expected: EXPECTED_TYPES[issue.expected ?? ""] ?? "filled in" });
  return failure("fields.invalid", { field });
}

const EXPECTED_TYPES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "a form",
};

/** `billTo.company` reads as “Bill to company”, `numbers.0.days` as “Numbers, entry 1: days”. */
function fieldTitle(path: string): string {
  const text = path
    // `is` tells the variants of a field apart and has no label of its own; people don't call a phone number by its
    // standard.
    .replace(/\.is$/, "")
    .replace(/\be164\b/g, "number")
    .replace(/\.(\d+)(\.?)/g, (_, index: string, dot: string) => `, entry ${Number(index) + 1}${dot ? ": " : ""}`)
    .replace(/\./g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return capitalize(text);
}
