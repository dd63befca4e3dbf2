import { AVAILABLE, type Status } from "@callboard/domain/agents";
import { withKey } from "../action.ts";
import { api, refusalOf } from "../api.ts";
import { serverNow } from "../clock.ts";
import { dropIntent, keepIntent, markLost } from "../intents.ts";
import { loadSession } from "../session.ts";
import { NOTICE } from "../storage.ts";
import { drop, write } from "../stored.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { clockReady } from "./clockKept.ts";
import { readKnown } from "./known.ts";
import { refresh } from "./refresh.ts";

/** Does something and shows how it went: the icon is all the worker has to speak with. */
async function act(send: () => Promise<unknown>, unreachable: () => Promise<unknown>): Promise<void> {
  if (!(await loadSession())?.account) return;
  try {
    await send();
    await drop(NOTICE());
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) await write(NOTICE(), refusal.sentence);
    else await unreachable();
  }
  await refresh();
}

/** As in the popup: written down first, and kept where no answer came. */
async function choose(status: Status): Promise<void> {
  await clockReady();
  const session = await loadSession();
  if (!session?.account) return;
  const intent = {
    key: crypto.randomUUID(),
    account: session.account,
    person: session.person,
    status: status.id,
    statusName: status.name,
    meantAt: serverNow(),
    lost: false,
    refused: null,
  };
  await keepIntent(intent);
  await act(
    async () => {
      try {
        await withKey((options) => api().agents.set.mutate({ status: status.id }, options), intent.key);
        await dropIntent(intent);
      } catch (error) {
        if (refusalOf(error)) await dropIntent(intent);
        throw error;
      }
    },
    () => markLost(intent),
  );
}

const statusesHere = async (): Promise<readonly Status[]> =>
  (await readKnown(await loadSession()))?.mine?.statuses ?? [];

export async function chooseById(id: string): Promise<void> {
  const status = (await statusesHere()).find((one) => one.id === id);
  if (status) await choose(status);
}

export const chooseAvailable = (): Promise<void> => chooseById(AVAILABLE);

/** The first one in the account's own order that can be chosen. */
export async function chooseFirst(): Promise<void> {
  const first = (await statusesHere()).find(({ builtIn, archivedAt }) => !builtIn && archivedAt === null);
  if (first) await choose(first);
}

export const undo = (): Promise<void> =>
  act(
    () => withKey((options) => api().agents.undo.mutate({}, options)),
    () => write(NOTICE(), texts.notUndone),
  );

export const extend = (minutes: number): Promise<void> =>
  act(
    () => withKey((options) => api().agents.extend.mutate({ minutes }, options)),
    () => write(NOTICE(), texts.notExtended),
  );
