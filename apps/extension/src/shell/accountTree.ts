import { matchesWords } from "@callboard/domain/core/text/search";
import type { OwnAccount } from "../shared/viewer.ts";

export interface TreeRow {
  account: OwnAccount;
  /** Its agency is in the list too, so it is shown under it. */
  under: boolean;
}

/** Agencies with their sub-accounts below them; a sub-account whose agency isn't in the list comes on its own. */
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
