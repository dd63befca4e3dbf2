import type { Browser } from "wxt/browser";

declare global {
  /** What functions that are evaluated in the worker or a page of the extension find there. */
  const chrome: typeof Browser;
}
