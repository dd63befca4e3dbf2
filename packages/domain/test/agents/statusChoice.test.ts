import { describe, expect, test } from "vitest";
import { applyIdleRule } from "../../src/agents/idleRule.ts";
import type { AgentData } from "../../src/agents/rules.ts";
import { PROMISE_MAX_MINUTES } from "../../src/agents/types.ts";
import type { Effect } from "../../src/core/effect.ts";
import { message } from "../../src/core/message.ts";
import type { Doc } from "../../src/core/record.ts";
import { chooseStatus, clearNext, extendPromise, queueNext, undoChoice } from "../../src/agents/statusChoice.ts";
import { MINUTE } from "../../src/core/time.ts";
import {
  actions,
  agentAfter,
  agent,
  AVA,
  type Choice,
  CHOSEN_BY_AVA,
  IDLE,
  inCall,
  lastSavedAgent,
  minutes,
  NOON,
  failureOf,
  STATUSES,
} from "../support/samples.ts";

const MILO = { as: "person", id: "milo" } as const;
const REASON = message("agents.cause.reason", { reason: "covering support" });
const facts = (doc = agent(), phone = IDLE) => ({ agent: doc, statuses: STATUSES, phone });
/** The only device, which nobody has used for ages, reports now. */
const unusedAt = (now: number) => [{ idleSince: 0, reportedAt: now }];
const idleAfter = (minutes: number) => ({ idleRule: { minutes, status: "lunch" }, guardMinutes: 10 });
const choose = (choice: Choice, doc = agent(), phone = IDLE, now = NOON) =>
  chooseStatus(facts(doc, phone), choice, CHOSEN_BY_AVA, now);

describe("choosing a status", () => {
  test.each([
    ["its own default length", { status: "lunch" }, minutes(30)],
    ["a length in minutes", { status: "lunch", minutes: 45 }, minutes(45)],
    ["an end", { status: "lunch", until: minutes(90) }, minutes(90)],
    ["no end, said as no minutes", { status: "lunch", minutes: null }, null],
    ["no end, said as no instant", { status: "lunch", until: null }, null],
    ["no end, having no default", { status: "leave" }, null],
    ["the longest there is", { status: "leave", minutes: PROMISE_MAX_MINUTES }, minutes(PROMISE_MAX_MINUTES)],
  ])("a status lasts for %s", (_how, choice, until) => {
    expect(lastSavedAgent(choose(choice))).toMatchObject({ status: choice.status, since: NOON, until, actor: AVA });
  });

  test.each([
    ["an end that is past", { status: "lunch", until: NOON - 1 }, "agents.endInPast", "until"],
    ["an end that is now", { status: "lunch", until: NOON }, "agents.endInPast", "until"],
    ["an end beyond two weeks", { status: "lunch", minutes: PROMISE_MAX_MINUTES + 1 }, "agents.endTooFar", "minutes"],
    ["a status that is archived", { status: "old" }, "agents.statusArchived", "status"],
    ["a status that is not there", { status: "nothing" }, "agents.statusUnknown", "status"],
  ])("%s is rejected", (_what, choice, key, field) => {
    expect(failureOf(() => choose(choice))).toEqual({ code: "invalid", key, field });
  });

  test("rejects a version that is out of date, with the present state", () => {
    expect(failureOf(() => choose({ status: "lunch", version: 4 }, agent({}, 5)))).toEqual({
      code: "conflict",
      key: "agents.changedMeanwhile",
      field: "version",
    });
    expect(choose({ status: "lunch", version: 5 }, agent({}, 5))).toHaveLength(1);
  });

  test("choosing the same again only records the new choice; with another end it keeps its beginning", () => {
    const there = agentAfter(agent(), choose({ status: "lunch" }));
    const again = choose({ status: "lunch", until: minutes(30) }, there, IDLE, minutes(5));
    expect(lastSavedAgent(again)).toEqual({ ...there.data, chosenAt: minutes(5) });
    expect(choose({ status: "lunch", until: minutes(30) }, there, IDLE, NOON)).toEqual([]);
    const longer = lastSavedAgent(choose({ status: "lunch", until: minutes(50) }, there, IDLE, minutes(5)));
    expect(longer).toMatchObject({ since: NOON, until: minutes(50) });
  });

  test("records first what time has changed, with its own time", () => {
    const there = agentAfter(agent(), choose({ status: "lunch" }));
    const effects = choose({ status: "desk" }, there, IDLE, minutes(40));
    expect(actions(effects)).toEqual(["agents.didMove", "agents.didChoose"]);
    expect(effects[0]).toMatchObject({
      at: minutes(30),
      cause: { key: "agents.cause.timeOver", values: { status: "Lunch" } },
    });
    expect(lastSavedAgent(effects).before).toMatchObject({ status: "available", since: minutes(30) });
  });
});

