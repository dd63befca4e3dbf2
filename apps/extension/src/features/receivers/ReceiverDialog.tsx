import { TRACKING_NAME_MAX } from "@callboard/domain/numbers/types";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { receivers } from "../../texts/en/receivers.ts";
import { format } from "../../texts/format.ts";
import type { Receiver } from "./types.ts";

const texts = receivers.form;
const NUMBER_MAX = 40;

interface ReceiverDialogProps {
  /** Null for a new receiving number. */
  receiver: Receiver | null;
  onClose: () => void;
  onDone: () => void;
}

/** A name and a number as people dial it; the server explains why a number is invalid. */
export function ReceiverDialog({ receiver, onClose, onDone }: ReceiverDialogProps) {
  const [name, setName] = useState(receiver?.name ?? "");
  const [number, setNumber] = useState(receiver?.shown ?? "");
  const save = useAction((input: Inputs["receivers"]["save"], options) => api().receivers.save.mutate(input, options));
  const outcome = save.outcome.value;

  async function submit() {
    const idAndVersion = receiver ? { id: receiver.id, version: receiver.version } : {};
    const outcome = await save.run({ ...idAndVersion, name, number });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(receiver ? texts.saved : texts.added, { name: name.trim() }) });
    onDone();
    onClose();
  }

  const changesRouting = receiver !== null && receiver.numbers + receiver.queues > 0 && number !== receiver.shown;
  return (
    <FormDialog
      title={receiver ? format(texts.editTitle, { name: receiver.name }) : texts.addTitle}
      submit={receiver ? texts.save : texts.add}
      action={save}
      // `e164` is the number in international format, which the server derives and may refuse.
      fields={["name", "number", "e164"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.name} hint={texts.nameHint} error={fieldError(outcome, "name")}>
        <TextInput value={name} maxLength={TRACKING_NAME_MAX} onChange={setName} />
      </Field>
      <Field
        label={texts.number}
        hint={changesRouting ? texts.changesRouting : texts.numberHint}
        error={fieldError(outcome, "number") ?? fieldError(outcome, "e164")}
      >
        <TextInput
          type="tel"
          value={number}
          maxLength={NUMBER_MAX}
          placeholder={texts.numberExample}
          autoComplete="off"
          onChange={setNumber}
        />
      </Field>
    </FormDialog>
  );
}
