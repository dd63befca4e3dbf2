import type { Actor } from "../core/actor.ts";
import { cardsInOrder, noCardReason, usableCards } from "../cards/cardChain.ts";
import { type Card, cardName, cardState, type Wallet } from "../cards/rules.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { type ProviderRequest, request } from "../core/provider-request/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { ceilCents, type Currency, type Micros, MICROS_PER_CENT, money, formatBalance } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
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

const ATTEMPTS_KEPT = 60;

/** Milliseconds until a card is tried again after its n-th decline in a row: an hour, doubling up to a day. */
export const retryDelayAfterDecline = (declines: number): number => Math.min(HOUR * 2 ** (declines - 1), DAY);

/** Everything that a recharge depends on, at one instant. `balance` in micros. */
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
  openRecharge: Recharge | null;
  /** A card is being charged, for any purpose. */
  isCharging: boolean;
  canceled: boolean;
  /** Recent charges by recharges, without one in progress: until that has ended, nothing else is charged. */
  recentCharges: RecentCharges;
}

export interface Environment {
  now: Instant;
  newId: () => string;
}

/** For continuing after a declined charge: its log text. `waitFor`: why to wait and until when, if no card is to blame. */
export interface DeclineContext {
  action: Message;
  waitFor?: readonly [why: Message, nextAt: Instant] | undefined;
}

/** The effects, and what to announce by mail. */
export interface RechargeResult {
  effects: Effect[];
  /** The reason, if a limit has just stopped it. */
  limitReached: Message | null;
}

const NO_RESULT: RechargeResult = { effects: [], limitReached: null };
export const formatCents = (cents: number, currency: Currency): string =>
  formatBalance(money(cents * MICROS_PER_CENT, currency), "en");

/**
 * If the balance is below the threshold, charges the first usable card, or records the one reason why none is.
 * Repeating it without other changes has no effect.
 */
export function checkRecharge(
  facts: RechargeFacts,
  environment: Environment,
  decline?: DeclineContext,
): RechargeResult {
  const { settings, openRecharge, isCharging, canceled, balance } = facts;
  if (isCharging) return NO_RESULT;
  if (canceled || !settings?.data.enabled)
    return closeRecharge(
      openRecharge,
      message(canceled ? "balance.recharge.canceled" : "balance.recharge.switchedOff"),
      environment.now,
    );
  const { threshold, target, monthlyCap } = settings.data;
  const { recentCharges } = facts;
  if (balance >= threshold) return closeRecharge(openRecharge, message("balance.recharge.recovered"), environment.now);
  const cents = ceilCents(money(target - balance, facts.currency));
  const capRemaining =
    monthlyCap === null ? null : Math.max(0, monthlyCap - chargedSince(recentCharges, recentCharges.month.from));
  const data: RechargeData = {
    ...(openRecharge?.data ?? newRecharge(facts.currency, environment.now)),
    cents,
    trigger: { balance, threshold, target },
    capRemaining,
  };
  const limit = findReachedLimit(settings.data, recentCharges, cents * MICROS_PER_CENT, environment.now);
  if (limit) {
    const why = limitMessage(limit, cents, facts.currency);
    // The hourly limit passes automatically, so it isn't announced.
    const shouldAnnounce = limit.kind !== "hour" && openRecharge?.data.why.key !== why.key;
    return {
      ...keepWaiting(facts, data, why, limit.liftedAt, environment, decline),
      limitReached: shouldAnnounce ? why : null,
    };
  }
  const [card] = usableCards(facts, environment.now);
  if (!card) return waitForCard(facts, data, environment, decline);
  return { effects: requestCharge(facts, openRecharge, data, card, BILLING_ACTOR, environment), limitReached: null };
}

function waitForCard(
  facts: RechargeFacts,
  data: RechargeData,
  environment: Environment,
  decline?: DeclineContext,
): RechargeResult {
  const [why, nextAt] = decline?.waitFor ?? noCardReason(facts, environment.now);
  return keepWaiting(facts, data, why, nextAt, environment, decline);
}

function limitMessage(limit: ReachedLimit, cents: number, currency: Currency): Message {
  const values = { max: formatLimit(limit, currency), sum: formatCents(cents, currency), next: limit.liftedAt ?? 0 };
  return message(LIMIT_MESSAGE_KEYS.recharge[limit.kind], { ...values, times: MAX_CHARGES_PER_HOUR });
}

