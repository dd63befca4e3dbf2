import type { AgentData, Status } from "@callboard/domain/agents/rules";
import { MINUTE } from "@callboard/domain/core/time";
import { api } from "../../data/api.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import { format } from "../../texts/format.ts";
import { applyOptimistic, isSending } from "./optimistic.ts";
import { current, untilText } from "./statusActions.ts";
import type { PopupStore } from "../state/store.ts";
import { type StatusLength, statusSlot } from "./optimisticStatus.ts";

export const undoneStatus = (agent: AgentData, { queue, ...before }: NonNullable<AgentData["before"]>): AgentData => ({
  ...agent,
  ...before,
  ...queue,
  cause: { key: "cause.undone", values: {} },
  before: statusSlot(agent),
});

export const queuedStatus = (agent: AgentData, status: Status, minutes: number | null, person: string, now: number) =>
  ({
    ...agent,
    next: {
      status: status.id,
      statusName: status.name,
      whenOver: status.whenOver,
      minutes,
      queuedAt: now,
      actor: { as: "person", id: person },
    },
  }) satisfies AgentData;

export function undoStatus(store: PopupStore): void {
  const here = current(store);
  const before = here?.agent.before;
  if (!here || !before) return;
  // Undo applies to what is on the screen. While a call is pending its version is unknown; the order of calls suffices.
  const input = isSending.value ? {} : { version: here.version };
  applyOptimistic({
    desk: store,
    agent: undoneStatus(here.agent, before),
    send: (options) => api().agents.undoStatus.mutate(input, options),
    said: format(texts.said.undone, { status: before.statusName }),
  });
}

export function extendStatus(store: PopupStore, minutes: number): void {
  const here = current(store);
  if (!here || here.agent.until === null) return;
  const until = Math.max(here.agent.until, here.now) + minutes * MINUTE;
  applyOptimistic({
    desk: store,
    agent: { ...here.agent, until },
    send: (options) => api().agents.extendStatus.mutate({ minutes }, options),
    said: format(texts.said.extended, { status: here.agent.statusName, time: untilText(until, here.now) }),
  });
}

export function queueNext(store: PopupStore, status: Status, { minutes }: StatusLength = {}): void {
  const here = current(store);
  if (!here) return;
  const length = minutes ?? status.defaultMinutes;
  const input = { status: status.id, ...(minutes === undefined ? {} : { minutes }) };
  applyOptimistic({
    desk: store,
    agent: queuedStatus(here.agent, status, length, here.person, here.now),
    send: (options) => api().agents.queueNext.mutate(input, options),
    said: format(texts.said.queued, { status: status.name }),
  });
}

export function clearNext(store: PopupStore): void {
  const here = current(store);
  const next = here?.agent.next;
  if (!here || !next) return;
  applyOptimistic({
    desk: store,
    agent: { ...here.agent, next: null },
    send: (options) => api().agents.clearNext.mutate(undefined, options),
    said: format(popup.said.cleared, { status: next.statusName }),
  });
}
