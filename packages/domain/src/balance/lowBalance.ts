import { isInactive } from "../core/ledger.ts";
import type { Micros } from "../core/money.ts";

/** How urgently a balance needs money. `low`: below the alert threshold without a recharge. `over`: below zero. */
const BALANCE_LEVELS = ["fine", "low", "over"] as const;
export type BalanceLevel = (typeof BALANCE_LEVELS)[number];

export interface BalanceLevelFacts {
  balance: Micros;
  /** The balance below which the low-balance alert is sent. */
  alertThreshold: Micros;
  /** The recharge is on and has a card: it sends mails of its own, so the alert isn't needed. */
  rechargesItself: boolean;
  canceled: boolean;
}

export function balanceLevel({ balance, alertThreshold, rechargesItself, canceled }: BalanceLevelFacts): BalanceLevel {
  if (canceled) return "fine";
  if (isInactive(balance)) return "over";
  return balance < alertThreshold && !rechargesItself ? "low" : "fine";
}

/** Whether the level fell. Only that is announced: when it rises, the payment's receipt is sent. */
export const isWorse = (before: BalanceLevel, after: BalanceLevel): boolean =>
  BALANCE_LEVELS.indexOf(after) > BALANCE_LEVELS.indexOf(before);
