import type { Site } from "@callboard/domain/numbers/types";
import type { SourceRule, RuleGroup } from "@callboard/domain/sources/schema";
import type { Outputs } from "../../data/api.ts";

type Source = Outputs["sources"]["list"]["sources"][number];

export interface SourceFormValues {
  name: string;
  description: string;
  site: Site;
  ways: RuleGroup[];
}

export const NEW_SOURCE: SourceFormValues = { name: "", description: "", site: "offsite", ways: [] };
export const sourceFormValuesOf = ({ name, description, site, ways }: Source): SourceFormValues => ({
  name,
  description,
  site,
  ways,
});

export const newRule = (): SourceRule => ({ of: "referrer", test: "host", name: "", value: "", not: false });
export const newRuleGroup = (): RuleGroup => ({ id: crypto.randomUUID(), rules: [newRule()] });

/** A name that only some rules need is dropped with the choice that needed it. */
export function changeRule(rule: SourceRule, change: Partial<SourceRule>): SourceRule {
  const next = { ...rule, ...change };
  return next.test === "parameter" ? next : { ...next, name: "" };
}

export const ruleGroupField = (way: number): string => `ways.${way}`;
export const ruleField = (way: number, rule: number): string => `ways.${way}.rules.${rule}`;

/** The fields that show their own errors: for a rule, all of its parts. */
export const errorFields = ({ ways }: Pick<SourceFormValues, "ways">): string[] => [
  "name",
  "description",
  "ways",
  ...ways.flatMap(({ rules }, way) => [
    ruleGroupField(way),
    `${ruleGroupField(way)}.rules`,
    ...rules.flatMap((_, rule) => ["", ".name", ".value"].map((part) => ruleField(way, rule) + part)),
  ]),
];
