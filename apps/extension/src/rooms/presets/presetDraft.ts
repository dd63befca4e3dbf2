import type { Outcome } from "../../action.ts";
import type { Inputs } from "../../api.ts";
import { FIELDS, type Of, type PresetRow } from "../../preset/presets.ts";
import {
  type Form as QueueForm,
  formOf as queueFormOf,
  inputOf,
  newForm as newQueue,
  oddIn,
  type QueueSettings,
} from "../../routing/queueDraft.ts";
import { type Form as SourceForm, NEW as NEW_SOURCE } from "../../routing/sourceDraft.ts";

export interface Form {
  name: string;
  about: string;
  /** The fields that it sets. What is not ticked is kept here too, in case it is ticked again. */
  sets: readonly string[];
  source: SourceForm;
  queue: QueueForm;
}

/** What each part of the form has, and how it says what was refused. */
export interface ValuesProps {
  form: Form;
  edit: (change: Partial<Form>) => void;
  errorOf: (field: string) => string | undefined;
  outcome: Outcome<unknown> | null;
}

type Values = Inputs["presets"]["save"]["values"];

const USUAL: Record<Of, readonly string[]> = {
  source: ["site", "ways"],
  queue: ["routing", "ringSeconds", "wrapUpSeconds"],
};

export const newForm = (of: Of): Form => ({
  name: "",
  about: "",
  sets: USUAL[of],
  source: { ...NEW_SOURCE, site: "onsite" },
  queue: newQueue(),
});

export function formOf({ of, name, about, values }: Pick<PresetRow, "of" | "name" | "about" | "values">): Form {
  const empty = newForm(of);
  const sets = FIELDS[of].filter((field) => field in values);
  const usual = { ...inputOf(empty.queue), memberNames: [], noAnswerName: null };
  return {
    name,
    about,
    sets,
    source: of === "source" ? { ...empty.source, ...(values as Partial<SourceForm>) } : empty.source,
    queue: of === "queue" ? queueFormOf({ ...usual, ...values } as QueueSettings) : empty.queue,
  };
}

/** What is saved: the ticked fields alone. To be asked only where nothing in them is odd. */
export function valuesOf(of: Of, { sets, source, queue }: Form): Values {
  // An offsite source is told by its number alone.
  const ways = sets.includes("site") && source.site === "offsite" ? [] : source.ways;
  const all: Readonly<Record<string, unknown>> = of === "source" ? { ...source, ways } : { ...inputOf(queue) };
  return Object.fromEntries(FIELDS[of].filter((field) => sets.includes(field)).map((field) => [field, all[field]]));
}

/** What cannot be read yet in the fields that it sets. */
export function oddOf(of: Of, { sets, queue }: Form): Record<string, string> {
  if (of === "source") return {};
  return Object.fromEntries(Object.entries(oddIn(queue)).filter(([field]) => sets.includes(field.split(".")[0]!)));
}
