import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "puppeteer-core";
import { launch, launchExtension } from "./kit/browser.ts";
import { findChromium } from "./kit/chromium.ts";
import { openLine } from "./kit/line.ts";
import { button, choose, fill, menuItem, see, seeStatus, signIn, until, words } from "./kit/page.ts";
import { prepare } from "./kit/prepared.ts";
import { startServer } from "./kit/server.ts";
import { type Taken, writeIndex } from "./kit/pictureIndex.ts";
import { PARTS } from "./pictureParts.ts";
import { takeHistory } from "./picturesHistory.ts";
import { takeNumbers } from "./picturesNumbers.ts";
import { takePlans } from "./picturesPlans.ts";
import { takePresets } from "./picturesPresets.ts";
import { takeRouting } from "./picturesRouting.ts";

// Every screen in every state and both themes: what a change does to any of them is seen by looking.
const FOLDER = resolve(import.meta.dirname, "../../../pictures");
const POPUP = { width: 360, height: 560 };
const CONSOLE = { width: 1280, height: 860 };
const THEMES = ["light", "dark"] as const;

if (findChromium() === null) {
  console.error("No Chromium was found. Install one, or name it with CHROMIUM.");
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
/** Named parts only, such as `pictures balance`: the others stay as they are. */
const only = process.argv.slice(2);
const isWanted = (part: string): boolean => only.length === 0 || only.includes(part);
if (only.length === 0) for (const file of readdirSync(FOLDER)) if (file.endsWith(".png")) rmSync(join(FOLDER, file));

const prepared = await prepare();
const server = await startServer(prepared);
const line = await openLine(server.port);
const extension = await launchExtension(prepared, line.address);
const second = await launch(prepared);
const taken: Taken[] = [];

async function still(page: Page): Promise<void> {
  await until(
    () => page.$$(".cb-skeleton"),
    (waiting) => waiting.length === 0,
  );
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function picture(page: Page, screen: string, state: string, viewport = POPUP): Promise<void> {
  await page.setViewport(viewport);
  for (const value of THEMES) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    await still(page);
    await page.screenshot({ path: join(FOLDER, `${screen}-${state}-${value}.png`), optimizeForSpeed: false });
  }
  taken.push({ screen, state });
  console.log(`${screen}: ${state}`);
}

async function popupOf(email: string, account?: string): Promise<Page> {
  await extension.forget();
  const popup = await extension.openPopup();
  await signIn(popup, email);
  await see(popup, " · ");
  if (account && !(await words(popup)).startsWith(account)) {
    await popup.locator('button[aria-label^="Change account:"]').click();
    await menuItem(popup, account).click();
    await until(
      () => words(popup),
      (all) => all.startsWith(account) && all.includes(" · "),
    );
  }
  await popup.waitForSelector(".latest-list li, .latest-none");
  return popup;
}

async function takePopup(): Promise<void> {
  const empty = await extension.openPopup();
  await see(empty, "Mail address");
  await picture(empty, "popup", "signed-out");
  await signIn(empty, "ava@callboard.demo", "not the password");
  await see(empty, "is not right");
  await picture(empty, "popup", "sign-in-refused");
  await picture(await popupOf("ava@callboard.demo", "Parkside Dental"), "popup", "empty");
  await picture(await popupOf("rita@callboard.demo"), "popup", "without-softphone");
  await picture(await popupOf("bill@callboard.demo"), "popup", "billing");
  const dana = await popupOf("dana@callboard.demo");
  await seeStatus(dana, /./);
  await picture(dana, "popup", "full");
  await dana.keyboard.press("ArrowDown");
  await dana.keyboard.press("ArrowDown");
  await dana.keyboard.press("ArrowRight");
  await picture(dana, "popup", "lengths");
  await dana.keyboard.press("Escape");
  await button(dana, "More").click();
  await see(dana, "Only on this device");
  await picture(dana, "popup", "menu");

  const ben = await popupOf("ben@callboard.demo");
  await seeStatus(ben, /on a call/);
  await button(ben, "Set…").click();
  await choose(ben, "Lunch, 45 min");
  await see(ben, "Lunch will follow the call.");
  await picture(ben, "popup", "on-a-call");

  const ava = await popupOf("ava@callboard.demo", "Northwind");
  const { api } = await server.as("dana@callboard.demo");
  const coffee = (await api.agents.statuses.query()).find(({ name }) => name === "Coffee")!;
  line.cut();
  await see(ava, "Offline, as of");
  await picture(ava, "popup", "offline");
  await choose(ava, "Coffee, 10 min");
  await seeStatus(ava, /waits for the connection/);
  await picture(ava, "popup", "waiting");
  await api.agents.archiveStatus.mutate({ id: coffee.id, version: coffee.version, archived: true });
  line.mend();
  await seeStatus(ava, /is archived/, 20_000);
  await picture(ava, "popup", "refused");
}

async function consoleOf(email: string, room: string): Promise<Page> {
  const page = await second.page(`${server.address}/console.html#/${room}`);
  await page.setViewport(CONSOLE);
  await signIn(page, email);
  await page.waitForSelector("nav[aria-label=Rooms]");
  return page;
}

async function enter(page: Page, room: string): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), room);
  await page.waitForSelector(`nav[aria-label=Rooms] a[href="#/${room}"][aria-current=page]`);
  await page.waitForSelector(".page h1");
}

