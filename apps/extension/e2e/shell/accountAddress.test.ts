import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { button, see, seeNot, signIn, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("The account in the console's address", (stage) => {
  const shown = (page: Page, title: string) =>
    until(
      () => page.title(),
      (now) => now === title,
    );
  async function enter(page: Page, account: string): Promise<void> {
    await page.locator("button[popovertarget=accounts]").click();
    await page.locator(`[role="dialog"] ::-p-text(${account})`).click();
    await until(
      () => page.title(),
      (title) => title.includes(account),
    );
  }
  let first: Page;
  let second: Page;

  test("two tabs with two accounts: switching in one changes neither the other nor the toolbar", async () => {
    const popup = await stage.popupOf("harriet@callboard.demo", "Harbor Agency");
    first = await stage.consoleOf("harriet@callboard.demo", "lifecycle", "at the end");
    await enter(first, "Northwind");
    second = await first.browserContext().newPage();
    await second.goto(`${stage.server.address}/console.html#/lifecycle`);
    await shown(second, "Account status — Northwind — Callboard");
    await enter(second, "Parkside Dental");
    await shown(first, "Account status — Northwind — Callboard");
    // Its calls go to its own account: an action in one tab takes effect there.
    await first.bringToFront();
    await button(first, "Cancel account…").click();
    await shown(first, "Cancel account — Northwind — Callboard");
    await first.evaluate(() => (location.hash = "#/access"));
    await see(first, "Dana Reyes");
    await second.evaluate(() => (location.hash = "#/access"));
    await see(second, "Ida Bloom");
    await see(popup, "Harbor Agency");
  });

  test("each tab keeps its account after a reload, and Back leads to the account before", async () => {
    for (const page of [first, second]) await page.reload();
    await shown(first, "People — Northwind — Callboard");
    await shown(second, "People — Parkside Dental — Callboard");
    await second.bringToFront();
    await enter(second, "Mason & Sons");
    await see(second, "Mary Mason");
    await second.goBack({ waitUntil: [] });
    await shown(second, "People — Parkside Dental — Callboard");
    await see(second, "Ida Bloom");
  });

  test("its link opens there for people with access, even after the sign-in", async () => {
    const page = await stage.secondBrowser.page(second.url().replace("access", "history"));
    await signIn(page, "ava@callboard.demo");
    await shown(page, "Change history — Parkside Dental — Callboard");
  });

  test("for anybody else it says so, and shows nothing of another account in its place", async () => {
    const page = await stage.secondBrowser.page(second.url());
    await signIn(page, "solveig@callboard.demo");
    await see(page, "Not found, or you don’t have access.");
    await seeNot(page, "Parkside");
    await button(page, "Sign in as somebody else").click();
    await signIn(page, "ava@callboard.demo");
    await see(page, "Parkside Dental");
    await page.locator('button[aria-label*="Ava Lindqvist"]').click();
    await page.locator('[role="menu"] ::-p-text(Sign out)').click();
    await see(page, "Email");
    await page.goto(second.url());
    await signIn(page, "solveig@callboard.demo");
    await button(page, "Go to Corner Bakery").click();
    await shown(page, "Overview — Corner Bakery — Callboard");
    expect(page.url()).toContain("account=");
  });

  test("the popup opens the console in the account that it shows", async () => {
    const popup = await stage.popupOf("ava@callboard.demo", "Parkside Dental");
    await button(popup, "Open console").click();
    const tab = await stage.extension.browser.waitForTarget((one) => one.url().includes("console.html"));
    const page = (await tab.page())!;
    await shown(page, "Overview — Parkside Dental — Callboard");
    await enter(page, "Northwind");
    await see(await stage.extension.openPopup(), "Parkside Dental");
  });
});
