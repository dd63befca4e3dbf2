import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardEnd } from "../../src/agents/choiceGuard.ts";
import { addPlan, changePlan, type PlanDraft, removePlan, renewUpcoming, skipPlan } from "../../src/agents/planned.ts";
import type { PlannedStatus } from "../../src/agents/plannedSchema.ts";
import { plannedNow } from "../../src/agents/plannedStart.ts";
import { type AgentData, currentStatus, pendingSteps } from "../../src/agents/rules.ts";
import { chooseStatus, extendPromise, undoChoice } from "../../src/agents/statusChoice.ts";
import type { Effect } from "../../src/core/effect.ts";
import type { Doc } from "../../src/core/record.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import {
  agent,
  agentAfter,
  AVA,
  CHOSEN_BY_AVA,
  doc,
  failureOf,
  IDLE,
  inCall,
  NOON,
  plannedData,
  STATUSES,
} from "../support/samples.ts";

/** An agent with planned statuses, as the store would keep them. */
class Seat {
  agent: Doc<AgentData>;
  plans: Doc<PlannedStatus>[] = [];
  phone = IDLE;
  readonly guardMinutes: number;

  constructor(more: Partial<AgentData> = {}, guardMinutes = 10) {
    this.agent = agent(more);
    this.guardMinutes = guardMinutes;
  }

  facts() {
    const { phone, plans, guardMinutes } = this;
    return { agent: this.agent, phone, statuses: STATUSES, plans, guardMinutes };
  }

  apply(effects: readonly Effect[]): this {
    this.agent = agentAfter(this.agent, effects);
    for (const effect of effects) {
      if (!("kind" in effect) || effect.kind !== "plannedStatus") continue;
      this.plans = this.plans.filter(({ id }) => id !== effect.id);
      if (effect.do !== "remove") this.plans.push(doc("plannedStatus", effect.id, effect.data as PlannedStatus));
    }
    return this;
  }

  plan(more: Partial<PlanDraft> = {}, now = NOON, id = "plan"): this {
    return this.apply(addPlan(this.facts(), { ...plannedData(), ...more }, { id, zone: "UTC", actor: AVA }, now));
  }

  choose(status: string, now: number, minutes: number | null = null): this {
    return this.apply(chooseStatus(this.facts(), { status, minutes }, CHOSEN_BY_AVA, now));
  }

  at(now: number): AgentData {
    return currentStatus(this.agent.data, this.phone, now);
  }
}

const TWO = NOON + 2 * HOUR;
const THREE = NOON + 3 * HOUR;

