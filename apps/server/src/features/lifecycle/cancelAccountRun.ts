import { book } from "@callboard/domain/core/ledger";
import {
  type DispositionItem,
  applyDispositionItem,
  type CancelRunInput,
} from "@callboard/domain/lifecycle/cancelItem";
import type { MoveTarget } from "@callboard/domain/lifecycle/disposition";
import { fail } from "@callboard/domain/core/failure";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { findOptional, NO_QUERY, findOne } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** `agency`: this account's agency, or the account itself. The account is already canceled when the run begins. */
export interface CancelAccountInput extends CancelRunInput {
  payer: string;
  agency: string;
}

const moveTargetOf = ({ parting }: DispositionItem): string | null => (parting.is === "move" ? parting.to : null);

/** Releases, holds, moves or forwards one number of a canceled account, as the proposal showed. */
export const cancelAccount = defineRunHandler({
  deed: "close the account",
  inEveryState: true,
  owed: true,
  reach: (item: DispositionItem, { payer }: CancelAccountInput) => {
    const target = moveTargetOf(item);
    return target === null ? [payer] : [...new Set([payer, target])];
  },
  needs: (item: DispositionItem, { payer }: CancelAccountInput, scope) => {
    const target = moveTargetOf(item);
    return {
      account: findOne("account", scope.account),
      lifecycle: findOne("lifecycle", scope.account),
      terms: findOne("terms", scope.account),
      number: findOptional("number", item.id),
      balanceMicros: bookBalance(book(payer, "balance")),
      spendableMicros: spendableBalance(payer),
      home: target === null ? NO_QUERY : findOptional("account", target, target),
      life: target === null ? NO_QUERY : findOptional("lifecycle", target, target),
    };
  },
  decide({ home, life, terms, ...facts }, item, shared, { now, newId }, scope) {
    const targets = new Map<string, MoveTarget>();
    if (home && life && !isInForce(life.data.canceled, now)) {
      const isOurs = home.id === shared.agency || home.data.agency === shared.agency;
      if (isOurs && scope.standing.role === "agency administrator") targets.set(home.id, home.data);
      else fail("invalid", "lifecycle.notYours");
    }
    const all = { ...facts, terms: terms.data, payer: shared.payer, targets };
    return applyDispositionItem(all, item, shared, { now, at: shared.at, by: scope.actor, newId });
  },
});
