import { type AgentData, AVAILABLE, type Status, standing } from "@callboard/domain/agents";
import { api, refusalOf } from "../api.ts";
import { serverNow } from "../clock.ts";
import { dropIntent, keepIntent, markLost } from "../intents.ts";
import { promiseTime } from "../rooms/agents/promise.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { act, shownAgent } from "./acting.ts";
import type { Desk } from "./desk.ts";
import { place } from "./place.ts";
import { tell } from "./toasts.ts";
import { chosen, endOf, type Length } from "./wishes.ts";

/** All but choosing: fetched once the first picture stands, since nobody needs it sooner. */
export const later = () => import("./laterDeeds.ts");

/** What stands now, expiry counted in, and whose it is. */
export function current(desk: Desk): { agent: AgentData; person: string; version: number; now: number } | null {
  const mine = desk.mine.data.value;
  const stored = shownAgent(desk);
  if (!mine || !stored) return null;
  const now = serverNow();
  return { agent: standing(stored, mine.phone, now), person: desk.person, version: mine.version, now };
}

export const untilText = (until: number, now: number) => promiseTime(until, now, place.value);

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
    send: (options) => settled(written, api().agents.set.mutate({ status: status.id, ...length }, options)),
    said: [
      until === null
        ? say(texts.said.set, { status: status.name })
        : say(texts.said.setUntil, { status: status.name, time: untilText(until, now) }),
      // What was queued before it follows the call no longer.
      ...(agent.next ? [say(texts.said.cleared, { status: agent.next.statusName })] : []),
    ].join(" "),
    undo: () => void later().then((deeds) => deeds.undo(desk)),
    unreachable: () => {
      void markLost(written);
      void tell({ sentence: say(texts.waitingToast, { status: status.name }) });
    },
  });
}

/** An answer, whichever it is, ends the waiting. */
async function settled<T>(written: Parameters<typeof dropIntent>[0], answer: Promise<T>): Promise<T> {
  try {
    const said = await answer;
    await dropIntent(written);
    return said;
  } catch (error) {
    if (refusalOf(error)) await dropIntent(written);
    throw error;
  }
}

export function backNow(desk: Desk): void {
  const available = desk.mine.data.value?.statuses.find(({ id }) => id === AVAILABLE);
  if (available) choose(desk, available);
}
