import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaints } from "../support/axe.ts";
import { enterCard } from "../support/cards.ts";
import { button, menuItem, see, seeNot } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const DANA = "dana@callboard.demo";

async function order(page: Page): Promise<string[]> {
  return page.$$eval("tbody tr", (rows) => rows.map((row) => row.textContent!.replace(/\s+/g, " ")));
}

journeys("Payment methods", (stage) => {
  test("a card is entered on the provider's page in another tab and appears in the console automatically", async () => {
    const page = await stage.console(DANA, "payment-methods");
    await see(page, "No card yet");
    const opened = new Promise<Page>((resolve) => page.once("popup", (tab) => resolve(tab!)));
    await button(page, "Add a card").click();
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
    const page = await stage.console(DANA, "payment-methods");
    await see(page, "Mastercard 4444");
    await page.focus('[aria-label="What to do with Mastercard 4444"]');
    await page.keyboard.press("Enter");
    await see(page, "Make backup");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await see(page, "Visa 4242 is the primary card, Mastercard 4444 the backup.");
    await button(page, "What to do with Mastercard 4444").click();
    await menuItem(page, "Make primary").click();
    await see(page, "Mastercard 4444 is the primary card, Visa 4242 the backup.");
    // The toast about the backup, with its own undo, may still be there.
    const toast = "//li[contains(., 'Mastercard 4444 is the primary card now')]";
    await page.locator(`::-p-xpath(${toast}//button[.='Undo'])`).click();
    await see(page, "Visa 4242 is the primary card, Mastercard 4444 the backup.");
    expect((await order(page)).map((row) => row.slice(0, 5))).toEqual(["Visa ", "Maste"]);
  });

  test("a card is named and removed; a reader sees no such buttons, and axe finds nothing", async () => {
    const page = await stage.console(DANA, "payment-methods");
    await see(page, "Visa 4242 is the primary card");
    await button(page, "What to do with Visa 4242").click();
    await menuItem(page, "Name").click();
    await see(page, "What Visa 4242 is called here");
    await page.keyboard.type("4242 4242 4242 4242");
    await page.keyboard.press("Enter");
    await see(page, "seems to hold a card number");
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("Company card");
    await page.keyboard.press("Enter");
    await see(page, "Company card (4242) is the primary card");
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      expect(await axeComplaints(page), value).toEqual([]);
    }
    const reader = await stage.console("bill@callboard.demo", "payment-methods");
    await see(reader, "Company card");
    await seeNot(reader, "Add a card");
    await button(page, "What to do with Company card (4242)").click();
    await menuItem(page, "Remove").click();
    await see(page, "Mastercard 4444 becomes the primary card.");
    await button(page, "Remove card").click();
    await see(page, "Mastercard 4444 is the primary card. There is no backup.");
    await see(reader, "Mastercard 4444 is the primary card. There is no backup.");
  });

  test("an account that its agency pays for says where its cards are", async () => {
    const page = await stage.console("ida@callboard.demo", "payment-methods");
    await see(page, "Cards belong to the agency.");
    await seeNot(page, "Add a card");
  });
});
