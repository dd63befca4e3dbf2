import { type AgentData, AVAILABLE, type Status, standing } from "@callboard/domain/agents";
import { MINUTE } from "@callboard/domain/time";
import { api, refusalOf } from "../api.ts";
import { serverNow } from "../clock.ts";
import { dropIntent, keepIntent, markLost } from "../intents.ts";
import { promiseTime } from "../rooms/agents/promise.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { act, busy, shownAgent, toasts } from "./acting.ts";
import type { Desk } from "./desk.ts";
import { place } from "./place.ts";
import { chosen, endOf, type Length, queued, undone } from "./wishes.ts";

/** What stands now, expiry counted in, and whose it is. */
function current(desk: Desk): { agent: AgentData; person: string; version: number; now: number } | null {
  const mine = desk.mine.data.value;
  const stored = shownAgent(desk);
  if (!mine || !stored) return null;
  const now = serverNow();
  return { agent: standing(stored, mine.phone, now), person: desk.person, version: mine.version, now };
}

const untilText = (until: number, now: number) => promiseTime(until, now, place.value);

export function choose(desk: Desk, status: Status, length: Length = {}): void {
  const here = current(desk);
  if (!here) return;
  const { agent, person, now } = here;
  const until = endOf(status, length, now);
  const key = crypto.randomUUID();
  const written = { key, account: desk.account, person, status: status.id, statusName: status.name, ...length };
  void keepIntent({ ...written, meantAt: now, lost: false, refused: null });
  act({
    desk,
    key,
    agent: chosen(agent, status, until, person, now),
    send: (options) => settled(key, api().agents.set.mutate({ status: status.id, ...length }, options)),
    said: [
      until === null
        ? say(texts.said.set, { status: status.name })
        : say(texts.said.setUntil, { status: status.name, time: untilText(until, now) }),
      // What was queued before it follows the call no longer.
      ...(agent.next ? [say(texts.said.cleared, { status: agent.next.statusName })] : []),
    ].join(" "),
    undo: () => undo(desk),
    unreachable: () => {
      void markLost(key);
      toasts.show({ sentence: say(texts.waitingToast, { status: status.name }) });
    },
  });
}

/** An answer, whichever it is, ends the waiting. */
async function settled<T>(key: string, answer: Promise<T>): Promise<T> {
  try {
    const said = await answer;
    await dropIntent(key);
    return said;
  } catch (error) {
    if (refusalOf(error)) await dropIntent(key);
    throw error;
  }
}

export function backNow(desk: Desk): void {
  const available = desk.mine.data.value?.statuses.find(({ id }) => id === AVAILABLE);
  if (available) choose(desk, available);
}

export function undo(desk: Desk): void {
  const here = current(desk);
  const before = here?.agent.before;
  if (!here || !before) return;
  // Said of what is on the screen. While an answer is awaited its version isn't known, and the order says enough.
  const input = busy.value ? {} : { version: here.version };
  act({
    desk,
    agent: undone(here.agent, before),
    send: (options) => api().agents.undo.mutate(input, options),
    said: say(texts.said.undone, { status: before.statusName }),
  });
}

export function extend(desk: Desk, minutes: number): void {
  const here = current(desk);
  if (!here || here.agent.until === null) return;
  const until = Math.max(here.agent.until, here.now) + minutes * MINUTE;
  act({
    desk,
    agent: { ...here.agent, until },
    send: (options) => api().agents.extend.mutate({ minutes }, options),
    said: say(texts.said.extended, { status: here.agent.statusName, time: untilText(until, here.now) }),
  });
}

export function queueNext(desk: Desk, status: Status, { minutes }: Length = {}): void {
  const here = current(desk);
  if (!here) return;
  const length = minutes ?? status.defaultMinutes;
  const input = { status: status.id, ...(minutes === undefined ? {} : { minutes }) };
  act({
    desk,
    agent: queued(here.agent, status, length, here.person, here.now),
    send: (options) => api().agents.queueNext.mutate(input, options),
    said: say(texts.said.queued, { status: status.name }),
  });
}

export function clearNext(desk: Desk): void {
  const here = current(desk);
  const next = here?.agent.next;
  if (!here || !next) return;
  act({
    desk,
    agent: { ...here.agent, next: null },
    send: (options) => api().agents.clearNext.mutate(undefined, options),
    said: say(texts.said.cleared, { status: next.statusName }),
  });
}
