import { signal } from "@preact/signals";
import { PAST, type Past } from "./storageLater.ts";
import { dropHere, readHere, writeHere } from "./stored.ts";

/** A tab's own: another tab looks at what is so now. */
const tab = globalThis.sessionStorage;

/** The instant that this tab looks back to: its rooms show what was so then, and change nothing. Null is now. */
const past = signal<Past | null>(readHere(PAST(), tab));

/** When it is in an account's rooms; null is now. Another account than the one looked back in is as it is. */
export function pastIn(account: string): number | null {
  const back = past.value;
  return back !== null && back.account === account ? back.at : null;
}

export function lookBack(to: Past | null): void {
  if (to === null) dropHere(PAST(), tab);
  else writeHere(PAST(), to, tab);
  past.value = to;
}
