import { AVAILABLE } from "@callboard/domain/agents/types";
import { HOUR, MINUTE } from "@callboard/domain/core/time";
import { signal } from "@preact/signals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isChoosingNext } from "../../src/popup/state/statusChoice.ts";
import { replayInput } from "../../src/popup/actions/replayInput.ts";
import { openStore as shown } from "../../src/popup/state/boot.ts";
import type { PopupStore } from "../../src/popup/state/store.ts";
import { keepSnapshot } from "../../src/popup/views/lastFrame.tsx";
import { mount } from "../../src/popup/views/mount.ts";
import { session } from "../../src/data/session.ts";
import { endSession, startSession } from "../../src/data/signInOut.ts";
import { readSnapshot, saveSnapshot, type Snapshot } from "../../src/popup/state/snapshot.ts";
import { setDeviceTheme } from "../../src/data/theme.ts";

const SCRIPT_TEXT = readFileSync(join(import.meta.dirname, "../../public/first-frame.js"), "utf8");
// A script evaluated from its text can't import modules, so its imports are recorded.
const SCRIPT = SCRIPT_TEXT.replace("import(app)", "opened(app)");

const NOW = Date.now();
const ava = { server: "http://x", secret: "s", person: "ava", account: "acc" };
const empty = { me: null, mine: null, balance: null, changes: null, team: null };
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  account: "acc",
  person: "ava",
  at: NOW,
  ...empty,
  ...more,
});
const frame = (more = {}) => ({ html: '<main class="popup">Lunch</main>', dark: false, until: NOW + HOUR, ...more });
const root = () => document.getElementById("root")!;

beforeEach(() => {
  localStorage.clear();
  document.head.innerHTML = '<script data-app="/app.js"></script>';
  document.body.innerHTML = '<div id="root"></div>';
});
afterEach(() => {
  shown.value = null;
  session.value = undefined;
  delete window.callboardEarly;
});

/** Runs the page's first script, until the page has loaded. */
function firstFrame(app: string | null = "/app.js"): string[] {
  const input: string[] = [];
  const script = document.createElement("script");
  if (app) script.dataset["app"] = app;
  Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  new Function("opened", SCRIPT)((file: string) => input.push(file));
  document.dispatchEvent(new Event("readystatechange"));
  return input;
}

describe("the last frame on the screen", () => {
  test("is painted before the app is loaded, and can't be used", () => {
    saveSnapshot(snapshot({ frame: frame() }));
    expect(firstFrame()).toEqual([]);
    expect([root().textContent, root().inert]).toEqual(["Lunch", true]);
  });

  test("is not painted in another theme, after its time or without a snapshot: the app loads at once", () => {
    for (const more of [{ dark: true }, { until: NOW - 1 }]) {
      saveSnapshot(snapshot({ frame: frame(more) }));
      expect(firstFrame()).toEqual(["/app.js"]);
    }
    saveSnapshot(snapshot());
    expect(firstFrame()).toEqual(["/app.js"]);
    saveSnapshot(snapshot({ frame: frame() }));
    expect(firstFrame("/other.js")).toEqual(["/other.js"]);
    localStorage.setItem("callboard.snapshot", "{ half a");
    expect(firstFrame()).toEqual(["/app.js"]);
    expect([root().textContent, root().inert ?? false]).toEqual(["", false]);
  });

  test("isn't painted in the console: there the script only sets the theme", () => {
    saveSnapshot(snapshot({ frame: frame() }));
    localStorage.setItem("callboard.theme", "dark");
    expect(firstFrame(null)).toEqual([]);
    expect([root().textContent, document.documentElement.dataset["theme"]]).toEqual(["", "dark"]);
  });

  test("is deleted with the snapshot: at sign-out, and when somebody else signs in", async () => {
    session.value = ava;
    saveSnapshot(snapshot({ frame: frame() }));
    await endSession();
    firstFrame();
    expect(root().textContent).toBe("");

    session.value = ava;
    saveSnapshot(snapshot({ frame: frame() }));
    await startSession({ ...ava, person: "dana" });
    firstFrame();
    expect(root().textContent).toBe("");
  });
});

const part = <T,>(value: T) => ({
  data: signal(value),
  failure: signal(null),
  offline: signal(false),
  answeredAt: signal<number | null>(NOW),
  refetch: vi.fn(),
  stop: vi.fn(),
});

