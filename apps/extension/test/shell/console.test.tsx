// @vitest-environment happy-dom
import { AVAILABLE, OFFLINE } from "@callboard/domain/agents/types";
import { describe, expect, test } from "vitest";
import { PAGES, isPageOpen } from "../../src/shell/pages.ts";
import { deviceName } from "../../src/features/access/profile/deviceName.ts";
import { mayChangeRole, grantableRoles } from "../../src/features/access/people/roleRules.ts";
import { parseServerAddress } from "../../src/features/access/sign-in/serverAddress.ts";
import { ruleLoopText } from "../../src/shared/status/ruleLoopText.ts";
import { parseGuardMinutes, parseIdleRule, parsePhoneLease } from "../../src/features/account/settingsFormValues.ts";
import { countSeat, emptyCounts, seatState, statusesTakingCalls } from "@callboard/domain/agents/board";
import { chipsOf, seatsAt, boardSummary } from "../../src/features/agents/seats.ts";
import { matchingAccounts, treeOf } from "../../src/shell/accountTree.ts";
import { fieldError, formError } from "../../src/shared/form/failures.ts";
import { clockTime, zoneLabel } from "../../src/shared/timeText.ts";
import { mayDo, mayOpen, type OwnAccount, membershipOf, blockedReason } from "../../src/shared/viewer.ts";

const account = (change: Partial<OwnAccount> = {}): OwnAccount => ({
  id: "a",
  name: "Northwind",
  agency: null,
  role: "agent",
  owner: false,
  softphone: true,
  frozen: false,
  label: "active",
  turnsAt: null,
  state: "Calls are connected.",
  connects: true,
  zone: "UTC",
  ...change,
});
const open = (change: Partial<OwnAccount>) =>
  PAGES.filter((page) => page.group !== "none" && isPageOpen(page, account(change))).map(({ name }) => name);

describe("a canceled account", () => {
  const canceled = account({ role: "administrator", owner: true, label: "canceled" });
  test("can be read as before: no page closes", () => {
    expect(open({ role: "administrator", label: "canceled" })).toEqual(open({ role: "administrator" }));
  });
  test("allows only reactivating, and says why", () => {
    for (const permission of [
      "change routing",
      "manage money",
      "manage the account",
      "define statuses",
      "restore",
    ] as const) {
      expect(mayOpen(canceled, permission)).toBe(true);
      expect(mayDo(canceled, permission)).toBe(false);
      expect(blockedReason(canceled, permission)).toBe("This account is canceled. Reactivate it first.");
    }
    for (const permission of ["reactivate", "export", "read history", "manage cards", "send statements"] as const) {
      expect(mayDo(canceled, permission)).toBe(true);
      expect(blockedReason(canceled, permission)).toBeNull();
    }
    expect(blockedReason(account({ role: "agent", label: "canceled" }), "change routing")).toBeNull();
  });
});

describe("the list of pages", () => {
  test("shows agents only pages about themselves", () => {
    expect(open({ role: "agent" })).toEqual(["overview", "reports", "history", "profile", "preferences"]);
  });
  test("shows call managers the board but not the statuses", () => {
    expect(open({ role: "call manager" })).toContain("agents");
    expect(open({ role: "call manager" })).not.toContain("statuses");
  });
  test("has sub-accounts only for the agency itself: there is one level", () => {
    expect(open({ role: "agency administrator" })).toContain("agency");
    expect(open({ role: "agency administrator", agency: "harbor" })).not.toContain("agency");
  });
});

describe("the account switcher", () => {
  const accounts = [
    account({ id: "harbor", name: "Harbor Agency" }),
    account({ id: "solo", name: "Corner Bakery" }),
    account({ id: "n", name: "Northwind", agency: "harbor" }),
    account({ id: "m", name: "Mason & Sons", agency: "elsewhere" }),
  ];
  test("puts sub-accounts under an agency in the list, and leaves the others on their own", () => {
    expect(treeOf(accounts).map(({ account: { id }, isIndented }) => [id, isIndented])).toEqual([
      ["harbor", false],
      ["n", true],
      ["solo", false],
      ["m", false],
    ]);
  });
  test("finds accounts by any part of the name", () => {
    expect(matchingAccounts(accounts, " WIND ").map(({ id }) => id)).toEqual(["n"]);
  });
});

