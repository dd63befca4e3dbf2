import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { csvOf } from "../support/numbers.ts";
import { button, see, seeNot, seeRow } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const GOOD = Array.from({ length: 12 }, (_, at) => `+1512334${5000 + at},Doorhanger ${at},,`);
const FILE = csvOf([
  ...GOOD.slice(0, 5),
  "+1 512 33,Too short,,",
  ...GOOD.slice(5),
  "+15123345900,Lost,No such source,",
]);

journeys("An import", (stage) => {
  let page: Page;
  const file = (name: string, content: string | Buffer) => {
    const path = join(stage.prepared.dir, name);
    writeFileSync(path, content);
    return path;
  };
  const give = async (path: string, open: () => Promise<void>) => {
    const [listbox] = await Promise.all([page.waitForFileChooser(), open()]);
    await listbox.accept([path]);
  };
  const click = () => page.locator("label:has(input[type=file])").click();
  const enter = async () => {
    await page.focus("input[type=file]");
    await page.keyboard.press("Enter");
  };

  beforeAll(async () => {
    page = await stage.consoleOf("dana@callboard.demo", "numbers/import");
    await see(page, "Choose a CSV file");
  });

  test("an unreadable file is refused with a message, before anything is sent where possible", async () => {
    await give(file("empty.csv", ""), click);
    await see(page, "empty.csv is empty.");
    await give(file("other.csv", "Telephone,Label\r\n1,x\r\n"), click);
    await see(page, "The first line must name the columns");
  });

  test("characters of an older spreadsheet are previewed before they are accepted", async () => {
    const old = Buffer.from(csvOf(["+15123346001,Müller Café,,"]), "latin1");
    await give(file("old.csv", old), click);
    await see(page, "old.csv is not in UTF-8.");
    await see(page, "Müller Café");
    await button(page, "Read as Windows-1252").click();
    await see(page, "1 number is ready to import. Nothing has changed yet.");
    await button(page, "Discard").click();
    await see(page, "The import was discarded. Nothing was changed.");
  });

  test("bad lines are listed with their errors, the others are imported, and the report stays", async () => {
    await give(file("doorhangers.csv", FILE), enter);
    await see(page, "12 numbers are ready to import; 2 lines were rejected.");
    await see(page, "Costs $18.00 more a month.");
    await seeRow(page, "+1 512 33", /7 .*digits short/);
    await seeRow(page, "+1 512 334 5900", /15 .*There is no tracking source named No such source\./);
    // After a reload it waits in the same state.
    await page.reload();
    await see(page, "12 numbers are ready to import; 2 lines were rejected.");
    await page.locator("aria/Import the other 12").click();
    await see(page, "12 done, 2 failed.");
    await seeNot(page, "Retry failures");
    await page.evaluate(() => (location.hash = "#/runs"));
    await seeRow(page, "Import of doorhangers.csv", /Done .*14 of 14 .*2/);
    await page.evaluate(() => (location.hash = "#/numbers?search=Doorhanger"));
    await see(page, "12 tracking numbers match.");
  });

  test("a file imported before is refused line by line: nothing is imported twice", async () => {
    await page.evaluate(() => (location.hash = "#/numbers/import"));
    await see(page, "Choose a CSV file");
    await give(file("again.csv", csvOf(GOOD.slice(0, 2))), enter);
    await see(page, "2 lines were rejected, so there is nothing to import.");
    expect(await page.$$("aria/Import the other 0")).toEqual([]);
    await button(page, "Choose another file").click();
    await see(page, "Choose a CSV file");
  });
});
