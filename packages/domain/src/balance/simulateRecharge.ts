import { cardName, cardState } from "../cards/rules.ts";
import { ceilCents, MICROS_PER_CENT, money } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
import { cardsInOrder, usableCards } from "../cards/cardChain.ts";
import { type RechargeFacts, formatCents } from "./recharge.ts";
import { MAX_CHARGES_PER_HOUR, LIMIT_MESSAGE_KEYS, findReachedLimit, formatLimit } from "./rechargeLimits.ts";
import type { Instant } from "../core/time.ts";

interface SimulationStep {
  card: string;
  label: string;
  /** `skipped`: its state would keep it from being tried. */
  outcome: "pay" | "decline" | "skipped";
  state: ReturnType<typeof cardState>;
}

export interface RechargeSimulation {
  /** The amount that would be charged, in cents; null if no card would be tried. */
  cents: number | null;
  steps: SimulationStep[];
  why: Message;
}

/**
 * Simulates a balance below the threshold with these cards declined: walks through the cards by a recharge's rules and
 * charges nothing.
 */
export function simulateRecharge(
  facts: RechargeFacts,
  declined: ReadonlySet<string>,
  now: Instant,
): RechargeSimulation {
  const { settings, currency } = facts;
  if (!settings?.data.enabled) return { cents: null, steps: [], why: message("balance.rechargeSimulation.off") };
  const { threshold, target } = settings.data;
  const balance = Math.min(facts.balance, threshold - 1);
  const cents = ceilCents(money(target - balance, currency));
  const sum = formatCents(cents, currency);
  const limit = findReachedLimit(settings.data, facts.recentCharges, cents * MICROS_PER_CENT, now);
  if (limit) {
    const values = { max: formatLimit(limit, currency), sum, times: MAX_CHARGES_PER_HOUR };
    return { cents, steps: [], why: message(LIMIT_MESSAGE_KEYS.simulation[limit.kind], values) };
  }
  const usable = new Set(usableCards(facts, now).map(({ id }) => id));
  const steps: SimulationStep[] = [];
  for (const { id, data } of cardsInOrder(facts.wallet, facts.cards)) {
    const outcome = !usable.has(id) ? "skipped" : declined.has(id) ? "decline" : "pay";
    steps.push({ card: id, label: cardName(data), outcome, state: cardState(data, now, facts.zone) });
    if (outcome === "pay")
      return { cents, steps, why: message("balance.rechargeSimulation.pays", { card: cardName(data), sum }) };
  }
  return {
    cents,
    steps,
    why: message(steps.length === 0 ? "balance.rechargeSimulation.noCard" : "balance.rechargeSimulation.noneLeft"),
  };
}
