import { api } from "../../data/api.ts";
import { RemovalDialog } from "../../shared/form/RemovalDialog.tsx";
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
  const replacementText = next ? format(texts.promotes, { next: cardText(next) }) : texts.last;
  return (
    <RemovalDialog
      title={format(texts.title, { card: cardText(card) })}
      submit={texts.submit}
      done={format(texts.done, { card: cardText(card) })}
      send={(options) => api().cards.remove.mutate({ id, version }, options)}
      onRemoved={onDone}
      onClose={onClose}
    >
      <p>
        {texts.explanation} {card.role === "primary" && replacementText}
      </p>
    </RemovalDialog>
  );
}
