import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardEnd, ruleLoop } from "../../src/agents/choiceGuard.ts";
import { switchByRule } from "../../src/agents/guard.ts";
import { applyIdleRule } from "../../src/agents/idleRule.ts";
import { allStatuses, currentStatus } from "../../src/agents/rules.ts";
import type { AgentData } from "../../src/agents/schema.ts";
import { chooseStatus, extendPromise, queueNext, undoChoice } from "../../src/agents/statusChoice.ts";
import { applyMissedCallRule } from "../../src/calls/missedCalls.ts";
import type { Effect } from "../../src/core/effect.ts";
import { message } from "../../src/core/message.ts";
import type { Doc } from "../../src/core/record.ts";
import { MINUTE } from "../../src/core/time.ts";
import {
  agent,
  agentAfter,
  AVA,
  CHOSEN_BY_AVA,
  doc,
  IDLE,
  inCall,
  minutes,
  NOON,
  statusData,
} from "../support/samples.ts";

const STATUSES = allStatuses([
  doc("status", "coffee", statusData("Coffee", { defaultMinutes: 1 })),
  doc("status", "lunch", statusData("Lunch", { defaultMinutes: 2 })),
  doc("status", "desk", statusData("Desk", { takesCalls: true })),
]);
const facts = (doc: Doc<AgentData>, phone = IDLE) => ({ agent: doc, statuses: STATUSES, phone });
const status = (id: string) => STATUSES.find((one) => one.id === id)!;
const idle = (doc: Doc<AgentData>, now: number, guardMinutes = 10, phone = IDLE) =>
  applyIdleRule(
    facts(doc, phone),
    { idleRule: { minutes: 1, status: "coffee" }, guardMinutes },
    [{ idleSince: 0, reportedAt: now }],
    AVA,
    now,
  );
const missed = (doc: Doc<AgentData>, now: number, guardMinutes = 10) =>
  applyMissedCallRule(
    facts(doc),
    { name: "Sales", missedCall: { after: 1, status: "lunch", minutes: 1 } },
    1,
    guardMinutes,
    now,
  );
const choose = (doc: Doc<AgentData>, id: string, now: number) =>
  chooseStatus(facts(doc), { status: id }, CHOSEN_BY_AVA, now);

describe("a person's choice holds", () => {
  test("for the account's minutes: rules act from the end on, and not before", () => {
    const chosen = agentAfter(agent(), choose(agent({ status: "desk" }), "available", NOON));
    expect(guardEnd(chosen.data, 10)).toBe(minutes(10));
    for (const rule of [idle, missed]) {
      expect(rule(chosen, NOON)).toEqual([]);
      expect(rule(chosen, minutes(10) - 1)).toEqual([]);
      expect(rule(chosen, minutes(10))).not.toEqual([]);
      expect(rule(chosen, NOON, 0)).not.toEqual([]);
    }
  });

  test.each([
    ["one that somebody else made", (doc: Doc<AgentData>) => chooseStatus(facts(doc), { status: "desk" }, MILO, NOON)],
    ["an undo", (doc: Doc<AgentData>) => undoChoice(facts(doc), AVA, undefined, NOON)],
    ["more time", (doc: Doc<AgentData>) => extendPromise(facts(doc), 5, undefined, NOON)],
  ])("whichever it is: %s", (_which, change) => {
    const before = agent({ status: "desk", statusName: "Desk", until: minutes(30), before: BEFORE });
    const after = agentAfter(before, change(before));
    expect(idle(after, minutes(9))).toEqual([]);
    expect(idle(after, minutes(10))).not.toEqual([]);
  });

  test("from when it began, if it was chosen for after the call", () => {
    const talking = inCall(minutes(-5));
    const queued = agentAfter(agent(), queueNext(facts(agent(), talking), { status: "desk" }, AVA, NOON));
    const ended = inCall(minutes(-5), minutes(20));
    expect(idle(queued, minutes(29), 10, ended)).toEqual([]);
    expect(idle(queued, minutes(30), 10, ended)).not.toEqual([]);
  });

  test("and a rule's change is no choice: one from before it, made offline, still counts", () => {
    const away = agentAfter(agent(), missed(agent(), NOON));
    expect(away.data).toMatchObject({ status: "lunch", chosenAt: 0 });
    const choice = { status: "desk", chosenAt: minutes(-1) };
    expect(chooseStatus(facts(away), choice, CHOSEN_BY_AVA, minutes(1))).not.toEqual([]);
  });
});

const MILO = {
  actor: { as: "person" as const, id: "milo" },
  cause: message("agents.cause.reason", { reason: "cover" }),
};
const BEFORE = {
  status: "available",
  statusName: "Available",
  since: 0,
  until: null,
  whenOver: "stay",
  queue: null,
} as const;

