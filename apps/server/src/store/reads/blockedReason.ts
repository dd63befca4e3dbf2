import type { Permission } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle/rules";
import { type Phrase, message } from "@callboard/domain/core/message";
import { type Query, findOne } from "../queries.ts";

/**
 * Why another account is left alone, asked when its turn has come: it can leave the agency at hand, or be closed, after
 * somebody looked. Null where it may be worked in; the account at hand has been asked at the door.
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

/** The refusal of a check as a sentence; null where it holds. */
export function failureMessage(check: () => void): Phrase | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { key: error.key, values: error.values } as Phrase;
  }
}
