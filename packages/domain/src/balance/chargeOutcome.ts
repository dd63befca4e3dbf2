import { type Card, cardName } from "../cards/rules.ts";
import { type Effect, post, save } from "../core/effect.ts";
import type { RequestOutcome, ProviderRequest } from "../core/provider-request/providerRequest.ts";
import { paymentMovement } from "../core/ledger.ts";
import { MICROS_PER_CENT, money } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
import {
  chargeDataOf,
  type RechargeResult,
  checkRecharge,
  type Environment,
  type Recharge,
  type RechargeData,
  type RechargeFacts,
  retryDelayAfterDecline,
} from "./recharge.ts";
import { HOUR, type Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

/** The facts when a charge ends, with the recharge or top-up that it belongs to. */
export interface ChargeFacts extends RechargeFacts {
  recharge: Recharge;
}

export interface DeclinedOutcome extends RequestOutcome, Pick<RechargeResult, "limitReached"> {}

/** The card was charged: books the payment once, under the request's key. */
export function settleCharge(
  request: ProviderRequest,
  { account, recharge, cards }: ChargeFacts,
  now: Instant,
): RequestOutcome {
  const { cents, currency, sum, card: id } = chargeDataOf(request);
  const label = request.data.subject;
  const why = message("balance.recharge.settled", { sum, card: label });
  const card = cards.find((candidate) => candidate.id === id);
  const memo = message(recharge.data.type === "recharge" ? "balance.recharged" : "balance.toppedUp", { card: label });
  const payment = post(
    paymentMovement(account, request.id, money(cents * MICROS_PER_CENT, currency), memo, sentAt(request, now)),
  );
  const attempts = recharge.data.attempts.map((attempt) =>
    attempt.charge === request.id ? { ...attempt, state: "settled" as const } : attempt,
  );
  const ending = { state: "settled", endedAt: now, retryAt: null, why } as const;
  const data: RechargeData = { ...recharge.data, ...ending, attempts, chargedTwice: isPaidTwice(attempts) };
  const metadata = {
    action: message("balance.recharge.didSettle", { sum, card: label }),
    actor: request.data.requestedBy,
  };
  const clearedDecline = card?.data.lastDecline ? [saveCard(card, { lastDecline: null })] : [];
  return { state: "settled", why, effects: [save("recharge", recharge, data, metadata), payment, ...clearedDecline] };
}

const sentAt = ({ data }: ProviderRequest, now: Instant): Instant => data.sentAt ?? now;

/** Whether a decline was reversed after another card had paid. */
const isPaidTwice = (attempts: RechargeData["attempts"]): boolean =>
  attempts.filter(({ state }) => state === "settled").length > 1;

const saveCard = (card: Card, data: Partial<Card["data"]>): Effect =>
  save(
    "card",
    card,
    { ...card.data, ...data },
    {
      action: message("balance.recharge.didNote", { card: cardName(card.data) }),
      actor: BILLING_ACTOR,
      log: "activity",
    },
  );

/**
 * A definite decline: the card is paused or stopped, and a recharge tries the next one at once. A manual top-up ends
 * here. `declineKind`: undefined if the request never reached the provider.
 */
export function declineCharge(
  request: ProviderRequest,
  facts: ChargeFacts,
  why: Message,
  declineKind: string | undefined,
  environment: Environment,
): DeclinedOutcome {
  const { recharge, cards } = facts;
  const { now } = environment;
  const { card: id } = chargeDataOf(request);
  // This card isn't tried again automatically.
  const hard = declineKind === "hard" || declineKind === "approval";
  const card = cards.find((candidate) => candidate.id === id);
  const times = (card?.data.lastDecline?.times ?? 0) + 1;
  // A request that never reached the provider says nothing about the card.
  const lastDecline = { hard, at: now, until: hard ? null : now + retryDelayAfterDecline(times), times, why };
  const savedDecline = card && declineKind !== undefined ? [saveCard(card, { lastDecline })] : [];
  const attempts = recharge.data.attempts.map((attempt) =>
    attempt.charge === request.id ? { ...attempt, state: "declined" as const, hard, why } : attempt,
  );
  const data: RechargeData = { ...recharge.data, attempts };
  const otherCards = cards.filter((other) => other.id !== id);
  const action = message("balance.recharge.didFail", { card: request.data.subject });
  const declineWith = (next: RechargeData): DeclinedOutcome => ({
    state: "declined",
    why,
    effects: [...savedDecline, save("recharge", recharge, next, { action, actor: BILLING_ACTOR })],
    limitReached: null,
  });
  // An earlier decline was reversed meanwhile: the balance has been filled.
  const settledAttempt = attempts.find(({ state }) => state === "settled");
  if (settledAttempt)
    return declineWith({ ...data, state: "settled", endedAt: now, retryAt: null, why: settledAttempt.why ?? why });
  if (data.type === "top-up") return declineWith({ ...data, state: "ended", endedAt: now, why });
  // The next card must see the current facts as well: the balance, the limits, and whether a charge is still needed.
  const neverReached = declineKind === undefined;
  const cardsAfter =
    card && !neverReached ? [...otherCards, { ...card, data: { ...card.data, lastDecline } }] : otherCards;
  const nextFacts = { ...facts, cards: cardsAfter, openRecharge: { ...recharge, data }, isCharging: false };
  const waitFor = neverReached ? ([why, now + HOUR] as const) : undefined;
  const { effects, limitReached } = checkRecharge(nextFacts, environment, { action, waitFor });
  return { state: "declined", why, effects: [...savedDecline, ...effects], limitReached };
}

/**
 * The provider reversed a decline: the card was charged after all. Books the payment. If another card has paid
 * meanwhile, both charges stay and one has to be refunded.
 */
export function reverseDecline(
  request: ProviderRequest,
  { account, recharge }: Pick<ChargeFacts, "account" | "recharge">,
  now: Instant,
): Effect[] {
  if (request.data.state !== "declined") return [];
  const { cents, currency, sum } = chargeDataOf(request);
  const label = request.data.subject;
  const why = message("balance.recharge.reversed", { sum, card: label });
  const attempts = recharge.data.attempts.map((attempt) =>
    attempt.charge === request.id ? { ...attempt, state: "settled" as const, why } : attempt,
  );
  // If another card is being charged right now, wait for its outcome.
  const isCharging = recharge.data.state === "charging";
  const data: RechargeData = {
    ...recharge.data,
    attempts,
    chargedTwice: isPaidTwice(attempts),
    ...(isCharging ? {} : { state: "settled" as const, endedAt: recharge.data.endedAt ?? now, retryAt: null }),
    why: isCharging
      ? recharge.data.why
      : isPaidTwice(attempts)
        ? message("balance.recharge.reversedTwice", { sum, card: label })
        : why,
  };
  const metadata = { action: message("balance.recharge.didReverse", { sum, card: label }), actor: BILLING_ACTOR };
  const memo = message(recharge.data.type === "recharge" ? "balance.reversed" : "balance.toppedUpLate", {
    card: label,
  });
  return [
    save("charge", request, { ...request.data, state: "settled", why }, metadata),
    save("recharge", recharge, data, metadata),
    post(paymentMovement(account, request.id, money(cents * MICROS_PER_CENT, currency), memo, sentAt(request, now))),
  ];
}
