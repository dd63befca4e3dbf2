import { kept } from "./browser.ts";

/** A chosen status on its way. Written down before it is sent, so that neither a closed popup nor a dead line loses it. */
export interface Intent {
  key: string;
  account: string;
  person: string;
  status: string;
  statusName: string;
  minutes?: number | undefined;
  until?: number | undefined;
  /** When it was meant, by the server's clock. */
  meantAt: number;
  /** True once no answer came: from then on it is sent as one that was chosen offline. */
  lost: boolean;
  /** Why the server would not apply it so late. The person decides. */
  refused: string | null;
}

const STORED = "intent";

/** Held by whoever sends what was chosen. While a page holds it for its own clicks, the worker sends none of them. */
export const SENDING = "callboard.intent";

export const readIntent = (): Promise<Intent | null> => kept.get<Intent>(STORED);
export const keepIntent = (intent: Intent): Promise<void> => kept.set(STORED, intent);
export const onIntent = (tell: () => void): void => kept.onChange(STORED, tell);

/** Takes an intent off the list, unless a newer one has taken its place. */
export async function dropIntent(key: string): Promise<void> {
  if ((await readIntent())?.key === key) await kept.remove(STORED);
}

export async function markLost(key: string): Promise<void> {
  const intent = await readIntent();
  if (intent?.key === key && !intent.lost) await keepIntent({ ...intent, lost: true });
}