describe("a choice made offline", () => {
  const meant = (ago: number, doc = agent(), more: Partial<Choice> = {}) =>
    choose({ status: "lunch", chosenAt: NOON - ago, ...more }, doc);

  test("counts from when it was made", () => {
    expect(lastSavedAgent(meant(10 * MINUTE))).toMatchObject({ since: minutes(-10), until: minutes(20) });
  });

  test.each([
    ["15 minutes old to the millisecond", () => meant(15 * MINUTE), "agents.offlineChoiceTooOld"],
    ["from a clock that is ahead", () => meant(-MINUTE - 1), "agents.deviceClockAhead"],
    ["over before it arrives", () => meant(10 * MINUTE, agent(), { minutes: 10 }), "agents.endInPast"],
    ["older than a newer choice", () => meant(10 * MINUTE, agent({ chosenAt: minutes(-9) })), "agents.newerChoice"],
  ])("is rejected when it is %s", (_why, work, key) => {
    expect(failureOf(work).key).toBe(key);
  });

  test("is accepted a millisecond before that", () => {
    expect(meant(15 * MINUTE - 1)).toHaveLength(1);
    expect(meant(-MINUTE)).toHaveLength(1);
    expect(meant(10 * MINUTE, agent({ chosenAt: minutes(-10) }, 2, minutes(-10)))).toHaveLength(1);
  });

  /** The seat 10 minutes ago, and what happened to it 5 minutes ago: after the choice was made, before it arrives. */
  const lunchThere = () => agentAfter(agent(), choose({ status: "lunch", minutes: 60 }, agent(), IDLE, minutes(-20)));
  const then = minutes(-5);
  const NEWER: [string, () => Effect[], Doc<AgentData>][] = [
    ["a newer choice", () => choose({ status: "meeting" }, lunchThere(), IDLE, then), lunchThere()],
    ["the same status with another end", () => choose({ status: "lunch" }, lunchThere(), IDLE, then), lunchThere()],
    ["the very same choice again", () => choose({ status: "available" }, agent(), IDLE, then), agent()],
    ["an undo", () => undoChoice(facts(lunchThere()), AVA, undefined, then), lunchThere()],
    ["five minutes more", () => extendPromise({ agent: lunchThere(), phone: IDLE }, 5, undefined, then), lunchThere()],
    [
      "a supervisor's word",
      () => chooseStatus(facts(agent()), { status: "available" }, { actor: MILO, cause: REASON }, then),
      agent(),
    ],
    [
      "a newer choice of another device that was offline",
      () => choose({ status: "desk", chosenAt: then }, lunchThere(), IDLE, minutes(-1)),
      lunchThere(),
    ],
  ];
  test.each(NEWER)(
    "asks back if %s came after it was made, and is accepted if it came before",
    (_what, work, before) => {
      const there = agentAfter(before, work());
      const late = (ago: number) => choose({ status: "leave", chosenAt: NOON - ago }, there);
      expect(failureOf(() => late(10 * MINUTE)).key).toBe("agents.newerChoice");
      expect(lastSavedAgent(late(5 * MINUTE)).status).toBe("leave");
    },
  );

  test("compares with when a status was queued, not with the call's end that started it", () => {
    const queuedAt = (at: number) =>
      agentAfter(agent(), queueNext(facts(agent(), inCall(minutes(-14))), { status: "desk" }, AVA, at));
    const over = inCall(minutes(-14), minutes(-2));
    const late = (there: Doc<AgentData>) => choose({ status: "leave", chosenAt: minutes(-10) }, there, over);
    expect(failureOf(() => late(queuedAt(minutes(-5)))).key).toBe("agents.newerChoice");
    expect(lastSavedAgent(late(queuedAt(minutes(-12)))).status).toBe("leave");
  });

  test("overrides what a rule did meanwhile, because nobody chose that", () => {
    const there = agentAfter(agent(), applyIdleRule(facts(), idleAfter(5), unusedAt(minutes(-5)), AVA, minutes(-5)));
    expect(there.data.status).toBe("lunch");
    expect(lastSavedAgent(choose({ status: "leave", chosenAt: minutes(-10) }, there)).status).toBe("leave");
  });

  test("overrides what only time has done since", () => {
    const there = agent({
      status: "lunch",
      statusName: "Lunch",
      since: minutes(-40),
      until: minutes(-5),
      whenOver: "available",
    });
    expect(meant(10 * MINUTE, there, { status: "desk" }).length).toBeGreaterThan(0);
  });
});

