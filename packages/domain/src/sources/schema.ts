import * as z from "zod/mini";
import { idSchema, list, oneLine, someLines } from "../core/fieldSchemas.ts";
import { followedPresetSchema } from "../core/followedPresetSchema.ts";
import { defineRecord } from "../core/record.ts";
import { formatFollowedPreset } from "../core/fieldFormat.ts";
import {
  DESCRIPTION_MAX,
  RULE_SUBJECTS,
  RULE_TESTS,
  RULE_VALUE_MAX,
  RULES_MAX,
  SITES,
  TRACKING_NAME_MAX,
  RULE_GROUPS_MAX,
} from "../numbers/types.ts";
import { nameKey } from "../core/text/names.ts";

const ruleSchema = z.strictObject({
  subject: z.enum(RULE_SUBJECTS),
  test: z.enum(RULE_TESTS),
  /** The parameter's name; empty for host and path. */
  name: someLines(RULE_VALUE_MAX, "units"),
  value: oneLine(RULE_VALUE_MAX, "units"),
  negated: z.boolean(),
});
export type SourceRule = z.infer<typeof ruleSchema>;
/** A rule group: all of its rules must hold. */
const ruleGroupSchema = z.strictObject({
  id: idSchema,
  rules: list(ruleSchema, RULES_MAX, 1),
});
export type RuleGroup = z.infer<typeof ruleGroupSchema>;

const sourceSchema = z.strictObject({
  name: oneLine(TRACKING_NAME_MAX),
  description: someLines(DESCRIPTION_MAX),
  site: z.enum(SITES),
  ruleGroups: list(ruleGroupSchema, RULE_GROUPS_MAX),
  position: z.int().check(z.minimum(0)),
  follows: followedPresetSchema,
});
export type SourceData = z.infer<typeof sourceSchema>;

/** `referrer host is google.*` in short, for the history. */
const formatRule = ({ subject, test, name, value, negated }: SourceRule): string =>
  `${subject} ${test}${name ? ` ${name}` : ""} ${negated ? "≠" : "="} ${value}`;

const sourceLabels = {
  name: "label.name",
  description: "label.description",
  site: "label.site",
  ruleGroups: "label.ruleGroups",
  position: "label.position",
  follows: "label.follows",
} as const;

export const sourceKind = defineRecord({
  kind: "source",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 2,
  schema: sourceSchema,
  noun: "noun.source",
  title: (data) => data.name,
  labels: sourceLabels,
  formats: {
    follows: (follows, show) =>
      formatFollowedPreset(follows, (field) => show.word(sourceLabels[field as keyof typeof sourceLabels])),
    description: "text",
    ruleGroups: (ruleGroup) => ruleGroup.rules.map(formatRule).join(" + "),
  },
  restore: { how: "copy", keepFields: ["position"] },
  unique: {
    name: {
      within: "account",
      value: (data) => nameKey(data.name),
      takenMessage: "sources.nameTaken",
      field: "name",
      nameMax: TRACKING_NAME_MAX,
    },
  },
  search: { text: (data) => `${data.name} ${data.description}`, tags: (data) => [`site:${data.site}`] },
  indexes: { follows: ({ follows }) => follows?.preset ?? null },
  presetFields: {
    description: someLines(DESCRIPTION_MAX),
    site: z.enum(SITES),
    ruleGroups: list(ruleGroupSchema, RULE_GROUPS_MAX),
  },
  upgrades: [(older: object) => ({ ...older, follows: null })],
});

export const SourceInput = z.object({
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(TRACKING_NAME_MAX),
  description: z._default(someLines(DESCRIPTION_MAX), ""),
  site: z._default(z.enum(SITES), "offsite"),
  ruleGroups: z._default(list(ruleGroupSchema, RULE_GROUPS_MAX), []),
});
export const SourceOrderInput = z.object({ ids: list(idSchema, 500) });
/** A visit for testing the rules. An empty referrer is a visit without one. */
export const VisitInput = z.object({
  address: oneLine(2000, "units"),
  referrer: z._default(someLines(2000, "units"), ""),
});
