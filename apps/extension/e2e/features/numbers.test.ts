import { beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { importNumbers, makeNumbers } from "../support/numbers.ts";
import { backLink, button, fill, link, menuItem, rowText, see, seeNot, seeRow, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const NUMBERS = makeNumbers(120, 4000);
const shown = (at: number) => `+1 512 333 ${4000 + at}`;

const boxes = (page: Page) => page.$$("tbody label:has([type=checkbox])");
const hash = (page: Page) => page.evaluate(() => location.hash);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");
const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY));
const rows = async (page: Page) => (await page.$$("tbody tr[data-key]")).length;

async function chooseOption(page: Page, label: string, typed: string): Promise<void> {
  await page.locator(`aria/${label}[role="combobox"]`).click();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
}

journeys("Tracking numbers", (stage) => {
  let page: Page;
  beforeAll(async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo", "northwind");
    await importNumbers(dana, NUMBERS);
    await dana.api.sources.save.mutate({ name: "Parish newsletter", site: "offsite" });
    await dana.api.receivers.save.mutate({ name: "Back office", number: "+1 512 555 0177" });
    page = await stage.consoleOf("dana@callboard.demo", "numbers?search=Doorhanger");
  });

  test("more are loaded on scrolling; coming back from a number's page restores the list", async () => {
    await see(page, "120 tracking numbers match.");
    await until(
      async () => {
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        return rows(page);
      },
      (count) => count === 120,
    );
    const link = await page.$("tbody tr:nth-child(80) :is(a, button)");
    await link!.evaluate((one) => one.scrollIntoView({ block: "center" }));
    const [at, name] = [await scrolled(page), await link!.evaluate((one) => one.textContent)];
    await link!.click();
    await backLink(page, "Numbers").wait();
    expect(await hash(page)).toMatch(/^#\/numbers\/\w+$/);
    await backLink(page, "Numbers").click();
    await until(
      () => focused(page),
      (text) => text === name,
    );
    expect(await hash(page)).toBe("#/numbers?search=Doorhanger");
    expect([await rows(page), await scrolled(page)]).toEqual([120, at]);
  });

  test("a filter stays in the address, shows the matching numbers, and is cleared by its cross", async () => {
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger"));
    await button(page, "Stopped or paused").click();
    await menuItem(page, "Paused").click();
    await see(page, "Nothing matches these filters.");
    expect(await hash(page)).toBe("#/numbers?flag=paused&search=Doorhanger");
    await page.reload();
    await see(page, "Nothing matches these filters.");
    await button(page, "Clear the filter Stopped or paused").click();
    await see(page, "120 tracking numbers match.");
  });

  test("one is renamed and routed elsewhere; saving an older version gets a message and overwrites nothing", async () => {
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger 4007"));
    await seeRow(page, shown(7), /Nowhere yet/);
    await link(page, shown(7)).click();
    await see(page, "Nobody answers its calls: choose where they go.");
    const theirs = await stage.consoleOf("dana@callboard.demo", (await hash(page)).slice(2));
    await see(theirs, "Nobody answers its calls");
    await fill(theirs, "Name", "Theirs");
    await fill(page, "Name", "Harvest poster");
    await chooseOption(page, "Calls go to", "Back");
    await button(page, "Save number").click();
    await see(page, "Harvest poster was saved.");
    await see(page, "Calls connect to Back office.");
    await see(theirs, "Somebody else saved this while you were editing.");
    await button(theirs, "Save number").click();
    await see(theirs, "Somebody else saved this while you were editing.");
    await button(theirs, "Load latest version").click();
    await see(theirs, "Harvest poster");
    await theirs.close();
  });

  test("calls to one are stopped with an end, and resumed", async () => {
    await button(page, "Stop incoming calls").click();
    await see(page, "The fee of");
    await page.locator("dialog input[type=date]").fill("2001-01-01");
    await fill(page, "Time", "10:00");
    await button(page, "Stop incoming calls").click();
    await see(page, "The end is in the past.");
    await page
      .locator("dialog input[type=date]")
      .fill(`${new Date(await stage.server.now()).getUTCFullYear() + 1}-06-01`);
    await button(page, "Stop incoming calls").click();
    await see(page, "Calls to Harvest poster are stopped.");
    await see(page, "Are not connected");
    await see(page, "Stopped until Jun 1, 10:00");
    await button(page, "Resume incoming calls").click();
    await see(page, "Calls to Harvest poster are no longer stopped.");
    await seeNot(page, "Are not connected");
  });

  test("many get a source at once by mouse: a range is selected with Shift, and the list updates", async () => {
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger"));
    await seeRow(page, shown(20), /No source/);
    await (await boxes(page))[2]!.click();
    await page.keyboard.down("Shift");
    await (await boxes(page))[9]!.click();
    await page.keyboard.up("Shift");
    await see(page, "8 selected");
    await button(page, "Set source").click();
    await chooseOption(page, "Tracking source", "Parish");
    await page.locator("dialog button[type=submit]").click();
    await see(page, "Changing 8 numbers.");
    await until(
      () => page.$$eval("tbody tr", (all) => all.filter((one) => one.innerText.includes("Parish newsletter")).length),
      (count) => count === 8,
    );
  });

  test("all that match are paused, loaded or not, on a page that shows the progress", async () => {
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger&kind=local"));
    await see(page, /1\d\d tracking numbers match/);
    await page.locator("thead label:has([type=checkbox])").click();
    await button(page, "Select all 119").click();
    await see(page, "119 selected");
    await button(page, "More").click();
    await menuItem(page, "Pause tracking code").click();
    await page.locator("dialog button[type=submit]").click();
    await see(page, "All 119 are done.");
    expect(await hash(page)).toMatch(/^#\/runs\//);
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger&flag=paused"));
    await see(page, "119 tracking numbers match.");
  });

  test("without a mouse, they are searched, selected, changed and opened", async () => {
    await page.evaluate(() => (location.hash = "#/numbers"));
    await page.waitForSelector("tbody tr[data-key]");
    await page.keyboard.press("/");
    await page.keyboard.type("Doorhanger 410");
    await see(page, "10 tracking numbers match.");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.down("Shift");
    await page.keyboard.press("x");
    await page.keyboard.up("Shift");
    await see(page, "3 selected");
    await page.keyboard.press("Escape");
    await seeNot(page, "3 selected");
    await page.keyboard.press("x");
    await see(page, "1 selected");
    const name = await focused(page);
    await page.focus("[role=region] button[aria-haspopup=menu]");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Resume tracking");
    await page.keyboard.press("Enter");
    await see(page, "Resume the tracking code for 1 number");
    await page.focus("dialog button[type=submit]");
    await page.keyboard.press("Enter");
    await until(
      () => rowText(page, name),
      (text) => !text.includes("Paused"),
    );
    await page.keyboard.press("k");
    // Nothing fixed on the screen covers the focused row.
    expect(
      await page.evaluate(() => {
        const box = document.activeElement!.getBoundingClientRect();
        return document.elementFromPoint(box.x + 5, box.y + 5) === document.activeElement;
      }),
    ).toBe(true);
    await page.keyboard.press("Enter");
    await backLink(page, "Numbers").wait();
  });
});
