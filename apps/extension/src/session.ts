import { signal } from "@preact/signals";
import { kept, ownServer } from "./browser.ts";

/** Who is signed in where, and in which account. Kept on the device, shared by popup, console and worker. */
export interface Session {
  server: string;
  secret: string;
  person: string;
  account: string | null;
}

export const DEFAULT_SERVER = "http://127.0.0.1:8787";

/** Undefined until it has been read; null when nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined);

let accountOf = ({ account }: Session): string | null => account;
/** For a page that works in an account of its own, whichever one the device is in. */
export const workIn = (account: typeof accountOf): void => void (accountOf = account);
const asHere = (stored: Session | null): Session | null => stored && { ...stored, account: accountOf(stored) };

export async function loadSession(): Promise<Session | null> {
  const now = asHere(await kept.get<Session>("session"));
  // What is as it was wakes nobody: a stream would be opened anew.
  if (session.value === undefined || JSON.stringify(now) !== JSON.stringify(session.value)) session.value = now;
  return now;
}

/** What the last person saw is not for the next one, not even for the blink before the session is read. */
const forgetPicture = (): void => globalThis.localStorage?.removeItem("callboard.snapshot");

export async function saveSession(next: Session): Promise<void> {
  if (session.value?.person !== next.person) forgetPicture();
  await kept.set("session", next);
  session.value = asHere(next);
}

export async function forgetSession(): Promise<void> {
  forgetPicture();
  await kept.remove("session");
  session.value = null;
}

export async function chooseAccount(account: string): Promise<void> {
  if (session.value) await saveSession({ ...session.value, account });
}

/** The server that the next sign-in goes to. */
export async function chosenServer(): Promise<string> {
  return ownServer() ?? (await kept.get<string>("server")) ?? DEFAULT_SERVER;
}
export const chooseServer = (address: string): Promise<void> => kept.set("server", address);

kept.onChange("session", () => void loadSession());
