import type { Browser } from "wxt/browser";

type Chrome = typeof Browser;

/** The browser's own interfaces, or none where the same pages run as plain web pages. */
const chrome = (globalThis as { chrome?: Chrome }).chrome;

export const inExtension = chrome?.runtime?.id !== undefined;

/** For the entrypoints of the extension itself. */
export function extensionBrowser(): Chrome {
  if (!inExtension) throw new Error("This needs the extension");
  return chrome!;
}

/** Where the pages themselves come from: the server's address when they are plain web pages. */
export const ownServer = (): string | null => (inExtension ? null : location.origin);

// The drawers of this device, for `stored.ts` alone, which looks at what is in them.

const PREFIX = "callboard.";
const local = chrome?.storage?.local;
/** What pages keep by themselves: a worker has none. */
export const here = (globalThis as { localStorage?: Storage }).localStorage;
export const keyOf = (name: string): string => PREFIX + name;

export function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text!);
  } catch {
    return text;
  }
}

export const get = async (name: string): Promise<unknown> =>
  local ? ((await local.get(name))[name] ?? null) : parsed(here!.getItem(PREFIX + name));
export const set = async (name: string, value: unknown): Promise<void> =>
  local ? local.set({ [name]: value }) : here!.setItem(PREFIX + name, JSON.stringify(value));
export const remove = async (name: string): Promise<void> =>
  local ? local.remove(name) : here!.removeItem(PREFIX + name);

/** The names of all that is in them. */
export const names = async (): Promise<string[]> => [
  ...Object.keys(here ?? {}).flatMap((key) => (key.startsWith(PREFIX) ? key.replace(PREFIX, "") : [])),
  ...Object.keys((await local?.get()) ?? {}),
];

/** Calls back with each name that another page changed of what pages keep by themselves. */
export const onHere = (tell: (name: string) => void): void =>
  addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && tell(key.replace(PREFIX, "")));
/** The same of all else, by the worker too. */
export const onChange = (tell: (name: string) => void): void =>
  local ? local.onChanged.addListener((changes) => Object.keys(changes).forEach(tell)) : onHere(tell);

/** Tells the worker that something it shows on the icon may have changed. */
export function nudgeWorker(): void {
  if (inExtension) void chrome!.runtime.sendMessage({ nudge: true }).catch(() => {});
}

/** Asks the browser to allow another server. Only a full tab can: the question would close the popup. */
export async function allowServer(address: string): Promise<boolean> {
  if (!inExtension) return true;
  const { protocol, hostname } = new URL(address);
  if (hostname === "127.0.0.1" || hostname === "localhost") return true;
  return chrome!.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
}
