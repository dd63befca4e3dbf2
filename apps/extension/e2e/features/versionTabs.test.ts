import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaints } from "../support/axe.ts";
import { tabTo } from "../support/keys.ts";
import { importNumbers, makeNumbers } from "../support/numbers.ts";
import { button, menuItem, see, until } from "../support/page.ts";
import { makeRouting, type RoutingFixture } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const tab = (page: Page, name: string) => page.locator(`aria/${name}[role="tab"]`);
const address = (page: Page, ends: string) =>
  until(
    () => page.evaluate(() => location.hash),
    (hash) => hash.endsWith(ends),
  );

journeys("Versions on a record's own page", (stage) => {
  let made: RoutingFixture;
  const routing = async () => (made ??= await makeRouting(await stage.server.signInAs("dana@callboard.demo")));

  test("they are next to a source's settings, have an address, and axe finds nothing", async () => {
    const { sources } = await routing();
    const page = await stage.consoleOf("dana@callboard.demo", `sources/${sources["Google Ads"]}`);
    await see(page, "Add rule group");
    await tab(page, "Versions").click();
    await address(page, "/versions");
    await see(page, "First version");
    expect(await axeComplaints(page)).toEqual([]);
    await page.reload();
    await see(page, "First version");
    await tab(page, "Settings").click();
    await see(page, "Add rule group");
  });

  test("they are reached without a mouse on a queue's page", async () => {
    const { queues } = await routing();
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${queues["Sales"]}`);
    await see(page, "Who gets the next call");
    await tabTo(page, "Right now");
    await page.keyboard.press("ArrowRight");
    await see(page, "Opening hours");
    await page.keyboard.press("ArrowRight");
    await address(page, "/versions");
    await see(page, "First version");
  });

  test("they are on a number's page, and one click away from a receiving number's row", async () => {
    const { receivers } = await routing();
    const caller = await stage.server.signInAs("dana@callboard.demo");
    await importNumbers(caller, makeNumbers(1, 4100));
    const { numbers } = await caller.api.numbers.list.query({ search: "Doorhanger 4100", limit: 1 });
    const page = await stage.consoleOf("dana@callboard.demo", `numbers/${numbers[0]!.id}`);
    await see(page, "Doorhanger 4100");
    await tab(page, "Versions").click();
    await see(page, "First version");
    await page.evaluate(() => (location.hash = "#/receivers"));
    await see(page, "Front desk");
    await button(page, "Actions for Front desk").click();
    await menuItem(page, "Versions").click();
    await address(page, `${receivers["Front desk"]}/versions`);
    await see(page, "Versions of Front desk");
    await see(page, "First version");
    expect(await axeComplaints(page)).toEqual([]);
  });
});
