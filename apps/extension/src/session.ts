import { signal } from "@preact/signals";
import { SESSION, type Session } from "./storage.ts";
import { read, watch, write } from "./stored.ts";

export type { Session } from "./storage.ts";

/** Undefined until it has been read; null when nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined);

let accountOf = ({ account }: Session): string | null => account;
/** For a page that works in an account of its own, whichever one the device is in. */
export const workIn = (account: typeof accountOf): void => void (accountOf = account);
export const asHere = (stored: Session | null): Session | null => stored && { ...stored, account: accountOf(stored) };

export async function loadSession(): Promise<Session | null> {
  const now = asHere(await read(SESSION()));
  // What is as it was wakes nobody: a stream would be opened anew.
  if (session.value === undefined || JSON.stringify(now) !== JSON.stringify(session.value)) session.value = now;
  return now;
}

/** The same person in another account, or in none. */
export async function moveTo(account: string | null): Promise<void> {
  if (!session.value) return;
  const next = { ...session.value, account };
  await write(SESSION(), next);
  session.value = asHere(next);
}

watch(SESSION(), () => void loadSession());
