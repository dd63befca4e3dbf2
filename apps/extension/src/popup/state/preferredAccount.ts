import type { Me } from "../../data/views.ts";

/** The account to start in: preferably one where the person has a softphone. */
export const preferredAccount = (accounts: Me["accounts"]) =>
  accounts.find(({ softphone }) => softphone) ?? accounts[0];
