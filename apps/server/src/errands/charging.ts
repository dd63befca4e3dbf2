import type { Provider } from "@callboard/domain/cards";
import type { Answer, Errand } from "@callboard/domain/errands";
import { phrase } from "@callboard/domain/phrase";
import { chargeOf } from "@callboard/domain/recharge";
import { chargeDeclined, chargeDone, type ChargeFacts } from "@callboard/domain/chargeEndings";
import { NoAnswer } from "../carrier/port.ts";
import { limitLetters, withLetters } from "../payments/letters.ts";
import { type ChargeAnswer, HARD } from "../payments/port.ts";
import { known, one } from "../needs.ts";
import { scopeIn } from "../runs/scope.ts";
import { look } from "../store.ts";
import { factsFrom, rechargeNeeds, soughtFor } from "../payments/facts.ts";
import type { World } from "../world.ts";
import { errandWork } from "./work.ts";

/** Charges a card that is kept at the provider. What is no definite answer is asked about, and never tried on another card. */
export const charging = errandWork({
  deed: null,
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async (world, errand, signal) => {
    const { ref: card, customer, cents, currency, card: id } = chargeOf(errand);
    // Nothing was sent yet, or definitely not taken up: a card that is gone by now is let be.
    const provider = await providerOf(world, errand.account, id);
    if (provider === null) return { is: "declined", why: phrase("recharge.removed"), how: "removed" };
    if (provider !== world.payments.name) return { is: "declined", why: phrase("recharge.gone"), how: "hard" };
    const order = { key: errand.id, customer, card, cents, currency };
    return heard(world, errand, await world.payments.charge(order, signal), signal);
  },
  ask: async (world, errand, signal) =>
    heard(world, errand, await world.payments.ask(soughtFor(errand), signal), signal),
  needs: (errand) => ({ ...rechargeNeeds(errand.account), recharge: one("recharge", chargeOf(errand).recharge) }),
  endings: ({ recharge, ...found }, errand, given, { world, scope }) => {
    const facts: ChargeFacts = { ...factsFrom(found, given.now), recharge };
    const { account, told, balance: sum } = found;
    const mailed = { account: account.data.name, told, sum, currency: facts.currency };
    return {
      done: () => withLetters(world, scope, mailed, errand, chargeDone(errand, facts, given.now)),
      declined(why, how) {
        const ending = withLetters(world, scope, mailed, errand, chargeDeclined(errand, facts, why, how, given));
        const { limitReached } = ending;
        if (!limitReached) return ending;
        return { ...ending, effects: [...ending.effects, ...limitLetters(world, scope, mailed, limitReached)] };
      },
    };
  },
});

/** Who keeps the card; null where it was removed. */
async function providerOf(world: World, account: string, id: string): Promise<Provider | null> {
  const scope = scopeIn(world, account, { as: "job", id: "errands" });
  const { card } = await look(scope, { card: known("card", id) });
  return card?.data.provider ?? null;
}

/**
 * What the bank's answer means. What waits for the cardholder is called off first: only when that is confirmed is it a
 * decline, for else it could be approved and charged beside the next card.
 */
async function heard(world: World, errand: Errand, answer: ChargeAnswer, signal: AbortSignal): Promise<Answer> {
  if (answer.is === "declined") {
    const how = HARD.includes(answer.reason) ? "hard" : "soft";
    return { is: "declined", why: phrase(`recharge.${answer.reason}`), how };
  }
  if (answer.is === "canceled") return { is: "declined", why: phrase("recharge.approval"), how: "approval" };
  if (answer.is === "pending") return { is: "unknown", because: "pending" };
  if (answer.is !== "approval") return answer;
  const called = await world.payments.cancel(soughtFor(errand), signal);
  if (called.is === "canceled" || called.is === "done") return heard(world, errand, called, signal);
  throw new NoAnswer("silent");
}
