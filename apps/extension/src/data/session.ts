import { signal } from "@preact/signals";
import { SESSION, type Session } from "./storage/storageItems.ts";
import { read, watch, write } from "./storage/storage.ts";

export type { Session } from "./storage/storageItems.ts";

/** Undefined until it has been read; null when nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined);

let resolveAccount = ({ account }: Session): string | null => account;
/** Lets a page work in an account of its own instead of the device's current one. */
export const setAccountResolver = (resolver: typeof resolveAccount): void => void (resolveAccount = resolver);
/** The stored session with the account that this page works in. */
export const withPageAccount = (stored: Session | null): Session | null =>
  stored && { ...stored, account: resolveAccount(stored) };

/** Reads the stored session into `session`. */
export async function loadSession(): Promise<Session | null> {
  const current = withPageAccount(await read(SESSION()));
  // An unchanged session must not trigger effects: they would reopen the stream.
  if (session.value === undefined || JSON.stringify(current) !== JSON.stringify(session.value)) session.value = current;
  return current;
}

/** Moves the same person to another account, or to none. */
export async function switchAccount(account: string | null): Promise<void> {
  if (!session.value) return;
  const next = { ...session.value, account };
  await write(SESSION(), next);
  session.value = withPageAccount(next);
}

watch(SESSION(), () => void loadSession());
