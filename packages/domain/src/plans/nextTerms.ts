import { HIDDEN_HISTORY_MS, type Plan, type Terms, termsOf } from "./catalogue.ts";
import type { Instant } from "../core/time.ts";

/** On the same plan the contract stays as signed, and only the choice of active records changes. */
export const termsAfter = (terms: Terms, plan: Plan["id"], at: Instant): Terms =>
  plan === terms.plan ? { ...terms, choice: terms.choice + 1 } : nextTerms(terms, plan, at);

/** History beyond the new plan is hidden and kept for a while: changing back shows it again. */
export function nextTerms(terms: Terms, plan: Plan["id"], at: Instant): Terms {
  const next = termsOf(plan, terms.currency, at);
  const stillHidden = terms.hiddenHistory !== null && at < terms.hiddenHistory.until ? terms.hiddenHistory : null;
  if (terms.retentionDays > next.retentionDays)
    return {
      ...next,
      hiddenHistory: {
        retentionDays: Math.max(terms.retentionDays, stillHidden?.retentionDays ?? 0),
        until: at + HIDDEN_HISTORY_MS,
      },
    };
  return {
    ...next,
    hiddenHistory: stillHidden !== null && stillHidden.retentionDays > next.retentionDays ? stillHidden : null,
  };
}
