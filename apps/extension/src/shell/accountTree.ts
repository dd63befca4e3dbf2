import { matchesText } from "@callboard/domain/core/text/search";
import type { OwnAccount } from "../shared/viewer.ts";

export interface TreeRow {
  account: OwnAccount;
  /** Its agency is in the list too, so it is shown under it. */
  isIndented: boolean;
}

/** Agencies with their sub-accounts below them; a sub-account whose agency isn't in the list comes on its own. */
export function treeOf(accounts: readonly OwnAccount[]): TreeRow[] {
  const ids = new Set(accounts.map(({ id }) => id));
  const hasListedAgency = ({ agency }: OwnAccount) => agency !== null && ids.has(agency);
  return accounts
    .filter((account) => !hasListedAgency(account))
    .flatMap((top) => [
      { account: top, isIndented: false },
      ...accounts.filter(({ agency }) => agency === top.id).map((account) => ({ account, isIndented: true })),
    ]);
}

/** Accounts whose name contains every word of the search. */
export function matchingAccounts(accounts: readonly OwnAccount[], search: string): OwnAccount[] {
  return accounts.filter(({ name }) => matchesText(name, search.trim()));
}
