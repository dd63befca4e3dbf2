import type { Outputs } from "../../data/api.ts";
import { download } from "../../shared/download.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";

export type AccountStatus = Outputs["lifecycle"]["status"];

/** Downloads everything of the account as one file. */
export const exportAccount = (account: string): void =>
  void download("/export/account.zip", {}, format(lifecycle.actions.exportName, { account }));
