import type { AgentData } from "@callboard/domain/agents";
import { computed, signal } from "@preact/signals";
import { withKey } from "../action.ts";
import { refusalOf } from "../api.ts";
import { nudgeWorker } from "../browser.ts";
import { SENDING } from "../intents.ts";
import { popup as texts } from "../texts/en/popup.ts";
import type { Desk } from "./desk.ts";
import { tell } from "./toasts.ts";

/** What was asked for and has no answer yet: shown in the place of the server's word. */
const wish = signal<{ key: string; agent: AgentData } | null>(null);
export const busy = computed(() => wish.value !== null);

/** The record as the screen shows it: the wish while there is one. */
export const shownAgent = (desk: Desk): AgentData | null => wish.value?.agent ?? desk.mine.data.value?.agent ?? null;

export interface Deed {
  desk: Desk;
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
let line: Promise<unknown> = Promise.resolve();

/** Shown at once; kept when the server agrees, taken back with its sentence when it does not. */
export function act(deed: Deed): void {
  const key = deed.key ?? crypto.randomUUID();
  wish.value = { key, agent: deed.agent };
  line = line.then(() => carryOut(deed, key));
  if (!held) void navigator.locks.request(SENDING, untilSent);
  held = true;
}

/** From the first click until all are sent: the worker would else send the last one ahead of those before it. */
let held = false;
async function untilSent(): Promise<void> {
  for (let last; last !== line;) await (last = line);
  held = false;
}

async function carryOut({ desk, send, said, undo, unreachable = tellUnreachable }: Deed, key: string): Promise<void> {
  try {
    await withKey(send, key);
    await desk.mine.refetch();
    void tell({ sentence: said, kind: "good", action: undo && { label: texts.undo, onSelect: undo } });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) unreachable();
    else {
      void tell({ sentence: refusal.sentence, kind: "bad" });
      void desk.mine.refetch();
    }
  } finally {
    // A later click has a wish of its own by now.
    if (wish.value?.key === key) wish.value = null;
    nudgeWorker();
  }
}

const tellUnreachable = (): void => void tell({ sentence: texts.unreachable, kind: "bad" });