function storeOf(statusName: string, until: number | null = null): PopupStore {
  const status = { id: AVAILABLE, name: statusName, builtIn: true, takesCalls: true, tone: "teal", icon: null };
  const agent = { status: AVAILABLE, statusName, since: NOW, until, whenOver: "available", next: null, before: null };
  const own = { id: "acc", name: "Northwind", role: "agent", softphone: true, label: "active" };
  return {
    account: "acc",
    person: "ava",
    me: part({ person: { id: "ava", name: "Ava" }, accounts: [own] }),
    ownStatus: part({
      agent: { ...agent, actor: { as: "person", id: "ava" }, cause: { key: "agents.cause.chosen", values: {} } },
      phone: { state: "idle", since: NOW, call: null },
      statuses: [{ ...status, defaultMinutes: null, archivedAt: null }],
      by: null,
    }),
    balance: part(null),
    changes: part({ changes: [] }),
    team: part(null),
    ownAccount: signal(own),
    staleSince: signal<number | null>(null),
    start: vi.fn(),
    stop: vi.fn(),
  } as unknown as PopupStore;
}

const settled = () => new Promise((later) => setTimeout(later));

describe("a stored frame", () => {
  keepSnapshot();
  const kept = async (store: PopupStore) => {
    shown.value = store;
    await settled();
    return readSnapshot()?.frame;
  };

  test("shows how the next popup will start, with its age; a name is text, not markup", async () => {
    const name = '<img src=x onerror="window.hurt = true">';
    const { html = "" } = (await kept(storeOf(name))) ?? {};
    root().innerHTML = html;
    expect(root().querySelector("h1")?.textContent).toBe(name);
    expect(root().querySelector("img")).toBeNull();
    expect(root().querySelector(".head-age")?.textContent).toMatch(/^as of \d\d:\d\d$/);
    expect(document.querySelectorAll("#choices")).toHaveLength(1);
  });

  test("is for the current theme", async () => {
    expect((await kept(storeOf("Available")))?.dark).toBe(false);
    setDeviceTheme("dark");
    await settled();
    expect(readSnapshot()?.frame?.dark).toBe(true);
    setDeviceTheme("light");
  });

  test("ends a minute before the person's status does, when a team member's does, or after half a day", async () => {
    expect((await kept(storeOf("Lunch", NOW + 30 * MINUTE)))?.until).toBe(NOW + 29 * MINUTE);
    expect((await kept(storeOf("Available")))?.until).toBe(NOW + 12 * HOUR);
    const rows = [NOW - MINUTE, null, NOW + 9 * MINUTE].map((until) => ({ agent: { until } }));
    expect((await kept({ ...storeOf("Available"), team: part({ rows }) } as unknown as PopupStore))?.until).toBe(
      NOW + 9 * MINUTE,
    );
  });

  test("isn't stored while something is outdated or half chosen", async () => {
    expect(await kept({ ...storeOf("Available"), staleSince: signal(NOW) })).toBeUndefined();
    isChoosingNext.value = true;
    expect(await kept(storeOf("Available"))).toBeUndefined();
    expect(readSnapshot()?.person).toBe("ava");
    isChoosingNext.value = false;
    await settled();
    expect(readSnapshot()?.frame).toBeDefined();
  });

  test("waits until every part has its answer", async () => {
    const store = storeOf("Available");
    store.changes.answeredAt.value = null;
    expect(await kept(store)).toBeUndefined();
    store.changes.answeredAt.value = NOW;
    await settled();
    expect(readSnapshot()?.frame).toBeDefined();
  });

  test("isn't stored for somebody who is just signing out", async () => {
    shown.value = storeOf("Available");
    shown.value = null;
    await settled();
    expect(readSnapshot()).toBeNull();
  });
});

describe("the app in place of the frame", () => {
  const draw = () => void (root().innerHTML = '<input role="combobox"><button>Undo</button>');

  test("replaces it in one task, and can be used", () => {
    root().innerHTML = '<p id="choices">Frame</p>';
    root().inert = true;
    mount(root(), draw);
    expect([root().innerHTML.includes("Frame"), root().inert]).toEqual([false, false]);
  });

  test("replays the clicks and keys on the frame, once the session is known", () => {
    draw();
    const [input, button] = [root().querySelector("input")!, root().querySelector("button")!];
    const seen: string[] = [];
    button.addEventListener("click", () => seen.push("click"));
    input.addEventListener("keydown", (event) => event.key === "2" && (seen.push("2"), event.preventDefault()));
    replayInput(root(), [
      button,
      new KeyboardEvent("keydown", { key: "2" }),
      new KeyboardEvent("keydown", { key: "l" }),
    ]);
    expect(seen).toEqual([]);
    session.value = ava;
    session.value = { ...ava, account: "other" };
    expect([seen, input.value]).toEqual([["click", "2"], "l"]);
  });

  test("clicks nothing that has disappeared meanwhile", () => {
    draw();
    const click = vi.fn();
    const button = root().querySelector("button")!;
    button.addEventListener("click", click);
    replayInput(root(), [button, null]);
    root().replaceChildren();
    session.value = null;
    expect(click).not.toHaveBeenCalled();
  });
});