describe("a planned status", () => {
  test("begins on time and returns to what was before it", () => {
    const seat = new Seat({ status: "desk", statusName: "Desk" }).plan();
    expect(seat.at(TWO - 1).status).toBe("desk");
    expect(seat.at(TWO)).toMatchObject({ status: "lunch", since: TWO, until: THREE });
    expect(seat.at(THREE)).toMatchObject({ status: "desk", since: THREE, until: null });
    expect(pendingSteps(seat.agent.data, IDLE, THREE + 2 * DAY)).toHaveLength(6);
  });

  test("returns to Available if what was before has ended meanwhile, and to a status that stays past its end", () => {
    const ended = new Seat().plan().choose("desk", NOON, 150);
    expect(ended.at(THREE)).toMatchObject({ status: "available", until: null });
    const staying = new Seat().plan().choose("meeting", NOON, 150);
    expect(staying.at(THREE)).toMatchObject({ status: "meeting", until: NOON + 150 * MINUTE });
  });

  test("leaves somebody who is offline alone", () => {
    const seat = new Seat({ status: "offline", statusName: "Offline" }).plan();
    expect(seat.at(TWO + 1).status).toBe("offline");
    expect(seat.choose("available", TWO + 2 * MINUTE).at(TWO + 30 * MINUTE).status).toBe("available");
  });

  test("waits for the guard of a choice, and is left out by one that was made during it", () => {
    const late = new Seat().plan().choose("desk", TWO - 4 * MINUTE);
    expect(late.at(TWO + 6 * MINUTE - 1).status).toBe("desk");
    expect(late.at(TWO + 6 * MINUTE)).toMatchObject({ status: "lunch", since: TWO + 6 * MINUTE, until: THREE });
    const during = new Seat().plan().choose("desk", TWO + MINUTE);
    expect(during.at(THREE - 1).status).toBe("desk");
    expect(during.at(TWO + DAY).status).toBe("lunch");
    const undone = new Seat().plan();
    undone.apply(undoChoice(undone.facts(), AVA, undefined, TWO + MINUTE));
    expect(undone.at(THREE - 1).status).toBe("available");
    expect(undone.at(TWO + DAY).status).toBe("lunch");
  });

  test("doesn't begin before a guard that outlasts it", () => {
    expect(
      new Seat({}, 240)
        .plan()
        .choose("desk", TWO - MINUTE)
        .at(THREE + HOUR).status,
    ).toBe("desk");
  });

  test("begins during a call and ends after one", () => {
    const seat = new Seat().plan();
    seat.phone = inCall(TWO - MINUTE);
    expect(seat.at(TWO).status).toBe("lunch");
    expect(seat.at(THREE + MINUTE).status).toBe("lunch");
    seat.phone = inCall(TWO - MINUTE, THREE + 2 * MINUTE);
    expect(seat.at(THREE + 2 * MINUTE)).toMatchObject({ status: "available", since: THREE + 2 * MINUTE });
  });

  test("can be extended, and then returns later", () => {
    const seat = new Seat().plan();
    seat.apply(extendPromise(seat.facts(), 5, undefined, THREE - MINUTE));
    expect(seat.at(THREE).status).toBe("lunch");
    expect(seat.at(THREE + 5 * MINUTE).status).toBe("available");
  });

  test("begins although rules have stopped, and is no change by a rule", () => {
    const { cause } = CHOSEN_BY_AVA;
    const flip = { at: TWO - MINUTE, from: "available", fromName: "", to: "lunch", toName: "", cause };
    const seat = new Seat({ ruleFlips: [flip, flip, flip] }).plan();
    expect(seat.at(TWO)).toMatchObject({ status: "lunch", ruleFlips: [flip, flip, flip] });
  });

  test("of several, the one that begins later counts, and the other goes on after it", () => {
    const seat = new Seat().plan({ status: "desk", from: 13 * 60, to: 17 * 60 }, NOON, "long").plan();
    expect(seat.at(TWO - 1)).toMatchObject({ status: "desk", until: TWO });
    expect(seat.at(TWO).status).toBe("lunch");
    expect(seat.at(THREE)).toMatchObject({ status: "desk", until: NOON + 5 * HOUR });
    expect(seat.at(NOON + 5 * HOUR).status).toBe("available");
  });

  test("of whole days lasts until the end of the last one, and a choice replaces one day", () => {
    const everyDay = [1, 2, 3, 4, 5, 6, 7];
    const seat = new Seat().plan({
      status: "meeting",
      firstDay: "2026-03-18",
      lastDay: "2026-03-20",
      weekdays: everyDay,
      from: null,
      to: null,
    });
    const [wednesday, saturday] = [Date.UTC(2026, 2, 18), Date.UTC(2026, 2, 21)];
    expect(seat.at(wednesday)).toMatchObject({ status: "meeting", until: saturday });
    expect(pendingSteps(seat.agent.data, IDLE, saturday)).toHaveLength(2);
    seat.choose("desk", wednesday + HOUR);
    expect(seat.at(wednesday + DAY - 1).status).toBe("desk");
    expect(seat.at(wednesday + DAY)).toMatchObject({ status: "meeting", until: saturday });
    expect(seat.at(saturday).status).toBe("desk");
  });
});

