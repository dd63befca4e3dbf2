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

const moveTargetOf = ({ disposition }: DispositionItem): string | null =>
  disposition.is === "move" ? disposition.to : null;

/** Releases, holds, moves or forwards one number of a canceled account, as the proposal showed. */
export const cancelAccount = defineRunHandler({
  permission: "close the account",
  allowedInAnyState: true,
  canResumeAfterStop: true,
  relatedAccounts: (item: DispositionItem, { payer }: CancelAccountInput) => {
    const target = moveTargetOf(item);
    return target === null ? [payer] : [...new Set([payer, target])];
  },
  queries: (item: DispositionItem, { payer }: CancelAccountInput, scope) => {
    const target = moveTargetOf(item);
    return {
      account: findOne("account", scope.account),
      lifecycle: findOne("lifecycle", scope.account),
      terms: findOne("terms", scope.account),
      number: findOptional("number", item.id),
      balanceMicros: bookBalance(book(payer, "balance")),
      spendableMicros: spendableBalance(payer),
      targetAccount: target === null ? NO_QUERY : findOptional("account", target, target),
      targetLifecycle: target === null ? NO_QUERY : findOptional("lifecycle", target, target),
    };
  },
  decide({ targetAccount, targetLifecycle, terms, ...facts }, item, shared, { now, newId }, scope) {
    const moveTargets = new Map<string, MoveTarget>();
    if (targetAccount && targetLifecycle && !isInForce(targetLifecycle.data.canceled, now)) {
      const isInAgency = targetAccount.id === shared.agency || targetAccount.data.agency === shared.agency;
      if (isInAgency && scope.membership.role === "agency administrator")
        moveTargets.set(targetAccount.id, targetAccount.data);
      else fail("invalid", "lifecycle.notYours");
    }
    const origin = { ...facts, terms: terms.data, payer: shared.payer, moveTargets };
    return applyDispositionItem(origin, item, shared, { now, proposedAt: shared.at, by: scope.actor, newId });
  },
});
