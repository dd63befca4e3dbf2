import { MINUTE } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import { chooseStatus, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

/** The worker can fire browser events by hand; the types only know listeners. */
interface TestableEvent {
  dispatch: (...answer: unknown[]) => void;
}

journeys("The icon", (stage) => {
  const command = async (name: string) =>
    (await stage.extension.worker()).evaluate(
      (answer) => (chrome.commands.onCommand as unknown as TestableEvent).dispatch(answer),
      name,
    );

  test("a shortcut sets Available, another the first status, another undoes, without an open popup", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await until(stage.extension.title, (title) => title.startsWith("Available"));
    await stage.extension.closePopup(popup);
    await command("first");
    await until(stage.extension.title, (title) => /^Lunch, back \d\d:\d\d — Northwind$/.test(title));
    expect(await stage.extension.badge()).toBe("45m");
    await command("undo");
    await until(stage.extension.title, (title) => title === "Available — Northwind");
    await command("first");
    await until(stage.extension.title, (title) => title.startsWith("Lunch"));
    await command("available");
    await until(stage.extension.title, (title) => title === "Available — Northwind");
    expect(await stage.extension.badge()).toBe("");
  });

  test("its menu sets a status", async () => {
    const { api } = await stage.server.signInAs("ava@callboard.demo");
    const meeting = (await api.agents.statuses.query()).find(({ name }) => name === "Meeting")!;
    await (
      await stage.extension.worker()
    ).evaluate(
      (id) => (chrome.contextMenus.onClicked as unknown as TestableEvent).dispatch({ menuItemId: `status:${id}` }),
      meeting.id,
    );
    await until(stage.extension.title, (title) => title.startsWith("Meeting"));
    expect((await api.agents.mine.query()).agent.statusName).toBe("Meeting");
  });

  test("a failure is marked on the icon and described in its title, until the popup is opened", async () => {
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const statuses = await api.agents.statuses.query();
    const coffee = statuses.find(({ name }) => name === "Coffee")!;
    await api.agents.archiveStatus.mutate({ id: coffee.id, version: coffee.version, archived: true });
    await (
      await stage.extension.worker()
    ).evaluate(
      (id) => (chrome.contextMenus.onClicked as unknown as TestableEvent).dispatch({ menuItemId: `status:${id}` }),
      coffee.id,
    );
    await until(stage.extension.title, (title) => title.startsWith("The status Coffee is archived."));
    expect(await stage.extension.badge()).toBe("!");
  });

  test("a minute before the end it says so, and +5 min moves the end", async () => {
    const popup = await stage.extension.openPopup();
    await chooseStatus(popup, "Lunch, 45 min");
    await seeStatus(popup, /^Lunch/);
    await stage.extension.closePopup(popup);
    await until(stage.extension.badge, (badge) => badge === "45m");
    const worker = await stage.extension.worker();
    const { api } = await stage.server.signInAs("ava@callboard.demo");
    const { until: end } = (await api.agents.mine.query()).agent;
    // The browser goes by the real time. The alarm of the status before is replaced a moment after the badge.
    await until(
      () => worker.evaluate(() => chrome.alarms.get("soon")),
      (alarm) => Math.abs((alarm?.scheduledTime ?? 0) + stage.prepared.aheadMs - (end! - MINUTE)) < 2000,
    );

    await stage.server.advanceClock(44 * MINUTE);
    await worker.evaluate(() => (chrome.alarms.onAlarm as unknown as TestableEvent).dispatch({ name: "soon" }));
    await until(
      () => worker.evaluate(() => chrome.notifications.getAll()),
      (all) => Object.keys(all).length === 1,
    );
    await worker.evaluate(() =>
      (chrome.notifications.onButtonClicked as unknown as TestableEvent).dispatch("promise", 1),
    );
    await until(
      async () => (await api.agents.mine.query()).agent.until,
      (next) => next === end! + 5 * MINUTE,
    );
  });
});
