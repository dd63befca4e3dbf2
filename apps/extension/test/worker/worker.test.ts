import { MINUTE } from "@callboard/domain/core/time";
import { describe, expect, test } from "vitest";
import type { PendingStatus } from "../../src/data/pendingStatus.ts";
import { agent, fake, NOON, poll, requests, server, settled, useWorker, wake } from "../support/worker.ts";

useWorker();

describe("the icon", () => {
  test("shows nothing older than two minutes, even if the server never answers", async () => {
    expect(fake.worn.title).toBe("Available — Northwind");
    const never = Promise.withResolvers<void>();
    server.held = never.promise;
    for (let half = 1; half <= 4; half += 1) {
      await settled(30_000);
      await poll();
      if (half <= 2) expect(fake.worn.title).toBe("Available — Northwind");
    }
    expect(fake.worn).toMatchObject({ badge: "?", title: expect.stringContaining("server not responding since") });
    server.held = null;
    never.resolve();
    await settled(30_000);
    await poll();
    expect(fake.worn).toMatchObject({ badge: "", title: "Available — Northwind" });
  });

  test("keeps the mark of a failure that comes during a poll, and doesn't bring back one that was read", async () => {
    const slow = Promise.withResolvers<void>();
    server.held = slow.promise;
    fake.chrome.alarms.onAlarm.tell({ name: "poll" });
    await settled();
    await fake.chrome.storage.local.set({ notice: "The status Coffee is archived." });
    slow.resolve();
    await settled();
    expect(fake.worn).toMatchObject({ badge: "!", title: "The status Coffee is archived. — Callboard" });

    const again = Promise.withResolvers<void>();
    server.held = again.promise;
    fake.chrome.alarms.onAlarm.tell({ name: "poll" });
    await settled();
    await fake.chrome.storage.local.remove("notice");
    again.resolve();
    await settled();
    expect(fake.worn).toMatchObject({ badge: "", title: "Available — Northwind" });
  });
});

describe("a woken worker on a device whose clock is ten minutes slow", () => {
  test("uses the server's clock before it has sent a request", async () => {
    server.ahead = 10 * MINUTE;
    await poll();
    server.line = false;
    await wake();
    fake.chrome.commands.onCommand.tell("first");
    await settled(2000);
    const { value } = fake.kept.get("intent ava northwind") as { value: PendingStatus };
    expect(value.statusName).toBe("Lunch");
    expect(Math.abs(value.chosenAt - (NOON + 10 * MINUTE))).toBeLessThan(1000);
  });

  test("sets its alarms by the device's clock", async () => {
    server.ahead = 10 * MINUTE;
    server.agent = agent({ status: "Lunch", statusName: "Lunch", until: NOON + 40 * MINUTE, whenOver: "available" });
    await poll();
    expect(fake.alarms.get("over")!.scheduledTime).toBe(NOON + 30 * MINUTE);
    expect(fake.alarms.get("soon")!.scheduledTime).toBe(NOON + 29 * MINUTE);
  });
});

describe("alarms", () => {
  test("are restored whenever the worker wakes, and left alone if they exist", async () => {
    fake.alarms.clear();
    await wake();
    expect(fake.alarms.get("poll")).toMatchObject({ periodInMinutes: 0.5 });
    server.agent = agent({ until: NOON + 40 * MINUTE });
    await poll();
    const made = fake.chrome.alarms.create.mock.calls.length;
    await settled(30_000);
    await poll();
    expect(fake.chrome.alarms.create.mock.calls.length).toBe(made);
  });
});

describe("the end of a status", () => {
  const soon = async () => {
    server.agent = agent({ status: "Lunch", statusName: "Lunch", until: NOON + MINUTE });
    await poll();
    await poll();
    return fake.notifications.get("promise");
  };
  test("is notified once, with a button for each choice", async () => {
    expect(await soon()).toMatchObject({ buttons: [{ title: "Back now" }, { title: "+5 min" }] });
    fake.notifications.clear();
    await poll();
    expect(fake.notifications.size).toBe(0);
    fake.chrome.notifications.onButtonClicked.tell("promise", 1);
    await settled();
    expect(requests.filter((one) => one.startsWith("agents.extendStatus"))).toEqual([
      'agents.extendStatus {"minutes":5}',
    ]);
  });

  test("is explained in words in a browser without buttons, and a click adds five minutes", async () => {
    fake.chrome.notifications.knowsButtons = false;
    await soon();
    const answer = fake.notifications.get("promise.press");
    expect(answer).toMatchObject({ message: expect.stringContaining("Click to add 5 minutes.") });
    expect(answer).not.toHaveProperty("buttons");
    fake.chrome.notifications.onClicked.tell("promise.press");
    await settled();
    expect(requests.filter((one) => one.startsWith("agents.extendStatus"))).toEqual([
      'agents.extendStatus {"minutes":5}',
    ]);
  });
});

