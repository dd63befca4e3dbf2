import type { AgentData, Status } from "@callboard/domain/agents/rules";
import { MINUTE, formatTime } from "@callboard/domain/core/time";
import { chooseStatus } from "@callboard/domain/agents/statusChoice";
import { nextTimeOfDay } from "../../src/popup/state/nextTimeOfDay.ts";
import { endTimeText } from "../../src/shared/status/endTimeText.ts";
import { describe, expect, it } from "vitest";
import { iconViewOf, type IconFacts } from "../../src/worker/iconView.ts";
import type { WorkerState } from "../../src/worker/workerState.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const lunch: Status = {
  id: "lunch",
  version: 1,
  builtIn: false,
  name: "Lunch",
  takesCalls: false,
  color: "amber",
  icon: null,
  order: 0,
  defaultMinutes: 45,
  whenOver: "stay",
  archivedAt: null,
};
const agent: AgentData = {
  status: "lunch",
  statusName: "Lunch",
  since: NOW,
  until: NOW + 12 * MINUTE,
  whenOver: "stay",
  next: null,
  before: null,
  ruleFlips: [],
  upcoming: null,
  actor: { as: "person", id: "ava" },
  cause: { key: "agents.cause.chosen", values: {} },
  chosenAt: NOW,
};
const session = { server: "http://x", secret: "s", person: "ava", account: "acc" };
const known = (more: Partial<AgentData> = {}): WorkerState => ({
  person: "ava",
  account: "acc",
  accountName: "Northwind",
  label: "active",
  at: NOW,
  hasOtherSeats: false,
  alerts: [],
  removed: false,
  mine: {
    agent: { ...agent, ...more },
    version: 1,
    by: "Ava",
    statuses: [lunch],
    idle: null,
    zone: "Asia/Tokyo",
    now: NOW,
    phone: { state: "idle", since: NOW, call: null, until: null, callId: null },
  },
});
const face = (more: Partial<IconFacts> = {}, now = NOW) =>
  iconViewOf(
    {
      session,
      exitReason: null,
      workerState: known(),
      pendingStatus: null,
      workerNotice: null,
      hasAskedServer: true,
      ...more,
    },
    now,
  );
/** The view when the server has just answered. */
const fresh = (now: number, more: Partial<AgentData> = {}) => face({ workerState: { ...known(more), at: now } }, now);

describe("the icon", () => {
  it("counts the minutes to a status's end, and says more in its title", () => {
    expect(face().badge).toBe("12m");
    // In the zone that the person chose for every device.
    const back = formatTime(NOW + 12 * MINUTE, { zone: "Asia/Tokyo", language: "en" });
    expect(face().title).toBe(`Lunch, back ${back} — Northwind`);
  });
  it("never shows more than four characters", () => {
    for (const minutes of [1, 90, 91, 600, 14 * 24 * 60])
      expect(face({ workerState: known({ until: NOW + minutes * MINUTE }) }).badge.length).toBeLessThanOrEqual(4);
  });
  it("asks for attention when a status is overdue", () =>
    expect(fresh(NOW + 13 * MINUTE)).toMatchObject({ badge: "!", tone: "warn" }));
  it("shows the next status on time when one ends and returns", () =>
    expect(fresh(NOW + 13 * MINUTE, { whenOver: "available" })).toMatchObject({ badge: "" }));
  it("shows a failure", () =>
    expect(face({ workerNotice: "No." })).toMatchObject({ badge: "!", tone: "bad", title: "No. — Callboard" }));
  it("shows no status without a softphone, or if the account is closed", () => {
    expect(face({ workerState: { ...known(), mine: null } })).toMatchObject({ badge: "", title: "Northwind" });
    expect(face({ workerState: { ...known(), mine: null, label: "canceled" } }).title).toBe("Northwind (canceled)");
  });
});