describe("queueing for after the call", () => {
  const withQueued = (doc = agent(), phone = inCall(minutes(-5)), now = NOON) =>
    agentAfter(doc, queueNext(facts(doc, phone), { status: "lunch" }, AVA, now));

  test("queue, clear, queue: each is in the log, and the last one counts", () => {
    const first = queueNext(facts(agent(), inCall(0)), { status: "lunch" }, AVA, NOON);
    const queued = agentAfter(agent(), first);
    const cleared = clearNext({ agent: queued, phone: inCall(0) }, NOON);
    const again = queueNext(facts(agentAfter(queued, cleared), inCall(0)), { status: "desk" }, AVA, NOON);
    expect([...actions(first), ...actions(cleared), ...actions(again)]).toEqual([
      "agents.didQueue",
      "agents.didClearNext",
      "agents.didQueue",
    ]);
    expect(lastSavedAgent(again)).toMatchObject({ status: "available", next: { status: "desk", minutes: null } });
  });

  test("queueing the same again, or clearing nothing, changes nothing", () => {
    expect(queueNext(facts(withQueued(), inCall(0)), { status: "lunch" }, AVA, minutes(1))).toEqual([]);
    expect(clearNext({ agent: agent(), phone: IDLE }, NOON)).toEqual([]);
  });

  test("a new choice clears the queued status and says so; choosing the same status again does, too", () => {
    for (const [status, phone] of [
      ["desk", inCall(0)],
      ["available", inCall(0)],
      ["available", IDLE],
    ] as const) {
      const chosen = choose({ status }, withQueued(), phone, minutes(1));
      expect(lastSavedAgent(chosen)).toMatchObject({
        status,
        next: null,
        before: { status: "available", queue: { next: { status: "lunch" } } },
      });
      expect(actions(chosen)).toEqual(["agents.didChooseClearing"]);
    }
    expect(actions(choose({ status: "desk", minutes: 9 }, withQueued(), inCall(0), minutes(1)))).toEqual([
      "agents.didChooseUntilClearing",
    ]);
    const given = chooseStatus(
      facts(withQueued(), inCall(0)),
      { status: "desk" },
      { actor: MILO, cause: REASON },
      minutes(1),
    );
    expect(lastSavedAgent(given).next).toBeNull();
  });

  test("an older choice from a device, or a rule, leaves it queued", () => {
    const meant = { status: "desk", chosenAt: minutes(-1) };
    const before = agent({ chosenAt: minutes(-9) });
    const doc = withQueued(before, inCall(0));
    expect(lastSavedAgent(choose(meant, doc, inCall(0), minutes(1))).next).toMatchObject({ status: "lunch" });
    const idle = applyIdleRule(
      facts(withQueued(agent(), IDLE), IDLE),
      idleAfter(5),
      unusedAt(minutes(1)),
      AVA,
      minutes(1),
    );
    expect(lastSavedAgent(idle).next).toMatchObject({ status: "lunch" });
  });

  test("an undo restores the cleared one, unless the call it was waiting for is over", () => {
    const phone = inCall(0);
    const chosen = agentAfter(withQueued(), choose({ status: "desk" }, withQueued(), phone, minutes(1)));
    const undone = undoChoice(facts(chosen, phone), AVA, undefined, minutes(2));
    expect(lastSavedAgent(undone)).toMatchObject({ status: "available", next: { status: "lunch" } });
    const over = inCall(0, minutes(2));
    expect(lastSavedAgent(undoChoice(facts(chosen, over), AVA, undefined, minutes(3)))).toMatchObject({
      status: "available",
      next: null,
    });
    // Undoing again clears it again.
    const twice = undoChoice(facts(agentAfter(chosen, undone), phone), AVA, undefined, minutes(3));
    expect(lastSavedAgent(twice)).toMatchObject({ status: "desk", next: null });
    // A status queued since then is the later choice.
    const later = agentAfter(chosen, queueNext(facts(chosen, phone), { status: "desk" }, AVA, minutes(2)));
    expect(lastSavedAgent(undoChoice(facts(later, phone), AVA, undefined, minutes(3))).next).toMatchObject({
      status: "desk",
    });
  });

  test("archived and unknown statuses, and durations over two weeks, are not queued", () => {
    const ask = (status: string, length?: number) => () => queueNext(facts(), { status, minutes: length }, AVA, NOON);
    expect(failureOf(ask("old")).key).toBe("agents.statusArchived");
    expect(failureOf(ask("nothing")).key).toBe("agents.statusUnknown");
    expect(failureOf(ask("lunch", PROMISE_MAX_MINUTES + 1)).key).toBe("agents.endTooFar");
  });
});

