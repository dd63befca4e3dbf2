import { effect, signal } from "@preact/signals";
import { api } from "../api.ts";
import { chooseAccount, loadSession, type Session, session } from "../session.ts";
import { forgetSnapshot, readSnapshot, type Me } from "../snapshot.ts";
import { type Desk, openDesk } from "./desk.ts";

/** The account on the screen. Null while nobody is signed in, or somebody without any account is. */
export const desk = signal<Desk | null>(null);
export const signedOut = signal(false);

/** Paints the last picture at once, then finds out who is signed in and goes live. */
export function enter(): void {
  const snapshot = readSnapshot();
  if (snapshot) desk.value = openDesk(snapshot.account, snapshot.person, snapshot);
  effect(() => {
    const now = session.value;
    if (now !== undefined) follow(now);
  });
  void loadSession();
}

function follow(now: Session | null): void {
  signedOut.value = now === null;
  const shown = desk.peek();
  if (now === null || now.account === null) {
    shown?.stop();
    forgetSnapshot();
    desk.value = null;
    if (now) void firstAccount();
    return;
  }
  if (shown?.account === now.account && shown.person === now.person) return shown.start();
  shown?.stop();
  const next = openDesk(now.account, now.person, null);
  next.start();
  desk.value = next;
}

/** Where somebody works: an account with a softphone of theirs before any other. */
const bestOf = (accounts: Me["accounts"]) => accounts.find(({ softphone }) => softphone) ?? accounts[0];

async function firstAccount(): Promise<void> {
  const first = bestOf((await api().access.me.query()).accounts);
  if (first) await chooseAccount(first.id);
}

/** Whoever was taken out of an account goes on in another one. */
effect(() => {
  const shown = desk.value;
  const me = shown?.me.data.value;
  if (!shown || !me || shown.me.answeredAt.value === null || shown.own.value) return;
  const other = bestOf(me.accounts);
  if (other) void chooseAccount(other.id);
});
