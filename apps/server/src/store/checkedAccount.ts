import { Failure } from "@callboard/domain/core/failure";
import type { Scope } from "./scope.ts";

/** The account to read: the given one, or else the current one. Throws unless the scope includes it. */
export const checkedAccount = (scope: Scope, account: string | undefined): string =>
  requireRelated(scope, account ?? scope.account);

/** Throws unless the scope includes this account, so that no feature reads or writes any other. */
export function requireRelated(scope: Scope, account: string): string {
  if (account !== scope.account && !scope.relatedAccounts.includes(account))
    throw new Failure("not-found", "record.notFound", {});
  return account;
}
