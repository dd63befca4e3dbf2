import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { findTooWide } from "../support/narrow.ts";
import { button, see, seeStatus, until } from "../support/page.ts";
import { makeRouting } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const inBothThemes = async (page: Page, where: string): Promise<void> =>
  expect(await axeComplaintsInThemes(page), where).toEqual([]);

journeys("axe finds nothing, and no page is wider than a phone", (stage) => {
  test("in the popup: signed out, an agent's, an administrator's, a billing person's, offline", async () => {
    const signedOut = await stage.extension.openPopup();
    await see(signedOut, "Email");
    await inBothThemes(signedOut, "signed out");
    for (const name of ["ava", "dana", "bill", "rita"]) {
      const popup = await stage.popupOf(`${name}@callboard.demo`);
      await popup.waitForSelector("section[aria-labelledby] :is(li, p)");
      await inBothThemes(popup, name);
    }
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await button(popup, "More").click();
    await see(popup, "Only on this device");
    await inBothThemes(popup, "menu");
    await popup.keyboard.press("Escape");
    stage.connection.cut();
    await see(popup, "Offline, as of");
    await inBothThemes(popup, "offline");
    stage.connection.restore();
  });

  test("before the sign-in of the console", async () => {
    for (const place of ["", "#/forgot", "#/join/cbt_no", "#/reset/cbt_no", "?to=join/some", "?to=reset/some"]) {
      const page = await stage.secondBrowser.page(`${stage.server.address}/console.html${place}`);
      await page.waitForSelector("h1");
      await until(
        () => page.$$(".cb-skeleton"),
        (waiting) => waiting.length === 0,
      );
      await inBothThemes(page, place);
      expect(await findTooWide(page), place).toEqual([]);
    }
  });

  for (const who of ["harriet", "dana"])
    test(`on every page of the console, as ${who}`, async () => {
      const page = await stage.consoleOf(`${who}@callboard.demo`, "overview");
      const pages = await page.$$eval("nav[aria-label=Pages] li a", (links) => links.map((link) => link.hash));
      expect(pages.length).toBeGreaterThan(8);
      for (const address of pages) {
        await page.evaluate((hash) => (location.hash = hash), address);
        await page.waitForSelector(`nav[aria-label=Pages] a[href="${address}"][aria-current=page]`);
        await page.waitForSelector("main h1");
        await until(
          () => page.$$(".cb-skeleton"),
          (waiting) => waiting.length === 0,
        );
        await inBothThemes(page, `${who} ${address}`);
        expect(await findTooWide(page), `${who} ${address}`).toEqual([]);
      }
    });

  test("on the pages of sources, queues and receiving numbers, and on a visit that is tested", async () => {
    const { sources, queues } = await makeRouting(await stage.server.signInAs("dana@callboard.demo"));
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    const visit = new URLSearchParams({ address: "https://www.northwind.com/spring" });
    for (const [place, text] of [
      ["sources", "Google Ads"],
      [`sources/${sources["Spring newsletter"]}`, "Add rule group"],
      [`sources/test?${visit}`, "This visit goes to"],
      [`queues/${queues["Sales"]}`, "Who gets the next call"],
      [`queues/${queues["Sales"]}/settings`, "Opening hours"],
      ["receivers", "Front desk"],
    ] as const) {
      await page.evaluate((to) => (location.hash = `#/${to}`), place);
      await see(page, text);
      await inBothThemes(page, place);
      expect(await findTooWide(page), place).toEqual([]);
    }
  });
});
