import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { openConsole } from "../../openConsole.ts";
import { useResource } from "../../data/liveResource.ts";
import { switchAccount } from "../../data/session.ts";
import { endSession } from "../../data/signInOut.ts";
import type { Me } from "../../data/views.ts";
import { EXIT_REASON, type ExitReason } from "../../data/storage/deferredStorageItems.ts";
import { remove, read } from "../../data/storage/storage.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import { format } from "../../texts/format.ts";
import { preferredAccount } from "../state/preferredAccount.ts";
import "./NoAccount.css";

/** Signed in but in no account: accounts are loading, there are none, or the person was removed from the last one. */
export function NoAccount() {
  const [exitReason, setExitReason] = useState<ExitReason | null>();
  useEffect(() => void read(EXIT_REASON()).then(setExitReason), []);
  const me = useResource<Me>([], () => api().access.me.query());
  const answer = me.data.value;
  const account = answer && preferredAccount(answer.accounts);
  useEffect(() => {
    if (account) void remove(EXIT_REASON()).then(() => switchAccount(account.id));
  }, [account?.id]);
  if (exitReason === undefined) return null;
  if (me.offline.value) return <NoAccountNotice icon="alert" sentence={popup.neverReached} />;
  if (me.failure.value) return <NoAccountNotice icon="alert" sentence={me.failure.value.sentence} retry={me.refetch} />;
  if (!answer || account) return <Skeleton label={popup.loading} lines={6} lineHeight="40px" />;
  const sentence =
    exitReason?.why === "removed" ? format(texts.removedAsk, { account: exitReason.account }) : texts.noAccount;
  return <NoAccountNotice icon="building" sentence={sentence} retry={me.refetch} />;
}

interface NoticeProps {
  icon: "alert" | "building";
  sentence: string;
  /** Undefined if it retries automatically. */
  retry?: () => Promise<void>;
}

function NoAccountNotice({ icon, sentence, retry }: NoticeProps) {
  return (
    <EmptyState
      icon={icon}
      sentence={sentence}
      action={
        <span class="links">
          {retry && <Button onClick={() => void retry()}>{texts.again}</Button>}
          <Button onClick={() => void openConsole()}>{popup.openConsole}</Button>
          <Button variant="quiet" onClick={() => void endSession()}>
            {texts.signOut}
          </Button>
        </span>
      }
    />
  );
}
