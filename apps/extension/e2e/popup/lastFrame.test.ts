import { expect, onTestFinished, test } from "vitest";
import type { HTTPRequest, Page } from "puppeteer-core";
import { button, chooseAccount, see, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const APP = "#root:not([inert]) > .popup > *";

/** The position of every element that must not move. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        ".popup > :not(.cb-toasts), .now > *, .choice, .choice > svg, .team-row, .latest-list > li",
      ),
    ].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `${element.className.toString()} ${[x, y, width, height].map(Math.round).join(" ")}`;
    }),
  );

journeys("The last frame", (stage) => {
  /** The popup in a tab; its app is blocked until the test lets it through. */
  async function framed(): Promise<{ page: Page; app: () => Promise<void> }> {
    const page = await stage.extension.browser.newPage();
    onTestFinished(() => page.close());
    await page.setViewport({ width: 360, height: 560 });
    await page.setRequestInterception(true);
    let held: HTTPRequest | undefined;
    page.on("request", (request) => {
      if (request.url().includes("/chunks/popup-") && !held) held = request;
      else void request.continue();
    });
    await page.goto(`chrome-extension://${stage.extension.id}/popup.html`);
    await until(
      () => held !== undefined,
      (input) => input,
    );
    const app = async () => {
      await held!.continue();
      await page.waitForSelector(APP);
    };
    return { page, app };
  }
  const isKept = (popup: Page) =>
    until(
      () => popup.evaluate(() => localStorage.getItem("callboard.snapshot")),
      (text) => text?.includes('"frame"') ?? false,
    );

  // An agent; an administrator, who sees the balance; a person without a softphone, who sees the team.
  async function framedFor(person: string) {
    const popup = await stage.popupOf(person);
    await isKept(popup);
    await stage.extension.closePopup(popup);
    return framed();
  }

  for (const person of ["ava@callboard.demo", "dana@callboard.demo", "rita@callboard.demo"])
    for (const theme of ["light", "dark"] as const)
      test(`${person} in ${theme}: the app takes its place and nothing moves`, async () => {
        const popup = await stage.popupOf(person);
        const change = await popup.$(`button[aria-label="Use the ${theme} theme"]`);
        await change?.click();
        await isKept(popup);
        // The frame from before the change is stored too, until the next one is rendered.
        await until(
          () => popup.evaluate(() => localStorage.getItem("callboard.snapshot")),
          (text) => !text?.includes(`Use the ${theme} theme`),
        );
        await stage.extension.closePopup(popup);
        const { page, app } = await framed();
        expect(await page.$eval("#root", (root) => root.matches("[inert]"))).toBe(true);
        expect(await page.$(`button[aria-label="Use the ${theme} theme"]`)).toBeNull();
        const before = await places(page);
        expect(before.length).toBeGreaterThan(8);
        await app();
        expect(await places(page)).toEqual(before);
      });

  test("a key that was pressed on the frame chooses what stood there", async () => {
    const { page, app } = await framedFor("ava@callboard.demo");
    await page.keyboard.press("2");
    await app();
    await seeStatus(page, /^Lunch/);
    await button(page, "Undo").click();
    await see(page, "Back to Available.");
  });

  test("a click on the frame chooses what stood there, once", async () => {
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const { page, app } = await framedFor("ava@callboard.demo");
    const before = stage.server.versions(ava.person, ava.account).length;
    await seeStatus(page, /^Available/);
    const place = await page.$eval('[aria-label="Coffee, 10 min"]', (row) => row.getBoundingClientRect().toJSON());
    await page.mouse.click(place.x + 60, place.y + 12);
    await app();
    await seeStatus(page, /^Coffee/);
    // Undo is sent after every click, so a second one would have its version by then.
    await button(page, "Undo").click();
    await see(page, "Back to Available.");
    const statuses = stage.server.versions(ava.person, ava.account).map(({ status }) => status);
    expect(statuses.slice(before)).toEqual(["Coffee", "Available"]);
  });

  test("another account is not shown in the frame of the one before", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await chooseAccount(popup, "Parkside Dental");
    await seeStatus(popup, /^Offline/);
    await isKept(popup);
    await stage.extension.closePopup(popup);
    const { page, app } = await framed();
    await see(page, "Parkside Dental");
    await app();
    await see(page, "Parkside Dental");
  });

  test("after a sign-out in the console there is no frame", async () => {
    await isKept(await stage.popupOf("ava@callboard.demo"));
    const page = await stage.extension.browser.newPage();
    await page.goto(`chrome-extension://${stage.extension.id}/console.html`);
    await page.locator('button[aria-label*="Ava Lindqvist"]').click();
    await page.locator('[role="menu"] ::-p-text(Sign out)').click();
    await see(page, "Email");
    expect(await page.evaluate(() => localStorage.getItem("callboard.snapshot"))).toBeNull();
    await page.close();
  });
});
