import { fail } from "../core/failure.ts";
import { matchesGlob } from "./glob.ts";
import { en } from "../core/messages/en.ts";
import { type Phrase, message, render } from "../core/message.ts";
import type { SourceRule } from "./schema.ts";
import { percentDecode, normalizeHost, type PageAddress } from "../core/text/webAddress.ts";

/** A rule in its stored form, with normalized hosts. Throws `invalid` by the rule's field. */
export function normalizeRule(rule: SourceRule, field: string): SourceRule {
  if (rule.test === "host") return { ...rule, name: "", value: normalizeRuleHost(rule.value, `${field}.value`) };
  if (rule.test === "path") return { ...rule, name: "", value: normalizeRulePath(rule.value, `${field}.value`) };
  if (rule.name === "") fail("invalid", "tracking.parameterNameless", {}, `${field}.name`);
  return rule;
}

function normalizeRuleHost(value: string, field: string): string {
  if (/[/?#@:\s\\]/.test(value)) fail("invalid", "tracking.hostOnly", { value }, field);
  for (const word of value.split(".")) {
    const sign = /[^\u0000-\u007F]/u.exec(word)?.[0];
    // Names in other scripts are encoded as whole words, so a star inside would lose its position.
    if (sign && word.includes("*")) fail("invalid", "tracking.hostStarInWord", { sign }, field);
  }
  const host = normalizeHost(value);
  if (host === null || host === "" || host.split(".").includes(""))
    fail("invalid", "tracking.hostOdd", { value }, field);
  return host!;
}

function normalizeRulePath(value: string, field: string): string {
  if (!value.startsWith("/")) fail("invalid", "tracking.pathOdd", { value }, field);
  if (value.includes("*")) fail("invalid", "tracking.pathStar", { value }, field);
  return percentDecode(value);
}

/** All host patterns of a rule: with and without a leading `www.` are the same site. */
export function patternsOf({ test, value }: SourceRule): string[] {
  if (test !== "host") return [value.split("*").map(percentDecode).join("*")];
  if (value.startsWith("*")) return [value];
  const bare = value.replace(/^www\./, "");
  return [bare, `www.${bare}`];
}

/** Whether a rule matches only a missing page: no host, or no path. */
export const matchesMissingPage = ({ test, value, not }: SourceRule): boolean =>
  not && ((test === "host" && /^\*+$/.test(value)) || (test === "path" && value === "/"));

export interface RuleResult {
  held: boolean;
  saw: Phrase;
}

/** Whether a rule holds for its page, and the value it found. Null is a visit without a referrer. */
export function evaluateRule(rule: SourceRule, page: PageAddress | null): RuleResult {
  if (page === null) return { held: rule.not, saw: message("tracking.sawNoReferrer") };
  if (rule.test === "path") return { held: page.path.startsWith(rule.value) !== rule.not, saw: sawMessage(page.path) };
  const patterns = patternsOf(rule);
  const any = (text: string) => patterns.some((pattern) => matchesGlob(pattern, text));
  if (rule.test === "host") return { held: any(page.host) !== rule.not, saw: sawMessage(page.host) };
  // A repeated parameter has each of its values.
  const values = page.parameters.filter(([name]) => name === rule.name).map(([, value]) => value);
  return {
    held: values.some(any) !== rule.not,
    saw: values.length === 0 ? message("tracking.sawNoParameter") : sawMessage(values.join(", ")),
  };
}

const sawMessage = (text: string): Phrase => message("tracking.sawText", { text });

export function ruleMessage({ of, test, name, value, not }: SourceRule): Phrase {
  const key = `tracking.${of}-${test}${not ? "-not" : ""}` as const;
  return { key, values: { name, value } };
}

/** A rule as text, such as `referrer host is google.*`, for error messages. */
export const formatRuleSentence = (rule: SourceRule): string =>
  render(en, ruleMessage(rule), { zone: "UTC", locale: "en" });
