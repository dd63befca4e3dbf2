import { MINUTE } from "@callboard/domain/core/time";
import { beforeEach, describe, expect, test } from "vitest";
import { agent, fake, NOON, poll, requests, server, settled, useWorker, wake } from "../support/worker.ts";

useWorker();

describe("a device that watches for its person", () => {
  /** What the server received, in order: since when nobody has used this device, or null. */
  const reports = (): (number | null)[] =>
    requests.flatMap((one) =>
      one.startsWith("agents.reportIdle ")
        ? [rounded((JSON.parse(one.replace("agents.reportIdle ", "")) as { idleSince: number | null }).idleSince)]
        : [],
    );
  const rounded = (at: number | null) => at && Math.round(at / 1000) * 1000;
  const becomes = async (state: string) => {
    fake.chrome.idle.state = state;
    fake.chrome.idle.onStateChanged.tell(state);
    await settled();
  };
  /** The browser's alarm wakes the worker every half minute. */
  const passes = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += MINUTE / 2) {
      await settled(MINUTE / 2);
      await poll();
    }
  };
  beforeEach(async () => {
    server.idle = { minutes: 5, status: "Away" };
    await passes(6 * MINUTE);
    requests.length = 0;
  });

  test("says every two minutes that somebody is there, and at once when nobody is", async () => {
    await passes(6 * MINUTE);
    expect(reports()).toEqual([null, null, null]);
    await becomes("idle");
    const since = rounded(Date.now() - 5 * MINUTE);
    expect(reports().slice(3)).toEqual([since]);
    await passes(2 * MINUTE);
    expect(reports().slice(3)).toEqual([since, since]);
    await becomes("active");
    expect(reports().slice(5)).toEqual([null]);
  });

  test("counts from the moment the screen was locked, and asks for the rule when its minutes are over", async () => {
    await becomes("locked");
    const since = rounded(Date.now());
    await passes(4.5 * MINUTE);
    const early = reports();
    expect(new Set(early)).toEqual(new Set([since]));
    await passes(0.5 * MINUTE);
    expect(reports().length).toBe(early.length + 1);
    await passes(0.5 * MINUTE);
    expect(reports().length).toBe(early.length + 1);
  });

  test("asks again when a call or a status ends", async () => {
    server.call = { from: Date.now(), to: null };
    await poll();
    await becomes("idle");
    await passes(MINUTE);
    requests.length = 0;
    server.call = { from: NOON, to: Date.now() };
    await poll();
    expect(reports()).toHaveLength(1);

    server.agent = agent({
      status: "Lunch",
      statusName: "Lunch",
      until: Date.now() + 1.5 * MINUTE,
      whenOver: "available",
    });
    await poll();
    await passes(MINUTE);
    requests.length = 0;
    await passes(MINUTE / 2);
    expect(reports()).toHaveLength(1);
  });

  test("sends a report again that didn't arrive, also after the worker ended, and none that is no longer true", async () => {
    server.line = false;
    await becomes("idle");
    const since = rounded(Date.now() - 5 * MINUTE);
    await wake();
    server.line = true;
    requests.length = 0;
    await poll();
    expect(reports()).toEqual([since]);

    server.line = false;
    await becomes("active");
    await becomes("locked");
    await passes(6 * MINUTE);
    await becomes("active");
    server.line = true;
    requests.length = 0;
    await poll();
    expect(reports()).toEqual([null]);
  });

  test("says so even if the browser told it nothing", async () => {
    fake.chrome.idle.state = "idle";
    await poll();
    expect(reports()).toEqual([rounded(Date.now() - 5 * MINUTE)]);
    fake.chrome.idle.state = "active";
    await poll();
    expect(reports().slice(1)).toEqual([null]);
  });

  test.each(["idle", "locked", "active"])(
    "that was asleep for hours, and wakes at night %s, reports none of them",
    async (state) => {
      await settled(8 * 60 * MINUTE);
      const woke = rounded(Date.now());
      await becomes(state);
      await poll();
      const expected = state === "active" ? null : woke;
      expect(new Set(reports())).toEqual(new Set([expected]));
    },
  );

  test("that fell asleep while nobody was there counts from when it woke", async () => {
    await becomes("idle");
    await settled(8 * 60 * MINUTE);
    requests.length = 0;
    await poll();
    expect(reports()).toEqual([rounded(Date.now())]);
  });

  test("says nothing where no account has a rule, and where another account may have one, it does", async () => {
    server.idle = null;
    await passes(4 * MINUTE);
    expect(reports().length).toBeLessThanOrEqual(1);
    requests.length = 0;
    server.otherSeat = true;
    await passes(4 * MINUTE);
    expect(reports()).toEqual([null, null]);
  });

  test("is followed by a question on return: one click leads back", async () => {
    await becomes("idle");
    const { before: _none, ...slot } = agent();
    server.agent = agent({
      status: "Away",
      statusName: "Away",
      since: Date.now(),
      cause: { key: "agents.cause.idle", values: { minutes: 5 } },
      before: { ...slot, queue: null },
    });
    await becomes("active");
    expect(fake.notifications.get("idle")).toMatchObject({
      title: "You were set to Away",
      buttons: [{ title: "Back to Available" }, { title: "Stay" }],
    });
    fake.chrome.notifications.onButtonClicked.tell("idle", 0);
    await settled();
    expect(requests).toContain("agents.undoStatus {}");
  });
});
