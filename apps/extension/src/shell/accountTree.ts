import { matchesWords } from "@callboard/domain/core/text/search";
import type { OwnAccount } from "../shared/viewer.ts";

export interface TreeRow {
  account: OwnAccount;
  /** It stands under its agency, which is in the list as well. */
  under: boolean;
}

/** Agencies with their sub-accounts below them; a sub-account whose agency one does not see stands by itself. */
export function treeOf(accounts: readonly OwnAccount[]): TreeRow[] {
  const seen = new Set(accounts.map(({ id }) => id));
  const isUnder = ({ agency }: OwnAccount) => agency !== null && seen.has(agency);
  return accounts
    .filter((one) => !isUnder(one))
    .flatMap((top) => [
      { account: top, under: false },
      ...accounts.filter(({ agency }) => agency === top.id).map((account) => ({ account, under: true })),
    ]);
}

export function matchingAccounts(accounts: readonly OwnAccount[], asked: string): OwnAccount[] {
  return accounts.filter(({ name }) => matchesWords(name, asked.trim()));
}
