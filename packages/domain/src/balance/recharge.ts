import type { Actor } from "../core/actor.ts";
import { cardsInOrder, noCardReason, usableCards } from "../cards/cardChain.ts";
import { type Card, cardName, cardState, type Wallet } from "../cards/rules.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { type ProviderRequest, request } from "../core/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { ceilCents, type Currency, type Micros, MICROS_PER_UNIT, money, formatBalance } from "../core/money.ts";
import { message, type Phrase } from "../core/message.ts";
import {
  type RecentCharges,
  MAX_CHARGES_PER_HOUR,
  type ReachedLimit,
  LIMIT_MESSAGE_KEYS,
  findReachedLimit,
  formatLimit,
  chargedSince,
} from "./rechargeLimits.ts";
import type { RechargeData, RechargeSettings } from "./rechargeSchema.ts";
import type { Doc } from "../core/record.ts";
import { DAY, HOUR, type Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

export type { RechargeData, RechargeSettings } from "./rechargeSchema.ts";
export type Recharge = Doc<RechargeData>;

export const RECHARGE_TYPES = ["recharge", "top-up"] as const;
/** `waiting`: below the threshold, but nothing can be charged now. `ended`: over without money. */
export const RECHARGE_STATES = ["charging", "waiting", "settled", "ended"] as const;

export const MICROS_PER_CENT = MICROS_PER_UNIT / 100;
const ATTEMPTS_KEPT = 60;

/** After a soft decline a card is paused for an hour, doubling up to a day. */
export const retryDelayAfterDecline = (times: number): number => Math.min(HOUR * 2 ** (times - 1), DAY);

/** Everything that a recharge depends on, at one instant. */
export interface RechargeFacts {
  account: string;
  /** The zone for its months and for card expiry. */
  zone: string;
  settings: Doc<RechargeSettings> | null;
  wallet: Wallet | null;
  cards: readonly Card[];
  balance: Micros;
  currency: Currency;
  /** The open recharge for this shortfall, if there is one. */
  open: Recharge | null;
  /** A card is being charged, for any purpose. */
  inFlight: boolean;
  canceled: boolean;
  /** Recent charges by recharges, without one in progress: until that has ended, nothing else is charged. */
  lately: RecentCharges;
}

export interface Environment {
  now: Instant;
  newId: () => string;
}

/** The decline to continue from. `stuck`: why it waits and until when, if the card is not the reason. */
export interface DeclineContext {
  action: Phrase;
  stuck?: readonly [why: Phrase, nextAt: Instant] | undefined;
}

/** The effects, and news to send by mail. */
export interface RechargeResult {
  effects: Effect[];
  /** The reason, if a limit has just stopped it. */
  limitReached: Phrase | null;
}

const NO_RESULT: RechargeResult = { effects: [], limitReached: null };
export const formatCents = (cents: number, currency: Currency): string =>
  formatBalance(money(cents * MICROS_PER_CENT, currency), "en");

/**
 * If the balance is below the threshold, charges the first usable card, or records the one reason why none is.
 * Repeating it without other changes has no effect.
 */
export function checkRecharge(facts: RechargeFacts, environment: Environment, after?: DeclineContext): RechargeResult {
  const { settings, open, inFlight, canceled, balance } = facts;
  if (inFlight) return NO_RESULT;
  if (canceled || !settings?.data.on)
    return closeRecharge(open, message(canceled ? "recharge.canceled" : "recharge.switchedOff"), environment.now);
  const { threshold, target, cap } = settings.data;
  const { lately } = facts;
  if (balance >= threshold) return closeRecharge(open, message("recharge.recovered"), environment.now);
  const cents = ceilCents(money(target - balance, facts.currency));
  const capLeft = cap === null ? null : Math.max(0, cap - chargedSince(lately, lately.month.from));
  const data: RechargeData = {
    ...(open?.data ?? newRecharge(facts.currency, environment.now)),
    cents,
    crossed: { balance, threshold, target },
    capLeft,
  };
  const hold = findReachedLimit(settings.data, lately, cents * MICROS_PER_CENT, environment.now);
  if (hold) {
    const why = limitMessage(hold, cents, facts.currency);
    // The hourly limit passes automatically, so it isn't announced.
    const isTold = hold.by !== "hour" && open?.data.why.key !== why.key;
    return { ...keepWaiting(facts, data, why, hold.next, environment, after), limitReached: isTold ? why : null };
  }
  const [card] = usableCards(facts, environment.now);
  if (!card) return waitForCard(facts, data, environment, after);
  return { effects: requestCharge(facts, open, data, card, BILLING_ACTOR, environment), limitReached: null };
}

function waitForCard(
  facts: RechargeFacts,
  data: RechargeData,
  environment: Environment,
  after?: DeclineContext,
): RechargeResult {
  const [why, nextAt] = after?.stuck ?? noCardReason(facts, environment.now);
  return keepWaiting(facts, data, why, nextAt, environment, after);
}

function limitMessage(hold: ReachedLimit, cents: number, currency: Currency): Phrase {
  const values = { most: formatLimit(hold, currency), sum: formatCents(cents, currency), next: hold.next ?? 0 };
  return message(LIMIT_MESSAGE_KEYS.recharge[hold.by], { ...values, times: MAX_CHARGES_PER_HOUR });
}

const newRecharge = (currency: Currency, now: Instant): RechargeData => ({
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
  by: BILLING_ACTOR,
  why: message("recharge.noCard"),
  twice: false,
});

function closeRecharge(open: Recharge | null, why: Phrase, now: Instant): RechargeResult {
  if (open === null) return NO_RESULT;
  const data: RechargeData = { ...open.data, state: "ended", endedAt: now, nextAt: null, why };
  return {
    effects: [save("recharge", open, data, { action: message("recharge.didEnd"), actor: BILLING_ACTOR })],
    limitReached: null,
  };
}

/** Saves only news: the same reason again adds no version. */
function keepWaiting(
  { open, account }: RechargeFacts,
  data: RechargeData,
  why: Phrase,
  nextAt: Instant | null,
  environment: Environment,
  after?: DeclineContext,
): RechargeResult {
  const said = { action: after?.action ?? message("recharge.didWait"), actor: BILLING_ACTOR };
  const next: RechargeData = { ...data, state: "waiting", why, nextAt };
  if (open === null)
    return { effects: [create(account, "recharge", environment.newId(), next, said)], limitReached: null };
  const isNews = open.data.state !== "waiting" || open.data.why.key !== why.key || open.data.nextAt !== nextAt;
  return { effects: isNews ? [save("recharge", open, next, said)] : [], limitReached: null };
}

/** Saves the request with a key of its own before the provider is called. */
function requestCharge(
  { account, wallet, currency }: Pick<RechargeFacts, "account" | "wallet" | "currency">,
  recharge: Recharge | null,
  data: RechargeData,
  card: Card,
  by: Actor,
  { now, newId }: Environment,
): Effect[] {
  const key = newId();
  const id = recharge?.id ?? newId();
  const label = cardName(card.data);
  const sum = formatCents(data.cents, currency);
  const attempt = { at: now, card: card.id, label, charge: key, state: "sent", hard: false, why: null } as const;
  const next: RechargeData = {
    ...data,
    state: "charging",
    nextAt: null,
    tries: [...data.tries, attempt].slice(-ATTEMPTS_KEPT),
    why: message("recharge.charging", { sum, card: label }),
  };
  const said = { action: message("recharge.didCharge", { sum, card: label }), actor: by };
  const input: ChargeRequestData = {
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
    ...request(account, key, { what: "charge card", about: label, record: id, input: { ...input } }, by, now),
  ];
}

/** The input of a charge request, fixed before it is sent. */
export interface ChargeRequestData {
  recharge: string;
  card: string;
  ref: string;
  customer: string;
  cents: number;
  currency: Currency;
  sum: string;
}

export const chargeDataOf = ({ data }: ProviderRequest): ChargeRequestData =>
  data.input as unknown as ChargeRequestData;

/** A manual top-up from one card. Throws `conflict`, `invalid`. */
export function topUp(
  facts: RechargeFacts,
  { cents, card: wanted }: { cents: number; card: string | null },
  by: Actor,
  environment: Environment,
): { effects: Effect[]; recharge: string } {
  if (facts.inFlight) fail("conflict", "recharge.inFlight");
  const all = cardsInOrder(facts.wallet, facts.cards);
  if (all.length === 0) fail("conflict", "recharge.noCard");
  const card =
    wanted === null ? all[0]! : (all.find(({ id }) => id === wanted) ?? fail("not-found", "cards.missing", {}, "card"));
  if (cardState(card.data, environment.now, facts.zone) === "expired")
    fail("conflict", "recharge.cardExpired", { card: cardName(card.data) }, "card");
  const data: RechargeData = { ...newRecharge(facts.currency, environment.now), what: "top-up", cents, by };
  const effects = requestCharge(facts, null, data, card, by, environment);
  return { effects, recharge: (effects[0] as { id: string }).id };
}
