import type { Provider } from "@callboard/domain/cards/types";
import type { ProviderAnswer, ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import { message } from "@callboard/domain/core/message";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import { chargeDataOf } from "@callboard/domain/balance/recharge";
import { declineCharge, settleCharge, type ChargeFacts } from "@callboard/domain/balance/chargeOutcome";
import { IndefiniteAnswer } from "../../integrations/indefiniteAnswer.ts";
import { limitMails, withMails } from "./mails.ts";
import { type ChargeAnswer, type DeclineReason, HARD_DECLINES } from "../../integrations/payments/port.ts";
import { findOptional, findOne } from "../../store/queries.ts";
import { systemScope } from "../../store/systemScope.ts";
import { read } from "../../store/commit.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { chargeLookup } from "./chargeLookup.ts";
import type { Services } from "../../services.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

const DECLINE_MESSAGES = {
  "insufficient funds": "balance.recharge.funds",
  stolen: "balance.recharge.stolen",
  expired: "balance.recharge.expired",
  gone: "balance.recharge.gone",
  other: "balance.recharge.declined",
} as const satisfies Record<DeclineReason, MessageKey>;

/**
 * Charges a card that is stored at the provider. An unclear answer is looked up later, and no other card is charged
 * meanwhile.
 */
export const chargeHandler = defineRequestHandler({
  permission: null,
  timeoutMs: ({ payments }) => payments.timeoutMs,
  send: async (services, request, signal) => {
    const { providerRef, customer, cents, currency, card } = chargeDataOf(request);
    // Nothing was sent yet, or the provider certainly didn't process it: don't charge a card that has been removed
    // since.
    const provider = await cardProviderOf(services, request.account, card);
    if (provider === null) return { outcome: "declined", why: message("balance.recharge.removed"), how: "removed" };
    if (provider !== services.payments.name)
      return { outcome: "declined", why: message("balance.recharge.gone"), how: "hard" };
    const chargeOrder = { key: request.id, customer, cardRef: providerRef, cents, currency };
    return interpretAnswer(services, request, await services.payments.charge(chargeOrder, signal), signal);
  },
  check: async (services, request, signal) =>
    interpretAnswer(services, request, await services.payments.checkCharge(chargeLookup(request), signal), signal),
  queries: (request) => ({
    ...rechargeQueries(request.account),
    recharge: findOne("recharge", chargeDataOf(request).recharge),
  }),
  outcomeRules: ({ recharge, ...accountFacts }, request, environment, { services, scope }) => {
    const facts: ChargeFacts = { ...rechargeFactsFrom(accountFacts, environment.now), recharge };
    const { account, recipients, balance: balanceMicros } = accountFacts;
    const mailContext = { account: account.data.name, recipients, balanceMicros, currency: facts.currency };
    return {
      done: () => withMails(services, scope, mailContext, request, settleCharge(request, facts, environment.now)),
      declined(why, how) {
        const ending = withMails(
          services,
          scope,
          mailContext,
          request,
          declineCharge(request, facts, why, how, environment),
        );
        const { limitReached } = ending;
        if (!limitReached) return ending;
        return { ...ending, effects: [...ending.effects, ...limitMails(services, scope, mailContext, limitReached)] };
      },
    };
  },
});

/** The provider that stores the card; null if the card was removed. */
async function cardProviderOf(services: Services, account: string, id: string): Promise<Provider | null> {
  const scope = systemScope(services, account, { as: "job", id: "requests" });
  const { card } = await read(scope, { card: findOptional("card", id) });
  return card?.data.provider ?? null;
}

/**
 * Interprets the bank's answer. A payment that waits for the cardholder's approval is canceled first, and counts as
 * declined only once that is confirmed: otherwise it could be approved later and charged in addition to the next card.
 */
async function interpretAnswer(
  services: Services,
  request: ProviderRequest,
  answer: ChargeAnswer,
  signal: AbortSignal,
): Promise<ProviderAnswer> {
  if (answer.outcome === "declined") {
    const how = HARD_DECLINES.includes(answer.reason) ? "hard" : "soft";
    return { outcome: "declined", why: message(DECLINE_MESSAGES[answer.reason]), how };
  }
  if (answer.outcome === "canceled")
    return { outcome: "declined", why: message("balance.recharge.needsApproval"), how: "approval" };
  if (answer.outcome === "pending") return { outcome: "unknown", reason: "pending" };
  if (answer.outcome !== "approval needed") return answer;
  const cancellation = await services.payments.cancelCharge(chargeLookup(request), signal);
  if (cancellation.outcome === "canceled" || cancellation.outcome === "done")
    return interpretAnswer(services, request, cancellation, signal);
  // As long as the cancellation isn't confirmed, the charge counts as unanswered, and is checked again.
  throw new IndefiniteAnswer("silent");
}
