import type { Site } from "@callboard/domain/numbers/types";
import type { SourceRule, RuleGroup } from "@callboard/domain/sources/schema";
import type { Outputs } from "../../data/api.ts";

type Source = Outputs["sources"]["list"]["sources"][number];

export interface SourceFormValues {
  name: string;
  description: string;
  site: Site;
  ruleGroups: RuleGroup[];
}

export const NEW_SOURCE: SourceFormValues = { name: "", description: "", site: "offsite", ruleGroups: [] };
export const sourceFormValuesOf = ({ name, description, site, ruleGroups }: Source): SourceFormValues => ({
  name,
  description,
  site,
  ruleGroups,
});

export const newRule = (): SourceRule => ({ subject: "referrer", test: "host", name: "", value: "", negated: false });
export const newRuleGroup = (): RuleGroup => ({ id: crypto.randomUUID(), rules: [newRule()] });

/** Changes a rule. Only a test of a URL parameter has a name, so with any other test the name is dropped. */
export function changeRule(rule: SourceRule, change: Partial<SourceRule>): SourceRule {
  const next = { ...rule, ...change };
  return next.test === "parameter" ? next : { ...next, name: "" };
}

// The server's names of the fields in its failures.
export const ruleGroupField = (group: number): string => `ruleGroups.${group}`;
export const ruleField = (group: number, rule: number): string => `ruleGroups.${group}.rules.${rule}`;

/** The fields that show their own errors: for a rule, all of its parts. */
export const errorFields = ({ ruleGroups }: Pick<SourceFormValues, "ruleGroups">): string[] => [
  "name",
  "description",
  "ruleGroups",
  ...ruleGroups.flatMap(({ rules }, group) => [
    ruleGroupField(group),
    `${ruleGroupField(group)}.rules`,
    ...rules.flatMap((_, rule) => ["", ".name", ".value"].map((part) => ruleField(group, rule) + part)),
  ]),
];
