import { isOwnChoice, currentStatus } from "@callboard/domain/agents/rules";
import { sendOnce } from "./sendOnce.ts";
import { apiFor, failureOf } from "./api.ts";
import { adjustClock, deviceNow, serverNow } from "./clock.ts";
import { markUndelivered } from "./markUndelivered.ts";
import { removePendingStatus, type PendingStatus, storePendingStatus, SENDING_LOCK } from "./pendingStatus.ts";
import { type Session, session } from "./session.ts";
import { PENDING_STATUS_PREFIX } from "./storage/storageItems.ts";
import { PENDING_STATUS } from "./storage/deferredStorageItems.ts";
import { namesWithPrefix, read } from "./storage/storage.ts";

/**
 * Sends pending statuses, each in the account it was chosen for; true if there were any. Popup and worker may both try:
 * the lock keeps them apart, and the idempotency key makes a repeat harmless.
 */
export function sendPendingStatuses(): Promise<boolean> {
  return navigator.locks.request(SENDING_LOCK, async () => {
    const current = session.peek();
    if (!current) return false;
    const due = (await pendingStatusesOf(current)).filter(isDue);
    for (const pending of due) await sendPending({ ...current, account: pending.account }, pending);
    return due.length > 0;
  });
}

/** The pending status of an account. */
export const readPendingStatus = (owner: Pick<PendingStatus, "person" | "account">): Promise<PendingStatus | null> =>
  read(PENDING_STATUS(owner));

/** A choice this recent is still being sent by the page where it was clicked. */
const OWNED_BY_PAGE_MS = 3000;

/** A time in the future was written by another clock, so it says nothing about the age. */
const isDue = ({ refused, undelivered, chosenAt }: PendingStatus): boolean =>
  refused === null && (undelivered || Math.abs(serverNow() - chosenAt) >= OWNED_BY_PAGE_MS);

async function pendingStatusesOf({ person }: Session): Promise<PendingStatus[]> {
  const names = await namesWithPrefix(`${PENDING_STATUS_PREFIX}${person} `);
  // A name is the prefix, the person and the account, with a space between each.
  const statuses = await Promise.all(names.map((name) => readPendingStatus({ person, account: name.split(" ")[2]! })));
  return statuses.filter((pending) => pending !== null);
}

async function sendPending(sender: Session, pending: PendingStatus): Promise<void> {
  try {
    await sendStatus(sender, pending);
    await removePendingStatus(pending);
  } catch (error) {
    await handleFailure(sender, pending, error);
  }
}

async function handleFailure(sender: Session, pending: PendingStatus, error: unknown): Promise<void> {
  const failure = failureOf(error);
  if (failure === null || failure.code === "busy") return markUndelivered(pending);
  // The person was removed from the account or signed out: nobody is left to show this to.
  if (failure.code === "not-found" || failure.code === "signed-out") return removePendingStatus(pending);
  if (failure.code === "conflict" && (await isAlreadySet(sender, pending))) return removePendingStatus(pending);
  const latest = await readPendingStatus(pending);
  if (latest?.key === pending.key)
    await storePendingStatus({ ...latest, undelivered: true, refused: failure.sentence });
}

function sendStatus(
  sender: Session,
  { key, status, minutes, until, chosenAt, undelivered }: PendingStatus,
): Promise<unknown> {
  const { setStatus } = apiFor(sender).agents;
  const choice = { status, ...(until === undefined ? {} : { until }), ...(minutes === undefined ? {} : { minutes }) };
  // The first attempt repeats the click's request with its key. A later one also sends `chosenAt`, so it is different
  // input and needs another key.
  return undelivered
    ? setStatus.mutate({ ...choice, chosenAt }, { context: { key: `${key}-late` } })
    : sendOnce((options) => setStatus.mutate(choice, options), key);
}

/** The click reached the server and only the answer was lost, so there is nothing to ask the person. */
async function isAlreadySet(sender: Session, pending: PendingStatus): Promise<boolean> {
  const requestedAt = deviceNow();
  const { agent, phone, now } = await apiFor(sender).agents.mine.query();
  // "Set now" means the server's now, which a page that was offline may not know yet.
  adjustClock(now, requestedAt);
  const current = currentStatus(agent, phone, now);
  return current.status === pending.status && isOwnChoice(current, pending.person);
}

/** For a person who still wants it: sends it as chosen now, under a new key. An end that has passed is dropped. */
export async function resendPendingStatus(pending: PendingStatus, now: number): Promise<void> {
  const { until, ...rest } = pending;
  const futureEnd = until !== undefined && until > now ? { until } : {};
  await storePendingStatus({
    ...rest,
    ...futureEnd,
    key: crypto.randomUUID(),
    chosenAt: now,
    undelivered: true,
    refused: null,
  });
  await sendPendingStatuses();
}
