import type { Actor } from "./actor.ts";
import { type Card, cardName, cardState, inOrder, type Wallet } from "./cards.ts";
import { create, type Effect, save } from "./decision.ts";
import { type Errand, want } from "./errands.ts";
import { refuse } from "./failure.ts";
import { centsUp, type Currency, type Micros, MICROS_PER_UNIT, money, showBalance } from "./money.ts";
import { phrase, type Phrase } from "./phrase.ts";
import { type Charged, CHARGES_AN_HOUR, type Hold, HOLD_WORDS, holdOf, limitText, sumSince } from "./rechargeHolds.ts";
import type { RechargeData, RechargeSettings } from "./recharge.schema.ts";
import type { Doc } from "./record.ts";
import { DAY, HOUR, type Instant } from "./time.ts";
import { BILLING } from "./usage.ts";

export type { RechargeData, RechargeSettings } from "./recharge.schema.ts";
export type Recharge = Doc<RechargeData>;

export const RECHARGES = ["recharge", "top-up"] as const;
/** `waiting`: below the line, and nothing can be charged now. `ended`: over without money. */
export const RECHARGE_STATES = ["charging", "waiting", "settled", "ended"] as const;

export const MICROS_PER_CENT = MICROS_PER_UNIT / 100;
const TRIES_KEPT = 60;

/** A soft decline lets a card rest an hour, doubling to a day. */
export const restAfter = (times: number): number => Math.min(HOUR * 2 ** (times - 1), DAY);

/** Everything that a recharge depends on, as it stands in one instant. */
export interface RechargeFacts {
  account: string;
  /** In which its months are counted, and the last day of a card. */
  zone: string;
  settings: Doc<RechargeSettings> | null;
  wallet: Wallet | null;
  cards: readonly Card[];
  balance: Micros;
  currency: Currency;
  /** The recharge of this shortfall, where one was begun. */
  open: Recharge | null;
  /** A card is being charged, for whatever. */
  inFlight: boolean;
  canceled: boolean;
  /** By recharges lately. What is in flight is not among it: until it has ended nothing else is charged. */
  lately: Charged;
}

/** The cards of an account in the order in which they are tried. */
export type Chain = Pick<RechargeFacts, "wallet" | "cards" | "zone">;

export interface Given {
  now: Instant;
  newId: () => string;
}

/** The decline that it goes on from. `stuck`: why it waits and until when, where the card itself is not to blame. */
export interface Declined {
  action: Phrase;
  stuck?: readonly [why: Phrase, nextAt: Instant] | undefined;
}

/** What somebody should be told of it by mail. */
export interface Checked {
  effects: Effect[];
  /** Why, where a limit stops it as of now. */
  limitReached: Phrase | null;
}

const NOTHING: Checked = { effects: [], limitReached: null };
export const sumOf = (cents: number, currency: Currency): string =>
  showBalance(money(cents * MICROS_PER_CENT, currency), "en");

/** Cards that can be tried now, in their order. */
export const usableCards = ({ wallet, cards, zone }: Chain, now: Instant): Card[] =>
  ordered(wallet, cards).filter(({ data }) => cardState(data, now, zone) === "ok");

export const ordered = (wallet: Wallet | null, cards: readonly Card[]): Card[] =>
  wallet === null ? [] : inOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);

/**
 * Looks whether the balance is below the threshold and does what follows: charges the first card that can be charged, or
 * notes the one reason why none can. Looking again changes nothing while nothing has changed.
 */
export function checkRecharge(facts: RechargeFacts, given: Given, after?: Declined): Checked {
  const { settings, open, inFlight, canceled, balance } = facts;
  if (inFlight) return NOTHING;
  if (canceled || !settings?.data.on)
    return closed(open, phrase(canceled ? "recharge.canceled" : "recharge.switchedOff"), given.now);
  const { threshold, target, cap } = settings.data;
  const { lately } = facts;
  if (balance >= threshold) return closed(open, phrase("recharge.recovered"), given.now);
  const cents = centsUp(money(target - balance, facts.currency));
  const capLeft = cap === null ? null : Math.max(0, cap - sumSince(lately, lately.month.from));
  const data: RechargeData = {
    ...(open?.data ?? begun(facts.currency, given.now)),
    cents,
    crossed: { balance, threshold, target },
    capLeft,
  };
  const hold = holdOf(settings.data, lately, cents * MICROS_PER_CENT, given.now);
  if (hold) {
    const why = whyHeld(hold, cents, facts.currency);
    // Within the hour it goes on by itself.
    const isTold = hold.by !== "hour" && open?.data.why.key !== why.key;
    return { ...waits(facts, data, why, hold.next, given, after), limitReached: isTold ? why : null };
  }
  const [card] = usableCards(facts, given.now);
  if (!card) return noneLeft(facts, data, given, after);
  return { effects: charge(facts, open, data, card, BILLING, given), limitReached: null };
}

function noneLeft(facts: RechargeFacts, data: RechargeData, given: Given, after?: Declined): Checked {
  const [why, nextAt] = after?.stuck ?? whyNoCard(facts, given.now);
  return waits(facts, data, why, nextAt, given, after);
}

