import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Page, type Target, type WebWorker } from "puppeteer-core";
import { findChromium } from "./chromium.ts";
import { DEADLINE_MS, until } from "./page.ts";
import type { Prepared } from "./prepared.ts";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The default screen of 800 × 600 would squeeze the popup into a small window.
  "--window-size=1440,1000",
  "--screen-info={1600x1200}",
];

export interface TestBrowser {
  browser: Browser;
  /** Errors that pages threw or logged. */
  errors: string[];
  /** Opens a page in its own context: signed in nowhere. */
  page: (address: string) => Promise<Page>;
  close: () => Promise<void>;
}

/** The profile may outlive this browser, for another one to start with. */
export async function launch(prepared: Prepared, more: readonly string[] = [], kept?: string): Promise<TestBrowser> {
  const profile = kept ?? mkdtempSync(join(prepared.dir, "profile-"));
  const browser = await puppeteer.launch({
    executablePath: findChromium()!,
    headless: true,
    pipe: true,
    defaultViewport: null,
    userDataDir: profile,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [...ARGUMENTS, ...more],
  });
  const errors: string[] = [];
  return {
    browser,
    errors: errors,
    page: async (address) => {
      const page = await (await browser.createBrowserContext()).newPage();
      recordErrors(page, errors);
      await page.goto(address);
      return page;
    },
    close: async () => {
      await browser.close();
      if (!kept) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The browser logs a cut connection as an error; that isn't the page's fault. Nor is a popup that closes while it loads
 * a part of itself: the worker sends what was pending.
 */
const EXPECTED_ERRORS =
  /Failed to load resource|net::ERR_|Failed to fetch dynamically imported module: chrome-extension:/;

function recordErrors(page: Page, complaints: string[]): void {
  page.setDefaultTimeout(DEADLINE_MS);
  const record = (error: string) => void (EXPECTED_ERRORS.test(error) || complaints.push(error));
  page.on("pageerror", (error) => record(String(error)));
  page.on("console", (message) => message.type() === "error" && record(message.text()));
}

export interface ExtensionBrowser extends TestBrowser {
  id: string;
  worker: () => Promise<WebWorker>;
  /** The real popup, opened from the toolbar. */
  openPopup: () => Promise<Page>;
  /** The last one that was opened. */
  popup: Page | null;
  closePopup: (popup: Page) => Promise<void>;
  /** Waits until it has closed itself. */
  waitPopupClosed: () => Promise<void>;
  /** Fires an alarm in the worker; the browser's own fires every half minute. */
  fireAlarm: (alarm: string) => Promise<void>;
  /** Ends the worker, as the browser does when it has been idle, and detaches from it. */
  endWorker: () => Promise<void>;
  badge: () => Promise<string>;
  title: () => Promise<string>;
  store: (values: Record<string, unknown>) => Promise<void>;
  stored: (key: string) => Promise<unknown>;
  /** The names of pending statuses. */
  pendingStatuses: () => Promise<string[]>;
  /** Deletes the session; the server's address stays. */
  clearSession: () => Promise<void>;
}

export async function launchExtension(
  prepared: Prepared,
  server: string,
  folder = prepared.extension,
  profile?: string,
): Promise<ExtensionBrowser> {
  const loading = [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
  const launched = await launch(prepared, loading, profile);
  const { browser, errors } = launched;
  const target = () =>
    browser.waitForTarget((one) => one.type() === "service_worker" && one.url().endsWith("/background.js"));
  const worker = async () => {
    const found = (await (await target()).worker())!;
    // The worker exists a moment before the browser's APIs do.
    await until(
      () => found.evaluate(() => typeof chrome === "object" && "storage" in chrome),
      (ready) => ready,
    );
    return found;
  };
  const id = new URL((await target()).url()).host;
  const store: ExtensionBrowser["store"] = async (values) =>
    (await worker()).evaluate((all) => chrome.storage.local.set(all), values);
  await store({ server });
  const opened: ExtensionBrowser = {
    ...launched,
    id,
    popup: null,
    worker,
    store: store,
    stored: async (key) => (await worker()).evaluate(async (name) => (await chrome.storage.local.get(name))[name], key),
    clearSession: async () =>
      (await worker()).evaluate(async () => {
        const { server } = await chrome.storage.local.get("server");
        await chrome.storage.local.clear();
        await chrome.storage.local.set({ server });
      }),
    pendingStatuses: async () =>
      (await worker()).evaluate(async () =>
        Object.entries(await chrome.storage.local.get()).flatMap(([name, kept]) =>
          name.startsWith("intent ") ? [(kept as { value: { statusName: string } }).value.statusName] : [],
        ),
      ),
    fireAlarm: async (name) =>
      (await worker()).evaluate(
        (answer) =>
          (chrome.alarms.onAlarm as unknown as { dispatch: (answer: unknown) => void }).dispatch({ name: answer }),
        name,
      ),
    endWorker: async () => {
      await (await worker()).close();
      await until(
        () => browser.targets().some((one) => one.type() === "service_worker"),
        (alive) => !alive,
      );
    },
    badge: async () => (await worker()).evaluate(() => chrome.action.getBadgeText({})),
    title: async () => (await worker()).evaluate(() => chrome.action.getTitle({})),
    openPopup: async () => {
      if (opened.popup && !opened.popup.isClosed()) await opened.closePopup(opened.popup);
      // A popup opens from the front window, and closing a page may leave none there.
      const [tab] = (await browser.pages()).filter((page) => page !== opened.popup);
      await tab!.bringToFront();
      const target = browser.waitForTarget(isPopup, { timeout: DEADLINE_MS });
      await (await worker()).evaluate(() => chrome.action.openPopup());
      const popup = await (await target).asPage();
      recordErrors(popup, errors);
      opened.popup = popup;
      // The app, not its last frame, which is there before.
      await popup.waitForSelector("#root:not([inert]) > .popup > *");
      return popup;
    },
    closePopup: async (popup) => {
      await popup.evaluate(() => window.close()).catch(() => {});
      await opened.waitPopupClosed();
    },
    waitPopupClosed: async () =>
      void (await until(
        () => browser.targets().some(isPopup),
        (open) => !open,
      )),
  };
  return opened;
}

const isPopup = (target: Target) => target.url().endsWith("/popup.html");
