import { signal } from "@preact/signals";

/** An account as it stood at an instant. */
export interface Past {
  account: string;
  at: number;
}

const KEPT = "callboard.past";

function kept(): Past | null {
  const text = globalThis.sessionStorage?.getItem(KEPT) ?? null;
  return text === null ? null : (JSON.parse(text) as Past);
}

/** The instant that this tab looks back to: its rooms show what was so then, and change nothing. Null is now. */
export const past = signal<Past | null>(kept());

/** When it is in an account's rooms; null is now. Another account than the one looked back in is as it is. */
export function pastIn(account: string): number | null {
  const back = past.value;
  return back !== null && back.account === account ? back.at : null;
}

export function lookBack(to: Past | null): void {
  if (to === null) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, JSON.stringify(to));
  past.value = to;
}
