import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ExtensionBrowser, launchExtension } from "../support/browser.ts";
import { journeys } from "../support/journeys.ts";
import { chooseAccount, see, signIn, until } from "../support/page.ts";
import type { Caller } from "../support/server.ts";
import { findStatus } from "../support/statuses.ts";
import { becomes, becomesSilently, copyWithIdleState, type TestableEvent, wakeAgain } from "../support/worker.ts";

const AVA = "ava@callboard.demo";

journeys("A person's computers", (stage) => {
  let ava: Caller;
  /** At the desk, and at home. */
  let desk: ExtensionBrowser;
  let home: ExtensionBrowser;

  beforeAll(async () => {
    if (stage.server === undefined) return;
    ava = await stage.server.signInAs(AVA);
    await setRule(5);
    const folder = copyWithIdleState(stage.prepared.extension, join(stage.prepared.dir, "idle"));
    const computer = async () => {
      const extension = await launchExtension(stage.prepared, stage.connection.address, folder);
      const popup = await extension.openPopup();
      await signIn(popup, AVA);
      await see(popup, " · ");
      await chooseAccount(popup, "Northwind");
      await extension.closePopup(popup);
      return extension;
    };
    [desk, home] = [await computer(), await computer()];
  });
  afterAll(async () => {
    const errors = [...(desk?.errors ?? []), ...(home?.errors ?? [])];
    await desk?.close();
    await home?.close();
    expect(errors).toEqual([]);
  });

  /** Rules act at once here, whatever people chose a moment ago. */
  async function setRule(minutes: number): Promise<void> {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const { version, name, zone, billTo } = await dana.api.account.get.query();
    const idleRule = { minutes, status: (await findStatus(dana, "Training")).id };
    await dana.api.account.save.mutate({ version, name, zone, billTo, idleRule, guardMinutes: 0 });
  }
  const status = async () => (await ava.api.agents.mine.query()).agent.statusName;
  const agent = async () => (await ava.api.agents.mine.query()).agent;
  const absence = (computer: ExtensionBrowser) => computer.stored("away");
  const isAway = async (computer: ExtensionBrowser) => await until(() => absence(computer), Boolean);
  /** Time passes, and the browser's alarm wakes each of these computers. */
  const passes = async (ms: number, ...computers: ExtensionBrowser[]) => {
    await stage.server.advanceClock(ms);
    for (const computer of computers) {
      await computer.fireAlarm("poll");
      await until(
        async () =>
          Math.abs(
            ((await computer.stored("known")) as { value: { at: number } }).value.at - (await stage.server.now()),
          ),
        (behind) => behind < 5 * SECOND,
      );
    }
  };
  const reported = async (computer: ExtensionBrowser) =>
    (await computer.stored("idleReport")) as { at: number; idleSince: number | null } | undefined;
  const bothInUse = async () => {
    for (const computer of [desk, home]) {
      await becomes(computer, "active");
      await until(
        () => reported(computer),
        (report) => report?.idleSince === null,
      );
    }
    await ava.api.agents.setStatus.mutate({ status: "available" });
  };
  const notifications = async (computer: ExtensionBrowser) =>
    Object.keys(await (await computer.worker()).evaluate(() => chrome.notifications.getAll()));

  test("while she works at one of two, nothing happens; once both are idle she is away, and one click leads back", async () => {
    await bothInUse();
    await becomes(desk, "locked");
    await isAway(desk);
    await passes(4.5 * MINUTE, home, desk);
    await passes(MINUTE, home, desk);
    const due = await until(
      () => reported(desk),
      (report) => report !== undefined && report.idleSince !== null && report.at - report.idleSince >= 5 * MINUTE,
    );
    expect(due?.idleSince).not.toBeNull();
    expect(await status()).toBe("Available");

    await becomes(home, "locked");
    await isAway(home);
    await passes(4.5 * MINUTE, home, desk);
    expect(await status()).toBe("Available");
    await passes(MINUTE, home, desk);
    await until(status, (name) => name === "Training");
    expect((await agent()).cause).toMatchObject({ key: "agents.cause.idle", values: { minutes: 5 } });

    await becomes(home, "active");
    await until(
      () => notifications(home),
      (names) => names.includes("idle"),
    );
    await (
      await home.worker()
    ).evaluate(() => (chrome.notifications.onButtonClicked as unknown as TestableEvent).dispatch("idle", 0));
    await until(status, (name) => name === "Available");
    expect(await absence(home)).toBeUndefined();
  });

  test("a computer that was switched off is none at which she works", async () => {
    await bothInUse();
    await becomes(desk, "locked");
    await isAway(desk);
    // The other one says nothing any more.
    await passes(4.5 * MINUTE, desk);
    expect(await status()).toBe("Available");
    await passes(MINUTE, desk);
    await until(status, (name) => name === "Training");
  });

  test("offline, an absence waits, outlives the worker, and is reported when the server can be reached", async () => {
    await bothInUse();
    await passes(6 * MINUTE, desk);
    stage.connection.cut();
    await becomes(desk, "locked");
    await isAway(desk);
    await wakeAgain(desk);
    await stage.server.advanceClock(6 * MINUTE);
    expect(await status()).toBe("Available");
    stage.connection.restore();
    await passes(1, desk);
    await until(status, (name) => name === "Training");
  });

  test("an absence that ended while offline is not reported", async () => {
    await bothInUse();
    await passes(6 * MINUTE, desk);
    stage.connection.cut();
    await becomes(desk, "locked");
    await isAway(desk);
    await stage.server.advanceClock(6 * MINUTE);
    await becomes(desk, "active");
    await until(
      () => absence(desk),
      (kept) => !kept,
    );
    stage.connection.restore();
    await passes(1, desk);
    expect(await status()).toBe("Available");
  });

  test("the rule is asked again as soon as a status ends on an idle computer, without any event", async () => {
    await bothInUse();
    await passes(6 * MINUTE, desk);
    await ava.api.agents.setStatus.mutate({ status: (await findStatus(ava, "Lunch")).id, minutes: 6 });
    await becomesSilently(desk, "locked");
    await passes(1, desk);
    await isAway(desk);
    await passes(5.9 * MINUTE, desk);
    expect(await status()).toBe("Lunch");
    await passes(0.2 * MINUTE, desk);
    await until(status, (name) => name === "Training");
  });
});
