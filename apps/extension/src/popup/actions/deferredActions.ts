import type { StatusLength } from "../state/statusChoice.ts";
import type { Status } from "@callboard/domain/agents/rules";
import { extendedEnd, extendedStatus, queuedStatus, undoneStatus } from "@callboard/domain/agents/statusChanges";
import type { Actor } from "@callboard/domain/core/actor";
import { api } from "../../data/api.ts";
import { markUndelivered } from "../../data/markUndelivered.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import { format } from "../../texts/format.ts";
import { applyOptimistic, isSending } from "./optimistic.ts";
import { statusNow, untilText } from "../state/currentStatus.ts";
import { showToast } from "../state/toasts.ts";
import type { PopupStore } from "../state/store.ts";

const personActor = (id: string): Actor => ({ as: "person", id });

/** For a choice that got no answer: it is sent once the server can be reached. */
export function keepUndelivered(choice: Parameters<typeof markUndelivered>[0] & { statusName: string }): void {
  void markUndelivered(choice);
  void showToast({ sentence: format(texts.waitingToast, { status: choice.statusName }) });
}

/** Returns to the status before this one. */
export function undoStatus(store: PopupStore): void {
  const current = statusNow(store);
  const before = current?.agent.before;
  if (!current || !before) return;
  // Only the status on the screen may be undone, so its version is sent. While a click is being sent, its version isn't
  // known yet; but requests go one after another, so the server has that click before the undo.
  const input = isSending.value ? {} : { version: current.version };
  applyOptimistic({
    store,
    agent: undoneStatus(
      current.agent,
      before,
      store.ownStatus.data.value!.phone,
      personActor(current.person),
      current.now,
    ),
    send: (options) => api().agents.undoStatus.mutate(input, options),
    successText: format(texts.done.undone, { status: before.statusName }),
  });
}

/** Puts off the end of the current status. */
export function extendStatus(store: PopupStore, minutes: number): void {
  const current = statusNow(store);
  if (!current || current.agent.until === null) return;
  const until = extendedEnd(current.agent.until, minutes, current.now);
  applyOptimistic({
    store,
    agent: extendedStatus(current.agent, until, current.now),
    send: (options) => api().agents.extendStatus.mutate({ minutes }, options),
    successText: format(texts.done.extended, { status: current.agent.statusName, time: untilText(until, current.now) }),
  });
}

/** Chooses the status for after the call. */
export function queueNext(store: PopupStore, status: Status, { minutes }: StatusLength = {}): void {
  const current = statusNow(store);
  if (!current) return;
  const length = minutes === undefined ? status.defaultMinutes : minutes;
  const input = { status: status.id, ...(minutes === undefined ? {} : { minutes }) };
  applyOptimistic({
    store,
    agent: queuedStatus(current.agent, status, length, personActor(current.person), current.now),
    send: (options) => api().agents.queueNext.mutate(input, options),
    successText: format(texts.done.queued, { status: status.name }),
  });
}

/** Drops the status for after the call. */
export function clearNext(store: PopupStore): void {
  const current = statusNow(store);
  const next = current?.agent.next;
  if (!current || !next) return;
  applyOptimistic({
    store,
    agent: { ...current.agent, next: null },
    send: (options) => api().agents.clearNext.mutate(undefined, options),
    successText: format(popup.done.cleared, { status: next.statusName }),
  });
}
