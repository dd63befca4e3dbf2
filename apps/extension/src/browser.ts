import type { Browser } from "wxt/browser";

type Chrome = typeof Browser;

/** The browser's extension API, or undefined where the same pages run as plain web pages. */
const chromeApi = (globalThis as { chrome?: Chrome }).chrome;

export const isExtension = chromeApi?.runtime?.id !== undefined;

/** For entrypoints that run only inside the extension. */
export function extensionBrowser(): Chrome {
  if (!isExtension) throw new Error("This only works inside the extension");
  return chromeApi!;
}

/** The server that the pages were loaded from, when they are plain web pages. */
export const pageServer = (): string | null => (isExtension ? null : location.origin);

// This device's storage, for `storage.ts` alone, which checks the values.

const PREFIX = "callboard.";
const extensionStorage = chromeApi?.storage?.local;
/** Storage that pages read synchronously. A worker has none. */
export const pageStorage = (globalThis as { localStorage?: Storage }).localStorage;
export const storageKey = (name: string): string => PREFIX + name;

/** The value of a JSON text, or the text itself if it isn't JSON. Null stays null. */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text!);
  } catch {
    return text;
  }
}

export const getItem = async (name: string): Promise<unknown> =>
  extensionStorage
    ? ((await extensionStorage.get(name))[name] ?? null)
    : parseJson(pageStorage!.getItem(PREFIX + name));
export const setItem = async (name: string, value: unknown): Promise<void> =>
  extensionStorage
    ? extensionStorage.set({ [name]: value })
    : pageStorage!.setItem(PREFIX + name, JSON.stringify(value));
export const removeItem = async (name: string): Promise<void> =>
  extensionStorage ? extensionStorage.remove(name) : pageStorage!.removeItem(PREFIX + name);

/** The names of all stored items. */
export const itemNames = async (): Promise<string[]> => [
  ...Object.keys(pageStorage ?? {}).flatMap((key) => (key.startsWith(PREFIX) ? key.replace(PREFIX, "") : [])),
  ...Object.keys((await extensionStorage?.get()) ?? {}),
];

/** Calls back with the name of each `localStorage` item that another page changed. */
export const onPageStorageChange = (listener: (name: string) => void): void =>
  addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && listener(key.replace(PREFIX, "")));
/** The same for items in the extension's storage, whoever changed them: a page or the worker. */
export const onStorageChange = (listener: (name: string) => void): void =>
  extensionStorage
    ? extensionStorage.onChanged.addListener((changes) => Object.keys(changes).forEach(listener))
    : onPageStorageChange(listener);

/** Tells the worker that something it shows on the icon may have changed. */
export function nudgeWorker(): void {
  if (isExtension) void chromeApi!.runtime.sendMessage({ nudge: true }).catch(() => {});
}

/** Asks the browser to allow another server. Works only in a full tab: the prompt would close the popup. */
export async function requestServerPermission(address: string): Promise<boolean> {
  if (!isExtension) return true;
  const { protocol, hostname } = new URL(address);
  if (hostname === "127.0.0.1" || hostname === "localhost") return true;
  return chromeApi!.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
}
