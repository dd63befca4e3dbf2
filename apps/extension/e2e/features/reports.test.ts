import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { expect, onTestFinished, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { journeys } from "../support/journeys.ts";
import { backLink, button, link, menuItem, rowText, see, seeNot, seeRow, until } from "../support/page.ts";
import { findStatus } from "../support/statuses.ts";

const quiet = async (page: Page, where: string) => {
  for (const value of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    expect(await axeComplaints(page), `${where}, ${value}`).toEqual([]);
  }
};
const hash = (page: Page) => page.evaluate(() => location.hash);

journeys("Time report", (stage) => {
  test("a manager sees the team as a plot and by a key as a table, an agent's days, another period, and the same in a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "callboard-journeys-files-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const page = await stage.consoleOf("dana@callboard.demo", "overview");
    await link(page, "Reports").click();
    await see(page, /as of \d\d:\d\d\. Days in New York/);
    const labels = await page.$$eval(".time-bar", (bars) => bars.map((one) => one.getAttribute("aria-label")));
    expect(labels).toContainEqual(expect.stringMatching(/^Available \d+:\d\d, /));
    await quiet(page, "the plot");

    await page.keyboard.press("t");
    await seeRow(page, "Ava Lindqvist", /\d+:\d\d/);
    await seeRow(page, "All agents", /\d+:\d\d/);
    expect(await hash(page)).toContain("view=table");
    await quiet(page, "the table");
    await button(page, "Period: This week").click();
    await menuItem(page, "Last week").click();
    await see(page, "Last week");
    expect(await hash(page)).toContain("preset=last+week");
    await page.focus(".report-tools [aria-haspopup=menu]");
    await page.keyboard.press("ArrowDown");
    // The menu opens at what is chosen.
    await until(
      () => page.evaluate(() => document.activeElement?.getAttribute("role") ?? ""),
      (role) => role.startsWith("menuitem"),
    );
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await see(page, "This week");

    const session = await page.browser().target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: folder,
      browserContextId: page.browserContext().id!,
    });
    await button(page, "CSV").click();
    const [name] = await until(
      () => readdirSync(folder).filter((file) => /^Time in status .*\.csv$/.test(file)),
      (files) => files.length === 1,
    );
    const lines = readFileSync(join(folder, name!), "utf8").trim().split("\r\n");
    expect(lines[0]).toMatch(
      /^\uFEFF?Agent \(America\/New_York\),Available,Available \(corrected\),.*Without Offline \(corrected\),On calls,/,
    );
    expect(lines.at(-1)).toMatch(/^All agents,\d+:\d\d,/);
    const shown = await rowText(page, "Milo Park");
    const [, ...figures] = lines.find((line) => line.startsWith("Milo Park"))!.split(",");
    // The status that lasts goes on between the screen and the file: the ones that ended are the same.
    expect(shown.split(" ")).toEqual(expect.arrayContaining(figures.slice(1, 3)));

    await link(page, "Ava Lindqvist").click();
    await see(page, "All days");
    expect(await hash(page)).toMatch(/^#\/reports\/[^?]+\?view=table$/);
    await quiet(page, "an agent's days");
    await backLink(page, "Time report").click();
    await see(page, "All agents");
    await page.locator("::-p-aria([role='radio'][name='Plot'])").click();
    await seeNot(page, "All agents");
  });

  test("an agent sees only their own days, and what they choose now", async () => {
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const coffee = await findStatus(ava, "Coffee");
    await ava.api.agents.setStatus.mutate({ status: coffee.id });
    const page = await stage.consoleOf("ava@callboard.demo", "reports");
    await see(page, /My time .* as of \d\d:\d\d/);
    await page.waitForSelector(".time-bar");
    await page.keyboard.press("t");
    await seeRow(page, "All days", /\d+:\d\d/);
    expect(await page.$$("main a[href*='reports']")).toEqual([]);
    await quiet(page, "one's own");
  });
});
