import { currentStatus } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { StatusShape } from "@callboard/ui/StatusShape";
import { serverNow } from "../../../data/clock.ts";
import { resendPendingStatus } from "../../../data/sendPendingStatuses.ts";
import { removePendingStatus } from "../../../data/pendingStatus.ts";
import { statusLook } from "../../../shared/status/look.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../../texts/en/popup/deferred.ts";
import { format } from "../../../texts/format.ts";
import { store as shown } from "../../state/boot.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import { refreshPendingStatus, pendingStatus } from "../../state/pendingStatus.ts";

/** A choice that hasn't taken effect: it waits to be sent, or asks the person. */
export function PendingNotice() {
  const desk = shown.value;
  const intent = pendingStatus.value;
  const mine = desk?.mine.data.value;
  if (!desk || !mine || !intent) return null;
  const status = mine.statuses.find(({ id }) => id === intent.status);
  const others = currentStatus(mine.agent, mine.phone, nowSignal.value).statusName;
  const settle = (deed: Promise<unknown>) => void deed.then(refreshPendingStatus).then(() => desk.mine.refetch());
  return (
    <section class="now" aria-label={popup.current}>
      <div class="now-what">
        {status && <StatusShape {...statusLook(status)} size={26} />}
        <h1 class="now-name">{intent.statusName}</h1>
      </div>
      <p class="now-why" role={intent.refused === null ? "status" : "alert"}>
        <strong class="now-overdue">{intent.refused ?? texts.waiting}</strong>
        {intent.refused === null && <span>{format(texts.others, { status: others })}</span>}
      </p>
      <div class="now-foot">
        <span class="now-actions">
          <Button size="small" variant="quiet" onClick={() => settle(removePendingStatus(intent))}>
            {texts.forgetIt}
          </Button>
          {intent.refused !== null && status?.archivedAt === null && (
            <Button size="small" variant="primary" onClick={() => settle(resendPendingStatus(intent, serverNow()))}>
              {texts.setItNow}
            </Button>
          )}
        </span>
      </div>
    </section>
  );
}
