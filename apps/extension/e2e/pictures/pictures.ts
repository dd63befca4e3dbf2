import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "puppeteer-core";
import { launch, launchExtension } from "../support/browser.ts";
import { findChromium } from "../support/chromium.ts";
import { openConnection } from "../support/connection.ts";
import { button, chooseStatus, fill, menuItem, see, seeStatus, signIn, until, pageText } from "../support/page.ts";
import { prepare } from "../support/prepared.ts";
import { startServer } from "../support/server.ts";
import { type PictureEntry, writeIndex } from "./pictureIndex.ts";
import { PARTS } from "./parts.ts";
import { takeHistory } from "./history.ts";
import { takeNumbers } from "./numbers.ts";
import { takePlans } from "./plans.ts";
import { takePresets } from "./presets.ts";
import { takeRouting } from "./routing.ts";

// Pictures of every screen in every state and both themes, so that the effects of a change can be seen.
const FOLDER = resolve(import.meta.dirname, "../../../../pictures");
const POPUP = { width: 360, height: 560 };
const CONSOLE = { width: 1280, height: 860 };
const THEMES = ["light", "dark"] as const;

if (findChromium() === null) {
  console.error("No Chromium was found. Install one, or name it with CHROMIUM.");
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
/** Takes only the named parts, such as `pictures balance`: the others stay as they are. */
const requestedParts = process.argv.slice(2);
const isExpected = (part: string): boolean => requestedParts.length === 0 || requestedParts.includes(part);
if (requestedParts.length === 0)
  for (const file of readdirSync(FOLDER)) if (file.endsWith(".png")) rmSync(join(FOLDER, file));

const prepared = await prepare();
const server = await startServer(prepared);
const connection = await openConnection(server.port);
const extension = await launchExtension(prepared, connection.address);
const secondBrowser = await launch(prepared);
const pictures: PictureEntry[] = [];

async function waitUntilStill(page: Page): Promise<void> {
  await until(
    () => page.$$(".cb-skeleton"),
    (waiting) => waiting.length === 0,
  );
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function takePicture(page: Page, screen: string, state: string, viewport = POPUP): Promise<void> {
  await page.setViewport(viewport);
  for (const value of THEMES) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    await waitUntilStill(page);
    await page.screenshot({ path: join(FOLDER, `${screen}-${state}-${value}.png`), optimizeForSpeed: false });
  }
  pictures.push({ screen, state });
  console.log(`${screen}: ${state}`);
}

async function popupOf(email: string, account?: string): Promise<Page> {
  await extension.clearSession();
  const popup = await extension.openPopup();
  await signIn(popup, email);
  await see(popup, " · ");
  if (account && !(await pageText(popup)).startsWith(account)) {
    await popup.locator('button[aria-label^="Switch account:"]').click();
    await menuItem(popup, account).click();
    await until(
      () => pageText(popup),
      (all) => all.startsWith(account) && all.includes(" · "),
    );
  }
  await popup.waitForSelector(".latest-list li, .latest-none");
  return popup;
}

async function takePopup(): Promise<void> {
  const empty = await extension.openPopup();
  await see(empty, "Email");
  await takePicture(empty, "popup", "signed-out");
  await signIn(empty, "ava@callboard.demo", "not the password");
  await see(empty, "Wrong email address");
  await takePicture(empty, "popup", "sign-in-refused");
  await takePicture(await popupOf("ava@callboard.demo", "Parkside Dental"), "popup", "empty");
  await takePicture(await popupOf("rita@callboard.demo"), "popup", "without-softphone");
  await takePicture(await popupOf("bill@callboard.demo"), "popup", "billing");
  const dana = await popupOf("dana@callboard.demo");
  await seeStatus(dana, /./);
  await takePicture(dana, "popup", "full");
  await dana.keyboard.press("ArrowDown");
  await dana.keyboard.press("ArrowDown");
  await dana.keyboard.press("ArrowRight");
  await takePicture(dana, "popup", "lengths");
  await dana.keyboard.press("Escape");
  await button(dana, "More").click();
  await see(dana, "Only on this device");
  await takePicture(dana, "popup", "menu");

  const ben = await popupOf("ben@callboard.demo");
  await seeStatus(ben, /on a call/);
  await button(ben, "Set…").click();
  await chooseStatus(ben, "Lunch, 45 min");
  await see(ben, "Lunch follows the call.");
  await takePicture(ben, "popup", "on-a-call");

  const ava = await popupOf("ava@callboard.demo", "Northwind");
  const { api } = await server.signInAs("dana@callboard.demo");
  const coffee = (await api.agents.statuses.query()).find(({ name }) => name === "Coffee")!;
  connection.cut();
  await see(ava, "Offline, as of");
  await takePicture(ava, "popup", "offline");
  await chooseStatus(ava, "Coffee, 10 min");
  await seeStatus(ava, /waiting for the connection/);
  await takePicture(ava, "popup", "waiting");
  await api.agents.archiveStatus.mutate({ id: coffee.id, version: coffee.version, archived: true });
  connection.restore();
  await seeStatus(ava, /is archived/);
  await takePicture(ava, "popup", "refused");
}

async function consoleOf(email: string, name: string): Promise<Page> {
  const page = await secondBrowser.page(`${server.address}/console.html#/${name}`);
  await page.setViewport(CONSOLE);
  await signIn(page, email);
  await page.waitForSelector("nav[aria-label=Pages]");
  return page;
}

async function enter(page: Page, name: string): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), name);
  await page.waitForSelector(`nav[aria-label=Pages] a[href="#/${name}"][aria-current=page]`);
  await page.waitForSelector(".page h1");
}

