import { signal } from "@preact/signals";
import { AS_OF, type AsOf } from "../data/storage/deferredStorageItems.ts";
import { removePageItem, readPageItem, writePageItem } from "../data/storage/storage.ts";

/** Per tab: another tab shows the present. */
const tabStorage = globalThis.sessionStorage;

/** The instant of the past that this tab shows; its pages are then read-only. Null means now. */
const asOf = signal<AsOf | null>(readPageItem(AS_OF(), tabStorage));

/** The instant that an account's pages show; null means now. It applies only to the account that it was chosen in. */
export function asOfIn(account: string): number | null {
  const current = asOf.value;
  return current !== null && current.account === account ? current.at : null;
}

export function setAsOf(to: AsOf | null): void {
  if (to === null) removePageItem(AS_OF(), tabStorage);
  else writePageItem(AS_OF(), to, tabStorage);
  asOf.value = to;
}
