import type { Actor } from "../core/actor.ts";
import { dayIn, daysBetween, endOfMonth } from "../core/calendar.ts";
import type { CardData, WalletData } from "./schema.ts";
import { type Effect, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";

export type { CardData, WalletData } from "./schema.ts";
export type Card = Doc<CardData>;
export type Wallet = Doc<WalletData>;

export const CARDS_MAX = 20;
/** How many days before a card expires its account is warned. */
export const EXPIRY_WARNING_DAYS = [30, 7, 1] as const;

/** A card's name: `Company card`, or `Visa 4242`. */
export const cardName = ({ name, brand, last4 }: Pick<CardData, "name" | "brand" | "last4">): string =>
  name === "" ? `${brand} ${last4}` : `${name} (${last4})`;

type Expiry = Pick<CardData, "expYear" | "expMonth">;

/** A card is valid through the last day of its month in its account's zone. */
export const cardExpiresAt = ({ expYear, expMonth }: Expiry, zone: string): Instant =>
  endOfMonth(expYear, expMonth, zone);

/** How many days a card is still valid, including today; 0 once it has expired. */
export const daysLeft = (card: Expiry, now: Instant, zone: string): number =>
  Math.max(0, daysBetween(dayIn(now, zone), dayIn(cardExpiresAt(card, zone), zone)));

/** Of the usable cards the one that expires last, if that is soon: then no card is left. Otherwise null. */
export function lastCardExpiringSoon(cards: readonly Card[], now: Instant, zone: string): Card | null {
  const usable = cards.filter(({ data }) => data.lastDecline === null || !data.lastDecline.hard);
  const last = usable.toSorted((a, b) => cardExpiresAt(b.data, zone) - cardExpiresAt(a.data, zone))[0];
  const days = last ? daysLeft(last.data, now, zone) : 0;
  return days > 0 && days <= EXPIRY_WARNING_DAYS[0] ? last! : null;
}

/** Primary, backup, then the rest: the order in which cards are tried. */
export const cardIdsInOrder = ({ primary, backup, others }: WalletData): string[] =>
  [primary, backup, ...others].filter((id): id is string => id !== null);

/** Whether a card can be tried now, or why not. `stopped`: declined for good. `resting`: until it may be tried again. */
export function cardState(card: CardData, now: Instant, zone: string): "ok" | "expired" | "stopped" | "resting" {
  if (cardExpiresAt(card, zone) <= now) return "expired";
  if (card.lastDecline?.hard) return "stopped";
  return card.lastDecline !== null && card.lastDecline.until !== null && card.lastDecline.until > now
    ? "resting"
    : "ok";
}

/** `12/2029` */
export const formatExpiry = ({ expMonth, expYear }: Pick<CardData, "expMonth" | "expYear">): string =>
  `${String(expMonth).padStart(2, "0")}/${expYear}`;

export function renameCard(card: Card, version: number, name: string): Effect[] {
  checkVersion(card, version, cardName(card.data));
  if (name === card.data.name) return [];
  const action = message("cards.didRename", {
    card: cardName(card.data),
    name: name || cardName({ ...card.data, name }),
  });
  return [save("card", card, { ...card.data, name }, { action })];
}

/** The previous primary takes this card's place, so a backup remains. */
export function makePrimary(wallet: Wallet, card: Card): Effect[] {
  const { primary, backup, others } = wallet.data;
  const { id } = card;
  if (id === primary) return [];
  const next =
    id === backup
      ? { primary: id, backup: primary }
      : { primary: id, others: [...(primary === null ? [] : [primary]), ...without(others, id)] };
  return saveWallet(wallet, next, message("cards.didMakePrimary", { card: cardName(card.data) }));
}

/** Null removes the backup: the previous one becomes the first of the rest. */
export function makeBackup(wallet: Wallet, card: Card | null): Effect[] {
  const { primary, backup, others } = wallet.data;
  if (card?.id === primary) fail("conflict", "cards.primaryIsNoBackup", {}, "id");
  if ((card?.id ?? null) === backup) return [];
  const next = {
    backup: card?.id ?? null,
    others: [...(backup === null ? [] : [backup]), ...without(others, card?.id)],
  };
  const action = card ? message("cards.didMakeBackup", { card: cardName(card.data) }) : message("cards.didDropBackup");
  return saveWallet(wallet, next, action);
}

/** Orders the cards other than primary and backup. */
export function orderCards(wallet: Wallet, ids: readonly string[]): Effect[] {
  const { others } = wallet.data;
  if (ids.length !== others.length || others.some((id) => !ids.includes(id)))
    fail("conflict", "cards.orderChanged", {}, "ids");
  return saveWallet(wallet, { others: [...ids] }, message("cards.didOrder"));
}

/** The next card moves up. Throws for the last card while the automatic recharge is on. */
export function removeCard(wallet: Wallet, card: Card, version: number, rechargeOn: boolean): Effect[] {
  checkVersion(card, version, cardName(card.data));
  const { primary, backup, others } = wallet.data;
  const { id } = card;
  const remaining = cardIdsInOrder(wallet.data).filter((other) => other !== id);
  if (remaining.length === 0 && rechargeOn) fail("conflict", "cards.lastOfRecharge", { card: cardName(card.data) });
  const action = message("cards.didRemove", { card: cardName(card.data) });
  const next =
    id !== primary
      ? { backup: id === backup ? null : backup, others: without(others, id) }
      : backup !== null
        ? { primary: backup, backup: null }
        : { primary: others[0] ?? null, others: others.slice(1) };
  return [...saveWallet(wallet, next, action), remove("card", card, { action })];
}

const without = (ids: readonly string[], id: string | undefined): string[] => ids.filter((other) => other !== id);

const saveWallet = (wallet: Wallet, data: Partial<WalletData>, action: ReturnType<typeof message>): Effect[] => [
  save("wallet", wallet, { ...wallet.data, ...data }, { action }),
];

export interface ExpiryWarning {
  card: Card;
  /** Which of the `EXPIRY_WARNING_DAYS` it is for, and the actual number of days left. */
  warningDay: number;
  daysLeft: number;
  isPrimary: boolean;
  isBackup: boolean;
}

/** Cards that expire in at most 30, 7 or 1 days and were not warned about yet: one warning for each step. */
export function cardsToWarnAbout(
  wallet: WalletData,
  cards: readonly Card[],
  now: Instant,
  zone: string,
): ExpiryWarning[] {
  return cards.flatMap((card) => {
    const remaining = daysLeft(card.data, now, zone);
    const warningDay = EXPIRY_WARNING_DAYS.findLast((days) => remaining <= days);
    if (
      remaining === 0 ||
      warningDay === undefined ||
      (card.data.expiryWarningDays !== null && card.data.expiryWarningDays <= warningDay)
    )
      return [];
    return [
      {
        card,
        warningDay,
        daysLeft: remaining,
        isPrimary: card.id === wallet.primary,
        isBackup: card.id === wallet.backup,
      },
    ];
  });
}

export const markWarned = ({ card, warningDay }: ExpiryWarning, by: Actor): Effect =>
  save(
    "card",
    card,
    { ...card.data, expiryWarningDays: warningDay },
    {
      action: message("cards.didWarn", { card: cardName(card.data), end: formatExpiry(card.data) }),
      actor: by,
      log: "activity",
    },
  );
