import type { AgentData } from "@callboard/domain/agents/rules";
import { AVAILABLE } from "@callboard/domain/agents/types";
import { MINUTE } from "@callboard/domain/core/time";
import { afterEach, beforeEach, vi } from "vitest";
import { fakeChrome, fakeLocks } from "./fakeChrome.ts";

export const NOON = Date.UTC(2026, 10, 23, 12);
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
export const agent = (more: Partial<AgentData> = {}): AgentData => ({
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
  upcoming: null,
  ...more,
});

/** The server for this browser: its answers, how far its clock is ahead of the device's, whether it can be reached. */
export const server = {
  agent: agent(),
  idle: null as null | { minutes: number; status: string },
  call: null as null | { from: number; to: number | null },
  otherSeat: false,
  role: "agent",
  alerts: [] as {
    key: string;
    sentence: string;
    tone: "bad" | "warn";
    places: string[];
    snoozedUntil: number | null;
  }[],
  ahead: 0,
  line: true,
  /** Procedures that fail. */
  failing: [] as string[],
  /** An answer waits for this. */
  held: null as Promise<void> | null,
};
export const requests: string[] = [];
const answers: Record<string, () => unknown> = {
  "access.me": () => ({
    now: Date.now() + server.ahead,
    person: { id: "ava", name: "Ava" },
    accounts: [
      { id: "northwind", name: "Northwind", label: "active", softphone: true, role: server.role },
      { id: "mason", name: "Mason", label: "active", softphone: server.otherSeat, role: "agent" },
    ],
  }),
  "alerts.list": () => ({ alerts: server.alerts, kinds: [], changesAt: null, now: Date.now() + server.ahead }),
  "agents.mine": () => ({
    agent: server.agent,
    version: 1,
    by: "Ava",
    phone: { state: "idle", since: 0, call: server.call, until: null, callId: null },
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
  if (!server.line || paths.some((path) => server.failing.includes(path))) throw new TypeError("offline");
  // The answer is as of the request, however slowly it arrives.
  const text = paths.map((path) => ({ result: { data: answers[path]?.() ?? null } }));
  await server.held;
  return new Response(JSON.stringify(to.includes("batch") ? text : text[0]));
}

type Fake = ReturnType<typeof fakeChrome>;
export let fake: Fake;

/** Wakes the worker: its modules are loaded again, and the browser's storage remains. */
export async function wake(): Promise<void> {
  vi.resetModules();
  vi.stubGlobal("chrome", fake.chrome);
  const { default: main } = await import("../../src/entrypoints/background.ts");
  (main as { main: () => void }).main();
  await settled();
}
export async function settled(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  // A timer that is set while others run is due a millisecond later: a second request follows the first one's answer.
  for (let turn = 0; turn < 3; turn += 1) await vi.advanceTimersByTimeAsync(1);
}
export const poll = async () => {
  fake.chrome.alarms.onAlarm.tell({ name: "poll" });
  await settled();
};

/** Starts the worker in a fresh browser before each test of the file. */
export function useWorker(): void {
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
    Object.assign(server, {
      agent: agent(),
      idle: null,
      call: null,
      otherSeat: false,
      role: "agent",
      alerts: [],
      ahead: 0,
      line: true,
      failing: [],
      held: null,
    });
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
}
