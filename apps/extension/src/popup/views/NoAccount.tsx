import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { openConsole } from "../../openConsole.ts";
import { useResource } from "../../data/resource.ts";
import { switchAccount } from "../../data/session.ts";
import { endSession } from "../../data/signInOut.ts";
import type { Me } from "../../data/views.ts";
import { EXIT_REASON, type ExitReason } from "../../data/deferredStorageItems.ts";
import { remove, read, write } from "../../data/storage.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import { format } from "../../texts/format.ts";
import { preferredAccount } from "../state/boot.ts";
import "./NoAccount.css";

/** Signed in but in no account: accounts are loading, there are none, or the person was removed from the last one. */
export function NoAccount() {
  const [left, setLeft] = useState<ExitReason | null>();
  useEffect(() => void read(EXIT_REASON()).then(setLeft), []);
  const me = useResource<Me>([], () => api().access.me.query());
  const found = me.data.value;
  const first = found && preferredAccount(found.accounts);
  useEffect(() => {
    if (first) void remove(EXIT_REASON()).then(() => switchAccount(first.id));
  }, [first?.id]);
  if (left === undefined) return null;
  if (me.offline.value) return <NoAccountNotice icon="alert" sentence={popup.neverReached} />;
  if (me.refusal.value) return <NoAccountNotice icon="alert" sentence={me.refusal.value.sentence} again={me.refetch} />;
  if (!found || first) return <Skeleton label={popup.loading} lines={6} lineHeight="40px" />;
  const none = left?.why === "removed" ? format(texts.removedAsk, { account: left.account }) : texts.noAccount;
  return <NoAccountNotice icon="building" sentence={none} again={me.refetch} />;
}

/** Records that the person was removed from their last account. */
export async function recordRemoval(account: string): Promise<void> {
  await write(EXIT_REASON(), { why: "removed", account });
  await switchAccount(null);
}

interface NoticeProps {
  icon: "alert" | "building";
  sentence: string;
  /** Undefined if it retries automatically. */
  again?: () => Promise<void>;
}

function NoAccountNotice({ icon, sentence, again }: NoticeProps) {
  return (
    <EmptyState
      icon={icon}
      sentence={sentence}
      action={
        <span class="ways">
          {again && <Button onClick={() => void again()}>{texts.again}</Button>}
          <Button onClick={() => void openConsole()}>{popup.openConsole}</Button>
          <Button variant="quiet" onClick={() => void endSession()}>
            {texts.signOut}
          </Button>
        </span>
      }
    />
  );
}
