import type { Page } from "puppeteer-core";
import { see } from "../support/page.ts";
import type { TestServer } from "../support/server.ts";

/** Takes pictures: a server, a person's console on a page, and a picture of a screen in a state. */
export interface PictureTaker {
  server: TestServer;
  consoleOf: (email: string, page: string) => Promise<Page>;
  picture: (page: Page, screen: string, state: string, viewport: { width: number; height: number }) => Promise<void>;
}

/** Opens another page of the console and waits for these words. */
export async function goTo(page: Page, place: string, words: string | RegExp): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), place);
  await see(page, words);
}