describe("changing what is planned", () => {
  test("a new one that lasts already begins at once, unless a choice holds", () => {
    expect(new Seat().plan({}, TWO + MINUTE).at(TWO + MINUTE)).toMatchObject({ status: "lunch", since: TWO + MINUTE });
    const guarded = new Seat().choose("desk", TWO).plan({}, TWO + MINUTE);
    expect(guarded.at(TWO + 10 * MINUTE)).toMatchObject({ status: "lunch", since: TWO + 10 * MINUTE });
  });

  test("skipping the day ends it, and taking that back begins it again", () => {
    const seat = new Seat().plan();
    const skip = (skipped: boolean, now: number) =>
      seat.apply(skipPlan(seat.facts(), { id: "plan", day: "2026-03-17", skipped }, AVA, now));
    expect(skip(true, TWO + MINUTE).at(TWO + MINUTE)).toMatchObject({ status: "available", since: TWO + MINUTE });
    expect(skip(false, TWO + 2 * MINUTE).at(TWO + 2 * MINUTE)).toMatchObject({ status: "lunch", until: THREE });
    expect(seat.at(THREE).status).toBe("available");
    expect(skip(true, TWO + 3 * MINUTE).at(TWO + DAY).status).toBe("lunch");
  });

  test("removing it ends it; another day's change leaves it", () => {
    const seat = new Seat().plan();
    const skipped = skipPlan(seat.facts(), { id: "plan", day: "2026-03-18", skipped: true }, AVA, TWO + MINUTE);
    expect(seat.apply(skipped).at(TWO + MINUTE)).toMatchObject({ status: "lunch", since: TWO, until: THREE });
    expect(seat.at(TWO + DAY).status).toBe("available");
    const removed = seat.apply(removePlan(seat.facts(), { id: "plan" }, AVA, TWO + 2 * MINUTE));
    expect(removed.at(TWO + 2 * MINUTE).status).toBe("available");
    expect(removed.at(TWO + 2 * DAY).status).toBe("available");
  });

  test("a later end moves the current one, and another status replaces it", () => {
    const change = (seat: Seat, more: Partial<PlanDraft>, now: number) =>
      seat.apply(
        changePlan(
          seat.facts(),
          { ...plannedData(), ...more },
          { id: "plan", version: 1, zone: "UTC", actor: AVA },
          now,
        ),
      );
    const longer = change(new Seat().plan(), { to: 16 * 60 }, TWO + MINUTE);
    expect(longer.at(THREE)).toMatchObject({ status: "lunch", until: THREE + HOUR });
    const other = change(new Seat().plan(), { status: "desk" }, TWO + MINUTE);
    expect(other.at(TWO + MINUTE)).toMatchObject({ status: "desk", until: THREE });
    expect(other.at(THREE).status).toBe("available");
  });

  test("working out the next times again changes nothing that has begun, was postponed or was overridden", () => {
    const chosenAt = fc.integer({ min: -30, max: 90 });
    const renewedAt = fc.integer({ min: -10, max: 70 });
    fc.assert(
      fc.property(chosenAt, renewedAt, (chosen, renewed) => {
        const [first, then] = [Math.min(chosen, renewed), Math.max(chosen, renewed)];
        const walk = (seat: Seat, renews: boolean) => {
          for (const minute of [first, then]) {
            const now = TWO + minute * MINUTE;
            if (minute === chosen) seat.choose("desk", now);
            if (renews && minute === renewed) seat.apply(renewUpcoming(seat.facts(), now));
          }
          // A record says nothing of the time before it was written.
          const asked = [0, 5, 30, 59, 60, 80, 24 * 60, 25 * 60].filter((minute) => minute >= then);
          return asked.map((minute) => {
            const { status, since, until } = seat.at(TWO + minute * MINUTE);
            return { status, since, until };
          });
        };
        expect(walk(new Seat().plan(), true)).toEqual(walk(new Seat().plan(), false));
      }),
    );
  });

  test("a choice is never replaced by a planned status before its guard ends", () => {
    const choices = fc.array(
      fc.record({ minute: fc.integer({ min: 0, max: 600 }), status: fc.constantFrom("desk", "meeting") }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(choices, fc.integer({ min: 0, max: 60 }), (chosen, guardMinutes) => {
        const seat = new Seat({}, guardMinutes)
          .plan()
          .plan({ status: "meeting", from: 15 * 60, to: 20 * 60 }, NOON, "late");
        for (const { minute, status } of chosen.toSorted((a, b) => a.minute - b.minute)) {
          const now = NOON + minute * MINUTE;
          seat.choose(status, now);
          const end = guardEnd(seat.agent.data, guardMinutes);
          expect(seat.at(Math.max(now, end - 1)).status).toBe(status);
        }
        const steps = pendingSteps(seat.agent.data, IDLE, NOON + 12 * HOUR);
        expect(steps.map(({ since }) => since)).toEqual(steps.map(({ since }) => since).toSorted((a, b) => a - b));
        expect(plannedNow(seat.at(NOON + 12 * HOUR))).toBeNull();
      }),
    );
  });
});

describe("bad input", () => {
  const REFUSED: [string, Partial<PlanDraft>, string][] = [
    ["an archived status", { status: "old" }, "status"],
    ["an unknown status", { status: "none" }, "status"],
    ["a day that doesn't exist", { firstDay: "2026-02-30" }, "firstDay"],
    ["a last day before the first", { lastDay: "2026-03-16" }, "lastDay"],
    ["days without any of the weekdays", { lastDay: "2026-03-18", weekdays: [6] }, "weekdays"],
    ["times that are over", { firstDay: "2026-03-16", lastDay: "2026-03-16" }, "lastDay"],
    ["a beginning without an end", { to: null }, "to"],
    ["an end without a beginning", { from: null }, "from"],
    ["no length", { to: 14 * 60 }, "to"],
    ["whole days without an end", { from: null, to: null, weekdays: [1, 2, 3, 4, 5, 6, 7] }, "lastDay"],
    ["a first day in two years", { firstDay: "2028-03-17" }, "firstDay"],
  ];
  test.each(REFUSED)("%s is refused with its field", (_name, more, field) => {
    expect(failureOf(() => new Seat().plan(more))).toMatchObject({ code: "invalid", field });
  });

  test("more than twenty for one person are too many", () => {
    const seat = new Seat();
    for (let n = 0; n < 20; n += 1) seat.plan({ from: n * 60, to: n * 60 + 30 }, NOON, `plan${n}`);
    expect(failureOf(() => seat.plan())).toMatchObject({ key: "agents.plannedTooMany" });
  });

  test("only a planned day ahead can be skipped, and of another version nothing can be changed", () => {
    const seat = new Seat().plan();
    const skip = (day: string) =>
      failureOf(() => skipPlan(seat.facts(), { id: "plan", day, skipped: true }, AVA, THREE));
    for (const day of ["2026-03-21", "2026-03-17", "2026-03-16", "tomorrow"])
      expect(skip(day)).toMatchObject({ field: "day" });
    expect(failureOf(() => removePlan(seat.facts(), { id: "plan", version: 7 }, AVA, NOON))).toMatchObject({
      code: "conflict",
    });
    expect(failureOf(() => removePlan(seat.facts(), { id: "other" }, AVA, NOON))).toMatchObject({ code: "not-found" });
  });
});
