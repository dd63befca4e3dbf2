import type { AgentData } from "@callboard/domain/agents/rules";
import { computed, signal } from "@preact/signals";
import { sendOnce } from "../../data/sendOnce.ts";
import { failureOf } from "../../data/api.ts";
import { nudgeWorker } from "../../browser.ts";
import { SENDING_LOCK } from "../../data/pendingStatus.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import type { PopupStore } from "../state/store.ts";
import { showToast } from "../state/toasts.ts";

/** What was asked for and has no answer yet: shown in the place of the server's word. */
const optimistic = signal<{ key: string; agent: AgentData } | null>(null);
export const isSending = computed(() => optimistic.value !== null);

/** The record as the screen shows it: the wish while there is one. */
export const shownAgent = (store: PopupStore): AgentData | null =>
  optimistic.value?.agent ?? store.mine.data.value?.agent ?? null;

export interface OptimisticUpdate {
  desk: PopupStore;
  /** The record as it will be. */
  agent: AgentData;
  send: (options: { context: { key: string } }) => Promise<unknown>;
  said: string;
  key?: string | undefined;
  undo?: (() => void) | undefined;
  /** What to do where no answer came; by itself it is told, and the old value returns. */
  unreachable?: (() => void) | undefined;
}

/** One after the other: a second click waits for the first one's answer, though its wish shows at once. */
let queue: Promise<unknown> = Promise.resolve();

/** Shown at once; kept when the server agrees, taken back with its sentence when it does not. */
export function applyOptimistic(deed: OptimisticUpdate): void {
  const key = deed.key ?? crypto.randomUUID();
  optimistic.value = { key, agent: deed.agent };
  queue = queue.then(() => sendUpdate(deed, key));
  if (!isLockHeld) void navigator.locks.request(SENDING_LOCK, waitUntilSent);
  isLockHeld = true;
}

/** From the first click until all are sent: the worker would else send the last one ahead of those before it. */
let isLockHeld = false;
async function waitUntilSent(): Promise<void> {
  for (let last; last !== queue;) await (last = queue);
  isLockHeld = false;
}

async function sendUpdate(
  { desk: store, send, said, undo, unreachable = showUnreachable }: OptimisticUpdate,
  key: string,
): Promise<void> {
  try {
    await sendOnce(send, key);
    await store.mine.refetch();
    void showToast({ sentence: said, kind: "good", action: undo && { label: texts.undo, onSelect: undo } });
  } catch (error) {
    const refusal = failureOf(error);
    if (refusal === null) unreachable();
    else {
      void showToast({ sentence: refusal.sentence, kind: "bad" });
      void store.mine.refetch();
    }
  } finally {
    // A later click has a wish of its own by now.
    if (optimistic.value?.key === key) optimistic.value = null;
    nudgeWorker();
  }
}

const showUnreachable = (): void => void showToast({ sentence: texts.unreachable, kind: "bad" });
