import { expect, test } from "vitest";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { importNumbers, csvOf, makeNumbers } from "../support/numbers.ts";
import { findTooWide } from "../support/narrow.ts";
import { button, menuItem, see, until, ROW_LINK } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("axe finds nothing on the pages of numbers", (stage) => {
  test("in the list, its bar and dialogs, a number's page, buying, an order, an import, a run", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    await importNumbers(dana, makeNumbers(6, 3000));
    const { run } = await dana.api.numbers.import.mutate({ name: "odd.csv", text: csvOf(["1,Short,,"]) });
    const page = await stage.consoleOf("dana@callboard.demo", "numbers");
    const turn = async (place: string, words: string | RegExp) => {
      await page.evaluate((to) => (location.hash = `#/${to}`), place);
      await see(page, words);
    };
    const quiet = async (where: string) => expect(await axeComplaintsInThemes(page), where).toEqual([]);
    await turn("numbers", /tracking numbers/);
    const texts = (await page.waitForSelector("main p[role=status]::-p-text(shown)"))!;
    await turn("numbers?search=Doorhanger&kind=local", "6 tracking numbers match.");
    // Announced: its live region was there before.
    await until(
      () => texts.evaluate((place) => `${place.isConnected} ${place.textContent}`),
      (text) => text === "true 6 of 6 shown",
    );
    await page.locator("thead label:has([type=checkbox])").click();
    await see(page, "6 selected");
    await quiet("picked rows");
    await button(page, "Set where calls go").click();
    await see(page, "A receiving number or a call queue.");
    await page.keyboard.press("ArrowDown");
    await quiet("choosing where calls go");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await button(page, "More").click();
    await menuItem(page, "Pause tracking code").click();
    await quiet("pausing many");
    await page.keyboard.press("Escape");
    await page.locator(ROW_LINK).click();
    await see(page, "Current state");
    await quiet("a number");
    await button(page, "Stop incoming calls").click();
    await quiet("stopping one");
    await page.keyboard.press("Escape");
    await button(page, "Release…").click();
    await quiet("releasing one");
    await page.keyboard.press("Escape");
    for (const [place, words] of [
      ["numbers?search=nothing", "Nothing matches these filters."],
      ["numbers/buy", "Austin, Texas"],
      ["numbers/orders", "Orders"],
      ["numbers/import", "Choose a CSV file"],
      ["runs", "Import of odd.csv"],
      [`runs/${run}`, "1 line was rejected"],
    ] as const) {
      await turn(place, words);
      await quiet(place);
      expect(await findTooWide(page), place).toEqual([]);
    }
  });
});
