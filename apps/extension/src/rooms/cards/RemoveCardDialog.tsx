import { api } from "../../api.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { cards } from "../../texts/en/cards.ts";
import { format } from "../../texts/say.ts";
import { type Card, cardText } from "./cardWords.ts";

const texts = cards.removing;

interface RemoveCardDialogProps {
  card: Card;
  /** Which card takes its place, where it is the primary one. */
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
