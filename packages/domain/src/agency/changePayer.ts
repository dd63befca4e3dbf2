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
  /** Whose balance pays from now on. */
  payer: AccountData["balanceFrom"];
  /** The sub-account's own balance. */
  ownMicros: Micros;
  hasWorkingCard: boolean;
  /** The monthly cost of its numbers. */
  feeMicros: Micros;
}

/** Changes the payer of a sub-account. Its own balance can pay only with a card that can fill it. Throws `conflict`. */
export function changePayer(change: PayerChange): { lines: Line[]; effects: Effect[] } {
  const { account, agency, payer, ownMicros, hasWorkingCard, feeMicros } = change;
  const { name, balanceFrom } = account.data;
  if (balanceFrom === payer) fail("conflict", "lifecycle.nothingToChange");
  if (payer === "own" && !hasWorkingCard) fail("conflict", "lifecycle.needsOwnCard", { name });
  const text =
    payer === "own" ? message("lifecycle.toOwnLine", { name }) : message("lifecycle.toAgencyLine", { name, agency });
  const usualKey = payer === "own" ? "lifecycle.ownBalanceStarts" : "lifecycle.ownBalanceStays";
  const balanceKey = payer === "own" && isInactive(ownMicros) ? "lifecycle.ownBalanceNegative" : usualKey;
  return {
    lines: [
      effectLine("balance", "accounts", text),
      figureLine("own", "money now", message(balanceKey, { name }), ownMicros),
      figureLine("fees", "money per month", message("lifecycle.feesMove", { name }), feeMicros),
    ],
    effects: [
      save(
        "account",
        account,
        { ...account.data, balanceFrom: payer },
        { action: message(payer === "own" ? "lifecycle.didMoveToOwn" : "lifecycle.didMoveToAgency") },
      ),
    ],
  };
}
