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

/** Charges a card that is kept at the provider. What is no definite answer is asked about, and never tried on another card. */
export const chargeHandler = defineRequestHandler({
  deed: null,
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async (world, errand, signal) => {
    const { ref: card, customer, cents, currency, card: id } = chargeDataOf(errand);
    // Nothing was sent yet, or definitely not taken up: a card that is gone by now is let be.
    const provider = await cardProviderOf(world, errand.account, id);
    if (provider === null) return { is: "declined", why: message("recharge.removed"), how: "removed" };
    if (provider !== world.payments.name) return { is: "declined", why: message("recharge.gone"), how: "hard" };
    const order = { key: errand.id, customer, card, cents, currency };
    return interpretAnswer(world, errand, await world.payments.charge(order, signal), signal);
  },
  ask: async (world, errand, signal) =>
    interpretAnswer(world, errand, await world.payments.ask(chargeLookup(errand), signal), signal),
  needs: (errand) => ({
    ...rechargeQueries(errand.account),
    recharge: findOne("recharge", chargeDataOf(errand).recharge),
  }),
  endings: ({ recharge, ...found }, errand, given, { world, scope }) => {
    const facts: ChargeFacts = { ...rechargeFactsFrom(found, given.now), recharge };
    const { account, told, balance: sum } = found;
    const mailed = { account: account.data.name, told, sum, currency: facts.currency };
    return {
      done: () => withMails(world, scope, mailed, errand, settleCharge(errand, facts, given.now)),
      declined(why, how) {
        const ending = withMails(world, scope, mailed, errand, declineCharge(errand, facts, why, how, given));
        const { limitReached } = ending;
        if (!limitReached) return ending;
        return { ...ending, effects: [...ending.effects, ...limitMails(world, scope, mailed, limitReached)] };
      },
    };
  },
});

/** Who keeps the card; null where it was removed. */
async function cardProviderOf(world: Services, account: string, id: string): Promise<Provider | null> {
  const scope = systemScope(world, account, { as: "job", id: "errands" });
  const { card } = await read(scope, { card: findOptional("card", id) });
  return card?.data.provider ?? null;
}

/**
 * What the bank's answer means. What waits for the cardholder is called off first: only when that is confirmed is it a
 * decline, for else it could be approved and charged beside the next card.
 */
async function interpretAnswer(
  world: Services,
  errand: ProviderRequest,
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
  const called = await world.payments.cancel(chargeLookup(errand), signal);
  if (called.is === "canceled" || called.is === "done") return interpretAnswer(world, errand, called, signal);
  throw new NoAnswer("silent");
}
