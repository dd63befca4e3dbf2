import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { importNumbers, csvOf, makeNumbers } from "../support/numbers.ts";
import { button, fill, menuItem, see } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";

const CONSOLE = { width: 1280, height: 860 };
const NARROW = { width: 420, height: 860 };

interface NumbersPictureTaker extends PictureTaker {
  /** The folder for files to upload. */
  folder: string;
}

/** Every page of numbers, orders, imports and runs, in each of its states. */
export async function takeNumbers({ server, folder, consoleOf, picture }: NumbersPictureTaker): Promise<void> {
  const dana = await server.signInAs("dana@callboard.demo");
  await importNumbers(dana, makeNumbers(30, 6000));
  const page = await consoleOf("dana@callboard.demo", "numbers");
  const shoot = (screen: string, state: string, viewport = CONSOLE) => picture(page, screen, state, viewport);
  await takeList(page, shoot);
  await takeBuying(page, shoot);
  await takeImport(page, folder, shoot);
  await page.setViewport(CONSOLE);
  const empty = await consoleOf("ida@callboard.demo", "numbers");
  for (const [place, words] of [
    ["numbers", "Buy one, or import yours"],
    ["numbers/orders", "Your orders for numbers appear here"],
    ["runs", "Changes to many numbers"],
  ] as const) {
    await goTo(empty, place, words);
    await picture(empty, place.replace("/", "-"), "empty", CONSOLE);
  }
}

type TakePicture = (screen: string, state: string, viewport?: { width: number; height: number }) => Promise<void>;

async function takeList(page: Page, shoot: TakePicture): Promise<void> {
  await goTo(page, "numbers?search=Doorhanger", "30 tracking numbers match.");
  await shoot("numbers", "searched");
  await shoot("numbers", "narrow", NARROW);
  await page.setViewport(CONSOLE);
  await page.locator("thead .cb-checkbox").click();
  await see(page, "30 selected");
  await shoot("numbers", "picked");
  await button(page, "More").click();
  await menuItem(page, "Stop incoming calls").click();
  await see(page, "Callers hear the disconnected tone");
  await shoot("numbers", "stopping-many");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await goTo(page, "numbers?search=nobody", "Nothing matches these filters.");
  await shoot("numbers", "no-match");
  await goTo(page, "numbers?search=Doorhanger 6001", "1 tracking number matches.");
  await page.locator("tbody .cb-table-row").click();
  await see(page, "Nobody answers its calls");
  await shoot("number", "full");
  await shoot("number", "narrow", NARROW);
  await page.setViewport(CONSOLE);
  await fill(page, "Name", " ");
  await button(page, "Save number").click();
  await page.waitForSelector("[aria-invalid=true]");
  await shoot("number", "refused");
  await button(page, "Discard changes").click();
  await button(page, "Release…").click();
  await see(page, "The current month is not refunded.");
  await shoot("number", "releasing");
  await page.keyboard.press("Escape");
}

async function takeBuying(page: Page, shoot: TakePicture): Promise<void> {
  await goTo(page, "numbers/buy", "Austin, Texas");
  await shoot("numbers-buy", "full");
  for (const [digits, state, words] of [
    ["5125550102", "bought", "was bought, and"],
    ["5125550190", "declined", "somebody else got it first"],
    ["5125550196", "unclear", "You won’t be charged twice."],
  ] as const) {
    await goTo(page, `numbers/buy?digits=${digits}`, `+1 512 555 0${digits.slice(-3)}`);
    await page.waitForFunction(() => document.querySelectorAll("tbody .cb-table-row").length === 1);
    await page.locator("tbody .cb-table-row").click();
    await fill(page, "Name", "Window banner");
    if (state === "bought") await shoot("numbers-buy", "ordering");
    await page.locator("dialog button[type=submit]").click();
    await see(page, words);
    await shoot("order", state);
  }
  await goTo(page, "numbers/orders", "Declined");
  await shoot("numbers-orders", "full");
}

async function takeImport(page: Page, folder: string, shoot: TakePicture): Promise<void> {
  const give = async (name: string, content: string | Buffer, words: string) => {
    await goTo(page, "numbers/import", "Choose a CSV file");
    writeFileSync(join(folder, name), content);
    const [listbox] = await Promise.all([page.waitForFileChooser(), page.locator(".cb-file-drop").click()]);
    await listbox.accept([join(folder, name)]);
    await see(page, words);
  };
  await goTo(page, "numbers/import", "Choose a CSV file");
  await shoot("numbers-import", "full");
  await give("other.csv", "Telephone\r\n1\r\n", "must name the columns");
  await shoot("numbers-import", "refused");
  await give("old.csv", Buffer.from(csvOf(["+15123347001,Müller Café,,"]), "latin1"), "is not in UTF-8");
  await shoot("numbers-import", "other-encoding");
  const good = makeNumbers(600, 7000).map(({ number, name }) => `${number},${name},,`);
  const bad = ["+1 512 33,Too short,,", "+15123339900,Lost,No such source,", "+1512333990X,Letter,,"];
  await give("doorhangers.csv", csvOf([...bad, ...good]), "600 numbers are ready");
  await shoot("run", "proposed");
  await page.locator("aria/Import the other 600").click();
  await see(page, "You can close this page: the run continues.");
  await button(page, "Pause").click();
  await see(page, "Nothing changes until you resume it.");
  await shoot("run", "paused");
  await button(page, "Resume").click();
  await see(page, "600 done, 3 failed.");
  await shoot("run", "done");
}