const newRecharge = (currency: Currency, now: Instant): RechargeData => ({
  type: "recharge",
  state: "waiting",
  cents: 0,
  currency,
  trigger: null,
  capRemaining: null,
  attempts: [],
  retryAt: null,
  startedAt: now,
  endedAt: null,
  requestedBy: BILLING_ACTOR,
  why: message("balance.recharge.noCard"),
  chargedTwice: false,
});

function closeRecharge(recharge: Recharge | null, why: Message, now: Instant): RechargeResult {
  if (recharge === null) return NO_RESULT;
  const data: RechargeData = { ...recharge.data, state: "ended", endedAt: now, retryAt: null, why };
  return {
    effects: [save("recharge", recharge, data, { action: message("balance.recharge.didEnd"), actor: BILLING_ACTOR })],
    limitReached: null,
  };
}

/** Saves only changes: the same reason again adds no version. */
function keepWaiting(
  { openRecharge, account }: RechargeFacts,
  data: RechargeData,
  why: Message,
  retryAt: Instant | null,
  environment: Environment,
  decline?: DeclineContext,
): RechargeResult {
  const metadata = { action: decline?.action ?? message("balance.recharge.didFailToCharge"), actor: BILLING_ACTOR };
  const next: RechargeData = { ...data, state: "waiting", why, retryAt };
  if (openRecharge === null)
    return { effects: [create(account, "recharge", environment.newId(), next, metadata)], limitReached: null };
  const hasChanged =
    openRecharge.data.state !== "waiting" ||
    openRecharge.data.why.key !== why.key ||
    openRecharge.data.retryAt !== retryAt;
  return { effects: hasChanged ? [save("recharge", openRecharge, next, metadata)] : [], limitReached: null };
}

/** Saves the charge's request, whose id is the provider's idempotency key; a worker calls the provider afterwards. */
function requestCharge(
  { account, wallet, currency }: Pick<RechargeFacts, "account" | "wallet" | "currency">,
  recharge: Recharge | null,
  data: RechargeData,
  card: Card,
  by: Actor,
  { now, newId }: Environment,
): Effect[] {
  const chargeId = newId();
  const id = recharge?.id ?? newId();
  const label = cardName(card.data);
  const sum = formatCents(data.cents, currency);
  const attempt = { at: now, card: card.id, label, charge: chargeId, state: "sent", hard: false, why: null } as const;
  const next: RechargeData = {
    ...data,
    state: "charging",
    retryAt: null,
    attempts: [...data.attempts, attempt].slice(-ATTEMPTS_KEPT),
    why: message("balance.recharge.charging", { sum, card: label }),
  };
  const metadata = { action: message("balance.recharge.didCharge", { sum, card: label }), actor: by };
  const input: ChargeRequestData = {
    recharge: id,
    card: card.id,
    providerRef: card.data.providerRef,
    customer: wallet!.data.customer,
    cents: data.cents,
    currency,
    sum,
  };
  return [
    recharge === null ? create(account, "recharge", id, next, metadata) : save("recharge", recharge, next, metadata),
    ...request(account, chargeId, { type: "charge card", subject: label, recordId: id, input: { ...input } }, by, now),
  ];
}

/** The input of a charge request, fixed before it is sent. */
export interface ChargeRequestData {
  recharge: string;
  card: string;
  providerRef: string;
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
  { cents, card: cardId }: { cents: number; card: string | null },
  requestedBy: Actor,
  environment: Environment,
): { effects: Effect[]; recharge: string } {
  if (facts.isCharging) fail("conflict", "balance.recharge.inFlight");
  const ordered = cardsInOrder(facts.wallet, facts.cards);
  if (ordered.length === 0) fail("conflict", "balance.recharge.noCard");
  const card =
    cardId === null
      ? ordered[0]!
      : (ordered.find(({ id }) => id === cardId) ?? fail("not-found", "cards.missing", {}, "card"));
  if (cardState(card.data, environment.now, facts.zone) === "expired")
    fail("conflict", "balance.recharge.cardExpired", { card: cardName(card.data) }, "card");
  const data: RechargeData = { ...newRecharge(facts.currency, environment.now), type: "top-up", cents, requestedBy };
  const effects = requestCharge(facts, null, data, card, requestedBy, environment);
  // The first effect creates the recharge.
  return { effects, recharge: (effects[0] as { id: string }).id };
}