async function takeConsole(): Promise<void> {
  const gate = async (place: string, state: string) => {
    const page = await second.page(`${server.address}/console.html#/${place}`);
    await page.waitForSelector("h1");
    await picture(page, "console", state, CONSOLE);
    return page;
  };
  await gate("forgot", "forgot");
  await gate("join/cbt_no", "join-refused");
  await gate("join/some", "join-code");
  const door = await gate("", "signed-out");
  await signIn(door, "dana@callboard.demo", "not the password");
  await see(door, "is not right");
  await picture(door, "console", "sign-in-refused", CONSOLE);

  const full = await consoleOf("dana@callboard.demo", "overview");
  const rooms = await full.$$eval("nav[aria-label=Rooms] li a", (links) => links.map(({ hash }) => hash.slice(2)));
  for (const room of rooms) {
    await enter(full, room);
    await picture(full, room, "full", CONSOLE);
  }
  const agency = await consoleOf("harriet@callboard.demo", "sub-accounts");
  await enter(agency, "sub-accounts");
  await picture(agency, "sub-accounts", "full", CONSOLE);
  for (const room of ["board", "statuses", "api-keys", "overview"]) {
    await enter(agency, room);
    await picture(agency, room, "empty", CONSOLE);
  }

  await enter(full, "statuses");
  await button(full, "Add a status").click();
  await fill(full, "Name", "Lunch");
  await button(full, "Add status").click();
  await see(full, "exists already");
  await picture(full, "statuses", "refused", CONSOLE);
  await full.keyboard.press("Escape");
  await enter(full, "board");
  await button(full, "Set a status for Ava Lindqvist").click();
  await menuItem(full, "Meeting").click();
  await button(full, "Set status").click();
  await see(full, "Say why in a few words");
  await picture(full, "board", "refused", CONSOLE);
  await full.keyboard.press("Escape");
  await enter(full, "people");
  await button(full, "Invite a person").click();
  await fill(full, "Mail address", "ben@callboard.demo");
  await button(full, "Send the invitation").click();
  await full.waitForSelector("dialog [role=alert], dialog [aria-invalid=true]");
  await picture(full, "people", "refused", CONSOLE);
  await full.keyboard.press("Escape");

  const agent = await consoleOf("ava@callboard.demo", "people");
  await see(agent, "does not open this page");
  await picture(agent, "console", "not-for-this-role", CONSOLE);
  await enter(agent, "history");
  await picture(agent, "history", "empty", CONSOLE);

  const narrow = await consoleOf("dana@callboard.demo", "board");
  await picture(narrow, "board", "narrow", { width: 420, height: 860 });

  // It moves the clock on, which empties the board of promises.
  await takeHistory({ server, consoleOf, picture });

  await enter(full, "board");
  await server.kill();
  await see(full, "Offline");
  await picture(full, "board", "offline", CONSOLE);
  await enter(full, "people");
  await see(full, "cannot be reached");
  await picture(full, "people", "offline", CONSOLE);
  await enter(full, "numbers");
  await see(full, "cannot be reached");
  await picture(full, "numbers", "offline", CONSOLE);
}

let failed: unknown = null;
try {
  if (isWanted("popup")) await takePopup();
  if (isWanted("routing")) {
    const routing = await takeRouting({ server, consoleOf, picture });
    await takePresets({ server, consoleOf, picture }, routing);
    await takeNumbers({ server, folder: prepared.dir, consoleOf, picture });
  }
  for (const [part, take] of Object.entries(PARTS)) if (isWanted(part)) await take({ server, consoleOf, picture });
  if (isWanted("console")) await takeConsole();
  if (isWanted("plans")) {
    // Last, as it moves the clock on by a month; the console's pictures leave the server stopped.
    if (isWanted("console")) await server.start();
    await takePlans({ server, consoleOf, picture });
  }
  const size = only.length === 0 ? `, ${(writeIndex(FOLDER, taken) / 1_000_000).toFixed(1)} MB` : "";
  console.log(`${taken.length * 2} pictures${size}`);
} catch (error) {
  failed = error;
  console.error(error, extension.popup ? await words(extension.popup).catch(() => "") : "");
} finally {
  await extension.close();
  await second.close();
  await line.close();
  await server.kill();
  prepared.drop();
}
process.exit(failed === null ? 0 : 1);
