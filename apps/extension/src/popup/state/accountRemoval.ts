import { EXIT_REASON } from "../../data/storage/deferredStorageItems.ts";
import { switchAccount } from "../../data/session.ts";
import { write } from "../../data/storage/storage.ts";
import type { Me } from "../../data/views.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import { format } from "../../texts/format.ts";
import { preferredAccount } from "./preferredAccount.ts";
import { showToast } from "./toasts.ts";

/** Continues in another account, or records that the person was removed from their last one. */
export async function leaveAccount(accounts: Me["accounts"], leftName: string): Promise<void> {
  const next = preferredAccount(accounts);
  if (next) void showToast({ sentence: format(texts.removed, { account: leftName }), tone: "bad" });
  else await write(EXIT_REASON(), { why: "removed", account: leftName });
  await switchAccount(next?.id ?? null);
}
