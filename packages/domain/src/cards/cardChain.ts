import { type Card, cardIdsInOrder, cardName, cardState, type Wallet } from "./rules.ts";
import { message, type Phrase } from "../core/message.ts";
import type { Instant } from "../core/time.ts";

/** The cards of an account in the order in which they are tried. */
export interface CardChain {
  wallet: Wallet | null;
  cards: readonly Card[];
  /** In which the last day of a card is counted. */
  zone: string;
}

/** Cards that can be tried now, in their order. */
export const usableCards = ({ wallet, cards, zone }: CardChain, now: Instant): Card[] =>
  cardsInOrder(wallet, cards).filter(({ data }) => cardState(data, now, zone) === "ok");

export const cardsInOrder = (wallet: Wallet | null, cards: readonly Card[]): Card[] =>
  wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);

/** The one reason, and when a card can be tried again by itself. */
export function noCardReason({ wallet, cards, zone }: CardChain, now: Instant): [why: Phrase, nextAt: Instant | null] {
  const all = cardsInOrder(wallet, cards);
  if (all.length === 0) return [message("recharge.noCard"), null];
  const resting = all.filter(({ data }) => cardState(data, now, zone) === "resting");
  const first = resting.toSorted((a, b) => a.data.refused!.until! - b.data.refused!.until!)[0];
  if (!first) return [message("recharge.allStopped"), null];
  const next = first.data.refused!.until!;
  return [message("recharge.allDeclined", { card: cardName(first.data), next }), next];
}
