import { isInactive } from "../core/ledger.ts";
import type { Micros } from "../core/money.ts";

/** A balance's level for the people who have to fill it. `low`: below the line with no automatic recharge. */
const BALANCE_LEVELS = ["fine", "low", "over"] as const;
export type BalanceLevel = (typeof BALANCE_LEVELS)[number];

export interface BalanceLevelFacts {
  balance: Micros;
  /** The line below which the balance is low. */
  alertThreshold: Micros;
  /** The recharge is on and has a card: its outcomes have mails of their own. */
  rechargesItself: boolean;
  canceled: boolean;
}

export function balanceLevel({ balance, alertThreshold, rechargesItself, canceled }: BalanceLevelFacts): BalanceLevel {
  if (canceled) return "fine";
  if (isInactive(balance)) return "over";
  return balance < alertThreshold && !rechargesItself ? "low" : "fine";
}

/** Only a fall is announced: a rise is covered by the receipt. */
export const isWorse = (before: BalanceLevel, after: BalanceLevel): boolean =>
  BALANCE_LEVELS.indexOf(after) > BALANCE_LEVELS.indexOf(before);
