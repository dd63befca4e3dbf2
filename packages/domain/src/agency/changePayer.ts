import type { AccountData } from "../account/schema.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isInactive } from "../core/ledger.ts";
import type { Micros } from "../core/money.ts";
import { message } from "../core/message.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";

export interface PayerChange {
  /** The sub-account, and the name of its agency. */
  account: Doc<AccountData>;
  agency: string;
  to: AccountData["balanceFrom"];
  /** The sub-account's own balance. */
  ownMicros: Micros;
  cardWorks: boolean;
  /** The monthly cost of its numbers. */
  feeMicros: Micros;
}

/** Changes the payer of a sub-account. Its own balance can pay only with a card that can fill it. Throws `conflict`. */
export function changePayer(move: PayerChange): { lines: Line[]; effects: Effect[] } {
  const { account, agency, to, ownMicros, cardWorks, feeMicros } = move;
  const { name, balanceFrom } = account.data;
  if (balanceFrom === to) fail("conflict", "lifecycle.asIs");
  if (to === "own" && !cardWorks) fail("conflict", "lifecycle.needsOwnCard", { name });
  const text =
    to === "own" ? message("lifecycle.toOwnLine", { name }) : message("lifecycle.toAgencyLine", { name, agency });
  const stays = to === "own" ? "lifecycle.ownStarts" : "lifecycle.ownStays";
  const below = to === "own" && isInactive(ownMicros) ? "lifecycle.ownBelow" : stays;
  return {
    lines: [
      effectLine("balance", "accounts", text),
      figureLine("own", "money now", message(below, { name }), ownMicros),
      figureLine("fees", "money per month", message("lifecycle.feesMove", { name }), feeMicros),
    ],
    effects: [
      save(
        "account",
        account,
        { ...account.data, balanceFrom: to },
        { action: message(to === "own" ? "lifecycle.didMoveToOwn" : "lifecycle.didMoveToAgency") },
      ),
    ],
  };
}
