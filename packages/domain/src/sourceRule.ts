import { refuse } from "./failure.ts";
import { fits } from "./glob.ts";
import { en } from "./messages/en.ts";
import { type Phrase, phrase, render } from "./phrase.ts";
import type { SourceRule } from "./sources.schema.ts";
import { decoded, hostOf, type Page } from "./visits.ts";

/** A rule as it is kept: hosts as the web writes them. Throws `invalid` by the rule's own field. */
export function tidyRule(rule: SourceRule, field: string): SourceRule {
  if (rule.test === "host") return { ...rule, name: "", value: tidyHost(rule.value, `${field}.value`) };
  if (rule.test === "path") return { ...rule, name: "", value: tidyPath(rule.value, `${field}.value`) };
  if (rule.name === "") refuse("invalid", "tracking.parameterNameless", {}, `${field}.name`);
  return rule;
}

function tidyHost(value: string, field: string): string {
  if (/[/?#@:\s\\]/.test(value)) refuse("invalid", "tracking.hostOnly", { value }, field);
  for (const word of value.split(".")) {
    const sign = /[^\u0000-\u007F]/u.exec(word)?.[0];
    // Other scripts are written anew as a whole word, so that a star inside would no longer stand where it did.
    if (sign && word.includes("*")) refuse("invalid", "tracking.hostStarInWord", { sign }, field);
  }
  const host = hostOf(value);
  if (host === null || host === "" || host.split(".").includes(""))
    refuse("invalid", "tracking.hostOdd", { value }, field);
  return host!;
}

function tidyPath(value: string, field: string): string {
  if (!value.startsWith("/")) refuse("invalid", "tracking.pathOdd", { value }, field);
  if (value.includes("*")) refuse("invalid", "tracking.pathStar", { value }, field);
  return decoded(value);
}

/** Every host that a pattern stands for: a leading `www.` says nothing, with it and without it are the same site. */
export function patternsOf({ test, value }: SourceRule): string[] {
  if (test !== "host") return [value.split("*").map(decoded).join("*")];
  if (value.startsWith("*")) return [value];
  const bare = value.replace(/^www\./, "");
  return [bare, `www.${bare}`];
}

/** A rule that only a visit without such a page fits: no host, or no path. */
export const isWithout = ({ test, value, not }: SourceRule): boolean =>
  not && ((test === "host" && /^\*+$/.test(value)) || (test === "path" && value === "/"));

export interface RuleSeen {
  held: boolean;
  saw: Phrase;
}

/** Whether a rule holds for the page it is about, and what it saw there. Null is a visit without a referrer. */
export function tryRule(rule: SourceRule, page: Page | null): RuleSeen {
  if (page === null) return { held: rule.not, saw: phrase("tracking.sawNoReferrer") };
  if (rule.test === "path") return { held: page.path.startsWith(rule.value) !== rule.not, saw: saw(page.path) };
  const patterns = patternsOf(rule);
  const any = (text: string) => patterns.some((pattern) => fits(pattern, text));
  if (rule.test === "host") return { held: any(page.host) !== rule.not, saw: saw(page.host) };
  // A parameter that comes more than once has each of its values.
  const values = page.parameters.filter(([name]) => name === rule.name).map(([, value]) => value);
  return {
    held: values.some(any) !== rule.not,
    saw: values.length === 0 ? phrase("tracking.sawNoParameter") : saw(values.join(", ")),
  };
}

const saw = (text: string): Phrase => phrase("tracking.sawText", { text });

export function rulePhrase({ of, test, name, value, not }: SourceRule): Phrase {
  const key = `tracking.${of}-${test}${not ? "-not" : ""}` as const;
  return { key, values: { name, value } };
}

/** A rule in words, such as `referrer host is google.*`: refusals name rules by them. */
export const ruleWords = (rule: SourceRule): string => render(en, rulePhrase(rule), { zone: "UTC", locale: "en" });