describe("the board", () => {
  const status = { version: 1, color: "teal", icon: null, order: 0, defaultMinutes: null, archivedAt: null } as const;
  const statuses = [
    { ...status, id: AVAILABLE, name: "Available", takesCalls: true, whenOver: "stay", builtIn: true },
    { ...status, id: "lunch", name: "Lunch", takesCalls: false, whenOver: "available", builtIn: false },
    { ...status, id: OFFLINE, name: "Offline", takesCalls: false, whenOver: "stay", builtIn: true },
  ] as const;
  const row = (
    name: string,
    chosen: string,
    state: "idle" | "inbound" | "wrap-up" | "not connected",
    until = 0,
    frozen = false,
  ) => ({
    person: name,
    name,
    version: 1,
    by: null,
    frozen,
    phone: { state, since: 0, call: state === "inbound" || state === "wrap-up" ? { from: 0, to: null } : null },
    agent: {
      status: chosen,
      statusName: statuses.find(({ id }) => id === chosen)!.name,
      since: 0,
      until: until || null,
      whenOver: statuses.find(({ id }) => id === chosen)!.whenOver,
      actor: { as: "person" as const, id: name },
      cause: { key: "agents.cause.chosen" as const, values: {} },
      chosenAt: 0,
      next: null,
      before: null,
      ruleFlips: [],
      upcoming: null,
    },
  });
  const board = {
    statuses: [...statuses],
    now: 0,
    rows: [
      row("Off", OFFLINE, "not connected"),
      row("Finn", "lunch", "idle", 1000),
      row("Ben", AVAILABLE, "inbound"),
      row("Cleo", AVAILABLE, "wrap-up"),
      row("Dora", AVAILABLE, "not connected"),
      row("Ava", AVAILABLE, "idle"),
    ],
  };

  const at = (one: typeof board, now: number) => seatsAt(one.rows, one.statuses, now);
  /** Counts as the server does. */
  const countsAt = ({ rows }: typeof board, now: number) => {
    const counts = emptyCounts();
    for (const seat of rows) countSeat(counts, seat, seatState(seat, statusesTakingCalls(statuses), now));
    return counts;
  };

  test("lists available agents first, then on a call, away, offline", () => {
    expect(at(board, 500).map(({ name }) => name)).toEqual(["Ava", "Ben", "Cleo", "Dora", "Finn", "Off"]);
  });
  test("shows a status that has ended before anybody has written it down", () => {
    const finn = at(board, 1000).find(({ name }) => name === "Finn")!;
    expect(finn).toMatchObject({ group: "available", agent: { status: AVAILABLE, since: 1000 } });
  });
  test("counts nobody as available who can't be reached", () => {
    expect(boardSummary(countsAt(board, 500))).toBe(
      "1 of 6 available, 1 on a call, 1 in wrap-up, 1 available without a phone",
    );
  });
  test("puts frozen agents last, under their own filter, and doesn't count them", () => {
    const beyond = {
      ...board,
      rows: [...board.rows, row("Abe", AVAILABLE, "idle", 0, true), row("Bea", OFFLINE, "inbound", 0, true)],
    };
    const seats = at(beyond, 500);
    expect(seats.map(({ name }) => name)).toEqual(["Ava", "Bea", "Ben", "Cleo", "Dora", "Finn", "Off", "Abe"]);
    expect(seats.at(-1)).toMatchObject({ statusText: "Frozen", look: { shape: "ring" }, filterKey: "frozen" });
    expect(boardSummary(countsAt(beyond, 500))).toBe(
      "1 of 6 available, 2 on a call, 1 in wrap-up, 1 available without a phone, 2 frozen",
    );
    expect(chipsOf(statuses, countsAt(beyond, 500).byFilterKey, []).at(-1)).toEqual({
      id: "frozen",
      label: "Frozen",
      count: 1,
    });
  });
  test("keeps a filter in use after its last person has left it", () => {
    const { byFilterKey } = countsAt(board, 1000);
    expect(chipsOf(statuses, byFilterKey, []).map(({ label }) => label)).not.toContain("Lunch");
    expect(chipsOf(statuses, byFilterKey, ["lunch"])).toContainEqual({ id: "lunch", label: "Lunch", count: 0 });
  });
});

describe("roles", () => {
  const admin = membershipOf(account({ role: "administrator" }));
  test("nobody can give a role above their own", () => {
    expect(grantableRoles(admin, true)).not.toContain("agency administrator");
    expect(grantableRoles(membershipOf(account({ role: "agency administrator" })), false)).not.toContain(
      "agency administrator",
    );
  });
  test("nobody can change the owner or people of their own rank", () => {
    expect(mayChangeRole(admin, { role: "agent", owner: false })).toBe(true);
    expect(mayChangeRole(admin, { role: "administrator", owner: false })).toBe(false);
    expect(mayChangeRole(admin, { role: "agent", owner: true })).toBe(false);
  });
});

