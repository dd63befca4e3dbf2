import { expect, test } from "vitest";
import { complaintsOfAxe } from "./kit/axe.ts";
import { bring, someNumbers } from "./kit/numbers.ts";
import { button, fill, link, see, seeNot } from "./kit/page.ts";
import { journeys } from "./kit/stage.ts";

const DANA = "dana@callboard.demo";
const COUNT = 510;

journeys("Canceling an account with many numbers", (stage) => {
  test("numbers are searched rather than listed, the account is canceled at once, and its numbers follow in a run", async () => {
    const dana = await stage.server.as(DANA);
    const before = (await dana.api.tracking.numbers.query({})).total;
    await bring(dana, someNumbers(COUNT, 4000));
    const page = await stage.console(DANA, "account-status/cancel");
    await see(page, "Number by number");
    await see(page, "What is prepaid for all of them is worked out in the next step.");
    await page.locator('aria/Search the numbers[role="searchbox"]').fill("4507");
    await see(page, /\+1 512 333 4507 Doorhanger 4507/);
    await seeNot(page, "Doorhanger 4001");
    expect(await complaintsOfAxe(page)).toEqual([]);
    await page.select(".leaving-what select", "release");
    await see(page, "1 number has a choice of its own.");
    await button(page, "See what happens").click();
    await see(page, /Held until .*in the month that is paid: \d+ numbers/);
    await see(page, "Given back to the carrier: 1 number");
    await page.locator('aria/Search the lines[role="searchbox"]').fill("4507");
    await see(page, "+1 512 333 4507 (Doorhanger 4507) is given back to the carrier");
    expect(await complaintsOfAxe(page)).toEqual([]);
    await fill(page, "Name", "Northwind");
    await button(page, "Cancel the account").click();
    await see(page, "Numbers of Northwind, canceled");
    await button(page, "Pause").click();
    await see(page, "Nothing changes until it is resumed.");
    await page.evaluate(() => (location.hash = "#/account-status"));
    await see(page, /The account is canceled since/);
    await see(page, new RegExp(`Numbers of Northwind, canceled: paused at \\d+ of ${COUNT + before}`));
    expect(await complaintsOfAxe(page)).toEqual([]);
    await link(page, "See how far it is").click();
    await button(page, "Resume").click();
    await see(page, `All ${COUNT + before} are done.`, 60_000);
    expect(await complaintsOfAxe(page)).toEqual([]);
  });
});
