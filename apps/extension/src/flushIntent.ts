import { choseOneself, standing } from "@callboard/domain/agents";
import { withKey } from "./action.ts";
import { api, refusalOf } from "./api.ts";
import { dropIntent, type Intent, keepIntent, markLost, readIntent, SENDING } from "./intents.ts";
import { session } from "./session.ts";

/** Sends what is waiting; true where something was. Popup and worker may both try: the lock lets one at a time, the key makes it count once. */
export function flushIntent(): Promise<boolean> {
  return navigator.locks.request(SENDING, async () => {
    const intent = await readIntent();
    if (!intent || intent.refused !== null || !belongsHere(intent)) return false;
    try {
      await send(intent);
      await dropIntent(intent.key);
    } catch (error) {
      await explain(intent, error);
    }
    return true;
  });
}

async function explain(intent: Intent, error: unknown): Promise<void> {
  const refusal = refusalOf(error);
  if (refusal === null || refusal.code === "busy") return markLost(intent.key);
  if (refusal.code === "conflict" && (await isSoAlready(intent))) return dropIntent(intent.key);
  const now = await readIntent();
  if (now?.key === intent.key) await keepIntent({ ...now, lost: true, refused: refusal.sentence });
}

const belongsHere = (intent: Intent): boolean =>
  session.value?.account === intent.account && session.value.person === intent.person;

function send({ key, status, minutes, until, meantAt, lost }: Intent): Promise<unknown> {
  const choice = { status, ...(until === undefined ? {} : { until }), ...(minutes === undefined ? {} : { minutes }) };
  // The first way repeats the very call of the click, which counts once. Later it needs a key of its own: it says more.
  return lost
    ? api().agents.set.mutate({ ...choice, meantAt }, { context: { key: `${key}-late` } })
    : withKey((options) => api().agents.set.mutate(choice, options), key);
}

/** The click did arrive and only its answer was lost: nothing to ask anybody. */
async function isSoAlready(intent: Intent): Promise<boolean> {
  const { agent, phone, now } = await api().agents.mine.query();
  const current = standing(agent, phone, now);
  return current.status === intent.status && choseOneself(current, intent.person);
}

/** The person still wants it: as of now, and with a new key. */
export async function renewIntent(intent: Intent, meantAt: number): Promise<void> {
  const { until, ...rest } = intent;
  const ahead = until !== undefined && until > meantAt ? { until } : {};
  await keepIntent({ ...rest, ...ahead, key: crypto.randomUUID(), meantAt, lost: false, refused: null });
  await flushIntent();
}
