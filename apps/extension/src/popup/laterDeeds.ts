import type { AgentData, Status } from "@callboard/domain/agents";
import { MINUTE } from "@callboard/domain/time";
import { api } from "../api.ts";
import { popup } from "../texts/en/popup.ts";
import { popupLater as texts } from "../texts/en/popupLater.ts";
import { say } from "../texts/say.ts";
import { act, busy } from "./acting.ts";
import { current, untilText } from "./deeds.ts";
import type { Desk } from "./desk.ts";
import { type Length, slot } from "./wishes.ts";

export const undone = (agent: AgentData, { queue, ...before }: NonNullable<AgentData["before"]>): AgentData => ({
  ...agent,
  ...before,
  ...queue,
  cause: { key: "cause.undone", values: {} },
  before: slot(agent),
});

export const queued = (agent: AgentData, status: Status, minutes: number | null, person: string, now: number) =>
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
    said: say(popup.said.cleared, { status: next.statusName }),
  });
}
