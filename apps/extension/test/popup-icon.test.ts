import type { AgentData, Status } from "@callboard/domain/agents";
import { MINUTE } from "@callboard/domain/time";
import { describe, expect, it } from "vitest";
import { faceOf } from "../src/worker/badge.ts";
import type { Known } from "../src/worker/known.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const lunch: Status = {
  id: "lunch",
  version: 1,
  builtIn: false,
  name: "Lunch",
  takesCalls: false,
  tone: "amber",
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
  actor: { as: "person", id: "ava" },
  cause: { key: "cause.chosen", values: {} },
  chosenAt: NOW,
};
const known = (more: Partial<AgentData> = {}, refused: string | null = null): Known => ({
  account: "acc",
  accountName: "Northwind",
  offset: 0,
  refused,
  mine: {
    agent: { ...agent, ...more },
    version: 1,
    by: "Ava",
    statuses: [lunch],
    idle: null,
    now: NOW,
    phone: { state: "idle", since: NOW, call: null },
  },
});

describe("the icon", () => {
  it("counts the minutes of a promise, and says it whole in its title", () => {
    const face = faceOf(known(), null, NOW);
    expect(face.badge).toBe("12m");
    expect(face.title).toMatch(/^Lunch, back \d\d:\d\d — Northwind$/);
  });
  it("never shows more than four signs", () => {
    for (const minutes of [1, 90, 91, 600, 14 * 24 * 60])
      expect(faceOf(known({ until: NOW + minutes * MINUTE }), null, NOW).badge.length).toBeLessThanOrEqual(4);
  });
  it("asks for attention when a promise is overdue", () =>
    expect(faceOf(known(), null, NOW + 13 * MINUTE)).toMatchObject({ badge: "!", tone: "warn" }));
  it("goes by itself to what follows a promise that returns", () =>
    expect(faceOf(known({ whenOver: "available" }), null, NOW + 13 * MINUTE)).toMatchObject({ badge: "" }));
  it("says what was refused", () =>
    expect(faceOf(known({}, "No."), null, NOW)).toMatchObject({ badge: "!", tone: "bad", title: "No. — Callboard" }));
  it("has nothing to say without a softphone", () =>
    expect(faceOf({ ...known(), mine: null }, null, NOW)).toMatchObject({ badge: "", title: "Northwind" }));
});
