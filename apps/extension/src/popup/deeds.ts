import { type AgentData, AVAILABLE, type Status, standing } from "@callboard/domain/agents";
import { MINUTE } from "@callboard/domain/time";
import { createToasts } from "@callboard/ui/toasts";
import { computed, signal } from "@preact/signals";
import { withKey } from "../action.ts";
import { api, refusalOf } from "../api.ts";
import { nudgeWorker } from "../browser.ts";
import { serverNow } from "../clock.ts";
import { dropIntent, type Intent, keepIntent, markLost } from "../intents.ts";
import { promiseTime } from "../rooms/agents/promise.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import type { Desk } from "./desk.ts";
import { place } from "./place.ts";

export const toasts = createToasts();

/** What was asked for and has no answer yet: shown in the place of the server's word. */
const wish = signal<{ key: string; agent: AgentData } | null>(null);
export const busy = computed(() => wish.value !== null);

/** The record as the screen shows it: the wish while there is one. */
export const shownAgent = (desk: Desk): AgentData | null => wish.value?.agent ?? desk.mine.data.value?.agent ?? null;

export interface Length {
  minutes?: number | undefined;
  until?: number | undefined;
}

interface Deed {
  desk: Desk;
  key: string;
  agent: AgentData;
  send: (options: { context: { key: string } }) => Promise<unknown>;
  said: string;
  undoable: boolean;
  /** What to do where no answer came. */
  unreachable: () => void;
}

/** One after the other: a second click waits for the first one's answer, though its wish shows at once. */
let line: Promise<unknown> = Promise.resolve();

function act(deed: Deed): Promise<unknown> {
  wish.value = { key: deed.key, agent: deed.agent };
  line = line.then(() => carryOut(deed));
  return line;
}

async function carryOut({ desk, key, send, said, undoable, unreachable }: Deed): Promise<void> {
  try {
    await withKey(send, key);
    await desk.mine.refetch();
    toasts.show({
      sentence: said,
      kind: "good",
      ...(undoable ? { action: { label: texts.undo, onSelect: () => void undo(desk) } } : {}),
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) {
      toasts.show({ sentence: refusal.sentence, kind: "bad" });
      void desk.mine.refetch();
    } else unreachable();
  } finally {
    if (wish.value?.key === key) wish.value = null;
    nudgeWorker();
  }
}

const current = (desk: Desk): { agent: AgentData; person: string; version: number } | null => {
  const mine = desk.mine.data.value;
  const person = desk.me.data.value?.person.id;
  if (!mine || person === undefined) return null;
  return { agent: standing(shownAgent(desk) ?? mine.agent, mine.phone, serverNow()), person, version: mine.version };
};

const tellUnreachable = () => void toasts.show({ sentence: texts.unreachable, kind: "bad" });

const untilOf = (status: Status, length: Length, now: number): number | null => {
  const minutes = length.minutes ?? status.defaultMinutes;
  return length.until ?? (minutes === null ? null : now + minutes * MINUTE);
};

export function choose(desk: Desk, status: Status, length: Length = {}): void {
  const now = serverNow();
  const here = current(desk);
  if (!here) return;
  const { agent, person } = here;
  const until = untilOf(status, length, now);
  const key = crypto.randomUUID();
  const intent: Intent = {
    ...{ key, account: desk.account, person, status: status.id, statusName: status.name, meantAt: now },
    ...{ ...length, lost: false, refused: null },
  };
  const { status: id, statusName, since, until: before, whenOver } = agent;
  void keepIntent(intent);
  void act({
    desk,
    key,
    agent: {
      ...agent,
      ...{ status: status.id, statusName: status.name, whenOver: status.whenOver, until },
      since: id === status.id ? since : now,
      actor: { as: "person", id: person },
      cause: { key: "cause.chosen", values: {} },
      before: { status: id, statusName, since, until: before, whenOver },
    },
    send: async (options) => {
      try {
        await api().agents.set.mutate({ status: status.id, ...length }, options);
        await dropIntent(key);
      } catch (error) {
        if (refusalOf(error)) await dropIntent(key);
        throw error;
      }
    },
    said: sentenceFor(status.name, until, now),
    undoable: true,
    unreachable: () => {
      void markLost(key);
      toasts.show({ sentence: say(texts.waitingToast, { status: status.name }) });
    },
  });
}

const sentenceFor = (status: string, until: number | null, now: number): string =>
  until === null
    ? say(texts.said.set, { status })
    : say(texts.said.setUntil, { status, time: promiseTime(until, now, place.value) });

export function backNow(desk: Desk): void {
  const available = desk.mine.data.value?.statuses.find(({ id }) => id === AVAILABLE);
  if (available) choose(desk, available);
}

export function undo(desk: Desk): void {
  const here = current(desk);
  const before = here?.agent.before;
  if (!here || !before) return;
  const { status, statusName, since, until, whenOver } = here.agent;
  // Said of what is on the screen. While an answer is awaited its version isn't known, and the order says enough.
  const input = busy.value ? {} : { version: here.version };
  void act({
    desk,
    key: crypto.randomUUID(),
    agent: { ...here.agent, ...before, before: { status, statusName, since, until, whenOver } },
    send: (options) => api().agents.undo.mutate(input, options),
    said: say(texts.said.undone, { status: before.statusName }),
    undoable: false,
    unreachable: tellUnreachable,
  });
}

export function extend(desk: Desk, minutes: number): void {
  const here = current(desk);
  if (!here || here.agent.until === null) return;
  const until = Math.max(here.agent.until, serverNow()) + minutes * MINUTE;
  void act({
    desk,
    key: crypto.randomUUID(),
    agent: { ...here.agent, until },
    send: (options) => api().agents.extend.mutate({ minutes }, options),
    said: say(texts.said.extended, {
      status: here.agent.statusName,
      time: promiseTime(until, serverNow(), place.value),
    }),
    undoable: false,
    unreachable: tellUnreachable,
  });
}

export function queueNext(desk: Desk, status: Status, { minutes }: Length = {}): void {
  const here = current(desk);
  if (!here) return;
  const length = minutes === undefined ? status.defaultMinutes : minutes;
  const actor = { as: "person" as const, id: here.person };
  void act({
    desk,
    key: crypto.randomUUID(),
    agent: {
      ...here.agent,
      next: {
        ...{ status: status.id, statusName: status.name, whenOver: status.whenOver, actor },
        ...{ minutes: length, queuedAt: serverNow() },
      },
    },
    send: (options) =>
      api().agents.queueNext.mutate({ status: status.id, ...(minutes === undefined ? {} : { minutes }) }, options),
    said: say(texts.said.queued, { status: status.name }),
    undoable: false,
    unreachable: tellUnreachable,
  });
}

export function clearNext(desk: Desk): void {
  const here = current(desk);
  const next = here?.agent.next;
  if (!here || !next) return;
  void act({
    desk,
    key: crypto.randomUUID(),
    agent: { ...here.agent, next: null },
    send: (options) => api().agents.clearNext.mutate(undefined, options),
    said: say(texts.said.cleared, { status: next.statusName }),
    undoable: false,
    unreachable: tellUnreachable,
  });
}
