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
 * Sends pending statuses, each in the account it was chosen for; true if there were any. Popup and worker may both try:
 * the lock lets one at a time, and the key makes it count once.
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

/** The pending status of an account. */
export const readPendingStatus = (place: Pick<Intent, "person" | "account">): Promise<Intent | null> =>
  read(PENDING_STATUS(place));

/** How long a page may take to send its own clicks, one after another. */
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
  // The person was removed from the account or signed out: nobody is left to show this to.
  if (refusal.code === "not-found" || refusal.code === "signed-out") return removePendingStatus(intent);
  if (refusal.code === "conflict" && (await isAlreadySet(as, intent))) return removePendingStatus(intent);
  const now = await readPendingStatus(intent);
  if (now?.key === intent.key) await storePendingStatus({ ...now, lost: true, refused: refusal.sentence });
}

function sendStatus(as: Session, { key, status, minutes, until, meantAt, lost }: Intent): Promise<unknown> {
  const { setStatus } = apiFor(as).agents;
  const choice = { status, ...(until === undefined ? {} : { until }), ...(minutes === undefined ? {} : { minutes }) };
  // The first attempt repeats the click's own call under its key. A late one carries more input, so it has its own key.
  return lost
    ? setStatus.mutate({ ...choice, meantAt }, { context: { key: `${key}-late` } })
    : sendOnce((options) => setStatus.mutate(choice, options), key);
}

/** The click reached the server and only the answer was lost, so there is nothing to ask the person. */
async function isAlreadySet(as: Session, intent: Intent): Promise<boolean> {
  const { agent, phone, now } = await apiFor(as).agents.mine.query();
  const current = currentStatus(agent, phone, now);
  return current.status === intent.status && isOwnChoice(current, intent.person);
}

/** The person still wants it: send it as of now, under a new key. */
export async function resendPendingStatus(intent: Intent, meantAt: number): Promise<void> {
  const { until, ...rest } = intent;
  const ahead = until !== undefined && until > meantAt ? { until } : {};
  await storePendingStatus({ ...rest, ...ahead, key: crypto.randomUUID(), meantAt, lost: true, refused: null });
  await sendPendingStatuses();
}
