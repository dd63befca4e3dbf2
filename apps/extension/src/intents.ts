import { type Intent, intentName, INTENTS } from "./storage.ts";
import { drop, raw, watchAll, write } from "./stored.ts";

export type { Intent } from "./storage.ts";

/** Held by whoever sends what was chosen. While a page holds it for its own clicks, the worker sends none of them. */
export const SENDING = "callboard.intent";

export type Sent = Pick<Intent, "key" | "person" | "account">;

const slot = (sent: Omit<Sent, "key">) => ({ name: intentName(sent) });
/** Whoever asks by its key wrote it: there is nothing to guard. */
const mine = async (sent: Sent): Promise<Intent | null> => {
  const intent = (await raw(slot(sent))) as Intent | null;
  return intent?.key === sent.key ? intent : null;
};

export const keepIntent = (intent: Intent): Promise<void> => write(slot(intent), intent);
/** Calls back when another page or the worker wrote or took one. */
export const onIntent = (tell: () => void): void => watchAll(INTENTS, tell);

/** Takes an intent off the list, unless a newer one has taken its place. */
export async function dropIntent(sent: Sent): Promise<void> {
  if (await mine(sent)) await drop(slot(sent));
}

export async function markLost(sent: Sent): Promise<void> {
  const intent = await mine(sent);
  if (intent && !intent.lost) await keepIntent({ ...intent, lost: true });
}
