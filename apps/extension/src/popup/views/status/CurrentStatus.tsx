import { type AgentData, isOverdue, type Phone, type Status, currentStatus } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { Elapsed } from "@callboard/ui/Elapsed";
import { StatusShape } from "@callboard/ui/StatusShape";
import { serverNow } from "../../../data/clock.ts";
import { causeText, isAnnounced } from "../../../shared/status/causeText.ts";
import { endTimeText, END_SOON_MS } from "../../../shared/status/endTimeText.ts";
import { agentLook, isPhoneShown } from "../../../shared/status/look.ts";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { status as statusTexts } from "../../../texts/en/shared/status.ts";
import { format } from "../../../texts/format.ts";
import { isSending, shownAgent } from "../../actions/optimistic.ts";
import { setAvailable, loadDeferredActions } from "../../actions/statusActions.ts";
import type { PopupStore } from "../../state/store.ts";
import { Loading } from "../Loading.ts";
import { locale } from "../../../data/locale.ts";
import { coverageHint } from "../../state/coverage.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import { LazyView } from "../LazyView.tsx";
import { failedPendingStatus } from "../../state/failedPendingStatus.ts";
import "./CurrentStatus.css";

const PendingNotice = () => import("./PendingNotice.tsx").then((module) => module.PendingNotice);
const DemoPhone = () => import("./DemoPhone.tsx").then((module) => module.DemoPhone);
const FailureNotice = () => import("./FailureNotice.tsx").then((module) => module.FailureNotice);

/** The status at this second: it ends on time without an event from the server. */
export function CurrentStatus({ store }: { store: PopupStore }) {
  const mine = store.ownStatus.data.value;
  const stored = shownAgent(store);
  if (store.ownStatus.failure.value) return <LazyView view={FailureNotice} />;
  if (!mine || !stored)
    return (
      <section class="now" aria-label={texts.current}>
        {store.me.offline.value || store.ownStatus.offline.value ? (
          <p class="current-offline">{texts.neverReached}</p>
        ) : (
          <LazyView view={Loading} label={texts.loading} lines={3} lineHeight="28px" />
        )}
      </section>
    );
  if (failedPendingStatus.value) return <LazyView view={PendingNotice} />;
  const now = nowSignal.value;
  const agent = currentStatus(stored, mine.phone, now);
  const status = mine.statuses.find(({ id }) => id === agent.status);
  const look = agentLook(status, mine.phone);
  const cause = causeText(agent, store.me.data.value?.person.id ?? "", mine.by);
  return (
    <section class="now" aria-label={texts.current} aria-busy={isSending.value}>
      <div class="current-what">
        <StatusShape {...look} size={26} />
        <h1 class="current-name">{agent.statusName}</h1>
        {isSending.value && <span class="current-busy" aria-hidden />}
        <span class="current-time">
          <Elapsed since={agent.since} now={serverNow} />
        </span>
      </div>
      <p class="current-why">
        <StatusEnd agent={agent} now={now} />
        <span>{cause}</span>
      </p>
      <p class="cb-visually-hidden" role="status">
        {coverageHint.value ||
          (isAnnounced(agent) && format(statusTexts.announcement, { status: agent.statusName, cause }))}
      </p>
      <div class="current-foot">
        <PhoneLine phone={mine.phone} status={status} />
        {mine.phone.callId && <LazyView view={DemoPhone} phone={mine.phone} />}
        <StatusActions store={store} agent={agent} now={now} />
      </div>
    </section>
  );
}

function StatusEnd({ agent, now }: { agent: AgentData; now: number }) {
  if (agent.until === null) return null;
  const time = endTimeText(agent.until, now, locale.value);
  if (isOverdue(agent, now)) return <strong class="current-overdue">{format(statusTexts.overdue, { time })}</strong>;
  return <strong>{format(statusTexts.back, { time })}</strong>;
}

function PhoneLine({ phone, status }: { phone: Phone; status: Status | undefined }) {
  if (!isPhoneShown(status, phone))
    return <span class="current-phone">{coverageHint.value || statusTexts.phone[phone.state]}</span>;
  const isDisconnected = phone.state === "not connected";
  return (
    <span class="current-phone" data-tone={isDisconnected ? "warn" : "busy"}>
      {statusTexts.phone[phone.state]} {!isDisconnected && <Elapsed since={phone.since} now={serverNow} />}
    </span>
  );
}

/** In the last minute and after it, people want to go back or stay a little longer. */
function StatusActions({ store, agent, now }: { store: PopupStore; agent: AgentData; now: number }) {
  if (agent.until !== null && agent.until - now <= END_SOON_MS)
    return (
      <span class="current-actions">
        <Button size="small" onClick={() => void loadDeferredActions().then((module) => module.extendStatus(store, 5))}>
          {texts.moreTime}
        </Button>
        <Button size="small" variant="primary" onClick={() => setAvailable(store)}>
          {texts.backNow}
        </Button>
      </span>
    );
  if (agent.before === null) return null;
  return (
    <span class="current-actions">
      <Button
        size="small"
        variant="quiet"
        icon="undo"
        onClick={() => void loadDeferredActions().then((module) => module.undoStatus(store))}
      >
        {texts.undo}
      </Button>
    </span>
  );
}