test.each([
  ["callboard.example.com", { ok: true, address: "https://callboard.example.com" }],
  ["https://callboard.example.com/some/page?x#y", { ok: true, address: "https://callboard.example.com" }],
  ["http://127.0.0.1:8787", { ok: true, address: "http://127.0.0.1:8787" }],
  ["http://localhost:1/", { ok: true, address: "http://localhost:1" }],
  ["http://callboard.example.com", { ok: false, reason: "insecure" }],
  ["http://127.0.0.1.example.com", { ok: false, reason: "insecure" }],
  ["javascript://x", { ok: false, reason: "invalid" }],
  ["", { ok: false, reason: "invalid" }],
])("the server's address %j is read as %j", (typed, read) => {
  expect(parseServerAddress(typed)).toEqual(read);
});

test("an error is shown under its field, or above the buttons if no field shows it", () => {
  const outcome = { ok: false as const, failure: { code: "invalid", key: "k", field: "name", sentence: "No." } };
  expect([fieldError(outcome, "name"), fieldError(outcome, "email")]).toEqual(["No.", undefined]);
  expect([formError(outcome, ["name"]), formError(outcome, ["email"])]).toEqual([undefined, "No."]);
  expect(formError({ ok: false, failure: null }, ["name"])).toMatch(/can’t be reached/);
});

test("the idle rule is saved only if it is valid", () => {
  const form = { name: "", zone: "UTC", billTo: { company: "", name: "", address: "" }, idleStatus: "lunch" };
  expect(parseIdleRule({ ...form, idleOn: false, idleMinutes: "x" })).toBeNull();
  expect(parseIdleRule({ ...form, idleOn: true, idleMinutes: " 10 " })).toEqual({ minutes: 10, status: "lunch" });
  for (const idleMinutes of ["0", "241", "1.5", ""])
    expect(parseIdleRule({ ...form, idleOn: true, idleMinutes })).toBe("invalid");
  expect(parseIdleRule({ ...form, idleOn: true, idleMinutes: "10", idleStatus: "" })).toBe("invalid");
});

test("a phone counts as connected for 10 to 3,600 whole seconds", () => {
  expect([" 30 ", "10", "3,600"].map((phoneLease) => parsePhoneLease({ phoneLease }))).toEqual([30, 10, 3600]);
  for (const phoneLease of ["9", "3601", "30.5", "", "half a minute"])
    expect(parsePhoneLease({ phoneLease })).toBe("invalid");
});

test("a choice holds for 0 to 240 whole minutes", () => {
  expect([" 10 ", "0", "240"].map((guardMinutes) => parseGuardMinutes({ guardMinutes }))).toEqual([10, 0, 240]);
  for (const guardMinutes of ["241", "-1", "1.5", "", "an hour"])
    expect(parseGuardMinutes({ guardMinutes })).toBe("invalid");
});

test("rules that undid each other are told with what changed, when and why", () => {
  const cause = { key: "agents.cause.missedCall" as const, values: { queue: "Sales" } };
  const flip = (minute: number) => ({
    at: Date.UTC(2026, 6, 1, 12, minute),
    from: AVAILABLE,
    fromName: "Available",
    to: "lunch",
    toName: "Lunch",
    cause,
  });
  const locale = { zone: "UTC", language: "en-GB" };
  expect(ruleLoopText({ ruleFlips: [flip(0), flip(2)] }, locale)).toBeNull();
  expect(ruleLoopText({ ruleFlips: [flip(0), flip(2), flip(4)] }, locale)).toBe(
    "Rules stopped: 12:00 Available → Lunch (missed a call from Sales); " +
      "12:02 Available → Lunch (missed a call from Sales); 12:04 Available → Lunch (missed a call from Sales).",
  );
});

test("times are shown in the viewer's zone, and the zone is named", () => {
  const at = Date.UTC(2026, 6, 1, 12, 0);
  expect(clockTime(at, { zone: "America/New_York", language: "en-US" })).toBe("08:00");
  expect(zoneLabel(at, { zone: "America/New_York", language: "en-US" })).toBe("New York (GMT−4)");
  expect(zoneLabel(at, { zone: "UTC", language: "en-US" })).toBe("UTC (GMT+0)");
});

test.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Chrome on Linux",
  ],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iOS"],
  ["unknown", "Unknown device"],
])("%j is called %j", (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});