describe("rules that undo each other", () => {
  /** Three missed calls, each of which sends Ava to lunch for a minute. */
  const loop = (times = [0, 2, 4]) => times.reduce((doc, at) => agentAfter(doc, missed(doc, minutes(at))), agent());

  test("stop at the third change between the same two statuses in ten minutes, which tell the story", () => {
    expect(ruleLoop(loop([0, 2]).data)).toBeNull();
    const cause = { key: "agents.cause.missedCall", values: { missed: 1, queue: "Sales" } };
    expect(ruleLoop(loop().data)).toEqual(
      [0, 2, 4].map((at) => ({
        at: minutes(at),
        from: "available",
        fromName: "Available",
        to: "lunch",
        toName: "Lunch",
        cause,
      })),
    );
    // Time still ends the last promise; nothing else changes any more.
    expect(currentStatus(loop().data, IDLE, minutes(300)).status).toBe("available");
    expect(missed(loop(), minutes(300))).toEqual([]);
    expect(idle(loop(), minutes(300))).toEqual([]);
  });

  test("start again once a person chooses a status", () => {
    const chosen = agentAfter(loop(), choose(loop(), "desk", minutes(6)));
    expect(ruleLoop(chosen.data)).toBeNull();
    expect(missed(chosen, minutes(16))).not.toEqual([]);
  });

  test("go on if the changes are further apart, or between other statuses", () => {
    expect(ruleLoop(loop([0, 5, 10]).data)).not.toBeNull();
    expect(ruleLoop(loop([0, 5, 10.01]).data)).toBeNull();
    const between = agentAfter(loop([0, 2]), idle(loop([0, 2]), minutes(4)));
    expect(between.data.status).toBe("coffee");
    expect(ruleLoop(between.data)).toBeNull();
  });
});

type Step =
  | { do: "choose"; status: string; after: number }
  | { do: "idle"; after: number }
  | { do: "missed"; after: number }
  /** What a plan or a job may do later: to any status, from any. */
  | { do: "rule"; status: string; after: number };

const ids = fc.constantFrom("available", "desk", "coffee", "lunch", "offline");
const after = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 * 60 }) },
  fc.constantFrom(600, 599, 601),
  fc.integer({ min: 0, max: 30 * 60 }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ do: fc.constant("choose" as const), status: ids, after }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("idle" as const), after }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("missed" as const), after }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("rule" as const), status: ids, after }) },
  ),
  { maxLength: 25 },
);

/** All that ever happened, and answers found by searching it: it knows nothing of the record. */
class Diary {
  readonly entries: { at: number; who: "person" | "rule"; from: string; to: string; end: number | null }[] = [];

  statusAt(now: number): string {
    const last = this.entries.at(-1);
    return last === undefined || (last.end !== null && last.end <= now) ? "available" : last.to;
  }
  #sincePerson() {
    return this.entries.slice(this.entries.findLastIndex(({ who }) => who === "person") + 1);
  }
  isHeld(now: number, guard: number): boolean {
    return this.entries.some(({ who, at }) => who === "person" && now - at < guard * MINUTE);
  }
  hasLoop(): boolean {
    const flips = this.#sincePerson().filter(({ from, to }) => from !== to);
    const pair = ({ from, to }: { from: string; to: string }) => [from, to].toSorted().join();
    return flips.some((first, index) => {
      const later = flips.slice(index).filter((flip) => pair(flip) === pair(first));
      return later.length >= 3 && later[2]!.at - first.at <= 10 * MINUTE;
    });
  }
}

const ENDS: Record<string, number> = { coffee: 1, lunch: 2 };
/** What each rule sets, and for how many minutes. */
const target = (step: Step, current: string): { to: string; minutes: number | null } | null => {
  const takesCalls = current === "available" || current === "desk";
  if (step.do === "idle") return takesCalls ? { to: "coffee", minutes: 1 } : null;
  if (step.do === "missed") return takesCalls ? { to: "lunch", minutes: 1 } : null;
  if (step.do === "rule") return { to: step.status, minutes: null };
  return { to: step.status, minutes: ENDS[step.status] ?? null };
};
const apply = (step: Step, doc: Doc<AgentData>, guard: number, now: number): Effect[] => {
  if (step.do === "idle") return idle(doc, now, guard);
  if (step.do === "missed") return missed(doc, now, guard);
  if (step.do === "choose") return choose(doc, step.status, now);
  const cause = message("agents.cause.idle", { minutes: 1 });
  const by = { actor: { as: "job" as const, id: "plan" }, cause };
  return switchByRule(facts(doc), { status: status(step.status), until: null }, by, guard, now);
};

test("for any choices and rules: none acts while a choice holds or after a loop, as a diary of all events agrees", () => {
  let held = 0;
  let stopped = 0;
  fc.assert(
    fc.property(steps, fc.constantFrom(0, 1, 10), (script, guard) => {
      const diary = new Diary();
      let [doc, now] = [agent({ chosenAt: 0 }), NOON];
      for (const step of script) {
        now += step.after * 1000;
        const before = diary.statusAt(now);
        const effects = apply(step, doc, guard, now);
        const isRule = step.do !== "choose";
        const isHeld = diary.isHeld(now, guard);
        const isStopped = diary.hasLoop();
        if (isRule && (isHeld || isStopped)) {
          expect(effects).toEqual([]);
          if (isHeld) held += 1;
          if (isStopped) stopped += 1;
        } else {
          const change = target(step, before);
          if (change)
            diary.entries.push({
              at: now,
              who: isRule ? "rule" : "person",
              from: before,
              to: change.to,
              end: change.minutes === null ? null : now + change.minutes * MINUTE,
            });
        }
        doc = agentAfter(doc, effects);
        const current = currentStatus(doc.data, IDLE, now);
        expect(current.status).toBe(diary.statusAt(now));
        expect(ruleLoop(current) !== null).toBe(diary.hasLoop());
      }
    }),
    { numRuns: 1500 },
  );
  // Both cases came up, or this test would say nothing.
  expect(Math.min(held, stopped)).toBeGreaterThan(50);
});
