import { type AgentData, AVAILABLE, type Status, currentStatus } from "@callboard/domain/agents/rules";
import { api, failureOf } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { removePendingStatus, storePendingStatus, markUndelivered } from "../../data/pendingStatus.ts";
import { endTimeText } from "../../shared/status/endTimeText.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import { applyOptimistic, shownAgent } from "./optimistic.ts";
import type { PopupStore } from "../state/store.ts";
import { locale } from "../../data/locale.ts";
import { showToast } from "../state/toasts.ts";
import { chosenStatus, statusEnd, type StatusLength } from "./optimisticStatus.ts";

/** All actions except choosing a status: loaded after the first render, since nobody needs them sooner. */
export const loadDeferredActions = () => import("./deferredActions.ts");

/** The current status, with expiry taken into account, and its owner. */
export function current(store: PopupStore): { agent: AgentData; person: string; version: number; now: number } | null {
  const mine = store.mine.data.value;
  const stored = shownAgent(store);
  if (!mine || !stored) return null;
  const now = serverNow();
  return { agent: currentStatus(stored, mine.phone, now), person: store.person, version: mine.version, now };
}

export const untilText = (until: number, now: number) => endTimeText(until, now, locale.value);

export function chooseStatus(store: PopupStore, status: Status, length: StatusLength = {}): void {
  const here = current(store);
  if (!here) return;
  const { agent, person, now } = here;
  const until = statusEnd(status, length, now);
  const key = crypto.randomUUID();
  const written = { key, account: store.account, person, status: status.id, statusName: status.name, ...length };
  void storePendingStatus({ ...written, meantAt: now, lost: false, refused: null });
  applyOptimistic({
    desk: store,
    key,
    agent: chosenStatus(agent, status, until, person, now),
    send: (options) =>
      withPendingRemoved(written, api().agents.setStatus.mutate({ status: status.id, ...length }, options)),
    said: [
      until === null
        ? format(texts.said.set, { status: status.name })
        : format(texts.said.setUntil, { status: status.name, time: untilText(until, now) }),
      // Choosing a status also drops the one queued after the call.
      ...(agent.next ? [format(texts.said.cleared, { status: agent.next.statusName })] : []),
    ].join(" "),
    undo: () => void loadDeferredActions().then((deeds) => deeds.undoStatus(store)),
    unreachable: () => {
      void markUndelivered(written);
      void showToast({ sentence: format(texts.waitingToast, { status: status.name }) });
    },
  });
}

/** Any answer, even a failure, means that the choice is no longer pending. */
async function withPendingRemoved<T>(
  written: Parameters<typeof removePendingStatus>[0],
  answer: Promise<T>,
): Promise<T> {
  try {
    const said = await answer;
    await removePendingStatus(written);
    return said;
  } catch (error) {
    if (failureOf(error)) await removePendingStatus(written);
    throw error;
  }
}

export function setAvailable(store: PopupStore): void {
  const available = store.mine.data.value?.statuses.find(({ id }) => id === AVAILABLE);
  if (available) chooseStatus(store, available);
}
