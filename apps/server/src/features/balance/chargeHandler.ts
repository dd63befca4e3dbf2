import type { Provider } from "@callboard/domain/cards/rules";
import type { ProviderAnswer, ProviderRequest } from "@callboard/domain/core/providerRequest";
import { message } from "@callboard/domain/core/message";
import { chargeDataOf } from "@callboard/domain/balance/recharge";
import { declineCharge, settleCharge, type ChargeFacts } from "@callboard/domain/balance/chargeOutcome";
import { NoAnswer } from "../../integrations/carrier/port.ts";
import { limitMails, withMails } from "./mails.ts";
import { type ChargeAnswer, HARD_DECLINES } from "../../integrations/payments/port.ts";
import { findOptional, findOne } from "../../store/queries.ts";
import { systemScope } from "../../store/systemScope.ts";
import { read } from "../../store/commit.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { chargeLookup } from "./chargeLookup.ts";
import type { Services } from "../../services.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

/**
 * Charges a card that the provider keeps. An unclear answer is looked up later, and no other card is charged meanwhile.
 */
export const chargeHandler = defineRequestHandler({
  deed: null,
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async (services, request, signal) => {
    const { ref: card, customer, cents, currency, card: id } = chargeDataOf(request);
    // Nothing was sent yet, or the provider certainly didn't take it up: don't charge a card that has since been
    // removed.
    const provider = await cardProviderOf(services, request.account, id);
    if (provider === null) return { is: "declined", why: message("recharge.removed"), how: "removed" };
    if (provider !== services.payments.name) return { is: "declined", why: message("recharge.gone"), how: "hard" };
    const order = { key: request.id, customer, card, cents, currency };
    return interpretAnswer(services, request, await services.payments.charge(order, signal), signal);
  },
  ask: async (services, request, signal) =>
    interpretAnswer(services, request, await services.payments.ask(chargeLookup(request), signal), signal),
  needs: (request) => ({
    ...rechargeQueries(request.account),
    recharge: findOne("recharge", chargeDataOf(request).recharge),
  }),
  endings: ({ recharge, ...found }, request, environment, { world: services, scope }) => {
    const facts: ChargeFacts = { ...rechargeFactsFrom(found, environment.now), recharge };
    const { account, told, balance: sum } = found;
    const mailed = { account: account.data.name, told, sum, currency: facts.currency };
    return {
      done: () => withMails(services, scope, mailed, request, settleCharge(request, facts, environment.now)),
      declined(why, how) {
        const ending = withMails(
          services,
          scope,
          mailed,
          request,
          declineCharge(request, facts, why, how, environment),
        );
        const { limitReached } = ending;
        if (!limitReached) return ending;
        return { ...ending, effects: [...ending.effects, ...limitMails(services, scope, mailed, limitReached)] };
      },
    };
  },
});

/** The provider that keeps the card; null if the card was removed. */
async function cardProviderOf(services: Services, account: string, id: string): Promise<Provider | null> {
  const scope = systemScope(services, account, { as: "job", id: "errands" });
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
  if (answer.is === "declined") {
    const how = HARD_DECLINES.includes(answer.reason) ? "hard" : "soft";
    return { is: "declined", why: message(`recharge.${answer.reason}`), how };
  }
  if (answer.is === "canceled") return { is: "declined", why: message("recharge.approval"), how: "approval" };
  if (answer.is === "pending") return { is: "unknown", because: "pending" };
  if (answer.is !== "approval") return answer;
  const called = await services.payments.cancel(chargeLookup(request), signal);
  if (called.is === "canceled" || called.is === "done") return interpretAnswer(services, request, called, signal);
  throw new NoAnswer("silent");
}
