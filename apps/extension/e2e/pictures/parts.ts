import type { PictureTaker } from "./pictureTaker.ts";
import { takeBalance, takeCards, takeRecharges } from "./balance.ts";
import { takeLifecycle } from "./lifecycle.ts";
import { takeStatements } from "./statements.ts";

/** Parts that need only a server and a console, in the order in which they are taken. */
export const PARTS: Record<string, (visibility: PictureTaker) => Promise<void>> = {
  balance: takeBalance,
  cards: takeCards,
  recharge: takeRecharges,
  lifecycle: takeLifecycle,
  statements: takeStatements,
};
