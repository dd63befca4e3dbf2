import { effect, signal } from "@preact/signals";
import { loadSession, switchAccount, type Session, session } from "../../data/session.ts";
import { removeSnapshot, readSnapshot } from "./snapshot.ts";
import { type Me } from "../../data/views.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import { type PopupStore, createPopupStore } from "./store.ts";
import { showToast } from "./toasts.ts";

/** The account on the screen. Null if nobody is signed in, or if the person has no account. */
export const store = signal<PopupStore | null>(null);
export const isSignedOut = signal(false);

/** Renders the last snapshot at once, then finds out who is signed in and connects. */
export function boot(): void {
  const snapshot = readSnapshot();
  if (snapshot) store.value = createPopupStore(snapshot.account, snapshot.person, snapshot);
  effect(() => {
    const now = session.value;
    if (now !== undefined) followSession(now);
  });
  void loadSession();
}

function followSession(now: Session | null): void {
  isSignedOut.value = now === null;
  const shown = store.peek();
  if (!now?.account) {
    shown?.stop();
    removeSnapshot();
    store.value = null;
    return;
  }
  const { account, person } = now;
  if (shown?.account === account && shown.person === person) return shown.start();
  shown?.stop();
  // Without a connection another account can at least show its name and its last snapshot.
  const kept = readSnapshot();
  const isKept = kept?.account === account && kept.person === person;
  const next = createPopupStore(
    account,
    person,
    isKept ? kept : shown?.person === person ? { me: shown.me.data.value } : {},
  );
  next.start();
  store.value = next;
}

/** The account to start in: preferably one where the person has a softphone. */
export const preferredAccount = (accounts: Me["accounts"]) =>
  accounts.find(({ softphone }) => softphone) ?? accounts[0];

/** A person who is removed from an account gets a message and continues in another one, if they have one. */
let lastAccountName = "";
effect(() => {
  const shown = store.value;
  const me = shown?.me.data.value;
  if (!shown || !me) return;
  if (shown.own.value) lastAccountName = shown.own.value.name;
  else if (shown.me.answeredAt.value !== null) void leaveAccount(preferredAccount(me.accounts)?.id ?? null);
});

async function leaveAccount(other: string | null): Promise<void> {
  if (other === null) return (await import("../views/NoAccount.tsx")).recordRemoval(lastAccountName);
  void showToast({ sentence: format(texts.removed, { account: lastAccountName }), kind: "bad" });
  await switchAccount(other);
}
