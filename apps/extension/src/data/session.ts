import { signal } from "@preact/signals";
import { SESSION, type Session } from "./storageItems.ts";
import { read, watch, write } from "./storage.ts";

export type { Session } from "./storageItems.ts";

/** Undefined until it has been read; null when nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined);

let resolveAccount = ({ account }: Session): string | null => account;
/** Lets a page work in an account of its own instead of the device's current one. */
export const setAccountResolver = (account: typeof resolveAccount): void => void (resolveAccount = account);
export const withPageAccount = (stored: Session | null): Session | null =>
  stored && { ...stored, account: resolveAccount(stored) };

export async function loadSession(): Promise<Session | null> {
  const now = withPageAccount(await read(SESSION()));
  // An unchanged session must not trigger effects: they would reopen the stream.
  if (session.value === undefined || JSON.stringify(now) !== JSON.stringify(session.value)) session.value = now;
  return now;
}

/** Moves the same person to another account, or to none. */
export async function switchAccount(account: string | null): Promise<void> {
  if (!session.value) return;
  const next = { ...session.value, account };
  await write(SESSION(), next);
  session.value = withPageAccount(next);
}

watch(SESSION(), () => void loadSession());
