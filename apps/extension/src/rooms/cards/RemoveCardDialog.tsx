import { api } from "../../api.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { cards } from "../../texts/en/cards.ts";
import { say } from "../../texts/say.ts";
import { type Card, cardWords } from "./cardWords.ts";

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
    toasts.show({ kind: "good", sentence: say(texts.done, { card: cardWords(card) }) });
    onDone();
    onClose();
  }
  const then = next ? say(texts.promotes, { next: cardWords(next) }) : texts.last;
  return (
    <FormDialog
      title={say(texts.title, { card: cardWords(card) })}
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
