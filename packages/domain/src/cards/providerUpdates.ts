import type { Actor } from "../core/actor.ts";
import { type Card, cardName, CARDS_MAX, formatExpiry, type Wallet } from "./rules.ts";
import { type CardData, ProviderCard } from "./schema.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message, type Phrase } from "../core/message.ts";
import { toPlainLine } from "../core/text/text.ts";
import type { Instant } from "../core/time.ts";

/** A card as the provider reports it, and the provider's time of the report: only that clock orders its reports. */
export interface CardUpdate {
  card: ProviderCard;
  at: Instant;
}

/** The latest report about a reference of this customer, even if the card was removed here. */
export interface KnownCard {
  ref: string;
  fingerprint: string | null;
  at: Instant;
  /** When it was entered; null if the provider hasn't reported that yet. */
  addedAt: Instant | null;
  /** The latest report, until the card is reported as entered. */
  told: ProviderCard | null;
  removed: boolean;
  /** Its last decline when it was removed. */
  refused: CardData["refused"];
}

const HOLDER_MAX = 120;
/** Names on cards contain no long digits: somebody typed a card number there. */
const LONG_DIGITS = /\d[\d\s-]{6,}/g;
/** A visible character. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The cardholder's name from a provider, safe to show and store; empty if nothing of it is. */
export function cleanHolderName(typed: string): string {
  const plain = toPlainLine(typed.replace(LONG_DIGITS, ""), HOLDER_MAX);
  const read = ProviderCard.shape.holder.safeParse(plain);
  return read.success && VISIBLE.test(read.data) ? read.data : "";
}

/** A card's data without its fingerprint. */
const withoutFingerprint = ({ fingerprint: _fingerprint, ...card }: ProviderCard) => card;

/**
 * Adds a card that the provider reports. The first becomes the primary, later ones go last. A known card is updated in
 * place: entered again, under whatever reference, it stays the same card and keeps its declines. A removed card stays
 * removed. Reports arrive in any order: an older one never overrides a newer one, and if news about a card came before
 * its entry, the card is added with that news.
 */
export function addCard(
  account: string,
  wallet: Wallet,
  cards: readonly Card[],
  { card: entered, at }: CardUpdate,
  heard: readonly KnownCard[],
  id: string,
  by: Actor,
): Effect[] {
  const own = heard.find(({ ref }) => ref === entered.ref);
  const isNewer = own !== undefined && own.at >= at;
  if (own?.removed || (isNewer && cards.some(({ data }) => data.ref === entered.ref))) return [];
  const found = isNewer ? (own.told ?? entered) : entered;
  const { provider } = wallet.data;
  const same = findSameCard(cards, found, heard);
  const alike = heard.filter((one) => isSameCard(one, found));
  const others = heard.filter((one) => one.ref === same?.data.ref || alike.includes(one));
  if (others.some((one) => one !== own && one.addedAt !== null && one.addedAt > at)) return [];
  if (same?.data.ref === found.ref) return renewCard(same, found, by, message("cards.didEnterAgain", nameOf(same)));
  if (same) {
    const data = {
      ...same.data,
      ...withoutFingerprint(found),
      provider,
      refused: remainingDecline(same.data.refused, same.data, found),
    };
    const warned = hasSameExpiry(same.data, found) ? same.data.warned : null;
    return [
      save("card", same, { ...data, warned }, { action: message("cards.didEnterAgain", nameOf(same)), actor: by }),
    ];
  }
  if (cards.length >= CARDS_MAX) fail("conflict", "cards.tooMany", { most: CARDS_MAX });
  const gone = alike.findLast(({ removed, refused }) => removed && refused !== null);
  const refused = remainingDecline(gone?.refused ?? null, null, found);
  const data: CardData = { name: "", warned: null, provider, ...withoutFingerprint(found), refused };
  const said = { action: message("cards.didAdd", nameOf({ data })), actor: by };
  const { primary, rest } = wallet.data;
  const place = primary === null ? { primary: id } : { rest: [...rest, id] };
  return [create(account, "card", id, data, said), save("wallet", wallet, { ...wallet.data, ...place }, said)];
}

/** The bank issued the card again and the provider reports the new data. */
export function updateCard(
  cards: readonly Card[],
  { card: found, at }: CardUpdate,
  heard: readonly KnownCard[],
  by: Actor,
): Effect[] {
  const card = cards.find(({ data }) => data.ref === found.ref);
  if (!card || heard.some((one) => one.ref === found.ref && one.at > at)) return [];
  return renewCard(card, found, by, message("cards.didUpdate", { ...nameOf(card), end: formatExpiry(found) }));
}

const nameOf = ({ data }: Pick<Card, "data">) => ({ card: cardName(data) });

const isSameCard = (one: KnownCard, found: ProviderCard): boolean =>
  one.ref === found.ref || (found.fingerprint !== null && one.fingerprint === found.fingerprint);

type Expiry = Pick<CardData, "expYear" | "expMonth">;
const hasSameExpiry = (a: Expiry, b: Expiry): boolean => a.expYear === b.expYear && a.expMonth === b.expMonth;

/** A newly issued card starts without declines. */
function renewCard(card: Card, found: ProviderCard, actor: Actor, action: Phrase): Effect[] {
  const isNew = card.data.last4 !== found.last4 || !hasSameExpiry(card.data, found);
  const data = { ...card.data, ...withoutFingerprint(found), ...(isNew ? { refused: null, warned: null } : {}) };
  if (JSON.stringify(data) === JSON.stringify(card.data)) return [];
  return [save("card", card, data, { action, actor })];
}

/**
 * Finds the card by reference, then by fingerprint, and if the provider sends no fingerprint, by everything that people
 * see of it.
 */
function findSameCard(cards: readonly Card[], found: ProviderCard, heard: readonly KnownCard[]): Card | undefined {
  const print = (ref: string): string | null => heard.find((one) => one.ref === ref)?.fingerprint ?? null;
  return (
    cards.find(({ data }) => data.ref === found.ref) ??
    cards.find(({ data }) => found.fingerprint !== null && print(data.ref) === found.fingerprint) ??
    cards.find(({ data }) => (found.fingerprint === null || print(data.ref) === null) && looksTheSame(data, found))
  );
}

const looksTheSame = (a: CardData, b: ProviderCard): boolean =>
  a.brand === b.brand && a.last4 === b.last4 && hasSameExpiry(a, b) && a.holder === b.holder;

/**
 * Declines that entering the card again resolves: the cardholder approves it then, and the provider stores it from then
 * on.
 */
const CLEARED_BY_REENTRY: readonly string[] = ["recharge.approval", "recharge.gone"];

/** The decline that remains on a card that is entered again. */
function remainingDecline(refused: CardData["refused"], before: Expiry | null, found: Expiry): CardData["refused"] {
  if (refused === null || CLEARED_BY_REENTRY.includes(refused.why.key)) return null;
  return refused.why.key === "recharge.expired" && !(before && hasSameExpiry(before, found)) ? null : refused;
}
