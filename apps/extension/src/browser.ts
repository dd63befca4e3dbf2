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

/** What is kept on this device for the extension's pages and its worker alike. */
export const kept = {
  async get<T>(key: string): Promise<T | null> {
    if (inExtension) return ((await chrome!.storage.local.get(key))[key] as T | undefined) ?? null;
    const text = localStorage.getItem(`callboard.${key}`);
    return text === null ? null : (JSON.parse(text) as T);
  },
  async set(key: string, value: unknown): Promise<void> {
    if (inExtension) return chrome!.storage.local.set({ [key]: value });
    localStorage.setItem(`callboard.${key}`, JSON.stringify(value));
  },
  async remove(key: string): Promise<void> {
    if (inExtension) return chrome!.storage.local.remove(key);
    localStorage.removeItem(`callboard.${key}`);
  },
  /** Calls back when another page or the worker changed it. */
  onChange(key: string, tell: () => void): void {
    if (inExtension) chrome!.storage.local.onChanged.addListener((changes) => key in changes && tell());
    else addEventListener("storage", (event) => event.key === `callboard.${key}` && tell());
  },
};

/** Opens the console at a place; of each account one tab serves them all. */
export async function openConsole(account: string | null = null, place = ""): Promise<void> {
  const hash = place === "" ? "" : `#/${place}`;
  const page = account === null ? "console.html" : `console.html?account=${account}`;
  if (!inExtension) {
    open(page + hash, "callboard-console");
    return;
  }
  const address = chrome!.runtime.getURL(`/${page}` as never);
  const [tab] = await chrome!.tabs.query({ url: `${address}*` });
  if (tab?.id === undefined) await chrome!.tabs.create({ url: address + hash });
  else await chrome!.tabs.update(tab.id, hash === "" ? { active: true } : { active: true, url: address + hash });
}

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
