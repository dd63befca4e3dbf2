import { Failure } from "@callboard/domain/core/failure";
import type { Scope } from "./scope.ts";

/** The account to read: the given one, which must belong to the scope, or else the current one. */
export const ownerOf = (scope: Scope, account: string | undefined): string =>
  requireRelated(scope, account ?? scope.account);

/** Throws unless the scope includes this account, so that no feature reads or writes any other. */
export function requireRelated(scope: Scope, account: string): string {
  if (account !== scope.account && !scope.relatedAccounts.includes(account))
    throw new Failure("not-found", "record.notFound", {});
  return account;
}
