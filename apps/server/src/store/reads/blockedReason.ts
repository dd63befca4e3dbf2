import type { Permission } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle/rules";
import { type Phrase, message } from "@callboard/domain/core/message";
import { type Query, findOne } from "../queries.ts";

/**
 * Why another account is skipped, checked when its turn comes: it may have left the agency or been closed since it was
 * selected. Null where work is allowed; the current account was already checked by its procedure.
 */
export function blockedReason(account: string, permission: Permission): Query<Phrase | null> {
  const home = findOne("account", account, account);
  const lifecycle = findOne("lifecycle", account, account);
  return {
    stmts: (scope) => (account === scope.account ? [] : [...home.stmts(scope), ...lifecycle.stmts(scope)]),
    take([homes, lives], seen, scope) {
      if (account === scope.account) return null;
      if (home.take([homes!], seen, scope).data.agency !== scope.account) return message("account.notInAgency");
      return failureMessage(() => checkWorkAllowed(lifecycle.take([lives!], seen, scope).data, permission, scope.now));
    },
  };
}

/** The message of a failing check; null if it passes. */
export function failureMessage(check: () => void): Phrase | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { key: error.key, values: error.values } as Phrase;
  }
}
