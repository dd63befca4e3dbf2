import { type Card, cardName } from "../cards/rules.ts";
import { type Effect, post, save } from "../core/effect.ts";
import type { RequestOutcome, ProviderRequest } from "../core/providerRequest.ts";
import { paymentMovement } from "../core/ledger.ts";
import { money } from "../core/money.ts";
import { message, type Phrase } from "../core/message.ts";
import {
  chargeDataOf,
  type RechargeResult,
  checkRecharge,
  type Environment,
  MICROS_PER_CENT,
  type Recharge,
  type RechargeData,
  type RechargeFacts,
  retryDelayAfterDecline,
} from "./recharge.ts";
import { HOUR, type Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

/** The facts when a charge ends. */
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
  const label = request.data.about;
  const why = message("recharge.settled", { sum, card: label });
  const card = cards.find((one) => one.id === id);
  const memo = message(recharge.data.what === "recharge" ? "balance.recharged" : "balance.toppedUp", { card: label });
  const paid = post(
    paymentMovement(account, request.id, money(cents * MICROS_PER_CENT, currency), memo, sentAt(request, now)),
  );
  const tries = recharge.data.tries.map((one) =>
    one.charge === request.id ? { ...one, state: "settled" as const } : one,
  );
  const over = { state: "settled", endedAt: now, nextAt: null, why } as const;
  const data: RechargeData = { ...recharge.data, ...over, tries, twice: isPaidTwice(tries) };
  const said = { action: message("recharge.didSettle", { sum, card: label }), actor: request.data.by };
  const cleared = card?.data.refused ? [noteOnCard(card, { refused: null })] : [];
  return { state: "settled", why, effects: [save("recharge", recharge, data, said), paid, ...cleared] };
}

const sentAt = ({ data }: ProviderRequest, now: Instant): Instant => data.sentAt ?? now;

/** Whether a decline was reversed after another card had paid. */
const isPaidTwice = (tries: RechargeData["tries"]): boolean =>
  tries.filter(({ state }) => state === "settled").length > 1;

const noteOnCard = (card: Card, data: Partial<Card["data"]>): Effect =>
  save(
    "card",
    card,
    { ...card.data, ...data },
    {
      action: message("recharge.didNote", { card: cardName(card.data) }),
      actor: BILLING_ACTOR,
      log: "activity",
    },
  );

/**
 * A definite decline: the card is paused or stopped, and a recharge tries the next one at once. A manual top-up ends
 * here. `hard`: this card isn't tried again automatically.
 */
export function declineCharge(
  request: ProviderRequest,
  facts: ChargeFacts,
  why: Phrase,
  how: string | undefined,
  environment: Environment,
): DeclinedOutcome {
  const { recharge, cards } = facts;
  const { now } = environment;
  const { card: id } = chargeDataOf(request);
  const hard = how === "hard" || how === "approval";
  const card = cards.find((one) => one.id === id);
  const times = (card?.data.refused?.times ?? 0) + 1;
  // A request that never reached the provider says nothing about the card.
  const refused = { hard, at: now, until: hard ? null : now + retryDelayAfterDecline(times), times, why };
  const noted = card && how !== undefined ? [noteOnCard(card, { refused })] : [];
  const tries = recharge.data.tries.map((one) =>
    one.charge === request.id ? { ...one, state: "declined" as const, hard, why } : one,
  );
  const data: RechargeData = { ...recharge.data, tries };
  const left = cards.filter((one) => one.id !== id);
  const action = message("recharge.didFail", { card: request.data.about });
  const done = (next: RechargeData): DeclinedOutcome => ({
    state: "declined",
    why,
    effects: [...noted, save("recharge", recharge, next, { action, actor: BILLING_ACTOR })],
    limitReached: null,
  });
  // An earlier decline was reversed meanwhile: the balance has been filled.
  const paid = tries.find(({ state }) => state === "settled");
  if (paid) return done({ ...data, state: "settled", endedAt: now, nextAt: null, why: paid.why ?? why });
  if (data.what === "top-up") return done({ ...data, state: "ended", endedAt: now, why });
  // The next card must see the current facts as well: the balance, the limits, and whether a charge is still needed.
  const isStuck = how === undefined;
  const others = card && !isStuck ? [...left, { ...card, data: { ...card.data, refused } }] : left;
  const next = { ...facts, cards: others, open: { ...recharge, data }, inFlight: false };
  const stuck = isStuck ? ([why, now + HOUR] as const) : undefined;
  const { effects, limitReached } = checkRecharge(next, environment, { action, stuck });
  return { state: "declined", why, effects: [...noted, ...effects], limitReached };
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
  const label = request.data.about;
  const why = message("recharge.reversed", { sum, card: label });
  const tries = recharge.data.tries.map((one) =>
    one.charge === request.id ? { ...one, state: "settled" as const, why } : one,
  );
  // If another card is being charged right now, wait for its outcome.
  const isCharging = recharge.data.state === "charging";
  const data: RechargeData = {
    ...recharge.data,
    tries,
    twice: isPaidTwice(tries),
    ...(isCharging ? {} : { state: "settled" as const, endedAt: recharge.data.endedAt ?? now, nextAt: null }),
    why: isCharging
      ? recharge.data.why
      : isPaidTwice(tries)
        ? message("recharge.reversedTwice", { sum, card: label })
        : why,
  };
  const said = { action: message("recharge.didReverse", { sum, card: label }), actor: BILLING_ACTOR };
  const memo = message(recharge.data.what === "recharge" ? "balance.reversed" : "balance.toppedUpLate", {
    card: label,
  });
  return [
    save("charge", request, { ...request.data, state: "settled", why }, said),
    save("recharge", recharge, data, said),
    post(paymentMovement(account, request.id, money(cents * MICROS_PER_CENT, currency), memo, sentAt(request, now))),
  ];
}
