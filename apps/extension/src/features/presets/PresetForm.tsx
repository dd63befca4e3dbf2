import { PRESET_NAME_MAX } from "@callboard/domain/core/presetName";
import { PRESET_DESCRIPTION_MAX } from "@callboard/domain/presets/rules";
import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import type { Outcome } from "../../data/sendOnce.ts";
import { FIELDS, type PresetKind, type PresetRow } from "../../shared/presets/presets.ts";
import { go, href } from "../../shared/route.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { usePersistentDraft } from "../../shared/form/usePersistentDraft.ts";
import { presets } from "../../texts/en/presets.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import {
  type PresetFormValues,
  presetFormValuesOf,
  newPresetFormValues,
  invalidPresetFields,
  type ValuesProps,
  presetValuesOf,
} from "./presetFormValues.ts";
import { QueueValues } from "./QueueValues.tsx";
import { SourceValues } from "./SourceValues.tsx";

const texts = presets.form;

interface PresetFormProps {
  kind: PresetKind;
  /** Null for a new preset. */
  preset: PresetRow | null;
  /** The preset that a new one copies. */
  template: PresetRow | null;
  readOnly: boolean;
  refetch: () => Promise<void>;
}

/** A preset's name, the fields that it sets, and the editors of those fields. */
export function PresetForm({ kind, preset, template, readOnly, refetch }: PresetFormProps) {
  const [initial] = useState(() => (template ? presetFormValuesOf(template) : newPresetFormValues(kind)));
  const pageHref = preset ? href("presets", preset.id) : href("presets", "new", kind);
  const formHref = preset ? href("presets", preset.id, "settings") : pageHref;
  const draft = usePersistentDraft<PresetFormValues>({
    address: formHref,
    page: pageHref,
    newest: preset ? presetFormValuesOf(preset) : initial,
    version: preset?.version ?? 0,
    title: preset?.name ?? texts.newTitle[kind],
  });
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const save = useAction((input: Inputs["presets"]["save"], options) => api().presets.save.mutate(input, options));
  const form = draft.value;
  const errors =
    form.includedFields.length === 0 ? { includedFields: texts.noFieldIncluded } : invalidPresetFields(kind, form);
  const isInvalid = Object.keys(errors).length > 0;
  const outcome = save.outcome.value;
  const valuesOutcome = outcomeOfValues(outcome);

  async function submit() {
    setWasSubmitted(true);
    if (isInvalid) return;
    const idAndVersion = preset ? { id: preset.id, version: draft.version } : {};
    const { name, description } = form;
    const outcome = await save.run({ ...idAndVersion, kind, name, description, values: presetValuesOf(kind, form) });
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    setWasSubmitted(false);
    const text = preset ? (preset.followers > 0 ? texts.saved : texts.savedWithoutFollowers) : texts.added;
    toasts.show({ tone: "good", sentence: format(text, { name: name.trim() }) });
    if (!preset) go("presets", outcome.output.id);
  }

  const valuesProps: ValuesProps = {
    form,
    outcome: valuesOutcome,
    edit(change) {
      save.clear();
      draft.edit(change);
    },
    errorOf: (field) =>
      (wasSubmitted ? (errors as Record<string, string>)[field] : undefined) ?? fieldError(valuesOutcome, field),
  };
  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={shownFields(outcome, form)}
      submit={preset ? texts.save : texts.add}
      isNew={preset === null}
      isReadOnly={readOnly}
      invalid={
        wasSubmitted && isInvalid
          ? form.includedFields.length === 0
            ? texts.noFieldIncluded
            : queues.form.invalidSome
          : undefined
      }
      onSubmit={submit}
      refetch={refetch}
    >
      <AboutCard {...valuesProps} errorOf={(field) => fieldError(outcome, field)} />
      <IncludedFieldsCard {...valuesProps} kind={kind} />
      {kind === "source" ? <SourceValues {...valuesProps} /> : <QueueValues {...valuesProps} />}
    </RecordForm>
  );
}

/** A value's field without the `values.` that it has in the input; null for the preset's own fields. */
const valueFieldOf = (field: string): string | null => /^values\.(.+)/.exec(field)?.[1] ?? null;

/** The outcome for the editors of the values, which they share with the forms of sources and queues. */
function outcomeOfValues(outcome: Outcome<unknown> | null): Outcome<unknown> | null {
  if (outcome === null || outcome.ok || !outcome.failure?.field) return outcome;
  return { ok: false, failure: { ...outcome.failure, field: valueFieldOf(outcome.failure.field) } };
}

/** The invalid field, if its editor is on the screen and shows the error. */
function shownFields(outcome: Outcome<unknown> | null, { includedFields }: PresetFormValues): string[] {
  const field = outcome?.ok === false ? outcome.failure?.field : null;
  if (!field) return [];
  const [value = ""] = (valueFieldOf(field) ?? "").split(".");
  return field === "name" || field === "description" || includedFields.includes(value) ? [field] : [];
}

function AboutCard({ form, edit, errorOf }: ValuesProps) {
  return (
    <Card title={texts.about}>
      <div class="form">
        <Field label={texts.name} hint={texts.nameHint} error={errorOf("name")}>
          <TextInput value={form.name} maxLength={PRESET_NAME_MAX} onChange={(name) => edit({ name })} />
        </Field>
        <Field label={texts.description} hint={texts.descriptionHint} error={errorOf("description")}>
          <TextInput
            rows={2}
            value={form.description}
            maxLength={PRESET_DESCRIPTION_MAX}
            onChange={(description) => edit({ description })}
          />
        </Field>
      </div>
    </Card>
  );
}

function IncludedFieldsCard({ form: { includedFields }, edit, errorOf, kind }: ValuesProps & { kind: PresetKind }) {
  const error = errorOf("includedFields");
  return (
    <Card title={texts.includedFields} subtitle={texts.includedFieldsSubtitle}>
      <div class="preset-checkboxes" role="group" aria-label={texts.includedFields}>
        {FIELDS[kind].map((field) => (
          <Checkbox
            key={field}
            label={presets.fields[field]}
            checked={includedFields.includes(field)}
            onChange={(on) =>
              edit({
                includedFields: on ? [...includedFields, field] : includedFields.filter((other) => other !== field),
              })
            }
          />
        ))}
      </div>
      {error && (
        <p class="cb-field-error" role="alert">
          {error}
        </p>
      )}
    </Card>
  );
}
