import type { AccountData } from "./account.schema.ts";
import { type Effect, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import { isInactive } from "./ledger.ts";
import type { Micros } from "./money.ts";
import { phrase } from "./phrase.ts";
import { effectLine, figure, type Line } from "./proposal.ts";
import type { Doc } from "./record.ts";

export interface BalanceMove {
  /** The sub-account, and the name of its agency. */
  account: Doc<AccountData>;
  agency: string;
  to: AccountData["balanceFrom"];
  /** What stands on its own balance. */
  ownMicros: Micros;
  cardWorks: boolean;
  /** What its numbers cost a month. */
  feeMicros: Micros;
}

/** From now on another balance pays for a sub-account. Its own needs a card that can fill it. Throws `conflict`. */
export function moveBalance(move: BalanceMove): { lines: Line[]; effects: Effect[] } {
  const { account, agency, to, ownMicros, cardWorks, feeMicros } = move;
  const { name, balanceFrom } = account.data;
  if (balanceFrom === to) refuse("conflict", "lifecycle.asIs");
  if (to === "own" && !cardWorks) refuse("conflict", "lifecycle.needsOwnCard", { name });
  const text =
    to === "own" ? phrase("lifecycle.toOwnLine", { name }) : phrase("lifecycle.toAgencyLine", { name, agency });
  const stays = to === "own" ? "lifecycle.ownStarts" : "lifecycle.ownStays";
  const below = to === "own" && isInactive(ownMicros) ? "lifecycle.ownBelow" : stays;
  return {
    lines: [
      effectLine("balance", "accounts", text),
      figure("own", "money now", phrase(below, { name }), ownMicros),
      figure("fees", "money per month", phrase("lifecycle.feesMove", { name }), feeMicros),
    ],
    effects: [
      save(
        "account",
        account,
        { ...account.data, balanceFrom: to },
        { action: phrase(to === "own" ? "lifecycle.didMoveToOwn" : "lifecycle.didMoveToAgency") },
      ),
    ],
  };
}