describe("undoing a choice", () => {
  const undo = (doc = agent(), now = NOON, version?: number) => undoChoice(facts(doc), AVA, version, now);

  test("restores the previous status with its beginning and end; twice returns to the start", () => {
    const lunch = agentAfter(
      agent({ since: minutes(-60) }),
      choose({ status: "lunch" }, agent({ since: minutes(-60) })),
    );
    const back = agentAfter(lunch, undo(lunch, minutes(1)));
    expect(back.data).toMatchObject({
      status: "available",
      since: minutes(-60),
      until: null,
      cause: { key: "agents.cause.undone" },
    });
    const forth = agentAfter(back, undo(back, minutes(2)));
    expect(forth.data).toMatchObject({ status: "lunch", since: NOON, until: minutes(30) });
  });

  test("there is nothing to undo before a choice, or after time has changed the status", () => {
    expect(failureOf(() => undo()).key).toBe("agents.nothingToUndo");
    const lunch = agentAfter(agent(), choose({ status: "lunch" }));
    expect(failureOf(() => undo(lunch, minutes(30))).key).toBe("agents.nothingToUndo");
  });

  test("a status that would be over by now, or was archived since, is not restored", () => {
    const store = agentAfter(agent(), choose({ status: "desk" }));
    const before = { statusName: "x", since: 0, until: NOON, whenOver: "available" as const, queue: null };
    const lapsed = { ...store, data: { ...store.data, before: { ...before, status: "lunch" } } };
    expect(failureOf(() => undo(lapsed, minutes(1))).key).toBe("agents.undoLapsed");
    const archived = { ...store, data: { ...store.data, before: { ...before, status: "old" } } };
    expect(failureOf(() => undo(archived)).key).toBe("agents.statusArchived");
    expect(failureOf(() => undo(store, NOON, 1)).key).toBe("agents.changedMeanwhile");
  });
});

describe("extending a promise", () => {
  const extend = (doc = agent(), length = 5, now = NOON, version?: number) =>
    extendPromise({ agent: doc, phone: IDLE }, length, version, now);

  test.each([
    ["ahead: from its end", minutes(10), minutes(15)],
    ["overdue: from now", minutes(-10), minutes(5)],
    ["over this very instant: from now", NOON, minutes(5)],
  ])("a promise that is %s", (_what, until, expected) => {
    const there = agent({ status: "meeting", statusName: "Meeting", until, whenOver: "stay" });
    expect(lastSavedAgent(extend(there))).toMatchObject({ status: "meeting", until: expected });
  });

  test("a status without an end, or one that ended meanwhile, cannot be extended, and nothing beyond two weeks", () => {
    expect(failureOf(() => extend()).key).toBe("agents.noEnd");
    const lunch = agentAfter(agent(), choose({ status: "lunch" }));
    expect(failureOf(() => extend(lunch, 5, minutes(30))).key).toBe("agents.noEnd");
    expect(failureOf(() => extend(lunch, PROMISE_MAX_MINUTES)).key).toBe("agents.endTooFar");
    expect(failureOf(() => extend(lunch, 5, NOON, 1)).key).toBe("agents.changedMeanwhile");
  });
});

describe("an idle computer", () => {
  const idle = (doc = agent(), phone = IDLE) =>
    applyIdleRule(facts(doc, phone), idleAfter(15), unusedAt(NOON), AVA, NOON);

  test("leaves a status that takes calls, and says why", () => {
    expect(lastSavedAgent(idle())).toMatchObject({
      status: "lunch",
      cause: { key: "agents.cause.idle", values: { minutes: 15 } },
    });
    expect(lastSavedAgent(idle(agent({ status: "desk" }))).status).toBe("lunch");
  });

  test("changes nothing during a call, or in a status that takes none", () => {
    expect(idle(agent(), inCall(minutes(-5)))).toEqual([]);
    expect(idle(agent({ status: "meeting" }))).toEqual([]);
    expect(idle(agent({ status: "offline" }))).toEqual([]);
  });

  test("changes nothing if the account has no rule", () => {
    expect(applyIdleRule(facts(), { idleRule: null, guardMinutes: 10 }, unusedAt(NOON), AVA, NOON)).toEqual([]);
  });
});
