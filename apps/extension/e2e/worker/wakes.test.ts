import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ExtensionBrowser, launchExtension } from "../support/browser.ts";
import { copyWithClock } from "../support/deviceClock.ts";
import { chooseStatus, seeStatus, signIn, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";
import { type TestableEvent, wakeAgain } from "../support/worker.ts";

const pick = async (extension: ExtensionBrowser, id: string) =>
  (await extension.worker()).evaluate(
    (status) =>
      (chrome.contextMenus.onClicked as unknown as TestableEvent).dispatch({ menuItemId: `status:${status}` }),
    id,
  );
const command = async (extension: ExtensionBrowser, name: string) =>
  (await extension.worker()).evaluate(
    (answer) => (chrome.commands.onCommand as unknown as TestableEvent).dispatch(answer),
    name,
  );

journeys("The worker", (stage) => {
  test("a slow poll neither removes the mark of a failure nor brings back one that was read", async () => {
    const { extension, connection, server } = stage;
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await until(extension.title, (title) => title === "Available — Northwind");
    await extension.closePopup(popup);
    const { api } = await server.signInAs("dana@callboard.demo");
    const coffee = (await api.agents.statuses.query()).find(({ name }) => name === "Coffee")!;
    await api.agents.archiveStatus.mutate({ id: coffee.id, version: coffee.version, archived: true });
    connection.delay(800);
    await extension.fireAlarm("poll");
    await pick(extension, coffee.id);
    await until(extension.badge, (badge) => badge === "!");
    const pollHome = async () => {
      const before = connection.answered();
      await extension.fireAlarm("poll");
      await until(connection.answered, (now) => now > before);
    };
    // Polls that were asked before and after it come home meanwhile.
    for (let polls = 0; polls < 4; polls += 1) {
      await pollHome();
      expect(await extension.badge()).toBe("!");
    }
    await extension.fireAlarm("poll");
    const again = await extension.openPopup();
    await until(extension.badge, (badge) => badge === "");
    for (let polls = 0; polls < 4; polls += 1) {
      await pollHome();
      expect(await extension.badge()).toBe("");
    }
    await extension.closePopup(again);
    connection.delay(0);
  });

  test.each([
    ["fast", 10 * MINUTE],
    ["slow", -10 * MINUTE],
  ])(
    "on a device whose clock is ten minutes %s, a command to a woken worker offline counts from when it was given",
    async (how, ms) => {
      const { server, connection, prepared } = stage;
      const cleo = await server.signInAs("cleo@callboard.demo");
      await cleo.api.agents.setStatus.mutate({ status: "available" });
      const folder = join(prepared.dir, `clock ${how}`);
      copyWithClock(prepared.extension, folder, ms);
      const extension = await launchExtension(prepared, connection.address, folder);
      onTestFinished(() => extension.close());
      const popup = await extension.openPopup();
      await signIn(popup, "cleo@callboard.demo");
      await seeStatus(popup, /^Available/);
      await until(extension.title, (title) => title === "Available — Northwind");
      await extension.closePopup(popup);

      connection.cut();
      await wakeAgain(extension);
      await command(extension, "first");
      const name = `intent ${cleo.person} ${cleo.account}`;
      const { chosenAt } = (await until(
        () => extension.stored(name) as Promise<{ value: { chosenAt: number; undelivered: boolean } } | null>,
        (kept) => kept?.value.undelivered === true,
      ))!.value;
      expect(Math.abs(chosenAt - (await server.now()))).toBeLessThan(10 * SECOND);
      connection.restore();
      await extension.fireAlarm("poll");
      const { agent } = await until(
        () => cleo.api.agents.mine.query(),
        (mine) => mine.agent.statusName === "Lunch",
      );
      expect(Math.abs(agent.until! - (chosenAt + 45 * MINUTE))).toBeLessThan(10 * SECOND);
      await until(extension.badge, (badge) => badge === "45m");
    },
  );

  test("a session ended elsewhere takes pending choices with it, and applies none of them", async () => {
    const ben = await stage.server.signInAs("ben@callboard.demo");
    await ben.api.agents.setStatus.mutate({ status: "available" });
    const popup = await stage.popupOf("ben@callboard.demo");
    await seeStatus(popup, /^Available/);
    stage.connection.cut();
    await chooseStatus(popup, "Training");
    await seeStatus(popup, /^Training waiting for the connection/);
    await ben.api.access.signOutEverywhere.mutate();
    stage.connection.restore();
    await until(stage.extension.badge, (badge) => badge === "end");
    expect(await stage.extension.pendingStatuses()).toEqual([]);
    const again = await stage.server.signInAs("ben@callboard.demo");
    expect((await again.api.agents.mine.query()).agent.statusName).toBe("Available");
    await signIn(stage.extension.popup!, "cleo@callboard.demo");
    await seeStatus(stage.extension.popup!, /./);
  });
});
