import type { Status } from "@callboard/domain/agents/rules";
import { AVAILABLE } from "@callboard/domain/agents/types";
import { sendOnce } from "../data/sendOnce.ts";
import { api, failureOf } from "../data/api.ts";
import { serverNow } from "../data/clock.ts";
import { markUndelivered } from "../data/markUndelivered.ts";
import { removePendingStatus, storePendingStatus } from "../data/pendingStatus.ts";
import { loadSession } from "../data/session.ts";
import { WORKER_NOTICE } from "../data/storage/storageItems.ts";
import { remove, write } from "../data/storage/storage.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { loadClock } from "./storedClock.ts";
import { readWorkerState } from "./workerState.ts";
import { refresh } from "./refresh.ts";

/** Runs an action and shows the result on the icon, the worker's only display. */
async function runAction(send: () => Promise<unknown>, onUnreachable: () => Promise<unknown>): Promise<void> {
  if (!(await loadSession())?.account) return;
  try {
    await send();
    await remove(WORKER_NOTICE());
  } catch (error) {
    const failure = failureOf(error);
    if (failure) await write(WORKER_NOTICE(), failure.sentence);
    else await onUnreachable();
  }
  await refresh();
}

/** Sets the person's status as the popup does: the choice is stored before it is sent, and kept if no answer comes. */
async function chooseStatus(status: Status): Promise<void> {
  await loadClock();
  const session = await loadSession();
  if (!session?.account) return;
  const pending = {
    key: crypto.randomUUID(),
    account: session.account,
    person: session.person,
    status: status.id,
    statusName: status.name,
    chosenAt: serverNow(),
    undelivered: false,
    refused: null,
  };
  await storePendingStatus(pending);
  await runAction(
    async () => {
      try {
        await sendOnce((options) => api().agents.setStatus.mutate({ status: status.id }, options), pending.key);
        await removePendingStatus(pending);
      } catch (error) {
        if (failureOf(error)) await removePendingStatus(pending);
        throw error;
      }
    },
    () => markUndelivered(pending),
  );
}

/** The current account's statuses as last fetched. */
const readStatuses = async (): Promise<readonly Status[]> =>
  (await readWorkerState(await loadSession()))?.mine?.statuses ?? [];

export async function chooseStatusById(id: string): Promise<void> {
  const status = (await readStatuses()).find((candidate) => candidate.id === id);
  if (status) await chooseStatus(status);
}

export const chooseAvailable = (): Promise<void> => chooseStatusById(AVAILABLE);

/** Chooses the first selectable custom status in the account's order. */
export async function chooseFirstCustom(): Promise<void> {
  const first = (await readStatuses()).find(({ builtIn, archivedAt }) => !builtIn && archivedAt === null);
  if (first) await chooseStatus(first);
}

export const undoStatus = (): Promise<void> =>
  runAction(
    () => sendOnce((options) => api().agents.undoStatus.mutate({}, options)),
    () => write(WORKER_NOTICE(), texts.notUndone),
  );

export const extendStatus = (minutes: number): Promise<void> =>
  runAction(
    () => sendOnce((options) => api().agents.extendStatus.mutate({ minutes }, options)),
    () => write(WORKER_NOTICE(), texts.notExtended),
  );
