import type { Page } from "puppeteer-core";
import { button, fill, menuItem, see } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";
import { makeRouting, type RoutingFixture } from "../support/routing.ts";

const CONSOLE = { width: 1280, height: 860 };
/** As high as a form, so that all of it is visible. */
const LONG = { width: 1280, height: 1960 };
const NARROW = { width: 420, height: 860 };
const SHOP = "https://www.northwind.com";

const visit = (address: string, referrer = "") =>
  `sources/test?${new URLSearchParams({ address, ...(referrer ? { referrer } : {}) })}`;

/** Opens an address and waits until the page shows the words. */
/** Sources, the rule tester, call queues, receiving numbers: empty, full, with errors, read-only, narrow. */
export async function takeRouting({ server, consoleOf, picture }: PictureTaker): Promise<RoutingFixture> {
  const empty = await consoleOf("harriet@callboard.demo", "sources");
  for (const [place, screen, words] of [
    ["sources", "sources", "No tracking sources yet."],
    ["sources/test", "visit", "Paste a landing page’s address"],
    ["tracking-code", "tracking-code", "Not set up yet"],
    ["queues", "queues", "No call queues yet."],
    ["receivers", "receivers", "No phones yet"],
  ] as const) {
    await goTo(empty, place, words);
    await picture(empty, screen, "empty", CONSOLE);
  }
  const made = await makeRouting(await server.signInAs("dana@callboard.demo"));
  const { sources, queues } = made;
  const page = await consoleOf("dana@callboard.demo", "sources");
  await see(page, "Google Ads");
  await picture(page, "sources", "full", CONSOLE);
  await goTo(page, `sources/${sources["Spring newsletter"]}`, "Add rule group");
  await picture(page, "source", "full", { width: 1280, height: 1160 });
  await page.locator('[aria-label="Group 1, rule 2"] [aria-label="Value"]').fill("careers");
  await button(page, "Save tracking source").click();
  await see(page, "is not the start of a path");
  await picture(page, "source", "refused", { width: 1280, height: 1160 });
  await button(page, "Discard changes").click();
  await goTo(page, "sources/new", "New tracking source");
  await picture(page, "source", "new", CONSOLE);
  await goTo(page, visit(`${SHOP}/spring?utm_source=newsletter`, "https://mail.example.com/"), "This visit goes to");
  await picture(page, "visit", "won", { width: 1280, height: 1160 });
  await goTo(page, visit(`${SHOP}/`), "This visit matches no tracking source.");
  await picture(page, "visit", "nobody", { width: 1280, height: 1160 });
  await goTo(page, visit("an address"), "is not a page address");
  await picture(page, "visit", "unreadable", CONSOLE);
  await takeQueues(page, queues, picture);
  await takeReceivers(page, picture);

  const viewer = await consoleOf("rita@callboard.demo", `queues/${queues["Sales"]}/settings`);
  await see(viewer, "You can view this");
  await picture(viewer, "queue", "read-only", LONG);
  for (const [name, words] of Object.entries({ sources: "Google Ads", queues: "Support", receivers: "Front desk" })) {
    await goTo(page, name, words);
    await picture(page, name, "narrow", NARROW);
  }
  return made;
}

async function takeQueues(page: Page, queues: Record<string, string>, picture: PictureTaker["picture"]): Promise<void> {
  await goTo(page, "queues", "After hours");
  await picture(page, "queues", "full", CONSOLE);
  await goTo(page, `queues/${queues["Support"]}`, "Ava Lindqvist");
  await picture(page, "queue", "open", CONSOLE);
  await goTo(page, `queues/${queues["Sales"]}/settings`, "Opening hours");
  await picture(page, "queue", "settings", LONG);
  await fill(page, "Tuesday, hours 2, from", "11");
  await button(page, "Save call queue").click();
  await see(page, "overlap");
  await picture(page, "queue", "refused", LONG);
  await button(page, "Discard changes").click();
  await goTo(page, "queues/new", "New call queue");
  await picture(page, "queue", "new", LONG);
  await goTo(page, `queues/${queues["Support"]}`, "Ava Lindqvist");
  await button(page, "Actions for Support").click();
  await menuItem(page, "Delete").click();
  await button(page, "Delete call queue").click();
  await see(page, "Support is in use");
  await picture(page, "queue", "delete-refused", CONSOLE);
  await page.keyboard.press("Escape");
}

async function takeReceivers(page: Page, picture: PictureTaker["picture"]): Promise<void> {
  await goTo(page, "receivers", "Front desk");
  await picture(page, "receivers", "full", CONSOLE);
  await button(page, "Add receiving number").click();
  await fill(page, "Name", "Warehouse");
  await fill(page, "Number", "212 555 01");
  await button(page, "Add receiving number").click();
  await see(page, "digits short");
  await picture(page, "receivers", "refused", CONSOLE);
  await page.keyboard.press("Escape");
}
