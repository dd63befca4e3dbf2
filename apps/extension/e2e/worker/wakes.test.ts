import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ExtensionBrowser, launchExtension } from "../support/browser.ts";
import { copyWithClock } from "../support/deviceClock.ts";
import { chooseStatus, seeStatus, signIn, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const MINUTE = 60_000;
const SECOND = 1000;

/** The worker can fire browser events by hand; the types only know listeners. */
interface TestableEvent {
  dispatch: (...told: unknown[]) => void;
}

const pick = async (extension: ExtensionBrowser, id: string) =>
  (await extension.worker()).evaluate(
    (status) =>
      (chrome.contextMenus.onClicked as unknown as TestableEvent).dispatch({ menuItemId: `status:${status}` }),
    id,
  );
const command = async (extension: ExtensionBrowser, name: string) =>
  (await extension.worker()).evaluate(
    (told) => (chrome.commands.onCommand as unknown as TestableEvent).dispatch(told),
    name,
  );

/** Ends the worker, and wakes it from a page of the extension. */
async function wakeAgain(extension: ExtensionBrowser): Promise<void> {
  const page = await extension.browser.newPage();
  await page.goto(`chrome-extension://${extension.id}/icon/16.png`);
  await extension.endWorker();
  await page.evaluate(() => chrome.runtime.sendMessage({ nudge: true }).catch(() => {}));
  await extension.worker();
  await page.close();
}

journeys("The worker", (stage) => {
  test("a slow poll neither removes the mark of a failure nor brings back one that was read", async () => {
    const { extension, line, server } = stage;
    const popup = await stage.signedIn("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await until(extension.title, (title) => title === "Available — Northwind");
    await extension.closePopup(popup);
    const { api } = await server.as("dana@callboard.demo");
    const coffee = (await api.agents.statuses.query()).find(({ name }) => name === "Coffee")!;
    await api.agents.archiveStatus.mutate({ id: coffee.id, version: coffee.version, archived: true });
    line.delay(800);
    await extension.ring("poll");
    await pick(extension, coffee.id);
    await until(extension.badge, (badge) => badge === "!");
    // Polls sent before and after it return meanwhile.
    for (const end = performance.now() + 2.5 * SECOND; performance.now() < end;) {
      await extension.ring("poll");
      expect(await extension.badge()).toBe("!");
      await new Promise((later) => setTimeout(later, 200));
    }
    await extension.ring("poll");
    const again = await extension.openPopup();
    await until(extension.badge, (badge) => badge === "");
    for (const end = performance.now() + 2.5 * SECOND; performance.now() < end;) {
      expect(await extension.badge()).toBe("");
      await new Promise((later) => setTimeout(later, 200));
    }
    await extension.closePopup(again);
    line.delay(0);
  });

  test.each([
    ["fast", 10 * MINUTE],
    ["slow", -10 * MINUTE],
  ])(
    "on a device whose clock is ten minutes %s, a command to a woken worker offline counts from when it was given",
    async (how, ms) => {
      const { server, line, prepared } = stage;
      const cleo = await server.as("cleo@callboard.demo");
      await cleo.api.agents.setStatus.mutate({ status: "available" });
      const folder = join(prepared.dir, `clock ${how}`);
      copyWithClock(prepared.extension, folder, ms);
      const extension = await launchExtension(prepared, line.address, folder);
      onTestFinished(() => extension.close());
      const popup = await extension.openPopup();
      await signIn(popup, "cleo@callboard.demo");
      await seeStatus(popup, /^Available/);
      await until(extension.title, (title) => title === "Available — Northwind");
      await extension.closePopup(popup);

      line.cut();
      await wakeAgain(extension);
      await command(extension, "first");
      const name = `intent ${cleo.person} ${cleo.account}`;
      const { meantAt } = (await until(
        () => extension.kept(name) as Promise<{ meantAt: number; lost: boolean } | null>,
        (kept) => kept?.lost === true,
      ))!;
      expect(Math.abs(meantAt - (await server.now()))).toBeLessThan(10 * SECOND);
      line.mend();
      await extension.ring("poll");
      const { agent } = await until(
        () => cleo.api.agents.mine.query(),
        (mine) => mine.agent.statusName === "Lunch",
      );
      expect(Math.abs(agent.until! - (meantAt + 45 * MINUTE))).toBeLessThan(10 * SECOND);
      await until(extension.badge, (badge) => badge === "45m");
    },
  );

  /** The browser's idle state, both as an event and when queried. */
  const becomes = async (state: "idle" | "locked" | "active") =>
    (await stage.extension.worker()).evaluate((now) => {
      chrome.idle.queryState = (() => Promise.resolve(now)) as typeof chrome.idle.queryState;
      (chrome.idle.onStateChanged as unknown as TestableEvent).dispatch(now);
    }, state);
  const mine = async () => (await (await stage.server.as("ava@callboard.demo")).api.agents.mine.query()).agent;
  const away = () => stage.extension.kept("away");
  const passing = async (ms: number) => {
    await stage.server.pass(ms);
    await stage.extension.ring("poll");
    await until(
      async () =>
        Math.abs(
          ((await stage.extension.kept("known")) as { value: { at: number } }).value.at - (await stage.server.now()),
        ),
      (behind) => behind < 5 * SECOND,
    );
  };
  const asked = async () =>
    Object.keys(await (await stage.extension.worker()).evaluate(() => chrome.notifications.getAll()));

  test("a locked screen counts after the account's minutes and not before, and one click brings the person back", async () => {
    const dana = await stage.server.as("dana@callboard.demo");
    const training = (await dana.api.agents.statuses.query()).find(({ name }) => name === "Training")!;
    const { version, name, zone, billTo } = await dana.api.account.get.query();
    await dana.api.account.save.mutate({ version, name, zone, billTo, idle: { minutes: 5, status: training.id } });
    const popup = await stage.signedIn("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await stage.extension.closePopup(popup);
    await passing(1);
    await becomes("locked");
    await until(away, (kept) => kept !== undefined && kept !== null);
    await passing(4.5 * MINUTE);
    expect(await mine()).toMatchObject({ statusName: "Available" });
    await passing(MINUTE);
    const set = await until(mine, ({ statusName }) => statusName === "Training");
    expect(set.cause).toMatchObject({ key: "cause.idle", values: { minutes: 5 } });
    await becomes("active");
    await until(asked, (names) => names.includes("idle"));
    await (
      await stage.extension.worker()
    ).evaluate(() => (chrome.notifications.onButtonClicked as unknown as TestableEvent).dispatch("idle", 0));
    await until(mine, ({ statusName }) => statusName === "Available");
    expect(await away()).toBeUndefined();
  });

  test("offline, an absence waits, outlives the worker, and is reported when the server can be reached", async () => {
    await passing(1);
    stage.line.cut();
    await becomes("locked");
    await until(away, (kept) => kept !== undefined && kept !== null);
    await wakeAgain(stage.extension);
    await stage.server.pass(6 * MINUTE);
    expect(await mine()).toMatchObject({ statusName: "Available" });
    stage.line.mend();
    await (
      await stage.extension.worker()
    ).evaluate(() => {
      chrome.idle.queryState = (() => Promise.resolve("locked")) as typeof chrome.idle.queryState;
    });
    await passing(1);
    await until(mine, ({ statusName }) => statusName === "Training");
  });

  test("an absence that ended while offline is not reported", async () => {
    await (await stage.server.as("ava@callboard.demo")).api.agents.setStatus.mutate({ status: "available" });
    await becomes("active");
    await passing(1);
    stage.line.cut();
    await becomes("locked");
    await until(away, (kept) => kept !== undefined && kept !== null);
    await stage.server.pass(6 * MINUTE);
    await becomes("active");
    await until(away, (kept) => kept === undefined || kept === null);
    stage.line.mend();
    await passing(1);
    expect(await mine()).toMatchObject({ statusName: "Available" });
  });

  test("a session ended elsewhere takes pending choices with it, and applies none of them", async () => {
    const ben = await stage.server.as("ben@callboard.demo");
    await ben.api.agents.setStatus.mutate({ status: "available" });
    const popup = await stage.signedIn("ben@callboard.demo");
    await seeStatus(popup, /^Available/);
    stage.line.cut();
    await chooseStatus(popup, "Training");
    await seeStatus(popup, /^Training waits for the connection/);
    await ben.api.access.signOutEverywhere.mutate();
    stage.line.mend();
    await until(stage.extension.badge, (badge) => badge === "end");
    expect(await stage.extension.intents()).toEqual([]);
    const again = await stage.server.as("ben@callboard.demo");
    expect((await again.api.agents.mine.query()).agent.statusName).toBe("Available");
    await signIn(stage.extension.popup!, "cleo@callboard.demo");
    await seeStatus(stage.extension.popup!, /./);
  });
});
