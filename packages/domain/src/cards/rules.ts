import type { Actor } from "../core/actor.ts";
import { dayIn, daysBetween, endOfMonth } from "../core/calendar.ts";
import type { CardData, WalletData } from "./schema.ts";
import { type Effect, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";

export type { CardData, WalletData } from "./schema.ts";
export type Card = Doc<CardData>;
export type Wallet = Doc<WalletData>;

export const PROVIDERS = ["sandbox", "stripe"] as const;
export type Provider = (typeof PROVIDERS)[number];
export const BRANDS = [
  "Visa",
  "Mastercard",
  "American Express",
  "Discover",
  "JCB",
  "Diners Club",
  "UnionPay",
  "Card",
] as const;

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
const daysLeft = (card: Expiry, now: Instant, zone: string): number =>
  Math.max(0, daysBetween(dayIn(now, zone), dayIn(cardExpiresAt(card, zone), zone)));

/** The usable card that expires soon with no other left; null if one lasts longer. */
export function lastCardExpiringSoon(cards: readonly Card[], now: Instant, zone: string): Card | null {
  const good = cards.filter(({ data }) => data.refused === null || !data.refused.hard);
  const last = good.toSorted((a, b) => cardExpiresAt(b.data, zone) - cardExpiresAt(a.data, zone))[0];
  const days = last ? daysLeft(last.data, now, zone) : 0;
  return days > 0 && days <= EXPIRY_WARNING_DAYS[0] ? last! : null;
}

/** Primary, backup, then the rest: the order in which cards are tried. */
export const cardIdsInOrder = ({ primary, backup, rest }: WalletData): string[] =>
  [primary, backup, ...rest].filter((id): id is string => id !== null);

/** Whether a card can be tried now, or why not. */
export function cardState(card: CardData, now: Instant, zone: string): "ok" | "expired" | "stopped" | "resting" {
  if (cardExpiresAt(card, zone) <= now) return "expired";
  if (card.refused?.hard) return "stopped";
  return card.refused !== null && card.refused.until !== null && card.refused.until > now ? "resting" : "ok";
}

/** `12/2029` */
export const formatExpiry = ({ expMonth, expYear }: Pick<CardData, "expMonth" | "expYear">): string =>
  `${String(expMonth).padStart(2, "0")}/${expYear}`;

export function renameCard(card: Card, version: number, name: string): Effect[] {
  checkVersion(card, version);
  if (name === card.data.name) return [];
  const action = message("cards.didRename", {
    card: cardName(card.data),
    name: name || cardName({ ...card.data, name }),
  });
  return [save("card", card, { ...card.data, name }, { action })];
}

function checkVersion(card: Card, version: number): void {
  if (card.version !== version)
    fail("conflict", "record.changedMeanwhile", { name: cardName(card.data), version: card.version }, "version");
}

/** The previous primary takes this card's place, so a backup remains. */
export function makePrimary(wallet: Wallet, card: Card): Effect[] {
  const { primary, backup, rest } = wallet.data;
  const { id } = card;
  if (id === primary) return [];
  const next =
    id === backup
      ? { primary: id, backup: primary }
      : { primary: id, rest: [...(primary === null ? [] : [primary]), ...without(rest, id)] };
  return saveWallet(wallet, next, message("cards.didMakePrimary", { card: cardName(card.data) }));
}

/** Null removes the backup: the previous one becomes the first of the rest. */
export function makeBackup(wallet: Wallet, card: Card | null): Effect[] {
  const { primary, backup, rest } = wallet.data;
  if (card?.id === primary) fail("conflict", "cards.primaryIsNoBackup", {}, "id");
  if ((card?.id ?? null) === backup) return [];
  const next = { backup: card?.id ?? null, rest: [...(backup === null ? [] : [backup]), ...without(rest, card?.id)] };
  const action = card ? message("cards.didMakeBackup", { card: cardName(card.data) }) : message("cards.didDropBackup");
  return saveWallet(wallet, next, action);
}

/** Orders the cards other than primary and backup. */
export function orderCards(wallet: Wallet, ids: readonly string[]): Effect[] {
  const { rest } = wallet.data;
  if (ids.length !== rest.length || rest.some((id) => !ids.includes(id))) fail("conflict", "cards.orderOdd", {}, "ids");
  return saveWallet(wallet, { rest: [...ids] }, message("cards.didOrder"));
}

/** The next card moves up. Throws for the last card while the automatic recharge is on. */
export function removeCard(wallet: Wallet, card: Card, version: number, rechargeOn: boolean): Effect[] {
  checkVersion(card, version);
  const { primary, backup, rest } = wallet.data;
  const { id } = card;
  const left = cardIdsInOrder(wallet.data).filter((one) => one !== id);
  if (left.length === 0 && rechargeOn) fail("conflict", "cards.lastOfRecharge", { card: cardName(card.data) });
  const action = message("cards.didRemove", { card: cardName(card.data) });
  const next =
    id !== primary
      ? { backup: id === backup ? null : backup, rest: without(rest, id) }
      : backup !== null
        ? { primary: backup, backup: null }
        : { primary: rest[0] ?? null, rest: rest.slice(1) };
  return [...saveWallet(wallet, next, action), remove("card", card, { action })];
}

const without = (ids: readonly string[], id: string | undefined): string[] => ids.filter((one) => one !== id);

const saveWallet = (wallet: Wallet, data: Partial<WalletData>, action: ReturnType<typeof message>): Effect[] => [
  save("wallet", wallet, { ...wallet.data, ...data }, { action }),
];

export interface ExpiryWarning {
  card: Card;
  /** Which warning it is, and the actual number of days left. */
  days: number;
  left: number;
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
    const left = daysLeft(card.data, now, zone);
    const days = EXPIRY_WARNING_DAYS.findLast((one) => left <= one);
    if (left === 0 || days === undefined || (card.data.warned !== null && card.data.warned <= days)) return [];
    return [{ card, days, left, isPrimary: card.id === wallet.primary, isBackup: card.id === wallet.backup }];
  });
}

export const markWarned = ({ card, days }: ExpiryWarning, by: Actor): Effect =>
  save(
    "card",
    card,
    { ...card.data, warned: days },
    {
      action: message("cards.didWarn", { card: cardName(card.data), end: formatExpiry(card.data) }),
      actor: by,
      log: "activity",
    },
  );
