import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AgentData,
  allStatuses,
  isOverdue,
  type Phone,
  currentStatus,
  pendingSteps,
  recordStatus,
} from "../../src/agents/rules.ts";
import { WHEN_OVER } from "../../src/agents/types.ts";
import { agentKind } from "../../src/agents/schema.ts";
import { chooseStatus, queueNext, undoChoice } from "../../src/agents/statusChoice.ts";
import { Failure } from "../../src/core/failure.ts";
import { upgradeData } from "../../src/core/record.ts";
import { MINUTE } from "../../src/core/time.ts";
import {
  agentAfter,
  agent,
  AVA,
  CHOSEN_BY_AVA,
  doc,
  IDLE,
  inCall,
  minutes,
  NOON,
  statusData,
  STATUSES,
} from "../support/samples.ts";

const at = (data: Partial<AgentData>, now: number, phone: Phone = IDLE) => currentStatus(agent(data).data, phone, now);
const promised = {
  status: "lunch",
  statusName: "Lunch",
  since: NOON,
  until: minutes(30),
  whenOver: "available" as const,
};
const next = {
  status: "desk",
  statusName: "Desk",
  whenOver: "stay" as const,
  minutes: null,
  queuedAt: minutes(1),
  actor: AVA,
};

test("an older seat without the time of the last choice counts as chosen when its status began", () => {
  const { chosenAt: _new, ...older } = agent({ since: minutes(-40) }).data;
  expect(upgradeData(agentKind, 1, older)).toEqual({ ...older, chosenAt: minutes(-40) });
});

test("an agent's record from before the loop detector has no changes by rules", () => {
  const { ruleFlips: _new, ...older } = agent({ since: minutes(-40) }).data;
  expect(upgradeData(agentKind, 3, older)).toEqual({ ...older, ruleFlips: [] });
});

describe("when a status's time is over", () => {
  test.each([
    ["available", "available", minutes(30)],
    ["offline", "offline", minutes(30)],
    ["stay", "lunch", NOON],
  ] as const)("if the status says “%s”, it becomes %s, computed from the clock alone", (whenOver, status, since) => {
    expect(at({ ...promised, whenOver }, minutes(30) - 1)).toMatchObject({ status: "lunch", since: NOON });
    expect(at({ ...promised, whenOver }, minutes(30))).toMatchObject({ status, since });
    expect(at({ ...promised, whenOver }, minutes(3000))).toMatchObject({ status, since });
  });

  test("if the status stays, it is flagged as overdue", () => {
    const staying = agent({ ...promised, whenOver: "stay" }).data;
    expect([isOverdue(staying, minutes(30) - 1), isOverdue(staying, minutes(30))]).toEqual([false, true]);
    expect(isOverdue(agent().data, minutes(3000))).toBe(false);
  });

  test("during a call it waits for the call's end", () => {
    const now = minutes(40);
    expect(at(promised, now, inCall(minutes(20))).status).toBe("lunch");
    expect(at(promised, now, inCall(minutes(20), minutes(35)))).toMatchObject({
      status: "available",
      since: minutes(35),
    });
    expect(at(promised, now, inCall(minutes(20), minutes(25)))).toMatchObject({
      status: "available",
      since: minutes(30),
    });
    expect(at(promised, now, inCall(minutes(31)))).toMatchObject({ status: "available", since: minutes(30) });
  });

  test("the clock is the actor, and the cause names what ended", () => {
    expect(at(promised, minutes(31))).toMatchObject({
      actor: { as: "job", id: "clock" },
      cause: { key: "agents.cause.timeOver", values: { status: "Lunch" } },
      before: null,
      until: null,
    });
  });
});

describe("a status queued for after the call", () => {
  test("starts at the end of the first call that ends after it was queued", () => {
    expect(at({ next }, minutes(9), inCall(NOON)).status).toBe("available");
    expect(at({ next }, minutes(9), inCall(NOON, minutes(5)))).toMatchObject({
      status: "desk",
      since: minutes(5),
      next: null,
    });
    expect(at({ next }, minutes(9), inCall(-60, NOON)).status).toBe("available");
    expect(at({ next }, minutes(9), inCall(NOON, minutes(10))).status).toBe("available");
  });

  test("waits for the next call if a call ended at the moment it was queued", () => {
    expect(at({ next }, minutes(9), inCall(NOON, minutes(1))).status).toBe("available");
    expect(at({ next }, minutes(9), inCall(NOON, minutes(1) + 1)).status).toBe("desk");
    const phone = inCall(NOON, minutes(1));
    const queued = agentAfter(
      agent(),
      queueNext({ agent: agent(), phone, statuses: STATUSES }, { status: "desk" }, AVA, minutes(1)),
    );
    expect(currentStatus(queued.data, phone, minutes(1))).toEqual(queued.data);
  });

  test("takes precedence over a return at the same moment", () => {
    const ended = inCall(NOON, minutes(35));
    expect(at({ ...promised, next }, minutes(40), ended)).toMatchObject({ status: "desk", since: minutes(35) });
    expect(pendingSteps(agent({ ...promised, next }).data, ended, minutes(40))).toHaveLength(1);
  });

  test("counts its own duration from the call's end, which can be over already", () => {
    const timed = { ...next, minutes: 10, whenOver: "available" as const };
    const ended = inCall(NOON, minutes(5));
    expect(at({ next: timed }, minutes(14), ended)).toMatchObject({ status: "desk", until: minutes(15) });
    expect(
      pendingSteps(agent({ next: timed }).data, ended, minutes(15)).map(({ status, since }) => [status, since]),
    ).toEqual([
      ["desk", minutes(5)],
      ["available", minutes(15)],
    ]);
  });
});

