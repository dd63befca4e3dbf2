import { currentStatus } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { StatusShape } from "@callboard/ui/StatusShape";
import { serverNow } from "../../../data/clock.ts";
import { resendPendingStatus } from "../../../data/sendPendingStatuses.ts";
import { type PendingStatus, removePendingStatus } from "../../../data/pendingStatus.ts";
import { statusLook } from "../../../shared/status/look.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../../texts/en/popup/deferred.ts";
import { format } from "../../../texts/format.ts";
import type { PopupStore } from "../../state/store.ts";
import { openStore } from "../../state/boot.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import { failedPendingStatus } from "../../state/failedPendingStatus.ts";
import { refreshFailedPendingStatus } from "../../state/followPendingStatuses.ts";

/** "Now" is the server's, which this page may not know: the worker may have been the first to hear from it again. */
async function setNow({ ownStatus }: PopupStore, pending: PendingStatus): Promise<void> {
  await ownStatus.refetch();
  await resendPendingStatus(pending, serverNow());
}

/** A choice that hasn't taken effect: it waits to be sent, or asks the person. */
export function PendingNotice() {
  const store = openStore.value;
  const pending = failedPendingStatus.value;
  const mine = store?.ownStatus.data.value;
  if (!store || !mine || !pending) return null;
  const status = mine.statuses.find(({ id }) => id === pending.status);
  const visibleStatus = currentStatus(mine.agent, mine.phone, nowSignal.value).statusName;
  const settle = (action: Promise<unknown>) =>
    void action.then(refreshFailedPendingStatus).then(() => store.ownStatus.refetch());
  return (
    <section class="now" aria-label={popup.current}>
      <div class="current-what">
        {status && <StatusShape {...statusLook(status)} size={26} />}
        <h1 class="current-name">{pending.statusName}</h1>
      </div>
      <p class="current-why" role={pending.refused === null ? "status" : "alert"}>
        <strong class="current-overdue">{pending.refused ?? texts.pending}</strong>
        {pending.refused === null && <span>{format(texts.others, { status: visibleStatus })}</span>}
      </p>
      <div class="current-foot">
        <span class="current-actions">
          <Button size="small" variant="quiet" onClick={() => settle(removePendingStatus(pending))}>
            {texts.dropPending}
          </Button>
          {pending.refused !== null && status?.archivedAt === null && (
            <Button size="small" variant="primary" onClick={() => settle(setNow(store, pending))}>
              {texts.setItNow}
            </Button>
          )}
        </span>
      </div>
    </section>
  );
}
