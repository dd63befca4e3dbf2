import type { Permission } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { type Message, message } from "@callboard/domain/core/message";
import { type Query, findOne } from "../queries.ts";

/**
 * Why another account is skipped, checked when its turn comes: it may have left the agency or been closed since it was
 * selected. Null where work is allowed; the current account was already checked by its procedure.
 */
export function blockedReason(account: string, permission: Permission): Query<Message | null> {
  const accountQuery = findOne("account", account, account);
  const lifecycleQuery = findOne("lifecycle", account, account);
  return {
    statements: (scope) =>
      account === scope.account ? [] : [...accountQuery.statements(scope), ...lifecycleQuery.statements(scope)],
    parse([accountRows, lifecycleRows], readRecords, scope) {
      if (account === scope.account) return null;
      if (accountQuery.parse([accountRows!], readRecords, scope).data.agency !== scope.account)
        return message("account.notInAgency");
      return failureMessage(() =>
        checkNotCanceled(lifecycleQuery.parse([lifecycleRows!], readRecords, scope).data, permission, scope.now),
      );
    },
  };
}

/** The message of a failing check; null if it passes. */
export function failureMessage(check: () => void): Message | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { key: error.key, values: error.values } as Message;
  }
}
