import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { cards } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText } from "./cardText.ts";

const texts = cards.removing;

interface RemoveCardDialogProps {
  card: Card;
  /** The card that replaces it, if it is the primary one. */
  next: Card | undefined;
  onClose: () => void;
  onDone: () => void;
}

export function RemoveCardDialog({ card, next, onClose, onDone }: RemoveCardDialogProps) {
  const { id, version } = card;
  const remove = useAction((_: null, options) => api().cards.remove.mutate({ id, version }, options));
  async function submit() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.done, { card: cardText(card) }) });
    onDone();
    onClose();
  }
  const then = next ? format(texts.promotes, { next: cardText(next) }) : texts.last;
  return (
    <FormDialog
      title={format(texts.title, { card: cardText(card) })}
      submit={texts.submit}
      danger
      action={remove}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        {texts.what} {card.role === "primary" && then}
      </p>
    </FormDialog>
  );
}
