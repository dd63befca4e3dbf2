import { currentStatus } from "@callboard/domain/agents/rules";
import { MINUTE } from "@callboard/domain/core/time";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../data/clock.ts";
import { array, nullable, number, object, string } from "../data/storage/guards.ts";
import { endTimeText, END_SOON_MS } from "../shared/status/endTimeText.ts";
import type { OwnStatus } from "../data/views.ts";
import { remove, type StorageItem, read, write } from "../data/storage/storage.ts";
import { format } from "../texts/format.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { localeOf, type WorkerAlert, type WorkerState } from "./workerState.ts";

/** The ids of the notifications. */
export const STATUS_END = "promise";
export const IDLE = "idle";
export const MISSED_CALLS = "missed";
export const ALERTS = "alerts";
/** An alarm may be early by this much: it goes by this device's clock, whose offset to the server's isn't exact. */
const SLACK_MS = 2000;

/** The status end that was notified last. */
const NOTIFIED_END = (): StorageItem<number> => ({ name: "soonTold", guard: number });

/** Since when the person is in the status that the missed-call rule set and that was notified last. */
const NOTIFIED_MISSED = (): StorageItem<number> => ({ name: "missedTold", guard: number });

/** The alerts that were notified. `goneAt`: when one was over; null while it lasts. */
interface NotifiedAlert {
  key: string;
  goneAt: number | null;
}
const NOTIFIED_ALERTS = (): StorageItem<NotifiedAlert[]> => ({
  name: "notifiedAlerts",
  guard: array(object({ key: string, goneAt: nullable(number) })),
});
/** An alert that is back within this time isn't notified again: one agent who comes and goes would be noise. */
const BACK_WITHIN_MS = 10 * MINUTE;

/** Suffix of a notification without buttons: clicking it is the only action. */
export const PRESS_SUFFIX = ".press";

interface NotificationTexts {
  title: string;
  message: string;
  /** The message if clicking is the only action. */
  pressMessage: string;
  buttons: string[];
}

async function showNotification(
  id: string,
  { title, message, pressMessage, buttons }: NotificationTexts,
): Promise<void> {
  const { notifications } = extensionBrowser();
  const common = { type: "basic" as const, iconUrl: "/icon/128.png", title };
  try {
    await notifications.create(id, { ...common, message, buttons: buttons.map((button) => ({ title: button })) });
  } catch {
    // Firefox rejects a notification with buttons completely, though it has the event for them.
    await notifications.create(id + PRESS_SUFFIX, { ...common, message: pressMessage });
  }
}

const clearNotification = (id: string): Promise<unknown> => {
  const { notifications } = extensionBrowser();
  return Promise.all([notifications.clear(id), notifications.clear(id + PRESS_SUFFIX)]);
};

/** Notifies a minute before the status ends, while the person can still extend it; once for each end. */
export async function notifyStatusEnd(mine: OwnStatus | null): Promise<void> {
  const now = serverNow();
  const current = mine && currentStatus(mine.agent, mine.phone, now);
  const until = current?.until ?? null;
  const notifiedEnd = await read(NOTIFIED_END());
  const isSoon = until !== null && until > now && until - now <= END_SOON_MS + SLACK_MS;
  if (!isSoon || until !== notifiedEnd) {
    if (notifiedEnd === null && !isSoon) return;
    await remove(NOTIFIED_END());
    await clearNotification(STATUS_END);
  }
  // A status of a minute or less was chosen just now, so the person knows.
  if (!isSoon || until === notifiedEnd || until - current!.since <= END_SOON_MS + SLACK_MS) return;
  await write(NOTIFIED_END(), until);
  const time = endTimeText(until, now, localeOf(mine));
  await showNotification(STATUS_END, {
    title: format(texts.soon, { status: current!.statusName }),
    message: format(texts.soonDetail, { time }),
    pressMessage: format(texts.soonPress, { time }),
    buttons: [texts.backNow, texts.moreTime],
  });
}

/** For a person who is back at the computer: offers to return from the away status to `before`, the one they had. */
export const notifyIdle = (status: string, before: string): Promise<void> =>
  showNotification(IDLE, {
    title: format(texts.idleTitle, { status }),
    message: format(texts.idleDetail, { before }),
    pressMessage: format(texts.idlePress, { before }),
    buttons: [format(texts.idleBack, { before }), texts.idleStay],
  });

/** Tells somebody whom a queue's missed-call rule sent away why, once for each time, and offers the status before. */
export async function notifyMissedCalls(mine: OwnStatus | null): Promise<void> {
  const agent = mine && currentStatus(mine.agent, mine.phone, serverNow());
  const notified = await read(NOTIFIED_MISSED());
  if (!agent || !MISSED_CAUSES.includes(agent.cause.key)) {
    if (notified === null) return;
    await remove(NOTIFIED_MISSED());
    return void (await clearNotification(MISSED_CALLS));
  }
  if (agent.since === notified || agent.before === null) return;
  await write(NOTIFIED_MISSED(), agent.since);
  const before = agent.before.statusName;
  const { missed = "", queue = "" } = agent.cause.values;
  const sentence = format(missed === 1 ? texts.missedOne : texts.missedMany, {
    missed: `${missed}`,
    queue: `${queue}`,
  });
  await showNotification(MISSED_CALLS, {
    title: format(texts.missedTitle, { status: agent.statusName }),
    message: sentence,
    pressMessage: format(texts.missedPress, { missed: sentence, before }),
    buttons: [format(texts.idleBack, { before }), texts.idleStay],
  });
}

/** Notifies of alerts that are new since the last refresh, in one notification; clicking it opens their list. */
export async function notifyAlerts(state: WorkerState | null): Promise<void> {
  // Signed out, or another account was chosen and hasn't answered yet: its notification isn't this one.
  if (state === null) return void (await clearNotification(ALERTS));
  const prefix = `${state.account}:`;
  const alerts = state.alerts.filter(({ notifies }) => notifies);
  const now = serverNow();
  const stored = (await read(NOTIFIED_ALERTS())) ?? [];
  const notified = stored.filter(({ goneAt }) => goneAt === null || now - goneAt < BACK_WITHIN_MS);
  const keys = alerts.map(({ key }) => prefix + key);
  // Those of other accounts stay, so that going back and forth between accounts notifies nothing again.
  const others = notified.filter(({ key }) => !key.startsWith(prefix));
  const gone = notified.flatMap(({ key, goneAt }) =>
    key.startsWith(prefix) && !keys.includes(key) ? [{ key, goneAt: goneAt ?? now }] : [],
  );
  const next = [...others, ...gone, ...keys.map((key) => ({ key, goneAt: null }))];
  if (JSON.stringify(next) !== JSON.stringify(stored)) await write(NOTIFIED_ALERTS(), next);
  if (keys.length === 0) await clearNotification(ALERTS);
  const added = alerts.filter((_, index) => !notified.some(({ key }) => key === keys[index]));
  if (added.length === 0) return;
  const [{ sentence: first }] = added as [WorkerAlert];
  const sentence = added.length === 1 ? first : format(texts.moreAlerts, { sentence: first, more: added.length - 1 });
  await showNotification(ALERTS, {
    title: state.accountName,
    message: sentence,
    pressMessage: format(texts.alertPress, { sentence }),
    buttons: [texts.openAlerts],
  });
}

const MISSED_CAUSES = ["agents.cause.missedCall", "agents.cause.missedCalls"];
