import { beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { button, fill, link, see, seeRow, until, ROW_LINK } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const hash = (page: Page) => page.evaluate(() => location.hash);

/** The sandbox carrier's behaviour depends on a number's last digits. */
async function find(page: Page, digits: string): Promise<void> {
  await page.evaluate((input) => (location.hash = `#/numbers/buy?digits=${input}`), digits);
  await until(
    () => page.$$eval("tbody td:first-child", (rows) => rows.map((row) => row.textContent?.replace(/\D/g, "") ?? "")),
    (found) => found.length > 0 && found.every((number) => number.includes(digits)),
  );
}

journeys("Buy numbers", (stage) => {
  let page: Page;
  beforeAll(async () => {
    page = await stage.consoleOf("dana@callboard.demo", "numbers/buy");
  });

  test("a number is chosen, named, paid for and in the list, and the order is followed", async () => {
    await find(page, "5125550101");
    await seeRow(page, "+1 512 555 0101", /Local Austin, Texas \$1\.50/);
    await page.locator(ROW_LINK).click();
    await page.locator("dialog button[type=submit]").click();
    await see(page, "Enter a name for the number.");
    await see(page, "Costs $1.50 now and $1.50 more a month.");
    await fill(page, "Name", "Window banner");
    await page.locator("dialog button[type=submit]").click();
    await see(page, "was bought, and $1.50 was paid for the first month");
    await button(page, "Open number").click();
    await see(page, "Window banner · Nobody answers its calls");
    await see(page, "Bought here");
  });

  test("a number that somebody else took is declined with its reason and a next step; nothing is paid", async () => {
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const balance = async () => (await api.balance.current.query()).money!.micros;
    const before = await balance();
    await find(page, "2125550190");
    await page.locator(ROW_LINK).click();
    await fill(page, "Name", "Too late");
    await page.keyboard.press("Enter");
    await see(page, "somebody else got it first");
    expect(await balance()).toBe(before);
    await button(page, "Choose another number").click();
    await see(page, "Contains digits");
    await page.evaluate(() => (location.hash = "#/numbers/orders"));
    await seeRow(page, "+1 212 555 0190", /Buy Declined/);
  });

  test("without a mouse, a number is found and ordered; while the outcome is unknown the order says so", async () => {
    await page.evaluate(() => (location.hash = "#/numbers/buy"));
    await page.waitForSelector(ROW_LINK);
    await page.keyboard.press("/");
    await page.keyboard.type("2125550196");
    await seeRow(page, "+1 212 555 0196", /New York/);
    await page.focus(ROW_LINK);
    await page.keyboard.press("Enter");
    await see(page, "Buy +1 212 555 0196");
    await page.keyboard.type("Garbled");
    await page.keyboard.press("Enter");
    await see(page, "The answer was not understood");
    await see(page, "You won’t be charged twice.");
    await button(page, "Check again now").click();
    await see(page, "was bought, and $1.50 was paid");
  });

  test("releasing states the consequences and asks for the digits; afterwards the number shows as released", async () => {
    await page.evaluate(() => (location.hash = "#/numbers?search=Window banner"));
    await link(page, "+1 512 555 0101").click();
    await button(page, "Release…").click();
    await see(page, "The current month is not refunded.");
    await fill(page, "Type the number to release it", "+1 512 555 0102");
    await button(page, "Release number").click();
    await see(page, "This doesn’t match +1 512 555 0101.");
    await fill(page, "Type the number to release it", "15125550101");
    await button(page, "Release number").click();
    await see(page, "+1 512 555 0101 is being released.");
    await see(page, /Released: Released since/);
    expect(await page.$("form")).toBeNull();
    const number = await hash(page);
    await page.evaluate(() => (location.hash = "#/numbers?state=released"));
    await seeRow(page, "+1 512 555 0101", /Released/);
    await link(page, "+1 512 555 0101").click();
    await until(
      () => hash(page),
      (now) => now === number,
    );
  });
});
