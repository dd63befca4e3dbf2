import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import { seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("The browser's own alarms", (stage) => {
  test("wake the worker: it learns of a status's end, and warns a minute before it", async () => {
    const { extension, server } = stage;
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await extension.closePopup(popup);
    const { api } = await server.signInAs("ava@callboard.demo");
    const lunch = (await api.agents.statuses.query()).find(({ name }) => name === "Lunch")!;
    const end = (await server.now()) + 110 * SECOND;
    await api.agents.setStatus.mutate({ status: lunch.id, until: end });
    // Nothing notifies it: it learns of that with the poll, every half minute.
    await until(
      async () => (await (await extension.worker()).evaluate(() => chrome.alarms.get("soon"))) ?? null,
      (alarm) => alarm !== null,
      45 * SECOND,
    );
    const answer = async () =>
      Object.keys(await (await extension.worker()).evaluate(() => chrome.notifications.getAll()));
    expect(await answer()).toEqual([]);
    // The browser ends an idle worker; the alarm then has to wake it.
    await extension.endWorker();
    const isAwake = () => extension.browser.targets().some((one) => one.type() === "service_worker");
    await until(isAwake, (awake) => awake, 80 * SECOND);
    await until(answer, (ids) => ids.length > 0, 80 * SECOND);
    const left = end - (await server.now());
    expect(left).toBeLessThanOrEqual(MINUTE + SECOND);
    expect(left).toBeGreaterThan(MINUTE - 10 * SECOND);
    expect(await answer()).toEqual(["promise"]);
  });
});
