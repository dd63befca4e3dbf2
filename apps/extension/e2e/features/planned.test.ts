import { MINUTE } from "@callboard/domain/core/time";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { journeys } from "../support/journeys.ts";
import { tabTo } from "../support/keys.ts";
import { button, fill, menuItem, option, pageText, see, seeNot, seeRow, seeStatus, until } from "../support/page.ts";
import { findStatus } from "../support/statuses.ts";

const ACCOUNT_ZONE = "America/New_York";
const quiet = async (page: Page, where: string) => expect(await axeComplaintsInThemes(page), where).toEqual([]);

/** A day and a time of day, as clocks in the account's zone show them. */
const clock = (at: number) => ({
  day: new Intl.DateTimeFormat("en-CA", { timeZone: ACCOUNT_ZONE }).format(at),
  time: new Intl.DateTimeFormat("en-GB", { timeZone: ACCOUNT_ZONE, hour: "2-digit", minute: "2-digit" }).format(at),
});

async function fillForm(page: Page, day: string, from: string, to: string): Promise<void> {
  await page.locator("dialog form input[type=date]").fill(day);
  await fill(page, "From", from);
  await fill(page, "To", to);
}

journeys("Planned statuses", (stage) => {
  test("a manager plans one for two people by mouse, the board says when, and a row's menu changes it", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "agents");
    const start = Math.floor((await stage.server.now()) / MINUTE) * MINUTE + 30 * MINUTE;
    const { id } = await findStatus(await stage.server.signInAs("dana@callboard.demo"), "Training");
    await button(page, "Plan…").click();
    await see(page, "Plan a status for several people");
    await button(page, "Plan").click();
    await see(page, "Choose at least one person.");
    await see(page, "Choose a status.");
    await quiet(page, "the form with what is missing");
    for (const name of ["Ava Lindqvist", "Ben Okafor"]) {
      await page.locator('aria/People[role="combobox"]').fill(name.slice(0, 4));
      await option(page, name).click();
    }
    await page.select("dialog form select", id);
    await fillForm(page, clock(start).day, clock(start).time, clock(start + 60 * MINUTE).time);
    await quiet(page, "the filled form");
    await button(page, "Plan").click();
    await see(page, "Training is planned for 2 people.");
    // The board is in the reader's zone, which is the browser's own.
    const shown = await page.evaluate((at) => new Date(at).toTimeString().slice(0, 5), start);
    for (const name of ["Ava Lindqvist", "Ben Okafor"]) await seeRow(page, name, new RegExp(`Training .*${shown}`));
    await quiet(page, "the board");

    await button(page, "Set a status for Ben Okafor").click();
    await menuItem(page, "Planned statuses…").click();
    await see(page, "Planned for Ben Okafor");
    await see(page, new RegExp(`${clock(start).time}–${clock(start + 60 * MINUTE).time}`));
    await quiet(page, "what is planned for somebody");
    await page.locator('button[aria-label^="Actions for Training"]').click();
    await menuItem(page, "Remove").click();
    await see(page, "Remove planned Training?");
    await button(page, "Remove").click();
    await see(page, "Training is no longer planned.");
    await see(page, "Nothing is planned for Ben Okafor.");
    await page.keyboard.press("Escape");
    await until(
      () => pageText(page),
      (text) => !text.includes("Planned for Ben Okafor"),
    );
  });

  test("the popup says when it begins, skips it by keyboard and takes that back, and it begins without a click", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await see(popup, /Training at .*\d\d:\d\d, in (2\d|30) min/);
    await quiet(popup, "the popup");
    await tabTo(popup, "Skip ");
    await popup.keyboard.press("Enter");
    await see(popup, "Training is skipped that day.");
    await seeNot(popup, "Training at");
    await popup.locator(".cb-toast-action").click();
    await see(popup, "Training at");
    await stage.server.advanceClock(31 * MINUTE);
    await stage.extension.closePopup(popup);
    const later = await stage.extension.openPopup();
    await seeStatus(later, /^Training .*back .*planned/);
    await until(stage.extension.title, (title) => title.startsWith("Training, back"));
    await later.keyboard.press("1");
    await seeStatus(later, /^Available .*chosen by you/);
    await stage.extension.closePopup(later);
  });

  test("an agent plans every weekday by keyboard, skips a day and takes that back", async () => {
    const page = await stage.consoleOf("milo@callboard.demo", "overview");
    await see(page, "Nothing is planned.");
    await tabTo(page, "Plan…");
    await page.keyboard.press("Enter");
    await see(page, "Plan a status");
    await page.keyboard.type("Lun");
    await tabTo(page, "Repeats");
    await page.keyboard.type("Every w");
    await tabTo(page, "From");
    await page.keyboard.type("12:00");
    await tabTo(page, "To");
    await page.keyboard.press("End");
    await until(
      () =>
        page.$eval(
          "dialog form .plan-pair:last-of-type .cb-field:last-child input",
          (input) => (input as HTMLInputElement).value,
        ),
      (value) => value === "13:00",
    );
    await page.keyboard.press("Enter");
    await see(page, "Lunch is planned.");
    await see(page, /Lunch every weekday.*, 12:00–13:00/);
    await quiet(page, "the overview");
    await tabTo(page, "Skip ");
    await page.keyboard.press("Enter");
    await see(page, /Lunch is skipped on \w+/);
    await tabTo(page, "Actions for Lunch");
    await page.keyboard.press("ArrowDown");
    await menuItem(page, "Put back").wait();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await see(page, /Lunch is planned again on \w+/);
  });
});