describe("alerts", () => {
  const alert = (more: object = {}) => ({
    key: "balance:over",
    sentence: "The balance is below zero.",
    isUrgent: true,
    onToolbar: true,
    notifies: true,
    ...more,
  });
  const withAlerts = (alerts: ReturnType<typeof alert>[], more: object = {}) =>
    face({ workerState: { ...known({ until: null }), alerts, ...more } });

  it("are counted on the badge and named in the title", () => {
    expect(withAlerts([alert()])).toMatchObject({
      badge: "1",
      tone: "bad",
      title: "Lunch — Northwind\nThe balance is below zero.",
    });
    const two = withAlerts([alert({ isUrgent: false }), alert({ key: "x", isUrgent: false, sentence: "Other." })]);
    expect(two).toMatchObject({ badge: "2", tone: "warn" });
    expect(two.title).toContain("The balance is below zero. And 1 more.");
  });
  it("leave the badge to the end of the own status", () => {
    const state = { ...known(), alerts: [alert()] };
    expect(face({ workerState: state })).toMatchObject({ badge: "12m" });
    expect(face({ workerState: state }).title).toContain("below zero");
  });
  it("show without a softphone too, and not where the person switched them off", () => {
    expect(withAlerts([alert()], { mine: null })).toMatchObject({
      badge: "1",
      title: "Northwind\nThe balance is below zero.",
    });
    expect(withAlerts([alert({ onToolbar: false })])).toMatchObject({ badge: "", title: "Lunch — Northwind" });
  });
  it("never take more than four characters", () => {
    const many = Array.from({ length: 100 }, (_, index) => alert({ key: `${index}` }));
    expect(withAlerts(many).badge).toBe("99+");
  });
});

describe("an unknown state", () => {
  const RULE_GROUPS = {
    "signed out": face({ session: null, workerState: null }),
    expired: face({ session: null, workerState: null, exitReason: { why: "expired", account: "" } }),
    removed: face({ workerState: { ...known(), mine: null, removed: true } }),
    unreachable: face({}, NOW + 2 * MINUTE),
  };
  it("has its own badge and title for each cause", () => {
    const faces = Object.values(RULE_GROUPS);
    expect(new Set(faces.map(({ badge }) => badge)).size).toBe(4);
    expect(new Set(faces.map(({ title }) => title)).size).toBe(4);
    for (const { badge, title, look } of faces) {
      expect(badge).toMatch(/^\S{1,4}$/);
      expect(title).not.toMatch(/Lunch|Available/);
      expect(look).toBeNull();
    }
    expect(RULE_GROUPS.removed.title).toBe("Callboard: you are no longer in Northwind");
    expect(RULE_GROUPS.unreachable.title).toMatch(/^Callboard: server not responding since \d\d:\d\d$/);
  });
  it("is admitted within two minutes, whichever way the clock was wrong", () => {
    for (const away of [2 * MINUTE, 90_000, -2 * MINUTE, 3_600_000])
      expect(face({}, NOW + away).title).toContain("not responding");
    expect(face({}, NOW + MINUTE).title).toMatch(/^Lunch/);
  });
  it("shows the removal from the last account until there is another one", () =>
    expect(
      face({
        session: { ...session, account: null },
        workerState: null,
        exitReason: { why: "removed", account: "Northwind" },
      }),
    ).toMatchObject({ badge: "gone", title: "Callboard: you are no longer in Northwind" }));
  it("shows nothing before the server has been asked", () => {
    expect(face({ workerState: null, hasAskedServer: false })).toMatchObject({ badge: "", title: "Callboard" });
    expect(face({ workerState: null, hasAskedServer: true }).title).toBe("Callboard: server not responding");
  });
});

describe("the end by the clock, in the nights in which clocks change", () => {
  it.each([
    [2, "2026-03-08T01:45-05:00", "03:00", "15m"],
    [1, "2026-11-01T01:40-04:00", "01:30", "50m"],
    [2, "2026-11-01T01:40-04:00", "02:30", "2h"],
  ])(
    "until half past %i, chosen at %s, is one instant for server, label (%s) and badge (%s)",
    (hour, at, label, badge) => {
      const locale = { zone: "America/New_York", language: "en" };
      const now = Date.parse(at);
      const { until } = nextTimeOfDay(hour * 60 + 30, now, locale);
      const { agent, phone } = known().mine!;
      const doc = {
        account: "northwind",
        kind: "agent",
        id: "ava",
        version: 1,
        at: 0,
        data: { ...agent, until: null },
      };
      const by = { actor: agent.actor, cause: agent.cause };
      const effects = chooseStatus({ agent: doc, statuses: [lunch], phone }, { status: lunch.id, until }, by, now);
      const stored = (effects.at(-1) as { data: AgentData }).data;
      expect(stored.until).toBe(until);
      const state = { ...known(stored), at: now };
      const { title, badge: shown } = face(
        { workerState: { ...state, mine: { ...state.mine!, zone: locale.zone } } },
        now,
      );
      expect([title, shown]).toEqual([`Lunch, back ${label} — Northwind`, badge]);
      // The popup and the notification word the same instant in the same way.
      expect(endTimeText(until, now, locale)).toBe(label);
    },
  );
});
