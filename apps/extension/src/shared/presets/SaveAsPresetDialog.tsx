import { PRESET_NAME_MAX } from "@callboard/domain/core/presetName";
import { PRESET_DESCRIPTION_MAX } from "@callboard/domain/presets/rules";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../route.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { fieldError } from "../form/failures.ts";
import { toasts } from "../toasts.ts";
import { useAction } from "../form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { FIELDS, type PresetRecord } from "./presets.ts";

const texts = presets.saveAsForm;
const form = presets.form;

interface SaveAsPresetDialogProps {
  record: PresetRecord;
  onClose: () => void;
}

/** Creates a preset from a record's current settings. */
export function SaveAsPresetDialog({ record: { kind, id, name: recordName }, onClose }: SaveAsPresetDialogProps) {
  const allFields = FIELDS[kind];
  const [name, setName] = useState(recordName);
  const [description, setDescription] = useState("");
  const [fields, setFields] = useState<readonly string[]>(allFields);
  const save = useAction((input: Inputs["presets"]["saveFromRecord"], options) =>
    api().presets.saveFromRecord.mutate(input, options),
  );
  const outcome = save.outcome.value;

  async function submit() {
    const result = await save.run({ kind, id, name, description, fields: [...fields] });
    if (!result?.ok) return;
    const { id: presetId } = result.output;
    const action = { label: presets.card.toPreset, onSelect: () => go("presets", presetId) };
    toasts.show({ tone: "good", sentence: format(texts.done, { name: name.trim() }), action });
    onClose();
  }

  return (
    <FormDialog
      title={format(texts.title, { name: recordName })}
      submit={texts.submit}
      action={save}
      fields={["name", "description"]}
      ready={fields.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.explanation}</p>
      <Field label={form.name} error={fieldError(outcome, "name")}>
        <TextInput value={name} maxLength={PRESET_NAME_MAX} onChange={setName} />
      </Field>
      <Field label={form.description} hint={form.descriptionHint} error={fieldError(outcome, "description")}>
        <TextInput value={description} maxLength={PRESET_DESCRIPTION_MAX} onChange={setDescription} />
      </Field>
      <fieldset class="preset-field-choice">
        <legend>{form.includedFields}</legend>
        <div class="preset-checkboxes">
          {allFields.map((field) => (
            <Checkbox
              key={field}
              label={presets.fields[field]}
              checked={fields.includes(field)}
              onChange={(on) => setFields(allFields.filter((other) => (other === field ? on : fields.includes(other))))}
            />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
