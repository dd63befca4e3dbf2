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

/** What stands around a charge when it ends. */
export interface ChargeFacts extends RechargeFacts {
  recharge: Recharge;
}

export interface DeclinedOutcome extends RequestOutcome, Pick<RechargeResult, "limitReached"> {}

/** The card paid: the balance has it, once, under the very key that the provider was asked with. */
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

/** A decline that was taken back stands beside what another card has paid. */
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
 * A definite decline: the card rests or stops, and a recharge tries the next one at once. Whatever somebody asked for by
 * hand ends here. `hard`: this card is not tried again by itself.
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
  // What never reached the provider says nothing against the card.
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
  // A decline before this one was taken back meanwhile: the balance has been filled.
  const paid = tries.find(({ state }) => state === "settled");
  if (paid) return done({ ...data, state: "settled", endedAt: now, nextAt: null, why: paid.why ?? why });
  if (data.what === "top-up") return done({ ...data, state: "ended", endedAt: now, why });
  // What has changed since counts for the next card as well: the balance, the limits, whether anything is charged at all.
  const isStuck = how === undefined;
  const others = card && !isStuck ? [...left, { ...card, data: { ...card.data, refused } }] : left;
  const next = { ...facts, cards: others, open: { ...recharge, data }, inFlight: false };
  const stuck = isStuck ? ([why, now + HOUR] as const) : undefined;
  const { effects, limitReached } = checkRecharge(next, environment, { action, stuck });
  return { state: "declined", why, effects: [...noted, ...effects], limitReached };
}

/**
 * The provider took a decline back: the card was charged after all. It is booked, and where another card has paid meanwhile
 * both stand, and one is to be refunded.
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
  // Another card that is being charged right now has still to end.
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
