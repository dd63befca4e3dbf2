import { statusAfter, statusEnd } from "@callboard/domain/agents/chosenStatus";
import { queuedStatus, undoneStatus } from "@callboard/domain/agents/statusChanges";
import { NO_PHONE, type AgentData, type Status } from "@callboard/domain/agents/rules";
import { formatTime, MINUTE } from "@callboard/domain/core/time";
import { describe, expect, it } from "vitest";
import {
  lengthText,
  lengthAt,
  lengthsOf,
  matchingStatuses,
  moveChip,
  UNTIL,
} from "../../src/popup/state/statusChoice.ts";
import { digitValue, digitOfKey } from "../../src/popup/state/digitKeys.ts";
import { causeText } from "../../src/shared/status/causeText.ts";
import { nextTimeOfDay, suggestedEnd } from "../../src/popup/state/nextTimeOfDay.ts";
import { endTimeText } from "../../src/shared/status/endTimeText.ts";
import { agentLook, isPhoneShown, statusLook } from "../../src/shared/status/look.ts";
import { parseEvent } from "../../src/data/eventStream.ts";

const status = (id: string, more: Partial<Status> = {}): Status => ({
  id,
  version: 1,
  builtIn: false,
  name: id,
  takesCalls: false,
  color: "amber",
  icon: null,
  order: 0,
  defaultMinutes: null,
  whenOver: "available",
  archivedAt: null,
  ...more,
});
const lunch = status("Lunch", { defaultMinutes: 45 });
const training = status("Training");
const available = status("available", { name: "Available", builtIn: true, takesCalls: true });
const NOON = Date.UTC(2026, 10, 23, 12);
const berlin = { zone: "Europe/Berlin", language: "en" };

const agent: AgentData = {
  status: "available",
  statusName: "Available",
  since: NOON - 10 * MINUTE,
  until: null,
  whenOver: "stay",
  actor: { as: "person", id: "ava" },
  cause: { key: "agents.cause.chosen", values: {} },
  chosenAt: NOON - 10 * MINUTE,
  next: null,
  before: null,
  ruleFlips: [],
  upcoming: null,
};

describe("the lengths of a status", () => {
  it("include its default in place of the usual one farthest from it", () => {
    expect(lengthsOf(lunch)).toEqual([30, 45, 60]);
    expect(lengthsOf(status("Coffee", { defaultMinutes: 10 }))).toEqual([10, 15, 30]);
    expect(lengthsOf(status("Away", { defaultMinutes: 240 }))).toEqual([30, 60, 240]);
  });
  it("are empty for built-in statuses", () => expect(lengthsOf(available)).toEqual([]));
  it("are written as hours where they are full hours", () =>
    expect([15, 60, 90, 120].map(lengthText)).toEqual(["15m", "1h", "90m", "2h"]));
  it("are selected from the default outward, without wrapping around", () => {
    expect(moveChip(lunch, null, 1, true)).toBe(2);
    expect(moveChip(lunch, 2, 1, true)).toBe(3);
    expect(moveChip(lunch, 3, 1, true)).toBe(3);
    expect(moveChip(lunch, 2, 1, false)).toBe(2);
    expect(moveChip(lunch, 0, -1, true)).toBe(0);
    expect(moveChip(training, 0, -1, true)).toBeNull();
  });
  it("leave the default to the server", () => {
    expect(lengthAt(lunch, 1)).toEqual({});
    expect(lengthAt(lunch, 0)).toEqual({ minutes: 30 });
    expect(lengthAt(lunch, 3)).toBe(UNTIL);
  });
});

