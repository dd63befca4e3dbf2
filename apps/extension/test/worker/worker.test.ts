import type { AgentData } from "@callboard/domain/agents/rules";
import { AVAILABLE } from "@callboard/domain/agents/types";
import { MINUTE } from "@callboard/domain/core/time";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PendingStatus } from "../../src/data/pendingStatus.ts";
import { fakeChrome, fakeLocks } from "../support/fakeChrome.ts";

const NOON = Date.UTC(2026, 10, 23, 12);
const session = { server: "http://callboard.test", secret: "s", person: "ava", account: "northwind" };
const status = (id: string, more = {}) => ({
  id,
  version: 1,
  builtIn: id === AVAILABLE,
  name: id === AVAILABLE ? "Available" : id,
  takesCalls: id === AVAILABLE,
  color: "teal",
  icon: null,
  order: 0,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
  ...more,
});
const agent = (more: Partial<AgentData> = {}): AgentData => ({
  status: AVAILABLE,
  statusName: "Available",
  since: NOON - 60 * MINUTE,
  until: null,
  whenOver: "stay",
  actor: { as: "person", id: "ava" },
  cause: { key: "agents.cause.chosen", values: {} },
  chosenAt: NOON - 60 * MINUTE,
  next: null,
  before: null,
  ruleFlips: [],
  ...more,
});

/** The server for this browser: its answers, how far its clock is ahead of the device's, whether it can be reached. */
const server = { agent: agent(), idle: null as null | { minutes: number; status: string }, ahead: 0, line: true };
let heldAnswer: Promise<void> | null = null;
const requests: string[] = [];
const answers: Record<string, () => unknown> = {
  "access.me": () => ({
    now: Date.now() + server.ahead,
    person: { id: "ava", name: "Ava" },
    accounts: [{ id: "northwind", name: "Northwind", label: "active", softphone: true, role: "agent" }],
  }),
  "agents.mine": () => ({
    agent: server.agent,
    version: 1,
    by: "Ava",
    phone: { state: "idle", since: 0, call: null, until: null, callId: null },
    statuses: [status(AVAILABLE), status("Lunch"), status("Away")],
    idle: server.idle,
    zone: null,
    now: Date.now() + server.ahead,
  }),
};

async function fetched(to: string, how: { body?: string } = {}): Promise<Response> {
  if (to.startsWith("/icon")) return new Response();
  const paths = new URL(to).pathname.replace("/trpc/", "").split(",");
  requests.push(...paths.map((path) => (how.body ? `${path} ${how.body}` : path)));
  if (!server.line) throw new TypeError("offline");
  // The answer is as of the request, however slowly it arrives.
  const text = paths.map((path) => ({ result: { data: answers[path]?.() ?? null } }));
  await heldAnswer;
  return new Response(JSON.stringify(to.includes("batch") ? text : text[0]));
}

type Fake = ReturnType<typeof fakeChrome>;
let fake: Fake;

/** Wakes the worker: its modules are loaded again, and the browser's storage remains. */
async function wake(): Promise<void> {
  vi.resetModules();
  vi.stubGlobal("chrome", fake.chrome);
  const { default: main } = await import("../../src/entrypoints/background.ts");
  (main as { main: () => void }).main();
  await settled();
}
const settled = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const poll = async () => {
  fake.chrome.alarms.onAlarm.tell({ name: "poll" });
  await settled();
};

beforeEach(async () => {
  vi.useFakeTimers({ now: NOON });
  Object.defineProperty(navigator, "locks", { value: fakeLocks(), configurable: true });
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("createImageBitmap", async () => ({}));
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      getContext = () => new Proxy({}, { get: () => () => {}, set: () => true });
    },
  );
  // A worker has no `localStorage`.
  vi.stubGlobal("localStorage", undefined);
  Object.assign(server, { agent: agent(), idle: null, ahead: 0, line: true });
  heldAnswer = null;
  requests.length = 0;
  fake = fakeChrome();
  fake.kept.set("session", session);
  await wake();
  await poll();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the icon", () => {
  test("shows nothing older than two minutes, even if the server never answers", async () => {
    expect(fake.worn.title).toBe("Available — Northwind");
    const never = Promise.withResolvers<void>();
    heldAnswer = never.promise;
    for (let half = 1; half <= 4; half += 1) {
      await settled(30_000);
      await poll();
      if (half <= 2) expect(fake.worn.title).toBe("Available — Northwind");
    }
    expect(fake.worn).toMatchObject({ badge: "?", title: expect.stringContaining("server not responding since") });
    heldAnswer = null;
    never.resolve();
    await settled(30_000);
    await poll();
    expect(fake.worn).toMatchObject({ badge: "", title: "Available — Northwind" });
  });

  test("keeps the mark of a failure that comes during a poll, and doesn't bring back one that was read", async () => {
    const slow = Promise.withResolvers<void>();
    heldAnswer = slow.promise;
    fake.chrome.alarms.onAlarm.tell({ name: "poll" });
    await settled();
    await fake.chrome.storage.local.set({ notice: "The status Coffee is archived." });
    slow.resolve();
    await settled();
    expect(fake.worn).toMatchObject({ badge: "!", title: "The status Coffee is archived. — Callboard" });

    const again = Promise.withResolvers<void>();
    heldAnswer = again.promise;
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

describe("an absence", () => {
  const answer = () => requests.filter((one) => one.startsWith("agents.reportIdle")).length;
  const becomes = async (state: string) => {
    fake.chrome.idle.state = state;
    fake.chrome.idle.onStateChanged.tell(state);
    await settled();
  };
  beforeEach(async () => {
    server.idle = { minutes: 5, status: "Away" };
    await poll();
  });

  test("is reported when the rule's minutes have passed since the last key", async () => {
    await becomes("idle");
    expect(answer()).toBe(1);
    await poll();
    expect(answer()).toBe(1);
  });

  test("counts from the moment the screen was locked, and not before", async () => {
    await becomes("locked");
    await settled(4.5 * MINUTE);
    await poll();
    expect(answer()).toBe(0);
    await settled(0.5 * MINUTE);
    await poll();
    expect(answer()).toBe(1);
  });

  test("is reported later if offline, and not at all once the person is back", async () => {
    server.line = false;
    await becomes("idle");
    await settled(2000);
    server.line = true;
    requests.length = 0;
    await wake();
    await poll();
    expect(answer()).toBe(1);

    server.line = false;
    await becomes("active");
    await becomes("locked");
    await settled(6 * MINUTE);
    await poll();
    await becomes("active");
    server.line = true;
    requests.length = 0;
    await poll();
    expect(answer()).toBe(0);
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
