import { choseOneself, standing } from "@callboard/domain/agents";
import { withKey } from "./action.ts";
import { apiAs, refusalOf } from "./api.ts";
import { serverNow } from "./clock.ts";
import { dropIntent, type Intent, keepIntent, markLost, SENDING } from "./intents.ts";
import { type Session, session } from "./session.ts";
import { INTENTS } from "./storage.ts";
import { INTENT } from "./storageLater.ts";
import { namesOf, read } from "./stored.ts";

/**
 * Sends what is waiting, in whichever account it was meant; true where something was. Popup and worker may both try:
 * the lock lets one at a time, the key makes it count once.
 */
export function flushIntents(): Promise<boolean> {
  return navigator.locks.request(SENDING, async () => {
    const now = session.peek();
    if (!now) return false;
    const waiting = (await intentsOf(now)).filter(isDue);
    for (const intent of waiting) await flush({ ...now, account: intent.account }, intent);
    return waiting.length > 0;
  });
}

/** What waits in an account. */
export const intentOf = (place: Pick<Intent, "person" | "account">): Promise<Intent | null> => read(INTENT(place));

/** So long a page has for what was clicked in it, one after the other. */
const PAGE_MS = 3000;

const isDue = ({ refused, lost, meantAt }: Intent): boolean =>
  refused === null && (lost || Math.abs(serverNow() - meantAt) >= PAGE_MS);

async function intentsOf({ person }: Session): Promise<Intent[]> {
  const names = await namesOf(`${INTENTS}${person} `);
  const found = await Promise.all(names.map((name) => intentOf({ person, account: name.split(" ")[2]! })));
  return found.filter((intent) => intent !== null);
}

async function flush(as: Session, intent: Intent): Promise<void> {
  try {
    await send(as, intent);
    await dropIntent(intent);
  } catch (error) {
    await explain(as, intent, error);
  }
}

async function explain(as: Session, intent: Intent, error: unknown): Promise<void> {
  const refusal = refusalOf(error);
  if (refusal === null || refusal.code === "busy") return markLost(intent);
  // Taken out of the account, or signed out: there is nobody left to ask.
  if (refusal.code === "not-found" || refusal.code === "signed-out") return dropIntent(intent);
  if (refusal.code === "conflict" && (await isSoAlready(as, intent))) return dropIntent(intent);
  const now = await intentOf(intent);
  if (now?.key === intent.key) await keepIntent({ ...now, lost: true, refused: refusal.sentence });
}

function send(as: Session, { key, status, minutes, until, meantAt, lost }: Intent): Promise<unknown> {
  const { set } = apiAs(as).agents;
  const choice = { status, ...(until === undefined ? {} : { until }), ...(minutes === undefined ? {} : { minutes }) };
  // The first way repeats the very call of the click, which counts once. Later it needs a key of its own: it says more.
  return lost
    ? set.mutate({ ...choice, meantAt }, { context: { key: `${key}-late` } })
    : withKey((options) => set.mutate(choice, options), key);
}

/** The click did arrive and only its answer was lost: nothing to ask anybody. */
async function isSoAlready(as: Session, intent: Intent): Promise<boolean> {
  const { agent, phone, now } = await apiAs(as).agents.mine.query();
  const current = standing(agent, phone, now);
  return current.status === intent.status && choseOneself(current, intent.person);
}

/** The person still wants it: as of now, and with a new key. */
export async function renewIntent(intent: Intent, meantAt: number): Promise<void> {
  const { until, ...rest } = intent;
  const ahead = until !== undefined && until > meantAt ? { until } : {};
  await keepIntent({ ...rest, ...ahead, key: crypto.randomUUID(), meantAt, lost: true, refused: null });
  await flushIntents();
}
