import type { Actor } from "../core/actor.ts";
import { type Card, cardName, CARDS_MAX, formatExpiry, type Wallet } from "./rules.ts";
import { type CardData, ProviderCard } from "./schema.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message, type Message } from "../core/message.ts";
import { toPlainLine } from "../core/text/text.ts";
import type { Instant } from "../core/time.ts";

/** A card as the provider reports it, and the provider's time of the report: only that clock orders its reports. */
export interface CardUpdate {
  card: ProviderCard;
  at: Instant;
}

/** What the provider last reported about one of the customer's cards, by its reference; the card may be removed here. */
export interface KnownCard {
  ref: string;
  fingerprint: string | null;
  at: Instant;
  /** When it was entered; null if the provider hasn't reported that yet. */
  addedAt: Instant | null;
  /** The latest report, until the card is reported as entered. */
  lastUpdate: ProviderCard | null;
  removed: boolean;
  /** Its last decline when it was removed. */
  declineAtRemoval: CardData["lastDecline"];
}

const HOLDER_MAX = 120;
/** Names on cards contain no long digits: these are a card number that somebody typed there. */
const LONG_DIGITS = /\d[\d\s-]{6,}/g;
/** A visible character. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The cardholder's name from a provider, made safe to show and store; empty if nothing usable remains. */
export function cleanHolderName(typed: string): string {
  const plain = toPlainLine(typed.replace(LONG_DIGITS, ""), HOLDER_MAX);
  const parsed = ProviderCard.shape.holder.safeParse(plain);
  return parsed.success && VISIBLE.test(parsed.data) ? parsed.data : "";
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
  known: readonly KnownCard[],
  id: string,
  by: Actor,
): Effect[] {
  const knownEntry = known.find(({ ref }) => ref === entered.providerRef);
  const hasNewerReport = knownEntry !== undefined && knownEntry.at >= at;
  if (knownEntry?.removed || (hasNewerReport && cards.some(({ data }) => data.providerRef === entered.providerRef)))
    return [];
  const current = hasNewerReport ? (knownEntry.lastUpdate ?? entered) : entered;
  const { provider } = wallet.data;
  const existing = findSameCard(cards, current, known);
  const sameCards = known.filter((one) => isSameCard(one, current));
  const related = known.filter((one) => one.ref === existing?.data.providerRef || sameCards.includes(one));
  // A newer entry of the same card was handled already.
  if (related.some((one) => one !== knownEntry && one.addedAt !== null && one.addedAt > at)) return [];
  if (existing?.data.providerRef === current.providerRef)
    return renewCard(existing, current, by, message("cards.didEnterAgain", nameOf(existing)));
  if (existing) {
    const data = {
      ...existing.data,
      ...withoutFingerprint(current),
      provider,
      lastDecline: remainingDecline(existing.data.lastDecline, existing.data, current),
    };
    const expiryWarningDays = hasSameExpiry(existing.data, current) ? existing.data.expiryWarningDays : null;
    return [
      save(
        "card",
        existing,
        { ...data, expiryWarningDays },
        { action: message("cards.didEnterAgain", nameOf(existing)), actor: by },
      ),
    ];
  }
  if (cards.length >= CARDS_MAX) fail("conflict", "cards.tooMany", { max: CARDS_MAX });
  const removedCard = sameCards.findLast(({ removed, declineAtRemoval }) => removed && declineAtRemoval !== null);
  const lastDecline = remainingDecline(removedCard?.declineAtRemoval ?? null, null, current);
  const data: CardData = { name: "", expiryWarningDays: null, provider, ...withoutFingerprint(current), lastDecline };
  const metadata = { action: message("cards.didAdd", nameOf({ data })), actor: by };
  const { primary, others: rest } = wallet.data;
  const order = primary === null ? { primary: id } : { others: [...rest, id] };
  return [create(account, "card", id, data, metadata), save("wallet", wallet, { ...wallet.data, ...order }, metadata)];
}

/** The bank issued the card again and the provider reports the new data. */
export function updateCard(
  cards: readonly Card[],
  { card: reported, at }: CardUpdate,
  known: readonly KnownCard[],
  by: Actor,
): Effect[] {
  const card = cards.find(({ data }) => data.providerRef === reported.providerRef);
  if (!card || known.some((one) => one.ref === reported.providerRef && one.at > at)) return [];
  return renewCard(card, reported, by, message("cards.didUpdate", { ...nameOf(card), end: formatExpiry(reported) }));
}

const nameOf = ({ data }: Pick<Card, "data">) => ({ card: cardName(data) });

const isSameCard = (one: KnownCard, reported: ProviderCard): boolean =>
  one.ref === reported.providerRef || (reported.fingerprint !== null && one.fingerprint === reported.fingerprint);

type Expiry = Pick<CardData, "expYear" | "expMonth">;
const hasSameExpiry = (a: Expiry, b: Expiry): boolean => a.expYear === b.expYear && a.expMonth === b.expMonth;

/** A newly issued card starts without declines. */
function renewCard(card: Card, reported: ProviderCard, actor: Actor, action: Message): Effect[] {
  const isNew = card.data.last4 !== reported.last4 || !hasSameExpiry(card.data, reported);
  const data = {
    ...card.data,
    ...withoutFingerprint(reported),
    ...(isNew ? { lastDecline: null, expiryWarningDays: null } : {}),
  };
  if (JSON.stringify(data) === JSON.stringify(card.data)) return [];
  return [save("card", card, data, { action, actor })];
}

/**
 * Finds the card by reference, then by fingerprint, and if the provider sends no fingerprint, by everything that people
 * see of it.
 */
function findSameCard(cards: readonly Card[], reported: ProviderCard, known: readonly KnownCard[]): Card | undefined {
  const fingerprintOf = (ref: string): string | null => known.find((one) => one.ref === ref)?.fingerprint ?? null;
  return (
    cards.find(({ data }) => data.providerRef === reported.providerRef) ??
    cards.find(
      ({ data }) => reported.fingerprint !== null && fingerprintOf(data.providerRef) === reported.fingerprint,
    ) ??
    cards.find(
      ({ data }) =>
        (reported.fingerprint === null || fingerprintOf(data.providerRef) === null) && looksTheSame(data, reported),
    )
  );
}

const looksTheSame = (a: CardData, b: ProviderCard): boolean =>
  a.brand === b.brand && a.last4 === b.last4 && hasSameExpiry(a, b) && a.holder === b.holder;

/**
 * Declines that entering the card again resolves: the cardholder approves it then, and the provider stores it from then
 * on.
 */
const CLEARED_BY_REENTRY: readonly string[] = ["balance.recharge.needsApproval", "balance.recharge.gone"];

/** The decline that remains on a card that is entered again. */
function remainingDecline(
  decline: CardData["lastDecline"],
  before: Expiry | null,
  reported: Expiry,
): CardData["lastDecline"] {
  if (decline === null || CLEARED_BY_REENTRY.includes(decline.why.key)) return null;
  return decline.why.key === "balance.recharge.expired" && !(before && hasSameExpiry(before, reported))
    ? null
    : decline;
}
