import { isOwnChoice, currentStatus } from "@callboard/domain/agents/rules";
import { sendOnce } from "./sendOnce.ts";
import { apiFor, failureOf } from "./api.ts";
import { serverNow } from "./clock.ts";
import {
  removePendingStatus,
  type Intent,
  storePendingStatus,
  markUndelivered,
  SENDING_LOCK,
} from "./pendingStatus.ts";
import { type Session, session } from "./session.ts";
import { PENDING_STATUS_PREFIX } from "./storageItems.ts";
import { PENDING_STATUS } from "./deferredStorageItems.ts";
import { namesWithPrefix, read } from "./storage.ts";

/**
 * Sends what is waiting, in whichever account it was meant; true where something was. Popup and worker may both try:
 * the lock lets one at a time, the key makes it count once.
 */
export function sendPendingStatuses(): Promise<boolean> {
  return navigator.locks.request(SENDING_LOCK, async () => {
    const now = session.peek();
    if (!now) return false;
    const waiting = (await pendingStatusesOf(now)).filter(isDue);
    for (const intent of waiting) await sendPending({ ...now, account: intent.account }, intent);
    return waiting.length > 0;
  });
}

/** What waits in an account. */
export const readPendingStatus = (place: Pick<Intent, "person" | "account">): Promise<Intent | null> =>
  read(PENDING_STATUS(place));

/** So long a page has for what was clicked in it, one after the other. */
const PAGE_SENDS_FOR_MS = 3000;

const isDue = ({ refused, lost, meantAt }: Intent): boolean =>
  refused === null && (lost || Math.abs(serverNow() - meantAt) >= PAGE_SENDS_FOR_MS);

async function pendingStatusesOf({ person }: Session): Promise<Intent[]> {
  const names = await namesWithPrefix(`${PENDING_STATUS_PREFIX}${person} `);
  const found = await Promise.all(names.map((name) => readPendingStatus({ person, account: name.split(" ")[2]! })));
  return found.filter((intent) => intent !== null);
}

async function sendPending(as: Session, intent: Intent): Promise<void> {
  try {
    await sendStatus(as, intent);
    await removePendingStatus(intent);
  } catch (error) {
    await handleFailure(as, intent, error);
  }
}

async function handleFailure(as: Session, intent: Intent, error: unknown): Promise<void> {
  const refusal = failureOf(error);
  if (refusal === null || refusal.code === "busy") return markUndelivered(intent);
  // Taken out of the account, or signed out: there is nobody left to ask.
  if (refusal.code === "not-found" || refusal.code === "signed-out") return removePendingStatus(intent);
  if (refusal.code === "conflict" && (await isAlreadySet(as, intent))) return removePendingStatus(intent);
  const now = await readPendingStatus(intent);
  if (now?.key === intent.key) await storePendingStatus({ ...now, lost: true, refused: refusal.sentence });
}

function sendStatus(as: Session, { key, status, minutes, until, meantAt, lost }: Intent): Promise<unknown> {
  const { setStatus } = apiFor(as).agents;
  const choice = { status, ...(until === undefined ? {} : { until }), ...(minutes === undefined ? {} : { minutes }) };
  // The first way repeats the very call of the click, which counts once. Later it needs a key of its own: it says more.
  return lost
    ? setStatus.mutate({ ...choice, meantAt }, { context: { key: `${key}-late` } })
    : sendOnce((options) => setStatus.mutate(choice, options), key);
}

/** The click did arrive and only its answer was lost: nothing to ask anybody. */
async function isAlreadySet(as: Session, intent: Intent): Promise<boolean> {
  const { agent, phone, now } = await apiFor(as).agents.mine.query();
  const current = currentStatus(agent, phone, now);
  return current.status === intent.status && isOwnChoice(current, intent.person);
}

/** The person still wants it: as of now, and with a new key. */
export async function resendPendingStatus(intent: Intent, meantAt: number): Promise<void> {
  const { until, ...rest } = intent;
  const ahead = until !== undefined && until > meantAt ? { until } : {};
  await storePendingStatus({ ...rest, ...ahead, key: crypto.randomUUID(), meantAt, lost: true, refused: null });
  await sendPendingStatuses();
}
