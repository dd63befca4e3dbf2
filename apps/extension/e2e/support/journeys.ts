import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, onTestFinished } from "vitest";
import type { Page } from "puppeteer-core";
import { type ExtensionBrowser, launch, launchExtension, type TestBrowser } from "./browser.ts";
import { type Connection, openConnection } from "./connection.ts";
import { chooseAccount, see, signIn, pageText } from "./page.ts";
import type { Prepared } from "./prepared.ts";
import { startServer, type TestServer } from "./server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Null without a browser: then the journeys are skipped, and the global setup prints that. */
    prepared: Prepared | null;
  }
}

/** The setup of a journey: a server, a browser with the extension behind its own connection, and a second browser. */
export interface JourneySetup {
  prepared: Prepared;
  server: TestServer;
  connection: Connection;
  extension: ExtensionBrowser;
  secondBrowser: TestBrowser;
  /** The popup of a person who has just signed in. */
  popupOf: (email: string, account?: string) => Promise<Page>;
  /** The console in the second browser, as a plain web page. It is closed after the test, unless the next one needs it. */
  consoleOf: (email: string, page: string, closes?: "after the test" | "at the end") => Promise<Page>;
}

const prepared = inject("prepared");

/** An open console goes on counting seconds and listening, which slows down the tests that follow. */
function closeAfterTest(page: Page): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") await logPage(page);
    await page.browserContext().close();
  });
}

const logPage = async (page: Page | null): Promise<void> =>
  console.log(page?.url(), page && (await pageText(page).catch(() => "is closed")));

/** A group of journeys with its own setup. Skipped by name if there is no browser. */
export function journeys(name: string, play: (stage: JourneySetup) => void): void {
  describe.skipIf(prepared === null)(name, () => {
    const stage = {} as JourneySetup;
    const ends: (() => Promise<unknown>)[] = [];
    beforeAll(async () => {
      const server = await startServer(prepared!);
      ends.push(() => server.kill());
      const connection = await openConnection(server.port);
      ends.push(() => connection.close());
      const extension = await launchExtension(prepared!, connection.address);
      ends.push(() => extension.close());
      const secondBrowser = await launch(prepared!);
      ends.push(() => secondBrowser.close());
      Object.assign(stage, { prepared: prepared!, server, connection, extension, secondBrowser });
      stage.popupOf = async (email, account = "Northwind") => {
        await extension.clearSession();
        const popup = await extension.openPopup();
        await signIn(popup, email);
        await see(popup, " · ");
        await chooseAccount(popup, account);
        return popup;
      };
      stage.consoleOf = async (email, name, closes = "after the test") => {
        const page = await secondBrowser.page(`${server.address}/console.html#/${name}`);
        if (closes === "after the test" && expect.getState().currentTestName !== undefined) closeAfterTest(page);
        await signIn(page, email);
        await page.waitForSelector("nav[aria-label=Pages]");
        return page;
      };
    });
    beforeEach(() =>
      onTestFailed(async () => {
        const pages = [stage.extension.popup, ...(await stage.secondBrowser.browser.pages())];
        for (const page of pages) await logPage(page);
      }),
    );
    afterAll(async () => {
      for (const end of ends.toReversed()) await end();
      expect([...(stage.extension?.errors ?? []), ...(stage.secondBrowser?.errors ?? [])]).toEqual([]);
    });
    play(stage);
  });
}
