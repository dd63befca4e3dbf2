import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import puppeteer, { type Page } from "puppeteer-core";
import { until } from "./page.ts";

const PATHS = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];
const ID = "callboard@callboard.app";
/** Firefox gives each installation its own origin; here it is a fixed one. */
const ORIGIN = "11111111-2222-4333-8444-555555555555";
const EXTENSION = resolve(import.meta.dirname, "../..");

/** Null if there is none: its journeys are then skipped, and their file prints that. */
export function findFirefox(): string | null {
  const named = process.env.FIREFOX;
  if (named) {
    if (!existsSync(named)) throw new Error(`FIREFOX is ${named}, but there is no such file.`);
    return named;
  }
  return PATHS.find((place) => existsSync(place)) ?? null;
}

/** The default build for Firefox, as `wxt build -b firefox` makes it. */
async function buildForFirefox(): Promise<string> {
  await promisify(execFile)(join(EXTENSION, "node_modules/.bin/wxt"), ["build", "-b", "firefox"], { cwd: EXTENSION });
  return join(EXTENSION, ".output/firefox-mv3");
}

export interface FirefoxBrowser {
  /** A page of the extension in a tab. */
  page: (name: string) => Promise<Page>;
  /** Disables and enables the add-on, as people do on the browser's add-ons page. */
  restartAddOn: () => Promise<void>;
  close: () => Promise<void>;
}

/** Firefox with the built extension. Nothing is attached to its worker, which sleeps and wakes on its own. */
export async function launchFirefox(executablePath: string, dir: string): Promise<FirefoxBrowser> {
  const userDataDir = mkdtempSync(join(dir, "firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    userDataDir,
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: { "extensions.webextensions.uuids": JSON.stringify({ [ID]: ORIGIN }) },
  });
  await browser.installExtension(await buildForFirefox());
  const page: FirefoxBrowser["page"] = async (name) => {
    const tab = await browser.newPage();
    // No load events are reported for pages of extensions.
    await tab.goto(`moz-extension://${ORIGIN}/${name}`, { waitUntil: [] });
    await until(
      () => tab.evaluate(() => document.readyState).catch(() => "none"),
      (state) => state === "complete",
    );
    return tab;
  };
  return {
    page,
    restartAddOn: async () => {
      const addons = await browser.newPage();
      await addons.goto("about:addons", { waitUntil: [] });
      await until(
        () => addons.evaluate(() => "ChromeUtils" in globalThis).catch(() => false),
        (privileged) => privileged,
      );
      await addons.evaluate(async (id) => {
        const { ChromeUtils } = globalThis as unknown as { ChromeUtils: { importESModule: (name: string) => any } };
        const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        const addon = await AddonManager.getAddonByID(id);
        await addon.disable();
        await addon.enable();
      }, ID);
      await addons.close();
    },
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
