import { effect, signal } from "@preact/signals";
import { loadSession, moveTo, type Session, session } from "../session.ts";
import { forgetSnapshot, readSnapshot, type Me } from "../snapshot.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { type Desk, openDesk } from "./desk.ts";
import { tell } from "./toasts.ts";

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
  if (!now?.account) {
    shown?.stop();
    forgetSnapshot();
    desk.value = null;
    return;
  }
  const { account, person } = now;
  if (shown?.account === account && shown.person === person) return shown.start();
  shown?.stop();
  // Without a line another account is at least named, and what was shown of it last is still at hand.
  const kept = readSnapshot();
  const isKept = kept?.account === account && kept.person === person;
  const next = openDesk(account, person, isKept ? kept : shown?.person === person ? { me: shown.me.data.value } : {});
  next.start();
  desk.value = next;
}

/** Where somebody works: an account with a softphone of theirs before any other. */
export const bestOf = (accounts: Me["accounts"]) => accounts.find(({ softphone }) => softphone) ?? accounts[0];

/** Whoever was taken out of an account is told, and goes on in another one where there is one. */
let last = "";
effect(() => {
  const shown = desk.value;
  const me = shown?.me.data.value;
  if (!shown || !me) return;
  if (shown.own.value) last = shown.own.value.name;
  else if (shown.me.answeredAt.value !== null) void leave(bestOf(me.accounts)?.id ?? null);
});

async function leave(other: string | null): Promise<void> {
  if (other === null) return (await import("./NoAccount.tsx")).wasRemoved(last);
  void tell({ sentence: say(texts.removed, { account: last }), kind: "bad" });
  await moveTo(other);
}
