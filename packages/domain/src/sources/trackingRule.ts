import { fail } from "../core/failure.ts";
import { matchesGlob } from "./glob.ts";
import { en } from "../core/messages/en.ts";
import { type Message, message, render } from "../core/message.ts";
import type { SourceRule } from "./schema.ts";
import { percentDecode, normalizeHost, type PageAddress } from "../core/text/webAddress.ts";

/** A rule in its stored form, with normalized hosts. Throws `invalid` by the rule's field. */
export function normalizeRule(rule: SourceRule, field: string): SourceRule {
  if (rule.test === "host") return { ...rule, name: "", value: normalizeRuleHost(rule.value, `${field}.value`) };
  if (rule.test === "path") return { ...rule, name: "", value: normalizeRulePath(rule.value, `${field}.value`) };
  if (rule.name === "") fail("invalid", "sources.parameterNameless", {}, `${field}.name`);
  return rule;
}

function normalizeRuleHost(value: string, field: string): string {
  if (/[/?#@:\s\\]/.test(value)) fail("invalid", "sources.hostOnly", { value }, field);
  for (const label of value.split(".")) {
    const sign = /[^\u0000-\u007F]/u.exec(label)?.[0];
    // Names in other scripts are encoded as whole words, so a star inside would lose its position.
    if (sign && label.includes("*")) fail("invalid", "sources.hostStarInWord", { sign }, field);
  }
  const host = normalizeHost(value);
  if (host === null || host === "" || host.split(".").includes(""))
    fail("invalid", "sources.invalidHost", { value }, field);
  return host!;
}

function normalizeRulePath(value: string, field: string): string {
  if (!value.startsWith("/")) fail("invalid", "sources.invalidPath", { value }, field);
  if (value.includes("*")) fail("invalid", "sources.pathStar", { value }, field);
  return percentDecode(value);
}

/** All host patterns of a rule: with and without a leading `www.` are the same site. */
export function patternsOf({ test, value }: SourceRule): string[] {
  if (test !== "host") return [value.split("*").map(percentDecode).join("*")];
  if (value.startsWith("*")) return [value];
  const bare = value.replace(/^www\./, "");
  return [bare, `www.${bare}`];
}

/** Whether a rule excludes every host or every path, so that it matches only for a visit without this page. */
export const matchesMissingPage = ({ test, value, negated }: SourceRule): boolean =>
  negated && ((test === "host" && /^\*+$/.test(value)) || (test === "path" && value === "/"));

export interface RuleResult {
  matched: boolean;
  observed: Message;
}

/** Whether a rule matches its page, and the value it found. Null is a visit without a referrer. */
export function testRule(rule: SourceRule, page: PageAddress | null): RuleResult {
  if (page === null) return { matched: rule.negated, observed: message("sources.observedNoReferrer") };
  if (rule.test === "path")
    return { matched: page.path.startsWith(rule.value) !== rule.negated, observed: observedMessage(page.path) };
  const patterns = patternsOf(rule);
  const matchesAny = (text: string) => patterns.some((pattern) => matchesGlob(pattern, text));
  if (rule.test === "host")
    return { matched: matchesAny(page.host) !== rule.negated, observed: observedMessage(page.host) };
  // A parameter may occur more than once: each of its values counts.
  const values = page.parameters.filter(([name]) => name === rule.name).map(([, value]) => value);
  return {
    matched: values.some(matchesAny) !== rule.negated,
    observed: values.length === 0 ? message("sources.observedNoParameter") : observedMessage(values.join(", ")),
  };
}

const observedMessage = (text: string): Message => message("sources.observedText", { text });

export function ruleMessage({ subject, test, name, value, negated }: SourceRule): Message {
  const key = `sources.${subject}-${test}${negated ? "-not" : ""}` as const;
  return { key, values: { name, value } };
}

/** A rule as text, such as `referrer host is google.*`, for error messages. */
export const formatRuleSentence = (rule: SourceRule): string =>
  render(en, ruleMessage(rule), { zone: "UTC", language: "en" });
