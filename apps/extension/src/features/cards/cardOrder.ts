import { sendOnce } from "../../data/sendOnce.ts";
import { api, failureOf } from "../../data/api.ts";
import { toasts } from "../../shared/toasts.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText } from "./cardText.ts";

type Cards = readonly Card[];
const furtherCardIds = (all: Cards): string[] => all.filter(({ role }) => role === "rest").map(({ id }) => id);
const cardIdByRole = (all: Cards, role: Card["role"]): string | null =>
  all.find((card) => card.role === role)?.id ?? null;

/** Changes the order, confirms it, and offers an undo to exactly the order before. */
async function changeOrder(
  all: Cards,
  send: () => Promise<unknown>,
  sentence: string,
  done: () => void,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    return done();
  }
  done();
  const back = () => void changeOrder(all, () => restoreOrder(all), texts.didOrder, done);
  toasts.show({ kind: "good", sentence, action: { label: shell.undo, onSelect: back } });
}

async function restoreOrder(all: Cards): Promise<void> {
  const primary = cardIdByRole(all, "primary");
  if (primary !== null) await sendOnce((options) => api().cards.setPrimary.mutate({ id: primary }, options));
  await sendOnce((options) => api().cards.setBackup.mutate({ id: cardIdByRole(all, "backup") }, options));
  await sendOnce((options) => api().cards.order.mutate({ ids: furtherCardIds(all) }, options));
}

export const makePrimary = (card: Card, all: Cards, done: () => void): Promise<void> =>
  changeOrder(
    all,
    () => sendOnce((options) => api().cards.setPrimary.mutate({ id: card.id }, options)),
    format(texts.didPrimary, { card: cardText(card) }),
    done,
  );

/** Null removes the backup. */
export const setBackup = (card: Card | null, all: Cards, done: () => void): Promise<void> =>
  changeOrder(
    all,
    () => sendOnce((options) => api().cards.setBackup.mutate({ id: card?.id ?? null }, options)),
    card ? format(texts.didBackup, { card: cardText(card) }) : texts.didDrop,
    done,
  );

/** Moves a card up or down among those after the backup. */
export function moveCard(card: Card, by: -1 | 1, all: Cards, done: () => void): Promise<void> {
  const ids = furtherCardIds(all);
  const at = ids.indexOf(card.id);
  const [other] = ids.splice(at, 1);
  ids.splice(at + by, 0, other!);
  return changeOrder(
    all,
    () => sendOnce((options) => api().cards.order.mutate({ ids }, options)),
    texts.didOrder,
    done,
  );
}