async function takeConsole(): Promise<void> {
  const takeCenteredPage = async (place: string, state: string) => {
    const page = await secondBrowser.page(`${server.address}/console.html#/${place}`);
    await page.waitForSelector("h1");
    await takePicture(page, "console", state, CONSOLE);
    return page;
  };
  await takeCenteredPage("forgot", "forgot");
  await takeCenteredPage("join/cbt_no", "join-refused");
  await takeCenteredPage("join/some", "join-code");
  const signInPage = await takeCenteredPage("", "signed-out");
  await signIn(signInPage, "dana@callboard.demo", "not the password");
  await see(signInPage, "Wrong email address");
  await takePicture(signInPage, "console", "sign-in-refused", CONSOLE);

  const full = await consoleOf("dana@callboard.demo", "overview");
  const pages = await full.$$eval("nav[aria-label=Pages] li a", (links) => links.map(({ hash }) => hash.slice(2)));
  for (const name of pages) {
    await enter(full, name);
    await takePicture(full, name, "full", CONSOLE);
  }
  const agency = await consoleOf("harriet@callboard.demo", "agency");
  await enter(agency, "agency");
  await takePicture(agency, "agency", "full", CONSOLE);
  for (const name of ["agents", "statuses", "api-keys", "overview"]) {
    await enter(agency, name);
    await takePicture(agency, name, "empty", CONSOLE);
  }

  await enter(full, "statuses");
  await button(full, "Add status").click();
  await fill(full, "Name", "Lunch");
  await button(full, "Add status").click();
  await see(full, "already exists");
  await takePicture(full, "statuses", "refused", CONSOLE);
  await full.keyboard.press("Escape");
  await enter(full, "agents");
  await button(full, "Set a status for Ava Lindqvist").click();
  await menuItem(full, "Meeting").click();
  await button(full, "Set status").click();
  await see(full, "Enter a short reason");
  await takePicture(full, "agents", "refused", CONSOLE);
  await full.keyboard.press("Escape");
  await enter(full, "access");
  await button(full, "Invite a person").click();
  await fill(full, "Email", "ben@callboard.demo");
  await button(full, "Send invitation").click();
  await full.waitForSelector("dialog [role=alert], dialog [aria-invalid=true]");
  await takePicture(full, "access", "refused", CONSOLE);
  await full.keyboard.press("Escape");

  const agent = await consoleOf("ava@callboard.demo", "access");
  await see(agent, "doesn’t include this page");
  await takePicture(agent, "console", "not-for-this-role", CONSOLE);
  await enter(agent, "history");
  await takePicture(agent, "history", "empty", CONSOLE);

  const narrow = await consoleOf("dana@callboard.demo", "agents");
  await takePicture(narrow, "agents", "narrow", { width: 420, height: 860 });

  // It moves the clock ahead, which ends the statuses on the board.
  await takeHistory({ server, consoleOf, picture: takePicture });

  await enter(full, "agents");
  await server.kill();
  await see(full, "Offline");
  await takePicture(full, "agents", "offline", CONSOLE);
  await enter(full, "access");
  await see(full, "can’t be reached");
  await takePicture(full, "access", "offline", CONSOLE);
  await enter(full, "numbers");
  await see(full, "can’t be reached");
  await takePicture(full, "numbers", "offline", CONSOLE);
}

let failure: unknown = null;
try {
  if (isExpected("popup")) await takePopup();
  if (isExpected("routing")) {
    const routing = await takeRouting({ server, consoleOf, picture: takePicture });
    await takePresets({ server, consoleOf, picture: takePicture }, routing);
    await takeNumbers({ server, folder: prepared.dir, consoleOf, picture: takePicture });
  }
  for (const [part, take] of Object.entries(PARTS))
    if (isExpected(part)) await take({ server, consoleOf, picture: takePicture });
  if (isExpected("console")) await takeConsole();
  if (isExpected("plans")) {
    // Last, because it moves the clock ahead by a month; the console's pictures leave the server stopped.
    if (isExpected("console")) await server.start();
    await takePlans({ server, consoleOf, picture: takePicture });
  }
  const size = requestedParts.length === 0 ? `, ${(writeIndex(FOLDER, pictures) / 1_000_000).toFixed(1)} MB` : "";
  console.log(`${pictures.length * 2} pictures${size}`);
} catch (error) {
  failure = error;
  console.error(error, extension.popup ? await pageText(extension.popup).catch(() => "") : "");
} finally {
  await extension.close();
  await secondBrowser.close();
  await connection.close();
  await server.kill();
  prepared.drop();
}
process.exit(failure === null ? 0 : 1);
