import type { SourceRule, RuleGroup } from "@callboard/domain/sources/schema";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";

const texts = sources.form;

/** “Referrer host is google.com”, “Landing page parameter utm_source is not brand”. */
export function ruleText({ of, test, name, value, not }: SourceRule): string {
  const verb = texts.verbs[test][not ? "no" : "yes"];
  return [texts.subjects[of], texts.tests[test], ...(test === "parameter" ? [name] : []), verb, value].join(" ");
}

const ruleGroupText = ({ rules }: RuleGroup): string => rules.map(ruleText).join(` ${sources.and} `);

/** The first rule group, the number of others, and all of them for the tooltip. */
export function ruleGroupsSummary(ways: readonly RuleGroup[]): { first: string; more: string | null; whole: string } {
  const others = ways.length - 1;
  const more = others === 1 ? sources.moreWaysOne : format(sources.moreWays, { count: others });
  return {
    first: ways[0] ? ruleGroupText(ways[0]) : "",
    more: others > 0 ? more : null,
    whole: ways.map(ruleGroupText).join(`\n${sources.or} `),
  };
}
