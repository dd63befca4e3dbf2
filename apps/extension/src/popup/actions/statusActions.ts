import { statusAfter, statusEnd } from "@callboard/domain/agents/chosenStatus";
import type { Status } from "@callboard/domain/agents/rules";
import { AVAILABLE } from "@callboard/domain/agents/types";
import { message } from "@callboard/domain/core/message";
import { api, failureOf } from "../../data/api.ts";
import { removePendingStatus, storePendingStatus } from "../../data/pendingStatus.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import { applyOptimistic } from "./optimistic.ts";
import { statusNow, untilText } from "../state/currentStatus.ts";
import type { StatusLength } from "../state/statusChoice.ts";
import type { PopupStore } from "../state/store.ts";

/** All actions except choosing a status: loaded after the first render, since nobody needs them sooner. */
export const loadDeferredActions = () => import("./deferredActions.ts");

/** Sets the person's status: shown and stored at once, then sent. */
export function chooseStatus(store: PopupStore, status: Status, length: StatusLength = {}): void {
  const current = statusNow(store);
  if (!current) return;
  const { agent, person, now } = current;
  const until = statusEnd(status, length, now);
  const key = crypto.randomUUID();
  const pending = { key, account: store.account, person, status: status.id, statusName: status.name, ...length };
  void storePendingStatus({ ...pending, chosenAt: now, undelivered: false, refused: null });
  applyOptimistic({
    store,
    key,
    agent: statusAfter(
      agent,
      { status, until, at: now },
      { actor: { as: "person", id: person }, cause: message("agents.cause.chosen") },
    ),
    send: (options) =>
      withPendingRemoved(pending, api().agents.setStatus.mutate({ status: status.id, ...length }, options)),
    successText: [
      until === null
        ? format(texts.done.set, { status: status.name })
        : format(texts.done.setUntil, { status: status.name, time: untilText(until, now) }),
      // Choosing a status also drops the one queued after the call.
      ...(agent.next ? [format(texts.done.cleared, { status: agent.next.statusName })] : []),
    ].join(" "),
    undo: () => void loadDeferredActions().then((module) => module.undoStatus(store)),
    unreachable: () => void loadDeferredActions().then((module) => module.keepUndelivered(pending)),
  });
}

/** Any answer, even a failure, means that the choice is no longer pending. */
async function withPendingRemoved<T>(
  pending: Parameters<typeof removePendingStatus>[0],
  request: Promise<T>,
): Promise<T> {
  try {
    const output = await request;
    await removePendingStatus(pending);
    return output;
  } catch (error) {
    if (failureOf(error)) await removePendingStatus(pending);
    throw error;
  }
}

export function setAvailable(store: PopupStore): void {
  const available = store.ownStatus.data.value?.statuses.find(({ id }) => id === AVAILABLE);
  if (available) chooseStatus(store, available);
}