function whyHeld(hold: Hold, cents: number, currency: Currency): Phrase {
  const values = { most: limitText(hold, currency), sum: sumOf(cents, currency), next: hold.next ?? 0 };
  return phrase(HOLD_WORDS.recharge[hold.by], { ...values, times: CHARGES_AN_HOUR });
}

const begun = (currency: Currency, now: Instant): RechargeData => ({
  what: "recharge",
  state: "waiting",
  cents: 0,
  currency,
  crossed: null,
  capLeft: null,
  tries: [],
  nextAt: null,
  startedAt: now,
  endedAt: null,
  by: BILLING,
  why: phrase("recharge.noCard"),
  twice: false,
});

function closed(open: Recharge | null, why: Phrase, now: Instant): Checked {
  if (open === null) return NOTHING;
  const data: RechargeData = { ...open.data, state: "ended", endedAt: now, nextAt: null, why };
  return {
    effects: [save("recharge", open, data, { action: phrase("recharge.didEnd"), actor: BILLING })],
    limitReached: null,
  };
}

/** Written where it is news only: the same reason again makes no version. */
function waits(
  { open, account }: RechargeFacts,
  data: RechargeData,
  why: Phrase,
  nextAt: Instant | null,
  given: Given,
  after?: Declined,
): Checked {
  const said = { action: after?.action ?? phrase("recharge.didWait"), actor: BILLING };
  const next: RechargeData = { ...data, state: "waiting", why, nextAt };
  if (open === null) return { effects: [create(account, "recharge", given.newId(), next, said)], limitReached: null };
  const isNews = open.data.state !== "waiting" || open.data.why.key !== why.key || open.data.nextAt !== nextAt;
  return { effects: isNews ? [save("recharge", open, next, said)] : [], limitReached: null };
}

/** The one reason, and when a card can be tried again by itself. */
function whyNoCard({ wallet, cards, zone }: Chain, now: Instant): [why: Phrase, nextAt: Instant | null] {
  const all = ordered(wallet, cards);
  if (all.length === 0) return [phrase("recharge.noCard"), null];
  const resting = all.filter(({ data }) => cardState(data, now, zone) === "resting");
  const first = resting.toSorted((a, b) => a.data.refused!.until! - b.data.refused!.until!)[0];
  if (!first) return [phrase("recharge.allStopped"), null];
  const next = first.data.refused!.until!;
  return [phrase("recharge.allDeclined", { card: cardName(first.data), next }), next];
}

/** The intent is saved, with a key of its own, before anybody is called. */
function charge(
  { account, wallet, currency }: Pick<RechargeFacts, "account" | "wallet" | "currency">,
  recharge: Recharge | null,
  data: RechargeData,
  card: Card,
  by: Actor,
  { now, newId }: Given,
): Effect[] {
  const key = newId();
  const id = recharge?.id ?? newId();
  const label = cardName(card.data);
  const sum = sumOf(data.cents, currency);
  const attempt = { at: now, card: card.id, label, charge: key, state: "sent", hard: false, why: null } as const;
  const next: RechargeData = {
    ...data,
    state: "charging",
    nextAt: null,
    tries: [...data.tries, attempt].slice(-TRIES_KEPT),
    why: phrase("recharge.charging", { sum, card: label }),
  };
  const said = { action: phrase("recharge.didCharge", { sum, card: label }), actor: by };
  const input: ChargeInput = {
    recharge: id,
    card: card.id,
    ref: card.data.ref,
    customer: wallet!.data.customer,
    cents: data.cents,
    currency,
    sum,
  };
  return [
    recharge === null ? create(account, "recharge", id, next, said) : save("recharge", recharge, next, said),
    ...want(account, key, { what: "charge card", about: label, record: id, input: { ...input } }, by, now),
  ];
}

/** What a charge is carried out with, fixed before it is sent. */
export interface ChargeInput {
  recharge: string;
  card: string;
  ref: string;
  customer: string;
  cents: number;
  currency: Currency;
  sum: string;
}

export const chargeOf = ({ data }: Errand): ChargeInput => data.input as unknown as ChargeInput;

/** Somebody wants money on the balance now, from one card. Throws `conflict`, `invalid`. */
export function topUp(
  facts: RechargeFacts,
  { cents, card: wanted }: { cents: number; card: string | null },
  by: Actor,
  given: Given,
): { effects: Effect[]; recharge: string } {
  if (facts.inFlight) refuse("conflict", "recharge.inFlight");
  const all = ordered(facts.wallet, facts.cards);
  if (all.length === 0) refuse("conflict", "recharge.noCard");
  const card =
    wanted === null
      ? all[0]!
      : (all.find(({ id }) => id === wanted) ?? refuse("not-found", "cards.missing", {}, "card"));
  if (cardState(card.data, given.now, facts.zone) === "expired")
    refuse("conflict", "recharge.cardExpired", { card: cardName(card.data) }, "card");
  const data: RechargeData = { ...begun(facts.currency, given.now), what: "top-up", cents, by };
  const effects = charge(facts, null, data, card, by, given);
  return { effects, recharge: (effects[0] as { id: string }).id };
}
