import type { PictureTaker } from "./kit/sight.ts";
import { takeBalance, takeCards, takeRecharges } from "./picturesBalance.ts";
import { takeLifecycle } from "./picturesLifecycle.ts";
import { takeStatements } from "./picturesStatements.ts";

/** Parts that need nothing but a server and a console, in the order in which they are taken. */
export const PARTS: Record<string, (sight: PictureTaker) => Promise<void>> = {
  balance: takeBalance,
  cards: takeCards,
  recharge: takeRecharges,
  lifecycle: takeLifecycle,
  statements: takeStatements,
};
