import { isInactive } from "../core/ledger.ts";
import type { Micros } from "../core/money.ts";

/** How a balance stands to whoever has to fill it. `low`: below the line, and nothing fills it by itself. */
const BALANCE_LEVELS = ["fine", "low", "over"] as const;
export type BalanceLevel = (typeof BALANCE_LEVELS)[number];

export interface BalanceLevelFacts {
  balance: Micros;
  /** Below this it is low. */
  line: Micros;
  /** The recharge is on and has a card: what comes of it has mails of its own. */
  refills: boolean;
  canceled: boolean;
}

export function balanceLevel({ balance, line, refills, canceled }: BalanceLevelFacts): BalanceLevel {
  if (canceled) return "fine";
  if (isInactive(balance)) return "over";
  return balance < line && !refills ? "low" : "fine";
}

/** Only a fall is news: that it rises again is what a receipt tells. */
export const isWorse = (before: BalanceLevel, after: BalanceLevel): boolean =>
  BALANCE_LEVELS.indexOf(after) > BALANCE_LEVELS.indexOf(before);
