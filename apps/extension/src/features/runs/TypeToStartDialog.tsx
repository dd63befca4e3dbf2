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

const texts = runs.typing;

interface TypeToStartDialogProps {
  run: Run;
  onStarted: () => Promise<void>;
  onClose: () => void;
}

/** Work that can't be undone starts only when somebody has typed a name. */
export function TypeToStartDialog({ run, onStarted, onClose }: TypeToStartDialogProps) {
  const [name, setName] = useState("");
  const start = useAction((typed: string, options) => api().runs.start.mutate({ run: run.id, name: typed }, options));
  async function submit() {
    const outcome = await start.run(name);
    if (!outcome?.ok) return;
    onClose();
    await onStarted();
  }
  const named = { name: run.title };
  return (
    <FormDialog
      title={format(texts.title, named)}
      submit={texts.submit}
      danger
      action={start}
      fields={["name"]}
      onSubmit={submit}
      onClose={onClose}
    >
      {texts.what.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Field label={texts.label} hint={format(texts.hint, named)} error={fieldError(start.outcome.value, "name")}>
        <TextInput value={name} autoComplete="off" onChange={setName} />
      </Field>
    </FormDialog>
  );
}