describe("missed calls", () => {
  const { before: _none, ...available } = agent();
  const sentAway = (missed: number, since = NOON) =>
    agent({
      status: "Away",
      statusName: "Away",
      since,
      actor: { as: "job", id: "missed calls" },
      cause: {
        key: missed === 1 ? "agents.cause.missedCall" : "agents.cause.missedCalls",
        values: { missed, queue: "Sales" },
      },
      before: { ...available, queue: null },
    });
  test("that send the person away are explained once each time, and one click leads back", async () => {
    server.agent = sentAway(3);
    await poll();
    expect(fake.notifications.get("missed")).toMatchObject({
      title: "You were set to Away",
      message: "Missed 3 calls in a row, the last one from Sales.",
      buttons: [{ title: "Back to Available" }, { title: "Stay" }],
    });
    fake.notifications.clear();
    await wake();
    await poll();
    expect(fake.notifications.size).toBe(0);
    server.agent = sentAway(1, NOON + MINUTE);
    await poll();
    expect(fake.notifications.get("missed")).toMatchObject({ message: "Missed a call from Sales." });
    fake.chrome.notifications.onButtonClicked.tell("missed", 0);
    await settled();
    expect(requests).toContain("agents.undoStatus {}");
  });

  test("are no longer shown once the person has chosen again", async () => {
    server.agent = sentAway(2);
    await poll();
    server.agent = agent();
    await poll();
    expect(fake.notifications.size).toBe(0);
  });
});

describe("alerts", () => {
  const alert = (key: string, places = ["console", "notification"]) => ({
    key,
    sentence: `${key}.`,
    tone: "bad" as const,
    places,
    snoozedUntil: null as number | null,
  });

  test("aren't asked for by agents, who have none", async () => {
    await poll();
    expect(requests.some((path) => path.startsWith("alerts.list"))).toBe(false);
  });

  test("are notified once each, together if several are new, and a click opens their list", async () => {
    server.role = "administrator";
    server.alerts = [alert("Balance"), alert("Card")];
    await poll();
    expect(fake.notifications.get("alerts")).toMatchObject({ title: "Northwind", message: "Balance. And 1 more." });
    fake.notifications.clear();
    await wake();
    await poll();
    expect(fake.notifications.size).toBe(0);
    server.alerts = [alert("Balance"), alert("Card"), alert("Stopped")];
    await poll();
    expect(fake.notifications.get("alerts")).toMatchObject({ message: "Stopped." });
    // One that is over and soon back isn't notified again; later it is.
    for (const [minutes, isNotified] of [
      [9, false],
      [11, true],
    ] as const) {
      server.alerts = [];
      await poll();
      expect(fake.notifications.size).toBe(0);
      await settled(minutes * MINUTE);
      server.alerts = [alert("Card")];
      await poll();
      expect([minutes, fake.notifications.has("alerts")]).toEqual([minutes, isNotified]);
    }
  });

  test("are notified once, also if the person looks into another account meanwhile", async () => {
    server.role = "administrator";
    server.alerts = [alert("Balance")];
    await poll();
    expect(fake.notifications.has("alerts")).toBe(true);
    const choose = async (account: string) => {
      fake.kept.set("session", { ...(fake.kept.get("session") as object), account });
      await wake();
      await poll();
    };
    await choose("mason");
    expect(fake.notifications.has("alerts")).toBe(false);
    await choose("northwind");
    expect(fake.notifications.has("alerts")).toBe(false);
  });

  test("aren't left on the screen once the person has signed out", async () => {
    server.role = "administrator";
    server.alerts = [alert("Balance")];
    await poll();
    fake.kept.clear();
    await poll();
    expect(fake.notifications.size).toBe(0);
  });

  test("open with a click on the notification itself", async () => {
    const opened: string[] = [];
    Object.assign(fake.chrome, {
      tabs: { query: async () => [], create: async ({ url }: { url: string }) => opened.push(url) },
    });
    server.role = "administrator";
    server.alerts = [alert("Balance")];
    await poll();
    fake.chrome.notifications.onClicked.tell("alerts");
    await settled();
    expect(opened).toEqual([expect.stringMatching(/console\.html\?account=northwind#\/alerts$/)]);
    expect(fake.notifications.size).toBe(0);
  });

  test("that can't be read leave the own status known, and those from before", async () => {
    server.role = "administrator";
    server.alerts = [alert("Balance")];
    await poll();
    server.failing = ["alerts.list"];
    server.agent = agent({ status: "Lunch", statusName: "Lunch" });
    await settled(5 * MINUTE);
    await poll();
    expect(fake.worn.title).toMatch(/^Lunch — Northwind\nBalance\./);
    expect(fake.worn.badge).toBe("1");
  });

  test("that are snoozed, or whose notifications are off, aren't notified", async () => {
    server.role = "administrator";
    server.alerts = [alert("Card", ["console"]), { ...alert("Balance"), snoozedUntil: NOON + 60 * MINUTE }];
    await poll();
    expect(fake.notifications.size).toBe(0);
  });
});
