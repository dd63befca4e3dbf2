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
  /** The field that distinguishes a form's shapes. */
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
  const say = (key: MessageKey, values: Record<string, string | number>) =>
    new Failure("invalid", key, values as never, path === "" ? undefined : path);
  // A check with a catalogue key has its own sentence.
  if (/^[a-z]+\.[a-zA-Z]+$/.test(issue.message))
    return say(issue.message as MessageKey, {
      field,
      most: Number(issue.maximum ?? 0),
      least: Number(issue.minimum ?? 0),
    });
  const text = issue.origin === "string";
  const list = issue.origin === "array";
  if (issue.code === "too_big")
    return say(text ? "fields.long" : list ? "fields.many" : "fields.large", { field, most: Number(issue.maximum) });
  if (issue.code === "too_small")
    return text
      ? say("fields.needed", { field })
      : say(list ? "fields.few" : "fields.small", { field, least: Number(issue.minimum) });
  const options = issue.code === "invalid_value" ? issue.values : issue.discriminator && issue.options;
  if (options) return say("fields.choice", { field, options: options.join(", ") });
  if (issue.code === "unrecognized_keys") return say("fields.unknown", { field });
  if (issue.code === "invalid_type")
    return say("fields.type", { field, expected: EXPECTED_TYPES[issue.expected ?? ""] ?? "filled in" });
  return say("fields.odd", { field });
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
  const words = path
    // The field that distinguishes shapes has no label, and people don't call a phone number by its standard.
    .replace(/\.is$/, "")
    .replace(/\be164\b/g, "number")
    .replace(/\.(\d+)(\.?)/g, (_, at: string, more: string) => `, entry ${Number(at) + 1}${more ? ": " : ""}`)
    .replace(/\./g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return capitalize(words);
}