test("every account has Available first and Offline last, with its own statuses in order between them", () => {
  const records = [
    doc("status", "b", statusData("B", { order: 2 })),
    doc("status", "z", statusData("Z", { order: 1 })),
    doc("status", "a", statusData("A", { order: 2 })),
  ];
  expect(allStatuses(records).map(({ id }) => id)).toEqual(["available", "z", "a", "b", "offline"]);
  expect(allStatuses([]).map(({ takesCalls, builtIn }) => [takesCalls, builtIn])).toEqual([
    [true, true],
    [false, true],
  ]);
});

const instant = fc.integer({ min: -120, max: 120 }).map(minutes);
const phones: fc.Arbitrary<Phone> = fc.oneof(
  fc.constant(IDLE),
  instant.map((from) => inCall(from)),
  fc.tuple(instant, fc.integer({ min: 0, max: 60 })).map(([from, length]) => inCall(from, from + length * MINUTE)),
);
const agents: fc.Arbitrary<AgentData> = fc
  .record({
    since: instant,
    until: fc.option(instant),
    whenOver: fc.constantFrom(...WHEN_OVER),
    next: fc.option(
      fc.record({
        minutes: fc.option(fc.integer({ min: 1, max: 60 })),
        whenOver: fc.constantFrom(...WHEN_OVER),
        queuedAt: instant,
      }),
    ),
  })
  .map(
    ({ next: queued, ...rest }) =>
      agent({ ...rest, status: "lunch", statusName: "Lunch", next: queued && { ...next, ...queued } }).data,
  );

describe("at any instant", () => {
  test("reading twice gives the same as once", () => {
    fc.assert(
      fc.property(agents, phones, instant, (data, phone, now) => {
        const once = currentStatus(data, phone, now);
        expect(currentStatus(once, phone, now)).toEqual(once);
      }),
    );
  });

  test("reading early and again later gives the same as reading later", () => {
    fc.assert(
      fc.property(agents, phones, instant, instant, (data, phone, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        // A call still open at the earlier instant was the phone's state then.
        fc.pre(phone.call === null || phone.call.to === null || phone.call.to <= early);
        expect(currentStatus(currentStatus(data, phone, early), phone, late)).toEqual(currentStatus(data, phone, late));
      }),
    );
  });

  test("recorded changes read the same as before", () => {
    fc.assert(
      fc.property(agents, phones, instant, (data, phone, now) => {
        const before = agent(data);
        const written = agentAfter(before, recordStatus(before, phone, now));
        expect(written.data).toEqual(currentStatus(data, phone, now));
        expect(recordStatus(written, phone, now)).toEqual([]);
      }),
    );
  });

  test("steps are few, fit the schema, and never lie in the future", () => {
    fc.assert(
      fc.property(agents, phones, instant, (data, phone, now) => {
        const steps = pendingSteps(data, phone, now);
        expect(steps.length).toBeLessThanOrEqual(3);
        for (const step of steps) {
          expect(step.since).toBeLessThanOrEqual(now);
          expect(agentKind.schema.safeParse(step).success).toBe(true);
        }
      }),
    );
  });

  test("after any choices, queueing and undoing, the status is readable and every version fits its schema", () => {
    const moves = fc.array(
      fc.tuple(
        fc.constantFrom("choose", "queue", "undo"),
        fc.constantFrom(...STATUSES.map(({ id }) => id)),
        fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
        fc.integer({ min: 0, max: 60 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(moves, phones, (made, phone) => {
        let [doc, now] = [agent(), minutes(121)];
        for (const [how, status, length, later] of made) {
          now += later * MINUTE;
          const facts = { agent: doc, phone, statuses: STATUSES };
          try {
            const effects =
              how === "choose"
                ? chooseStatus(facts, { status, minutes: length }, CHOSEN_BY_AVA, now)
                : how === "queue"
                  ? queueNext(facts, { status, minutes: length }, AVA, now)
                  : undoChoice(facts, AVA, undefined, now);
            doc = agentAfter(doc, effects);
            if (effects.length > 0) expect(currentStatus(doc.data, phone, now)).toEqual(doc.data);
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
          }
          expect(agentKind.schema.safeParse(doc.data).success).toBe(true);
        }
      }),
    );
  });
});
