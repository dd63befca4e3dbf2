import { TRACKING_NAME_MAX } from "@callboard/domain/numbers/types";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../route.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { fieldError } from "../form/failures.ts";
import { toasts } from "../toasts.ts";
import { useAction } from "../form/useAction.ts";
import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { SelectedPreset } from "./SelectedPreset.tsx";
import { PresetListbox } from "./PresetListbox.tsx";
import { type PresetKind, type PresetRow, pageOf } from "./presets.ts";
import "./Presets.css";

const texts = presets.createForm;

interface FromPresetDialogProps {
  kind: PresetKind;
  /** Already chosen: the dialog asks only for the name. */
  preset?: PresetRow | undefined;
  onClose: () => void;
}

/** Asks for a preset, then for a name that is already filled in: Enter creates the record. */
export function FromPresetDialog({ kind, preset: initialPreset, onClose }: FromPresetDialogProps) {
  const [preset, setPreset] = useState<PresetRow | null>(initialPreset ?? null);
  const [name, setName] = useState(initialPreset?.name ?? "");
  const create = useAction((input: Inputs["presets"]["create"], options) =>
    api().presets.create.mutate(input, options),
  );

  async function submit() {
    if (!preset) return;
    const outcome = await create.run({ preset: preset.id, name });
    if (!outcome?.ok) return;
    const { id } = outcome.output;
    const sentence = format(texts.done, { name: name.trim(), preset: preset.name });
    toasts.show({ tone: "good", sentence, action: { label: texts.show, onSelect: () => go(pageOf(kind), id) } });
    onClose();
  }

  return (
    <FormDialog
      title={texts.title[kind]}
      submit={texts.submit[kind]}
      action={create}
      fields={["name"]}
      ready={preset !== null}
      onSubmit={submit}
      onClose={onClose}
    >
      {preset === null ? (
        <PresetListbox
          kind={kind}
          onChoose={(chosen) => {
            setPreset(chosen);
            setName(chosen.name);
          }}
        />
      ) : (
        <>
          <SelectedPreset preset={preset} onChange={initialPreset ? undefined : () => setPreset(null)} />
          <NameField name={name} error={fieldError(create.outcome.value, "name")} onChange={setName} />
        </>
      )}
    </FormDialog>
  );
}

interface NameFieldProps {
  name: string;
  error: string | undefined;
  onChange: (name: string) => void;
}

/** The name is selected: typing replaces it, and Enter accepts it. */
function NameField({ name, error, onChange }: NameFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <Field label={texts.name} error={error}>
      <TextInput inputRef={input} value={name} maxLength={TRACKING_NAME_MAX} autoComplete="off" onChange={onChange} />
    </Field>
  );
}
