import { standing } from "@callboard/domain/agents";
import { MINUTE } from "@callboard/domain/time";
import { extensionBrowser } from "../browser.ts";
import { hereAt, serverNow } from "../clock.ts";
import type { Mine } from "../snapshot.ts";

const POLL = "poll";
/** A minute before a promise ends; and when it does. */
const SOON = "soon";
const OVER = "over";

/** The shortest period a browser allows. */
const EVERY_MINUTES = 0.5;

/**
 * Browsers lose alarms: with an update, a restart, in Firefox also where the add-on was off for a while. Looked at whenever
 * the worker wakes; true where it was lost, and nobody has asked since.
 */
export async function keepPolling(): Promise<boolean> {
  const { alarms } = extensionBrowser();
  if (await alarms.get(POLL)) return false;
  await alarms.create(POLL, { periodInMinutes: EVERY_MINUTES });
  return true;
}

export async function setPromiseAlarms(mine: Mine | null): Promise<void> {
  const now = serverNow();
  const until = mine ? standing(mine.agent, mine.phone, now).until : null;
  const ahead = until !== null && until > now ? until : null;
  await setAlarm(SOON, ahead !== null && ahead - MINUTE > now ? hereAt(ahead - MINUTE) : null);
  await setAlarm(OVER, ahead === null ? null : hereAt(ahead));
}

/** One that stands is left alone: set anew it may ring half a minute later, and the poll comes that often. */
async function setAlarm(name: string, when: number | null): Promise<void> {
  const { alarms } = extensionBrowser();
  const there = await alarms.get(name);
  if (when === null) return void (there && (await alarms.clear(name)));
  if (!there || Math.abs(there.scheduledTime - when) > SLACK_MS) await alarms.create(name, { when });
}

const SLACK_MS = 1000;
