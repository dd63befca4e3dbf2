import { isInactive } from "./ledger.ts";
import type { Micros } from "./money.ts";

/** How a balance stands to whoever has to fill it. `low`: below the line, and nothing fills it by itself. */
const LEVELS = ["fine", "low", "over"] as const;
export type Level = (typeof LEVELS)[number];

export interface LevelFacts {
  balance: Micros;
  /** Below this it is low. */
  line: Micros;
  /** The recharge is on and has a card: what comes of it has mails of its own. */
  refills: boolean;
  canceled: boolean;
}

export function levelOf({ balance, line, refills, canceled }: LevelFacts): Level {
  if (canceled) return "fine";
  if (isInactive(balance)) return "over";
  return balance < line && !refills ? "low" : "fine";
}

/** Only a fall is news: that it rises again is what a receipt tells. */
export const isFall = (before: Level, after: Level): boolean => LEVELS.indexOf(after) > LEVELS.indexOf(before);
