import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Page } from "puppeteer-core";
import { findFirefox, type FirefoxBrowser, launchFirefox } from "../support/firefox.ts";
import { see, until } from "../support/page.ts";
import { type Caller, startServer, type TestServer } from "../support/server.ts";

const prepared = inject("prepared");
const firefox = findFirefox();
if (prepared && firefox === null)
  console.warn("\n  SKIPPED: the journey in Firefox. None was found; install firefox-esr, or name it with FIREFOX.\n");

describe.skipIf(prepared === null || firefox === null)("In Firefox", () => {
  let server: TestServer;
  let browser: FirefoxBrowser;
  let page: Page;
  let ava: Caller;
  const alarms = (): Promise<string[]> =>
    page.evaluate(async () => (await chrome.alarms.getAll()).map(({ name }) => name).toSorted()).catch(() => []);
  /** Notifications that were shown: on a desktop without a notification service they are closed at once. */
  const answer = () => page.evaluate(() => (globalThis as { answer?: string[] }).answer!);

  beforeAll(async () => {
    server = await startServer(prepared!);
    browser = await launchFirefox(firefox!, prepared!.dir);
    ava = await server.signInAs("ava@callboard.demo");
    page = await browser.page("console.html");
    await page.evaluate(() => {
      const answer: string[] = [];
      Object.assign(globalThis, { answer: answer });
      const { notifications } = chrome as unknown as { notifications: Record<string, typeof chrome.alarms.onAlarm> };
      for (const event of ["onShown", "onClosed"])
        notifications[event]!.addListener((id: unknown) => void answer.push(String(id)));
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.kill();
  });

  test("the default build's popup isn't blank", async () => {
    const popup = await browser.page("popup.html");
    await see(popup, "Sign in");
    await popup.close();
  });

  test("a minute before a status ends its warning appears, on the browser's own alarm", async () => {
    const { person, secret, account } = ava;
    const { address } = server;
    await page.evaluate((session) => chrome.storage.local.set({ server: session.server, session }), {
      server: address,
      secret,
      person,
      account,
    });
    const lunch = (await ava.api.agents.statuses.query()).find(({ name }) => name === "Lunch")!;
    const end = (await server.now()) + 75 * SECOND;
    await ava.api.agents.setStatus.mutate({ status: lunch.id, until: end });
    await page.evaluate(() => chrome.runtime.sendMessage({ nudge: true }));
    await until(alarms, (names) => names.includes("soon"));
    expect(await answer()).toEqual([]);
    const [first] = await until(answer, (all) => all.length > 0, MINUTE);
    const left = end - (await server.now());
    expect(left).toBeLessThanOrEqual(MINUTE + SECOND);
    expect(left).toBeGreaterThan(MINUTE - 5 * SECOND);
    // Firefox rejects notifications with buttons: this is the one whose text says what a click does.
    expect(first).toBe("promise.press");
  }, 150_000);

  test("after disabling and enabling the add-on, its alarms are restored", async () => {
    const lunch = (await ava.api.agents.statuses.query()).find(({ name }) => name === "Lunch")!;
    await ava.api.agents.setStatus.mutate({ status: lunch.id, until: (await server.now()) + 30 * MINUTE });
    await page.evaluate(() => chrome.runtime.sendMessage({ nudge: true }));
    await until(alarms, (names) => names.join() === "over,poll,soon");
    await browser.restartAddOn();
    page = await browser.page("console.html");
    await until(alarms, (names) => names.join() === "over,poll,soon");
  });
});
