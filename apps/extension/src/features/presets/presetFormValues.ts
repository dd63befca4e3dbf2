import type { Outcome } from "../../data/sendOnce.ts";
import type { Inputs } from "../../data/api.ts";
import { FIELDS, type PresetKind, type PresetRow } from "../../shared/presets/presets.ts";
import {
  type QueueFormValues,
  queueFormValuesOf,
  queueInputOf,
  newQueueFormValues,
  invalidQueueFields,
  type QueueSettings,
} from "../../shared/queue-form/queueFormValues.ts";
import { type SourceFormValues, NEW_SOURCE } from "../../shared/source-rules/sourceFormValues.ts";

export interface PresetFormValues {
  name: string;
  description: string;
  /** The fields that the preset sets. Values of unticked fields are kept too, in case they are ticked again. */
  includedFields: readonly string[];
  source: SourceFormValues;
  queue: QueueFormValues;
}

/** The props of each part of the form. */
export interface ValuesProps {
  form: PresetFormValues;
  edit: (change: Partial<PresetFormValues>) => void;
  errorOf: (field: string) => string | undefined;
  outcome: Outcome<unknown> | null;
}

type Values = Inputs["presets"]["save"]["values"];

/** The fields that are ticked in a new preset. */
const DEFAULT_FIELDS: Record<PresetKind, readonly string[]> = {
  source: ["site", "ruleGroups"],
  queue: ["routing", "ringSeconds", "wrapUpSeconds"],
};

export const newPresetFormValues = (kind: PresetKind): PresetFormValues => ({
  name: "",
  description: "",
  includedFields: DEFAULT_FIELDS[kind],
  source: { ...NEW_SOURCE, site: "onsite" },
  queue: newQueueFormValues(),
});

export function presetFormValuesOf({
  kind,
  name,
  description,
  values,
}: Pick<PresetRow, "kind" | "name" | "description" | "values">): PresetFormValues {
  const empty = newPresetFormValues(kind);
  const includedFields = FIELDS[kind].filter((field) => field in values);
  const defaults = { ...queueInputOf(empty.queue), memberNames: [], noAnswerName: null };
  return {
    name,
    description,
    includedFields,
    source: kind === "source" ? { ...empty.source, ...(values as Partial<SourceFormValues>) } : empty.source,
    queue: kind === "queue" ? queueFormValuesOf({ ...defaults, ...values } as QueueSettings) : empty.queue,
  };
}

/** The values to save: only the ticked fields. Call it only if none of them is invalid. */
export function presetValuesOf(kind: PresetKind, { includedFields, source, queue }: PresetFormValues): Values {
  // An offsite source is recognized by its number alone.
  const ruleGroups = includedFields.includes("site") && source.site === "offsite" ? [] : source.ruleGroups;
  const values: Readonly<Record<string, unknown>> =
    kind === "source" ? { ...source, ruleGroups } : { ...queueInputOf(queue) };
  return Object.fromEntries(
    FIELDS[kind].filter((field) => includedFields.includes(field)).map((field) => [field, values[field]]),
  );
}

/** Ticked fields whose values are invalid. */
export function invalidPresetFields(
  kind: PresetKind,
  { includedFields, queue }: PresetFormValues,
): Record<string, string> {
  if (kind === "source") return {};
  return Object.fromEntries(
    Object.entries(invalidQueueFields(queue)).filter(([field]) => includedFields.includes(field.split(".")[0]!)),
  );
}
