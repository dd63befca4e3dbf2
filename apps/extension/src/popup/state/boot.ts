import { effect, signal } from "@preact/signals";
import { loadSession, type Session, session } from "../../data/session.ts";
import { removeSnapshot, readSnapshot } from "./snapshot.ts";
import { type PopupStore, createPopupStore } from "./store.ts";

/** The account on the screen. Null if nobody is signed in, or if the person has no account. */
export const openStore = signal<PopupStore | null>(null);
export const isSignedOut = signal(false);

/** Renders the last snapshot at once, then finds out who is signed in and connects. */
export function boot(): void {
  const snapshot = readSnapshot();
  if (snapshot) openStore.value = createPopupStore(snapshot.account, snapshot.person, snapshot);
  effect(() => {
    const current = session.value;
    if (current !== undefined) followSession(current);
  });
  void loadSession();
}

/** Shows the session's account: the store on the screen if it is of that account, otherwise a new one. */
function followSession(current: Session | null): void {
  isSignedOut.value = current === null;
  const shown = openStore.peek();
  if (!current?.account) {
    shown?.stop();
    removeSnapshot();
    openStore.value = null;
    return;
  }
  const { account, person } = current;
  if (shown?.account === account && shown.person === person) return shown.start();
  shown?.stop();
  // Without a connection another account can at least show its name and its last snapshot.
  const snapshot = readSnapshot();
  const isOwnSnapshot = snapshot?.account === account && snapshot.person === person;
  const next = createPopupStore(
    account,
    person,
    isOwnSnapshot ? snapshot : shown?.person === person ? { me: shown.me.data.value } : {},
  );
  next.start();
  openStore.value = next;
}

/** A person who is removed from an account gets a message and continues in another one, if they have one. */
let lastAccountName = "";
effect(() => {
  const shown = openStore.value;
  const me = shown?.me.data.value;
  if (!shown || !me) return;
  if (shown.ownAccount.value) lastAccountName = shown.ownAccount.value.name;
  else if (shown.me.answeredAt.value !== null)
    void import("./accountRemoval.ts").then((module) => module.leaveAccount(me.accounts, lastAccountName));
});
