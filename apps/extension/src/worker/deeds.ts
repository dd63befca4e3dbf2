import { AVAILABLE, type Status } from "@callboard/domain/agents";
import { withKey } from "../action.ts";
import { api, refusalOf } from "../api.ts";
import { serverNow } from "../clock.ts";
import { dropIntent, keepIntent, markLost } from "../intents.ts";
import { loadSession } from "../session.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { noteRefused, readKnown } from "./known.ts";
import { refresh } from "./refresh.ts";

/** Does something and shows how it went: the icon is all the worker has to speak with. */
async function act(send: () => Promise<unknown>, unreachable: () => Promise<unknown>): Promise<void> {
  if (!(await loadSession())?.account) return;
  try {
    await send();
    await noteRefused(null);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) await noteRefused(refusal.sentence);
    else await unreachable();
  }
  await refresh();
}

/** As in the popup: written down first, and kept where no answer came. */
export async function choose(status: Status): Promise<void> {
  const session = await loadSession();
  if (!session?.account) return;
  const key = crypto.randomUUID();
  await keepIntent({
    key,
    account: session.account,
    person: session.person,
    status: status.id,
    statusName: status.name,
    meantAt: serverNow(),
    lost: false,
    refused: null,
  });
  await act(
    async () => {
      try {
        await withKey((options) => api().agents.set.mutate({ status: status.id }, options), key);
        await dropIntent(key);
      } catch (error) {
        if (refusalOf(error)) await dropIntent(key);
        throw error;
      }
    },
    () => markLost(key),
  );
}

export async function chooseById(id: string): Promise<void> {
  const status = (await readKnown())?.mine?.statuses.find((one) => one.id === id);
  if (status) await choose(status);
}

export const chooseAvailable = (): Promise<void> => chooseById(AVAILABLE);

/** The first one in the account's own order that can be chosen. */
export async function chooseFirst(): Promise<void> {
  const statuses = (await readKnown())?.mine?.statuses ?? [];
  const first = statuses.find(({ builtIn, archivedAt }) => !builtIn && archivedAt === null);
  if (first) await choose(first);
}

export const undo = (): Promise<void> =>
  act(
    () => withKey((options) => api().agents.undo.mutate({}, options)),
    () => noteRefused(texts.undoUnreachable),
  );

export const extend = (minutes: number): Promise<void> =>
  act(
    () => withKey((options) => api().agents.extend.mutate({ minutes }, options)),
    () => noteRefused(texts.undoUnreachable),
  );

/** Out of reach or not to be: the rule asks again at the next idle hour. */
export async function wentIdle(): Promise<void> {
  const known = await readKnown();
  if (!known?.mine?.idle) return;
  await withKey((options) => api().agents.wentIdle.mutate(undefined, options)).catch(() => {});
  await refresh();
}