describe("the number of a key", () => {
  const pressed = (key: string, code: string, { shiftKey = false, altGraph = false } = {}) =>
    digitOfKey({ key, code, shiftKey, getModifierState: () => altGraph } as unknown as KeyboardEvent);
  it.each([
    ["an English keyboard", "2", "Digit2"],
    ["AZERTY, which writes é there", "é", "Digit2"],
    ["a Czech one, which writes ě", "ě", "Digit2"],
    ["one whose key there is dead", "Dead", "Digit2"],
    ["an Arabic one", "٢", "Digit2"],
    ["a Persian one", "۲", "Digit2"],
    ["a Japanese one in full width", "２", "Digit2"],
    ["the pad", "2", "Numpad2"],
    ["an Arabic pad", "٢", "Numpad2"],
    ["one that has no places", "2", ""],
    ["an Arabic one that has no places", "٢", ""],
  ])("is 2 on %s", (_which, key, code) => expect(pressed(key, code)).toBe(2));

  it("is 2 with Shift where that writes the digit, and none where it writes a sign", () => {
    expect(pressed("2", "Digit2", { shiftKey: true })).toBe(2);
    expect(pressed("@", "Digit2", { shiftKey: true })).toBe(0);
  });
  it.each([
    ["an arrow of the pad", "ArrowDown", "Numpad2", {}],
    ["a sign of the third level", "²", "Digit2", { altGraph: true }],
    ["a letter", "l", "KeyL", {}],
    ["nought", "0", "Digit0", {}],
    ["a key that is none", "Enter", "Enter", {}],
  ])("is none for %s", (_which, key, code, more) => expect(pressed(key, code, more)).toBe(0));

  it("is read from any script's digits", () => {
    for (const zero of ["0", "٠", "۰", "०", "০", "０", "๐"])
      for (let value = 0; value < 10; value += 1)
        expect(digitValue(String.fromCodePoint(zero.codePointAt(0)! + value))).toBe(value);
    for (const none of ["", "a", "12", "²", "Ⅱ", "二", " "]) expect(digitValue(none)).toBe(0);
  });
});

describe("finding a status by typing", () => {
  const all = [available, lunch, training, status("Gone", { archivedAt: 1 })];
  it("hides archived ones", () => expect(matchingStatuses(all, "").map(({ id }) => id)).not.toContain("Gone"));
  it("puts names that begin with it first", () =>
    expect(matchingStatuses([...all, status("Nap")], "na").map(({ name }) => name)).toEqual(["Nap"]));
  it("ignores case and finds inside a name", () => expect(matchingStatuses(all, "AIL")).toEqual([available]));
});

describe("what is shown before the server has answered", () => {
  it("is the choice with its end, and the way back", () => {
    const wish = statusAfter(agent, { status: lunch, until: statusEnd(lunch, {}, NOON), at: NOON }, agent);
    expect(wish).toMatchObject({ status: "Lunch", since: NOON, until: NOON + 45 * MINUTE });
    expect(wish.before).toMatchObject({ status: "available", since: agent.since });
    expect(undoneStatus(wish, wish.before!, NO_PHONE, agent.actor, NOON)).toMatchObject({
      status: "available",
      since: agent.since,
      until: null,
    });
  });
  it("keeps the start when the same status is chosen again", () =>
    expect(statusAfter(agent, { status: available, until: null, at: NOON }, agent).since).toBe(agent.since));
  it("queues without touching what is so now", () =>
    expect(queuedStatus(agent, lunch, 30, agent.actor, NOON)).toMatchObject({
      status: "available",
      next: { minutes: 30 },
    }));
});

