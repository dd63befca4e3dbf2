import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { enterCard } from "../support/cards.ts";
import { button, menuItem, see, seeNot } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const DANA = "dana@callboard.demo";

async function order(page: Page): Promise<string[]> {
  return page.$$eval("tbody tr", (rows) => rows.map((row) => row.textContent!.replace(/\s+/g, " ")));
}

journeys("Payment methods", (stage) => {
  test("a card is entered on the provider's page in another tab and appears in the console automatically", async () => {
    const page = await stage.consoleOf(DANA, "cards");
    await see(page, "No cards yet");
    const opened = new Promise<Page>((resolve) => page.once("popup", (tab) => resolve(tab!)));
    await button(page, "Add card").click();
    const form = await opened;
    await form.waitForSelector("[name=number]");
    expect(new URL(form.url()).origin).not.toBe(stage.server.address);
    await form.type("[name=number]", "4242 4242 4242 4242");
    await form.type("[name=expiry]", "05/29");
    await form.type("[name=code]", "123");
    await form.type("[name=holder]", "Dana Reyes");
    await Promise.all([form.waitForNavigation(), form.keyboard.press("Enter")]);
    await see(form, "Visa 4242 is with Northwind now.");
    await see(page, "Visa 4242 was added.");
    await see(page, "Visa 4242 is the primary card. There is no backup.");
    await seeNot(page, "page is open in another tab");
  });

  test("the backup is chosen, becomes the primary, and that is undone, all without a mouse", async () => {
    await enterCard(stage.server, DANA, { number: "5555555555554444", holder: "Northwind Ltd" });
    const page = await stage.consoleOf(DANA, "cards");
    await see(page, "Mastercard 4444");
    await page.focus('[aria-label="Actions for Mastercard 4444"]');
    await page.keyboard.press("Enter");
    await see(page, "Make backup");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await see(page, "Visa 4242 is the primary card, Mastercard 4444 the backup.");
    await button(page, "Actions for Mastercard 4444").click();
    await menuItem(page, "Make primary").click();
    await see(page, "Mastercard 4444 is the primary card, Visa 4242 the backup.");
    // The toast about the backup, with its own undo, may still be there.
    const toast = "//li[contains(., 'Mastercard 4444 is now the primary card')]";
    await page.locator(`::-p-xpath(${toast}//button[.='Undo'])`).click();
    await see(page, "Visa 4242 is the primary card, Mastercard 4444 the backup.");
    expect((await order(page)).map((row) => row.slice(0, 5))).toEqual(["Visa ", "Maste"]);
  });

  test("a card is named and removed; a reader sees no such buttons, and axe finds nothing", async () => {
    const page = await stage.consoleOf(DANA, "cards");
    await see(page, "Visa 4242 is the primary card");
    await button(page, "Actions for Visa 4242").click();
    await menuItem(page, "Name").click();
    await see(page, "Name Visa 4242");
    await page.keyboard.type("4242 4242 4242 4242");
    await page.keyboard.press("Enter");
    await see(page, "looks like a card number");
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("Company card");
    await page.keyboard.press("Enter");
    await see(page, "Company card (4242) is the primary card");
    expect(await axeComplaintsInThemes(page)).toEqual([]);
    const viewer = await stage.consoleOf("bill@callboard.demo", "cards");
    await see(viewer, "Company card");
    await seeNot(viewer, "Add card");
    await button(page, "Actions for Company card (4242)").click();
    await menuItem(page, "Remove").click();
    await see(page, "Mastercard 4444 becomes the primary card.");
    await button(page, "Remove card").click();
    await see(page, "Mastercard 4444 is the primary card. There is no backup.");
    await see(viewer, "Mastercard 4444 is the primary card. There is no backup.");
  });

  test("an account that its agency pays for says where its cards are", async () => {
    const page = await stage.consoleOf("ida@callboard.demo", "cards");
    await see(page, "Cards belong to the agency.");
    await seeNot(page, "Add card");
  });
});
