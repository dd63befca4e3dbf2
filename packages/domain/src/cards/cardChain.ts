import { type Card, cardIdsInOrder, cardName, cardState, type Wallet } from "./rules.ts";
import { message, type Message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";

/** The cards of an account in the order in which they are tried. */
export interface CardChain {
  wallet: Wallet | null;
  cards: readonly Card[];
  /** The zone for card expiry. */
  zone: string;
}

/** Cards that can be tried now, in order. */
export const usableCards = ({ wallet, cards, zone }: CardChain, now: Instant): Card[] =>
  cardsInOrder(wallet, cards).filter(({ data }) => cardState(data, now, zone) === "ok");

export const cardsInOrder = (wallet: Wallet | null, cards: readonly Card[]): Card[] =>
  wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);

/** The reason why no card can be tried, and when one can be tried again automatically. */
export function noCardReason({ wallet, cards, zone }: CardChain, now: Instant): [why: Message, nextAt: Instant | null] {
  const ordered = cardsInOrder(wallet, cards);
  if (ordered.length === 0) return [message("balance.recharge.noCard"), null];
  const resting = ordered.filter(({ data }) => cardState(data, now, zone) === "resting");
  const firstToRetry = resting.toSorted((a, b) => a.data.lastDecline!.until! - b.data.lastDecline!.until!)[0];
  if (!firstToRetry) return [message("balance.recharge.allDeclinedForGood"), null];
  const next = firstToRetry.data.lastDecline!.until!;
  return [message("balance.recharge.allDeclined", { card: cardName(firstToRetry.data), next }), next];
}
