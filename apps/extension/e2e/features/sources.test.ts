import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { focusedName, tabTo } from "../support/keys.ts";
import { button, fill, link, menuItem, see, seeNot, seeRow, seeValue, until, pageText } from "../support/page.ts";
import { makeRouting, type RoutingFixture } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const SHOP = "https://www.northwind.com";
const within = (rule: string, part: string) => `[role=group][aria-label="${rule}"] [aria-label="${part}"]`;

async function typeInto(page: Page, selector: string, text: string): Promise<void> {
  const field = (await page.waitForSelector(selector))!;
  await field.click({ count: 3 });
  await field.type(text);
}

const order = (page: Page): Promise<string[]> =>
  page.$$eval("main tbody tr", (rows) => rows.map((row) => row.querySelector("a")!.textContent));

journeys("Tracking sources", (stage) => {
  let made: RoutingFixture;
  const routing = async () => (made ??= await makeRouting(await stage.server.signInAs("dana@callboard.demo")));
  const radio = (page: Page, name: string) => page.locator(`aria/${name}[role="radio"]`);

  test("a visit is tested while it is typed: which source matches, and what every rule saw", async () => {
    await routing();
    const page = await stage.consoleOf("milo@callboard.demo", "sources/test");
    await see(page, "Paste a landing page’s address");
    await fill(page, "Landing page", `${SHOP}/offers?utm_source=google&utm_medium=cpc`);
    await see(page, "This visit goes to Google Ads.");
    await see(page, /landing page parameter gclid is \* found no such parameter/);
    await fill(page, "Landing page", `${SHOP}/offers`);
    await see(page, "This visit matches no tracking source.");
    await fill(page, "Referrer", "https://www.google.co.uk/");
    await see(page, "This visit goes to Google organic.");
    await see(page, /Spring newsletter Not checked/);
    await fill(page, "Landing page", "no address");
    await see(page, "is not a page address");
    await seeNot(page, "This visit goes to");
    expect((await pageText(page)).match(/is not a page address/g)).toHaveLength(1);
  });

  test("the result on the screen follows the rules as somebody else saves them", async () => {
    const { sources } = await routing();
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const page = await stage.consoleOf("milo@callboard.demo", "sources/test");
    await fill(page, "Landing page", `${SHOP}/fair`);
    await see(page, "This visit matches no tracking source.");
    const all = (await api.sources.list.query()).sources;
    const { id, version, name, description, site, ruleGroups } = all.find(
      (one) => one.id === sources["Direct visits"],
    )!;
    const rule = { subject: "landing", test: "path", name: "", value: "/fair", negated: false } as const;
    await api.sources.save.mutate({
      id,
      version,
      name,
      description,
      site,
      ruleGroups: [{ id: "fair", rules: [rule] }],
    });
    await see(page, "This visit goes to Direct visits.");
    await api.sources.save.mutate({ id, version: version + 1, name, description, site, ruleGroups });
    await see(page, "This visit matches no tracking source.");
  });

  test("rules that can never match together are refused at the rule, naming both; once fixed, the source is created", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    await button(page, "New tracking source").click();
    await fill(page, "Name", "Bing organic");
    await radio(page, "Onsite").click();
    await see(page, "Without rules, no visit matches.");
    await button(page, "Add rule group").click();
    await typeInto(page, within("Group 1, rule 1", "Value"), "bing.com");
    await button(page, "Add rule").click();
    await typeInto(page, within("Group 1, rule 2", "Value"), "duckduckgo.com");
    await button(page, "Add tracking source").click();
    await see(page, "“referrer host is bing.com” and “referrer host is duckduckgo.com” can never match together.");
    expect(await focusedName(page)).toBe("Value");
    await button(page, "Remove rule 2 of group 1").click();
    await button(page, "Add rule group").click();
    await typeInto(page, within("Group 2, rule 1", "Value"), "duckduckgo.com");
    await button(page, "Add tracking source").click();
    await see(page, "Bing organic was added.");
    await seeRow(page, "Bing organic", /Referrer host is bing\.com and one more rule group/);
  });

  test("unsaved edits are kept on leaving, restored on coming back, and dropped only by hand", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    await link(page, "Yellow pages").click();
    await fill(page, "Description", "Printed again in June");
    await link(page, "Tracking sources").click();
    await see(page, "Your unsaved changes to Yellow pages are kept on this device.");
    await seeRow(page, "Yellow pages", /unsaved changes/);
    await button(page, "Go back").click();
    await see(page, "You have unsaved changes from earlier.");
    await seeValue(page, "Description", "Printed again in June");
    await button(page, "Discard changes").click();
    await seeValue(page, "Description", "Printed directory, 2026");
    await link(page, "Tracking sources").click();
    await seeRow(page, "Yellow pages", /Offsite/);
    await seeNot(page, "unsaved changes");
  });

  test("a source that is dragged takes its new place, and Undo moves it back", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    await see(page, "Google Ads");
    const before = await order(page);
    const [from, to] = await page.$$eval('button[aria-label^="Move "]', (all) => {
      const middle = (one: Element) => ({
        x: one.getBoundingClientRect().x + 14,
        y: one.getBoundingClientRect().y + 14,
      });
      return [middle(all[0]!), middle(all[2]!)] as const;
    });
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 8);
    // A headless browser reports a drag's position only while the pointer moves.
    let nudge = 0;
    await until(
      async () => {
        await page.mouse.move(to.x, to.y + ((nudge += 1) % 3));
        return order(page);
      },
      (now) => now[2] === before[0],
    );
    await page.mouse.up();
    await see(page, "Google Ads is now at position 3");
    await button(page, "Undo").click();
    await until(
      () => order(page),
      (now) => now.join() === before.join(),
    );
  });

  test("without a mouse, an order is changed and undone, and a source is made, changed and deleted", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    const keys = page.keyboard;
    await see(page, "Google Ads");
    const before = await order(page);
    await tabTo(page, "Move Google Ads");
    await keys.press("ArrowDown");
    await keys.press("ArrowDown");
    expect(await focusedName(page)).toContain("Move Google Ads. Position 3");
    expect((await order(page))[2]).toBe("Google Ads");
    await see(page, "Google Ads is now at position 3");
    await button(page, "Undo").click();
    await until(
      () => order(page),
      (now) => now.join() === before.join(),
    );

    await page.evaluate(() => (location.hash = "#/sources/new"));
    await tabTo(page, "Name");
    await keys.type("Fair booth");
    await tabTo(page, "Offsite");
    await keys.press("ArrowDown");
    await tabTo(page, "Add rule group");
    await keys.press("Enter");
    await until(
      () => focusedName(page),
      (what) => what === "Compare",
    );
    await keys.type("L");
    await keys.press("Tab");
    await keys.type("path");
    await tabTo(page, "Value");
    await keys.type("/fair");
    await keys.press("Enter");
    await see(page, "Fair booth was added.");
    await seeRow(page, "Fair booth", /Landing page path begins with \/fair/);

    await tabTo(page, "Actions for Fair booth", 120);
    await keys.press("Enter");
    await menuItem(page, "Delete").wait();
    await keys.type("D");
    await keys.press("Enter");
    await see(page, "Delete Fair booth?");
    await tabTo(page, "Delete tracking source");
    await keys.press("Enter");
    await see(page, "Fair booth was deleted.");
  });

  test("a reader sees the rules, and no controls", async () => {
    const { sources } = await routing();
    const page = await stage.consoleOf("rita@callboard.demo", "sources");
    await see(page, "Google Ads");
    expect(await page.$$('button[aria-label^="Move "]')).toEqual([]);
    await seeNot(page, "New tracking source");
    await page.evaluate((id) => (location.hash = `#/sources/${id}`), sources["Google Ads"]!);
    await see(page, "You can view this, but your role doesn’t allow changes");
    await seeNot(page, "Add rule");
    await page.waitForSelector("form :is(input, select)");
    expect(await page.$$("form :is(input, select):enabled")).toEqual([]);
  });
});
