import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type ExtensionBrowser, launchExtension } from "../apps/extension/e2e/support/browser.ts";
import { findChromium } from "../apps/extension/e2e/support/chromium.ts";
import { chooseAccount, see, signIn, until } from "../apps/extension/e2e/support/page.ts";
import { prepare } from "../apps/extension/e2e/support/prepared.ts";
import { startServer } from "../apps/extension/e2e/support/server.ts";
import { median, report, ROUNDS } from "./support/figures.ts";

const OPENINGS = 7;
const BLANK = "blank.html";

/** Opens the toolbar's popup on this page and measures when it first shows something, in ms from its start. */
async function firstPaint({ browser, worker }: ExtensionBrowser, page: string): Promise<number> {
  const [tab] = await browser.pages();
  await tab!.bringToFront();
  const isOpen = () => browser.targets().some((target) => target.url().endsWith(`/${page}`));
  const opened = browser.waitForTarget((target) => target.url().endsWith(`/${page}`));
  await (
    await worker()
  ).evaluate(async (popup) => {
    await chrome.action.setPopup({ popup });
    await chrome.action.openPopup();
  }, page);
  const popup = await (await opened).asPage();
  const paint = () =>
    popup.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null);
  const at = await until(paint, (time) => time !== null);
  await popup.evaluate(() => window.close()).catch(() => {});
  await until(isOpen, (open) => !open);
  return at!;
}

/** The gzipped size of everything that the popup loads until its first picture is complete. */
async function loadedBytes({ browser, id }: ExtensionBrowser, folder: string): Promise<number> {
  const page = await browser.newPage();
  const origin = `chrome-extension://${id}/`;
  const files = new Set<string>();
  page.on("request", (request) => request.url().startsWith(origin) && files.add(new URL(request.url()).pathname));
  await page.goto(`${origin}popup.html`, { waitUntil: "load" });
  // The snapshot appears before the app.
  await page.waitForSelector("#root:not([inert]) > .popup");
  await see(page, " · ");
  await page.close();
  return [...files]
    .map((file) => gzipSync(readFileSync(join(folder, file))).length)
    .reduce((sum, size) => sum + size, 0);
}

/** The same in a tab, without the cost of a popup window. */
async function firstPaintInTab({ browser, id }: ExtensionBrowser, page: string): Promise<number> {
  const tab = await browser.newPage();
  await tab.goto(`chrome-extension://${id}/${page}`);
  const paint = () => tab.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null);
  const at = await until(paint, (time) => time !== null);
  await tab.close();
  return at!;
}

/** Compares the real popup, with a stored snapshot, with a page of one word in the same popup. */
export async function benchPopup(): Promise<void> {
  if (findChromium() === null) {
    console.warn("No Chromium found: skipping the popup.");
    return;
  }
  const prepared = await prepare();
  const folder = join(prepared.dir, "measured");
  cpSync(prepared.extension, folder, { recursive: true });
  writeFileSync(join(folder, BLANK), "<!doctype html><title>Blank</title><p>Blank</p>");
  const server = await startServer(prepared);
  const extension = await launchExtension(prepared, server.address, folder);
  try {
    const popup = await extension.openPopup();
    await signIn(popup, "ava@callboard.demo");
    await see(popup, " · ");
    await chooseAccount(popup, "Northwind");
    await see(popup, "Available");
    await until(
      () => popup.evaluate(() => localStorage.getItem("callboard.snapshot")),
      (snapshot) => snapshot?.includes('"frame"') ?? false,
    );
    await extension.closePopup(popup);
    for (const [where, measure] of [
      ["in the popup", firstPaint],
      ["in a tab", firstPaintInTab],
    ] as const) {
      const ratios: number[] = [];
      const paints: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const own: number[] = [];
        const blank: number[] = [];
        for (let opening = 0; opening < OPENINGS; opening += 1) {
          blank.push(await measure(extension, BLANK));
          own.push(await measure(extension, "popup.html"));
        }
        paints.push(median(own));
        ratios.push(median(own) / median(blank));
      }
      report(`popup: first contentful paint with cached data, ${where}, ms`, paints);
      report(`popup: first contentful paint / blank extension page, ${where}`, ratios, { most: 1.4 });
    }
    const bytes = await loadedBytes(extension, folder);
    report("popup: kB gzipped before the first click", [bytes / 1000], { most: 30 });
  } finally {
    await extension.close();
    await server.kill();
    prepared.drop();
  }
}
