import type { Browser } from "wxt/browser";

type Chrome = typeof Browser;

/** The browser's own interfaces, or none where the same pages run as plain web pages. */
const chromeApi = (globalThis as { chrome?: Chrome }).chrome;

export const isExtension = chromeApi?.runtime?.id !== undefined;

/** For the entrypoints of the extension itself. */
export function extensionBrowser(): Chrome {
  if (!isExtension) throw new Error("This needs the extension");
  return chromeApi!;
}

/** Where the pages themselves come from: the server's address when they are plain web pages. */
export const ownServer = (): string | null => (isExtension ? null : location.origin);

// The drawers of this device, for `stored.ts` alone, which looks at what is in them.

const PREFIX = "callboard.";
const extensionStorage = chromeApi?.storage?.local;
/** What pages keep by themselves: a worker has none. */
export const pageStorage = (globalThis as { localStorage?: Storage }).localStorage;
export const storageKey = (name: string): string => PREFIX + name;

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

/** The names of all that is in them. */
export const itemNames = async (): Promise<string[]> => [
  ...Object.keys(pageStorage ?? {}).flatMap((key) => (key.startsWith(PREFIX) ? key.replace(PREFIX, "") : [])),
  ...Object.keys((await extensionStorage?.get()) ?? {}),
];

/** Calls back with each name that another page changed of what pages keep by themselves. */
export const onPageStorageChange = (tell: (name: string) => void): void =>
  addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && tell(key.replace(PREFIX, "")));
/** The same of all else, by the worker too. */
export const onStorageChange = (tell: (name: string) => void): void =>
  extensionStorage
    ? extensionStorage.onChanged.addListener((changes) => Object.keys(changes).forEach(tell))
    : onPageStorageChange(tell);

/** Tells the worker that something it shows on the icon may have changed. */
export function nudgeWorker(): void {
  if (isExtension) void chromeApi!.runtime.sendMessage({ nudge: true }).catch(() => {});
}

/** Asks the browser to allow another server. Only a full tab can: the question would close the popup. */
export async function requestServerPermission(address: string): Promise<boolean> {
  if (!isExtension) return true;
  const { protocol, hostname } = new URL(address);
  if (hostname === "127.0.0.1" || hostname === "localhost") return true;
  return chromeApi!.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
}
