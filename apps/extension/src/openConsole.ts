import { extensionBrowser, isExtension } from "./browser.ts";

/** Opens the console; each account has one tab. `path` is the part of the address after `#/`. */
export async function openConsole(account: string | null = null, path = ""): Promise<void> {
  const hash = path === "" ? "" : `#/${path}`;
  const page = account === null ? "console.html" : `console.html?account=${account}`;
  if (!isExtension) {
    open(page + hash, "callboard-console");
    return;
  }
  const extension = extensionBrowser();
  // The type of `getURL` lists only addresses without a query.
  const address = extension.runtime.getURL(`/${page}` as never);
  const [tab] = await extension.tabs.query({ url: `${address}*` });
  if (tab?.id === undefined) await extension.tabs.create({ url: address + hash });
  else await extension.tabs.update(tab.id, hash === "" ? { active: true } : { active: true, url: address + hash });
}