describe("the end of a status", () => {
  it("is a time today, with a weekday later, with a date after that", () => {
    expect(endTimeText(NOON + 60 * MINUTE, NOON, berlin)).toBe("14:00");
    expect(endTimeText(NOON + 24 * 60 * MINUTE, NOON, berlin)).toBe("Tue 13:00");
    expect(endTimeText(NOON + 10 * 24 * 60 * MINUTE, NOON, berlin)).toBe("Dec 3 13:00");
  });
  const until = (time: string, now: number, zone: string) => {
    const [hours, minutes] = time.split(":").map(Number);
    return nextTimeOfDay(hours! * 60 + minutes!, now, { zone, language: "ar" });
  };
  it("by the clock is today or tomorrow, whichever comes next", () => {
    expect(until("13:30", NOON, berlin.zone)).toEqual({ until: NOON + 30 * MINUTE, isSkipped: false });
    expect(until("12:59", NOON, berlin.zone).until).toBe(NOON + (24 * 60 - 1) * MINUTE);
    expect(until("13:00", NOON, berlin.zone).until).toBe(NOON + 24 * 60 * MINUTE);
  });
  it("counts the hour when the clocks are put back", () => {
    const evening = Date.UTC(2026, 9, 24, 20);
    expect(new Date(until("09:00", evening, berlin.zone).until).toISOString()).toBe("2026-10-25T08:00:00.000Z");
  });
  it.each([
    ["02:30", "2026-10-25T02:45+02:00", "Europe/Berlin", "2026-10-25T02:30+01:00"],
    ["02:30", "2026-03-29T03:10+02:00", "Europe/Berlin", "2026-03-30T02:30+02:00"],
    ["01:45", "2026-04-05T01:40+11:00", "Australia/Lord_Howe", "2026-04-05T01:45+11:00"],
    ["01:45", "2026-04-05T01:50+11:00", "Australia/Lord_Howe", "2026-04-05T01:45+10:30"],
    ["01:30", "2026-11-01T01:40-04:00", "America/New_York", "2026-11-01T02:30-04:00"],
  ])("until %s, chosen at %s in %s, is %s", (time, now, zone, expected) => {
    const at = Date.parse(expected);
    expect(until(time, Date.parse(now), zone)).toEqual({ until: at, isSkipped: false });
  });
  it.each([
    ["02:30", "2026-03-08T01:45-05:00", "America/New_York", "2026-03-08T03:00-04:00"],
    ["02:30", "2026-03-29T01:59+01:00", "Europe/Berlin", "2026-03-29T03:00+02:00"],
    ["00:10", "2026-03-07T23:50-05:00", "America/Havana", "2026-03-08T01:00-04:00"],
    ["02:15", "2026-10-04T01:50+10:30", "Australia/Lord_Howe", "2026-10-04T02:30+11:00"],
  ])("until %s, which the night skips, chosen at %s in %s, is the clock change at %s", (time, now, zone, expected) => {
    expect(until(time, Date.parse(now), zone)).toEqual({ until: Date.parse(expected), isSkipped: true });
  });
  it("is suggested as a full or half hour by the zone's clocks, also where they differ from others' by a quarter", () => {
    const shown = (zone: string) =>
      formatTime(suggestedEnd(NOON + 5 * MINUTE, { zone, language: "en" }), { zone, language: "en" });
    expect(["Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata"].map(shown)).toEqual(["14:00", "18:30", "18:30"]);
  });
});

describe("the reason for a status", () => {
  const because = (key: AgentData["cause"]["key"], values: Record<string, string | number> = {}) =>
    causeText({ ...agent, cause: { key, values } }, "ava", "Ava");
  it("takes a few words", () => {
    expect(because("agents.cause.chosen")).toBe("chosen by you");
    expect(because("agents.cause.idle", { minutes: 10 })).toBe("idle 10 min");
    expect(because("agents.cause.timeOver", { status: "Lunch" })).toBe("Lunch ended");
    expect(because("agents.cause.afterCall")).toBe("after the call");
  });
  it("says which calls were missed, and names the queue of the last one", () => {
    const missed = (values: Record<string, string | number>) => {
      const key = values["missed"] === 1 ? "agents.cause.missedCall" : "agents.cause.missedCalls";
      const actor = { as: "job", id: "missed calls" } as const;
      return causeText({ ...agent, actor, cause: { key, values } }, "ava", null);
    };
    expect(missed({ missed: 1, queue: "Sales" })).toBe("missed a call from Sales");
    expect(missed({ missed: 3, queue: "Sales" })).toBe("missed 3 calls in a row, the last one from Sales");
  });
  it("names who set it, and why", () => {
    const set = {
      ...agent,
      actor: { as: "person", id: "dana" },
      cause: { key: "agents.cause.reason", values: { reason: "covering support" } },
    };
    expect(causeText(set as AgentData, "ava", "Dana")).toBe("set by Dana: covering support");
    expect(causeText(set as AgentData, "ava", null)).toBe("set for you: covering support");
    expect(causeText(set as AgentData, "dana", "Dana")).toBe("set by you: covering support");
  });
});

describe("shapes", () => {
  it("show whether calls come", () => {
    expect(statusLook(available).shape).toBe("disc");
    expect(statusLook(lunch).shape).toBe("half");
    expect(statusLook(status("offline")).shape).toBe("ring");
  });
  it("change for a call and its wrap-up", () => {
    expect(agentLook(available, { state: "inbound" }).shape).toBe("square");
    expect(agentLook(lunch, { state: "wrap-up" }).shape).toBe("diamond");
  });
  it("can't show that the phone is missing, so words must", () => {
    expect(isPhoneShown(available, NO_PHONE)).toBe(true);
    expect(isPhoneShown(lunch, NO_PHONE)).toBe(false);
  });
});

describe("the stream's events", () => {
  it("are read in any order of lines", () =>
    expect(parseEvent('data: {"kind":"all"}\nid: 7')).toEqual({ event: "message", id: "7", data: '{"kind":"all"}' }));
  it("name their event", () => expect(parseEvent("event: ping\ndata: ").event).toBe("ping"));
});
