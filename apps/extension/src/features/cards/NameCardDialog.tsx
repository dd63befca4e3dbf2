import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { cards } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText } from "./cardText.ts";

const texts = cards.naming;
const NAME_MAX = 40;

interface NameCardDialogProps {
  card: Card;
  onClose: () => void;
  onDone: () => void;
}

/** Gives a card a name of its own in this account; an empty one removes it. */
export function NameCardDialog({ card, onClose, onDone }: NameCardDialogProps) {
  const [name, setName] = useState(card.name);
  const save = useAction((input: Inputs["cards"]["save"], options) => api().cards.save.mutate(input, options));
  async function submit() {
    const outcome = await save.run({ id: card.id, version: card.version, name });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: texts.done });
    onDone();
    onClose();
  }
  return (
    <FormDialog
      // Without its name, because that is what changes.
      title={format(texts.title, { card: cardText({ ...card, name: "" }) })}
      submit={texts.submit}
      action={save}
      fields={["name"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.name} hint={texts.hint} error={fieldError(save.outcome.value, "name")}>
        <TextInput value={name} maxLength={NAME_MAX} autoComplete="off" onChange={setName} />
      </Field>
    </FormDialog>
  );
}
