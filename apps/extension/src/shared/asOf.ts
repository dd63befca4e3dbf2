import { signal } from "@preact/signals";
import { AS_OF, type AsOf } from "../data/deferredStorageItems.ts";
import { removePageItem, readPageItem, writePageItem } from "../data/storage.ts";

/** A tab's own: another tab looks at what is so now. */
const tabStorage = globalThis.sessionStorage;

/** The instant that this tab looks back to: its rooms show what was so then, and change nothing. Null is now. */
const asOf = signal<AsOf | null>(readPageItem(AS_OF(), tabStorage));

/** When it is in an account's rooms; null is now. Another account than the one looked back in is as it is. */
export function asOfIn(account: string): number | null {
  const back = asOf.value;
  return back !== null && back.account === account ? back.at : null;
}

export function setAsOf(to: AsOf | null): void {
  if (to === null) removePageItem(AS_OF(), tabStorage);
  else writePageItem(AS_OF(), to, tabStorage);
  asOf.value = to;
}
