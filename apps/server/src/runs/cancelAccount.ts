import { book } from "@callboard/domain/ledger";
import { type LeavingItem, leaveInTurn, type LongCancel } from "@callboard/domain/longCancel";
import type { Moving } from "@callboard/domain/parting";
import { refuse } from "@callboard/domain/failure";
import { holds } from "@callboard/domain/lifecycle";
import { spendable } from "../errands/market.ts";
import { known, NONE, one } from "../needs.ts";
import { balance } from "../bookNeeds.ts";
import { runWork } from "./work.ts";

/** `agency`: above the account, or itself. The account is canceled already: it began the run. */
export interface CancelAccount extends LongCancel {
  payer: string;
  agency: string;
}

const targetOf = ({ parting }: LeavingItem): string | null => (parting.is === "move" ? parting.to : null);

/** One number of a canceled account is released, held, moved or forwarded, as it was shown. */
export const cancelAccount = runWork({
  deed: "close the account",
  inEveryState: true,
  owed: true,
  reach: (item: LeavingItem, { payer }: CancelAccount) => {
    const target = targetOf(item);
    return target === null ? [payer] : [...new Set([payer, target])];
  },
  needs: (item: LeavingItem, { payer }: CancelAccount, scope) => {
    const target = targetOf(item);
    return {
      account: one("account", scope.account),
      lifecycle: one("lifecycle", scope.account),
      terms: one("terms", scope.account),
      number: known("number", item.id),
      balanceMicros: balance(book(payer, "balance")),
      spendableMicros: spendable(payer),
      home: target === null ? NONE : known("account", target, target),
      life: target === null ? NONE : known("lifecycle", target, target),
    };
  },
  decide({ home, life, terms, ...facts }, item, shared, { now, newId }, scope) {
    const targets = new Map<string, Moving>();
    if (home && life && !holds(life.data.canceled, now)) {
      const isOurs = home.id === shared.agency || home.data.agency === shared.agency;
      if (isOurs && scope.standing.role === "agency administrator") targets.set(home.id, home.data);
      else refuse("invalid", "lifecycle.notYours");
    }
    const all = { ...facts, terms: terms.data, payer: shared.payer, targets };
    return leaveInTurn(all, item, shared, { now, at: shared.at, by: scope.actor, newId });
  },
});
