import { MINUTE } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { button, chooseStatus, option, seeNot, see, seeRow, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("A status chosen in the popup", (stage) => {
  let board: Page;

  test("Lunch for 30 minutes shows in another browser, on the icon and in its title", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    board = await stage.consoleOf("dana@callboard.demo", "agents", "at the end");
    await seeRow(board, "Ava Lindqvist", /Available/);
    await until(stage.extension.title, (title) => title === "Available — Northwind");
    await option(popup, "Lunch, 45 min").hover();
    await popup.locator('[data-shown="30m"]').click();
    await seeStatus(popup, /^Lunch 0:0\d back \d\d:\d\d chosen by you/);
    await seeRow(board, "Ava Lindqvist", /Lunch .* own choice/);
    await until(stage.extension.badge, (badge) => badge === "30m");
    expect(await stage.extension.title()).toMatch(/^Lunch, back \d\d:\d\d — Northwind$/);
  });

  test("undo brings Available back everywhere", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Lunch/);
    await button(popup, "Undo").click();
    await seeStatus(popup, /^Available .* undone/);
    await seeRow(board, "Ava Lindqvist", /Available/);
    await until(stage.extension.badge, (badge) => badge === "");
  });

  test("Lunch until a time of day says when that is before it is set, and lasts until then", async () => {
    const popup = await stage.extension.openPopup();
    await option(popup, "Lunch, 45 min").hover();
    await popup.locator('[data-shown="until"]').click();
    const at = Math.floor((await stage.server.now()) / MINUTE) * MINUTE + 25 * MINUTE;
    // By the clock of the browser's own zone.
    const time = await popup.evaluate((end) => new Date(end).toTimeString().slice(0, 5), at);
    await popup.locator("#until").fill(time);
    await popup.locator("#until-means").wait();
    await see(popup, /in 2[45] min/);
    await popup.keyboard.press("Enter");
    await seeStatus(popup, new RegExp(`^Lunch .*back ${time}`));
    const ava = await stage.server.signInAs("ava@callboard.demo");
    expect((await ava.api.agents.mine.query()).agent.until).toBe(at);
    await until(stage.extension.badge, (badge) => /^2[45]m$/.test(badge));
    await chooseStatus(popup, "Available");
    await seeStatus(popup, /^Available/);
    await stage.extension.closePopup(popup);
  });

  test("both screens agree after the server is killed and started again", async () => {
    const popup = await stage.extension.openPopup();
    await stage.server.kill();
    await see(popup, "Offline, as of");
    await see(board, "Offline");
    await stage.server.start();
    await see(board, "Live");
    await seeNot(popup, "Offline, as of");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    await ava.api.agents.setStatus.mutate({ status: "offline" });
    await seeStatus(popup, /^Offline/);
    await seeRow(board, "Ava Lindqvist", /Offline/);
    await chooseStatus(popup, "Available");
    await seeRow(board, "Ava Lindqvist", /Available/);
  });

  test("a status whose end has passed is over on every screen even if no job runs", async () => {
    await stage.server.kill();
    await stage.server.start({ jobs: false });
    const popup = await stage.extension.openPopup();
    await chooseStatus(popup, "Lunch, 45 min");
    await seeStatus(popup, /^Lunch/);
    await stage.extension.closePopup(popup);
    await stage.server.advanceClock(46 * MINUTE);
    await seeStatus(await stage.extension.openPopup(), /^Available .* Lunch ended/);
    await board.reload();
    await seeRow(board, "Ava Lindqvist", /Available .* Lunch ended/);
  });
});

type RetryMechanism = "keepalive" | "intent";

/** Disables one of the mechanisms that save a click in the open popup, and leaves the others. */
async function disable(popup: Page, mechanisms: readonly RetryMechanism[]): Promise<void> {
  await popup.evaluate((off) => {
    const { fetch } = window;
    const { local } = chrome.storage;
    const set = local.set.bind(local);
    if (off.includes("keepalive")) window.fetch = (to, how) => fetch(to, { ...how, keepalive: false });
    if (off.includes("intent"))
      local.set = ((all: Record<string, unknown>) =>
        Object.keys(all).some((name) => name.startsWith("intent ")) ? Promise.resolve() : set(all)) as typeof set;
  }, mechanisms);
}

journeys("A popup that closes in the middle of a click, half a second away from the server", (stage) => {
  /** The click itself closes the popup, right after the app has handled it. */
  async function clickAndClose(popup: Page, name: string): Promise<void> {
    await popup
      .evaluate((label) => {
        document.querySelector<HTMLElement>(`[role=option][aria-label="${label}"]`)!.click();
        window.close();
      }, name)
      .catch(() => {});
    await stage.extension.waitPopupClosed();
  }

  async function play(name: string, off: readonly RetryMechanism[]) {
    const ava = await stage.server.signInAs("ava@callboard.demo");
    await ava.api.agents.setStatus.mutate({ status: "available" });
    stage.connection.delay(0);
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await disable(popup, off);
    stage.connection.delay(500);
    const lost = stage.connection.lostCount();
    await clickAndClose(popup, name);
    const now = async () => (await ava.api.agents.mine.query()).agent.statusName;
    return { now, lost: () => stage.connection.lostCount() - lost };
  }

  test("the change arrives", async () => {
    const { now } = await play("Coffee, 10 min", []);
    await until(now, (status) => status === "Coffee");
  });

  test("it arrives by keepalive alone", async () => {
    const { now } = await play("Coffee, 10 min", ["intent"]);
    await until(now, (status) => status === "Coffee");
  });

  test("it arrives by the stored pending status alone", async () => {
    const { now, lost } = await play("Coffee, 10 min", ["keepalive"]);
    await until(lost, (count) => count > 0);
    await until(now, (status) => status === "Coffee");
  });

  test("without both it is lost", async () => {
    const { now, lost } = await play("Coffee, 10 min", ["keepalive", "intent"]);
    await until(lost, (count) => count > 0);
    expect(await stage.extension.pendingStatuses()).toEqual([]);
    expect(await now()).toBe("Available");
  });
});
