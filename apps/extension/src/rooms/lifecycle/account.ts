import type { Answers } from "../../api.ts";
import { download } from "../../shell/download.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { say } from "../../texts/say.ts";

export type AccountStatus = Answers["lifecycle"]["status"];

/** Everything of the account as one file. */
export const exportAccount = (account: string): void =>
  void download("/export/account.zip", {}, say(lifecycle.actions.exportName, { account }));
