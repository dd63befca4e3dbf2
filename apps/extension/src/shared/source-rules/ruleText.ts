import type { SourceRule, RuleGroup } from "@callboard/domain/sources/schema";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";

const texts = sources.form;

/** “Referrer host is google.com”, “Landing page parameter utm_source is not brand”. */
export function ruleText({ subject, test, name, value, negated }: SourceRule): string {
  const verb = texts.verbs[test][negated ? "no" : "yes"];
  return [texts.subjects[subject], texts.tests[test], ...(test === "parameter" ? [name] : []), verb, value].join(" ");
}

const ruleGroupText = ({ rules }: RuleGroup): string => rules.map(ruleText).join(` ${sources.and} `);

/** The first rule group, the number of others, and all of them for the tooltip. */
export function ruleGroupsSummary(ruleGroups: readonly RuleGroup[]): {
  first: string;
  more: string | null;
  whole: string;
} {
  const otherCount = ruleGroups.length - 1;
  const more = otherCount === 1 ? sources.moreRuleGroupsOne : format(sources.moreRuleGroups, { count: otherCount });
  return {
    first: ruleGroups[0] ? ruleGroupText(ruleGroups[0]) : "",
    more: otherCount > 0 ? more : null,
    whole: ruleGroups.map(ruleGroupText).join(`\n${sources.or} `),
  };
}
