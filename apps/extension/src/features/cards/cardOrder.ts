import { sendOnce } from "../../data/sendOnce.ts";
import { api } from "../../data/api.ts";
import { runUndoable } from "../../shared/undoable.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText } from "./cardText.ts";

type Cards = readonly Card[];
/** The cards after the primary and the backup, in their order. */
const furtherCardIds = (cards: Cards): string[] => cards.filter(({ role }) => role === "rest").map(({ id }) => id);
const cardIdByRole = (cards: Cards, role: Card["role"]): string | null =>
  cards.find((card) => card.role === role)?.id ?? null;

/** Changes the order and offers to undo it, which restores exactly the order from before. */
const changeOrder = (
  cards: Cards,
  send: () => Promise<unknown>,
  doneText: string,
  onChanged: () => void,
): Promise<void> =>
  runUndoable({
    send,
    done: doneText,
    undo: () => changeOrder(cards, () => restoreOrder(cards), texts.didOrder, onChanged),
    onChanged,
  });

async function restoreOrder(cards: Cards): Promise<void> {
  const primary = cardIdByRole(cards, "primary");
  if (primary !== null) await sendOnce((options) => api().cards.setPrimary.mutate({ id: primary }, options));
  await sendOnce((options) => api().cards.setBackup.mutate({ id: cardIdByRole(cards, "backup") }, options));
  await sendOnce((options) => api().cards.order.mutate({ ids: furtherCardIds(cards) }, options));
}

export const makePrimary = (card: Card, cards: Cards, onChanged: () => void): Promise<void> =>
  changeOrder(
    cards,
    () => sendOnce((options) => api().cards.setPrimary.mutate({ id: card.id }, options)),
    format(texts.didPrimary, { card: cardText(card) }),
    onChanged,
  );

/** Null removes the backup. */
export const setBackup = (card: Card | null, cards: Cards, onChanged: () => void): Promise<void> =>
  changeOrder(
    cards,
    () => sendOnce((options) => api().cards.setBackup.mutate({ id: card?.id ?? null }, options)),
    card ? format(texts.didBackup, { card: cardText(card) }) : texts.didDrop,
    onChanged,
  );

/** Moves a card up or down among those after the backup. */
export function moveCard(card: Card, offset: -1 | 1, cards: Cards, onChanged: () => void): Promise<void> {
  const ids = furtherCardIds(cards);
  const index = ids.indexOf(card.id);
  const [moved] = ids.splice(index, 1);
  ids.splice(index + offset, 0, moved!);
  return changeOrder(
    cards,
    () => sendOnce((options) => api().cards.order.mutate({ ids }, options)),
    texts.didOrder,
    onChanged,
  );
}
