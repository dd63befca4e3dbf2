import type { Outcome } from "../../data/sendOnce.ts";
import type { Inputs } from "../../data/api.ts";
import { FIELDS, type PresetKind, type PresetRow } from "../../shared/presets/presets.ts";
import {
  type QueueFormValues as QueueForm,
  queueFormValuesOf as queueFormOf,
  queueInputOf,
  newQueueFormValues as newQueue,
  invalidQueueFields,
  type QueueSettings,
} from "../../shared/queue-form/queueFormValues.ts";
import { type SourceFormValues as SourceForm, NEW_SOURCE } from "../../shared/source-rules/sourceFormValues.ts";

export interface PresetFormValues {
  name: string;
  about: string;
  /** The fields that it sets. Values of unticked fields are kept too, in case they are ticked again. */
  sets: readonly string[];
  source: SourceForm;
  queue: QueueForm;
}

/** The props of each part of the form. */
export interface ValuesProps {
  form: PresetFormValues;
  edit: (change: Partial<PresetFormValues>) => void;
  errorOf: (field: string) => string | undefined;
  outcome: Outcome<unknown> | null;
}

type Values = Inputs["presets"]["save"]["values"];

const USUAL_FIELDS: Record<PresetKind, readonly string[]> = {
  source: ["site", "ways"],
  queue: ["routing", "ringSeconds", "wrapUpSeconds"],
};

export const newPresetFormValues = (of: PresetKind): PresetFormValues => ({
  name: "",
  about: "",
  sets: USUAL_FIELDS[of],
  source: { ...NEW_SOURCE, site: "onsite" },
  queue: newQueue(),
});

export function presetFormValuesOf({
  of,
  name,
  about,
  values,
}: Pick<PresetRow, "of" | "name" | "about" | "values">): PresetFormValues {
  const empty = newPresetFormValues(of);
  const sets = FIELDS[of].filter((field) => field in values);
  const usual = { ...queueInputOf(empty.queue), memberNames: [], noAnswerName: null };
  return {
    name,
    about,
    sets,
    source: of === "source" ? { ...empty.source, ...(values as Partial<SourceForm>) } : empty.source,
    queue: of === "queue" ? queueFormOf({ ...usual, ...values } as QueueSettings) : empty.queue,
  };
}

/** The values to save: only the ticked fields. Call it only if none of them is invalid. */
export function presetValuesOf(of: PresetKind, { sets, source, queue }: PresetFormValues): Values {
  // An offsite source is recognized by its number alone.
  const ways = sets.includes("site") && source.site === "offsite" ? [] : source.ways;
  const all: Readonly<Record<string, unknown>> = of === "source" ? { ...source, ways } : { ...queueInputOf(queue) };
  return Object.fromEntries(FIELDS[of].filter((field) => sets.includes(field)).map((field) => [field, all[field]]));
}

/** Ticked fields whose values are invalid. */
export function invalidPresetFields(of: PresetKind, { sets, queue }: PresetFormValues): Record<string, string> {
  if (of === "source") return {};
  return Object.fromEntries(
    Object.entries(invalidQueueFields(queue)).filter(([field]) => sets.includes(field.split(".")[0]!)),
  );
}
