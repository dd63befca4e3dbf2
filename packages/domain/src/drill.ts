import { cardName, cardState } from "./cards.ts";
import { centsUp, money } from "./money.ts";
import { phrase, type Phrase } from "./phrase.ts";
import { MICROS_PER_CENT, ordered, type RechargeFacts, sumOf, usableCards } from "./recharge.ts";
import { CHARGES_AN_HOUR, HOLD_WORDS, holdOf, limitText } from "./rechargeHolds.ts";
import type { Instant } from "./time.ts";

interface DrillStep {
  card: string;
  label: string;
  /** `skipped`: it would not be tried at all, for the state it is in. */
  would: "pay" | "decline" | "skipped";
  state: ReturnType<typeof cardState>;
}

export interface Drill {
  /** What would be charged, in cents; none where nothing would be tried. */
  cents: number | null;
  steps: DrillStep[];
  why: Phrase;
}

/**
 * What if the balance fell below the threshold now and these cards were declined? Walks the chain that a recharge walks,
 * by the same rules, and charges nothing.
 */
export function drill(facts: RechargeFacts, declined: ReadonlySet<string>, now: Instant): Drill {
  const { settings, currency } = facts;
  if (!settings?.data.on) return { cents: null, steps: [], why: phrase("drill.off") };
  const { threshold, target } = settings.data;
  const balance = Math.min(facts.balance, threshold - 1);
  const cents = centsUp(money(target - balance, currency));
  const sum = sumOf(cents, currency);
  const hold = holdOf(settings.data, facts.lately, cents * MICROS_PER_CENT, now);
  if (hold) {
    const values = { most: limitText(hold, currency), sum, times: CHARGES_AN_HOUR };
    return { cents, steps: [], why: phrase(HOLD_WORDS.drill[hold.by], values) };
  }
  const usable = new Set(usableCards(facts, now).map(({ id }) => id));
  const steps: DrillStep[] = [];
  for (const { id, data } of ordered(facts.wallet, facts.cards)) {
    const would = !usable.has(id) ? "skipped" : declined.has(id) ? "decline" : "pay";
    steps.push({ card: id, label: cardName(data), would, state: cardState(data, now, facts.zone) });
    if (would === "pay") return { cents, steps, why: phrase("drill.pays", { card: cardName(data), sum }) };
  }
  return { cents, steps, why: phrase(steps.length === 0 ? "drill.noCard" : "drill.noneLeft") };
}
