import { nextPlannedStart } from "@callboard/domain/agents/plannedStart";
import { currentStatus } from "@callboard/domain/agents/rules";
import { MINUTE } from "@callboard/domain/core/time";
import { extensionBrowser } from "../browser.ts";
import { deviceTimeAt, serverNow } from "../data/clock.ts";
import type { OwnStatus } from "../data/views.ts";

const POLL_ALARM = "poll";
/** One alarm a minute before a status ends, and one when it does. */
const SOON_ALARM = "soon";
const END_ALARM = "over";

/** The shortest period that browsers allow. */
const POLL_MINUTES = 0.5;

/**
 * Browsers lose alarms: after an update, a restart, or in Firefox while the add-on was off. Checked whenever
 * the worker wakes. Returns true if the alarm was missing: then nothing has been fetched for a while.
 */
export async function ensurePollAlarm(): Promise<boolean> {
  const { alarms } = extensionBrowser();
  if (await alarms.get(POLL_ALARM)) return false;
  await alarms.create(POLL_ALARM, { periodInMinutes: POLL_MINUTES });
  return true;
}

/**
 * Sets both alarms of the person's current status, or clears them if it has no end in the future. A planned status that
 * begins before is an end too.
 */
export async function setStatusEndAlarms(mine: OwnStatus | null): Promise<void> {
  const now = serverNow();
  const agent = mine && currentStatus(mine.agent, mine.phone, now);
  const until = agent?.until ?? null;
  const plannedAt = (agent && nextPlannedStart(agent)?.at) ?? Infinity;
  const futureEnd = until !== null && until > now ? until : null;
  await setAlarm(SOON_ALARM, futureEnd !== null && futureEnd - MINUTE > now ? deviceTimeAt(futureEnd - MINUTE) : null);
  const changesAt = Math.min(futureEnd ?? Infinity, plannedAt);
  await setAlarm(END_ALARM, changesAt === Infinity ? null : deviceTimeAt(changesAt));
}

/**
 * Sets, moves or (null) clears an alarm. One already set for this time is left alone: browsers may delay a new alarm by
 * half a minute, and every poll comes here, so it would be put off again and again.
 */
async function setAlarm(name: string, when: number | null): Promise<void> {
  const { alarms } = extensionBrowser();
  const existing = await alarms.get(name);
  if (when === null) return void (existing && (await alarms.clear(name)));
  if (!existing || Math.abs(existing.scheduledTime - when) > SLACK_MS) await alarms.create(name, { when });
}

/** Times that differ by less are the same: the clock's offset changes a little with each answer. */
const SLACK_MS = 1000;
