import { Failure } from "@callboard/domain/core/failure";
import type { Scope } from "./scope.ts";

export const ownerOf = (scope: Scope, account: string | undefined): string =>
  requireRelated(scope, account ?? scope.account);

/** Nothing outside the proven owners is read or written, whatever a feature asks for. */
export function requireRelated(scope: Scope, account: string): string {
  if (account !== scope.account && !scope.relatedAccounts.includes(account))
    throw new Failure("not-found", "record.notFound", {});
  return account;
}
