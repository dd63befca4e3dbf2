import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { runs } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import type { Run } from "./runText.ts";

const texts = runs.typeToStart;

interface TypeToStartDialogProps {
  run: Run;
  onStarted: () => Promise<void>;
  onClose: () => void;
}

/** A run that can't be undone starts only after its name has been typed. */
export function TypeToStartDialog({ run, onStarted, onClose }: TypeToStartDialogProps) {
  const [name, setName] = useState("");
  const start = useAction((input: string, options) => api().runs.start.mutate({ run: run.id, name: input }, options));
  async function submit() {
    const outcome = await start.run(name);
    if (!outcome?.ok) return;
    onClose();
    await onStarted();
  }
  const values = { name: run.title };
  return (
    <FormDialog
      title={format(texts.title, values)}
      submit={texts.submit}
      danger
      action={start}
      fields={["name"]}
      onSubmit={submit}
      onClose={onClose}
    >
      {texts.explanation.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Field label={texts.label} hint={format(texts.hint, values)} error={fieldError(start.outcome.value, "name")}>
        <TextInput value={name} autoComplete="off" onChange={setName} />
      </Field>
    </FormDialog>
  );
}
