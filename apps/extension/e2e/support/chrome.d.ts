import type { Browser } from "wxt/browser";

declare global {
  /** The global of functions that are evaluated in the worker or in a page of the extension. */
  const chrome: typeof Browser;
}
