import type { AgentData } from "@callboard/domain/agents/rules";
import { computed, signal } from "@preact/signals";
import { sendOnce } from "../../data/sendOnce.ts";
import { failureOf } from "../../data/api.ts";
import { nudgeWorker } from "../../browser.ts";
import { SENDING_LOCK } from "../../data/pendingStatus.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import type { PopupStore } from "../state/store.ts";
import { showToast } from "../state/toasts.ts";

/** A change that the server hasn't answered yet: shown instead of the server's data. */
const optimistic = signal<{ key: string; agent: AgentData } | null>(null);
export const isSending = computed(() => optimistic.value !== null);

/** The record as the screen shows it: the pending change, if there is one. */
export const shownAgent = (store: PopupStore): AgentData | null =>
  optimistic.value?.agent ?? store.ownStatus.data.value?.agent ?? null;

export interface OptimisticUpdate {
  store: PopupStore;
  /** The record as it will be. */
  agent: AgentData;
  send: (options: { context: { key: string } }) => Promise<unknown>;
  successText: string;
  key?: string | undefined;
  undo?: (() => void) | undefined;
  /** Called if the server can't be reached; by default a toast says so and the old value returns. */
  unreachable?: (() => void) | undefined;
}

/** Requests go one after another: a second click waits for the first one's answer, but its change shows at once. */
let requestQueue: Promise<unknown> = Promise.resolve();

/** Shows a change at once; keeps it if the server accepts it, otherwise reverts it and shows the failure. */
export function applyOptimistic(update: OptimisticUpdate): void {
  const key = update.key ?? crypto.randomUUID();
  optimistic.value = { key, agent: update.agent };
  requestQueue = requestQueue.then(() => sendUpdate(update, key));
  if (!isLockHeld) void navigator.locks.request(SENDING_LOCK, waitUntilSent);
  isLockHeld = true;
}

/**
 * The lock is held from the first click until all are sent: otherwise the worker could send the last one, which is
 * stored, before the others.
 */
let isLockHeld = false;
async function waitUntilSent(): Promise<void> {
  // Clicks made meanwhile have prolonged the queue.
  for (let last; last !== requestQueue;) await (last = requestQueue);
  isLockHeld = false;
}

async function sendUpdate(
  { store, send, successText, undo, unreachable = showUnreachable }: OptimisticUpdate,
  key: string,
): Promise<void> {
  try {
    await sendOnce(send, key);
    await store.ownStatus.refetch();
    void showToast({ sentence: successText, tone: "good", action: undo && { label: texts.undo, onSelect: undo } });
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) unreachable();
    else {
      void showToast({ sentence: failure.sentence, tone: "bad" });
      void store.ownStatus.refetch();
    }
  } finally {
    // A later click may have replaced this change.
    if (optimistic.value?.key === key) optimistic.value = null;
    nudgeWorker();
  }
}

const showUnreachable = (): void => void showToast({ sentence: texts.unreachable, tone: "bad" });
