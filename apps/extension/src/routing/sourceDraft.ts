import type { Site } from "@callboard/domain/tracking";
import type { SourceRule, SourceWay } from "@callboard/domain/sources.schema";
import type { Answers } from "../api.ts";

type Source = Answers["tracking"]["sources"]["sources"][number];

export interface Form {
  name: string;
  description: string;
  site: Site;
  ways: SourceWay[];
}

export const NEW: Form = { name: "", description: "", site: "offsite", ways: [] };
export const formOf = ({ name, description, site, ways }: Source): Form => ({ name, description, site, ways });

export const newRule = (): SourceRule => ({ of: "referrer", test: "host", name: "", value: "", not: false });
export const newWay = (): SourceWay => ({ id: crypto.randomUUID(), rules: [newRule()] });

/** A part of the address that only some rules look at is dropped with the choice that needed it. */
export function changeRule(rule: SourceRule, change: Partial<SourceRule>): SourceRule {
  const next = { ...rule, ...change };
  return next.test === "parameter" ? next : { ...next, name: "" };
}

export const wayField = (way: number): string => `ways.${way}`;
export const ruleField = (way: number, rule: number): string => `ways.${way}.rules.${rule}`;

/** The fields that show their own refusals: of a rule, all of its parts. */
export const fieldsOf = ({ ways }: Pick<Form, "ways">): string[] => [
  "name",
  "description",
  "ways",
  ...ways.flatMap(({ rules }, way) => [
    wayField(way),
    `${wayField(way)}.rules`,
    ...rules.flatMap((_, rule) => ["", ".name", ".value"].map((part) => ruleField(way, rule) + part)),
  ]),
];
