import { describe, expect, test } from "vitest";
import type { Phone } from "../../src/agents/rules.ts";
import { OFFLINE, PHONE_STATES, type PhoneState } from "../../src/agents/types.ts";
import { en } from "../../src/core/messages/en.ts";
import { rankMembers, type OfferContext, type QueueSeat } from "../../src/queues/callOffers.ts";
import { message, render } from "../../src/core/message.ts";
import { NO_TURNS } from "../../src/queues/turns.ts";
import type { Routing } from "../../src/queues/types.ts";
import type { QueueData } from "../../src/queues/schema.ts";
import { queueData } from "../support/routing.ts";
import { agent, AVA, minutes, NOON, STATUSES } from "../support/samples.ts";

const OPEN = { isOpen: true, why: message("queues.openAlways") };
const CLOSED = { isOpen: false, why: message("queues.closedUntil", { until: minutes(60) }) };
const context = (more: Partial<OfferContext> = {}): OfferContext => ({
  statuses: STATUSES,
  opening: OPEN,
  turns: NO_TURNS,
  ...more,
});

const phoneIn = (state: PhoneState): Phone => ({
  state,
  since: minutes(-5),
  call: ["inbound", "outbound", "wrap-up"].includes(state) ? { from: minutes(-5), to: null } : null,
});
const lunch = { status: "lunch", statusName: "Lunch", since: minutes(-30), whenOver: "available" } as const;

/** Each possible state of an agent at noon; null has no seat in this account. */
const AGENTS = {
  available: agent(),
  "a status that takes calls": agent({ status: "desk", statusName: "Desk" }),
  "lunch, for another minute": agent({ ...lunch, until: minutes(1) }),
  "lunch, over by now": agent({ ...lunch, until: NOON }),
  "lunch, stays when over": agent({ ...lunch, until: NOON, whenOver: "stay" }),
  "a desk that ends offline, over by now": agent({
    status: "desk",
    statusName: "Desk",
    until: NOON,
    whenOver: "offline",
  }),
  offline: agent({ status: OFFLINE, statusName: "Offline" }),
  "an archived status": agent({ status: "old", statusName: "Old" }),
  "a status that nobody knows any more": agent({ status: "gone", statusName: "Gone" }),
  "no seat here": null,
};

const LETTERS: Record<string, string> = {
  "queues.eligibleAt": "Y",
  "queues.closedUntil": "c",
  "queues.noSoftphone": "s",
  "queues.notConnected": "n",
  "queues.takesNone": "t",
  "queues.offline": "o",
  "queues.ringing": "r",
  "queues.inCall": "i",
  "queues.wrappingUp": "w",
};

/**
 * Every combination of queue, agent and phone. Columns: not connected, idle, ringing, inbound, outbound, wrap-up. Y is
 * offered; otherwise the reason: c queue closed, s no seat, n phone not connected, o offline, t the status takes no
 * calls, r the phone rings, i in a call, w in wrap-up.
 */
const OPEN_TABLE: Record<keyof typeof AGENTS, string> = {
  available: "nYriiw",
  "a status that takes calls": "nYriiw",
  "lunch, for another minute": "nttttt",
  // A due return waits for the end of a call, so during the call lunch is still the status.
  "lunch, over by now": "nYrttt",
  "lunch, stays when over": "nttttt",
  // Going offline waits as well: during a call the status still takes calls.
  "a desk that ends offline, over by now": "nooiiw",
  offline: "nooooo",
  "an archived status": "nttttt",
  "a status that nobody knows any more": "nttttt",
  "no seat here": "ssssss",
};
const CLOSED_TABLE: Record<keyof typeof AGENTS, string> = {
  available: "cccccc",
  "a status that takes calls": "cccccc",
  "lunch, for another minute": "cccccc",
  "lunch, over by now": "cccccc",
  "lunch, stays when over": "cccccc",
  "a desk that ends offline, over by now": "cccccc",
  offline: "cccccc",
  "an archived status": "cccccc",
  "a status that nobody knows any more": "cccccc",
  "no seat here": "cccccc",
};

describe.each([
  ["open", OPEN, OPEN_TABLE],
  ["closed", CLOSED, CLOSED_TABLE],
] as const)("a queue that is %s", (_title, opening, table) => {
  test.each(Object.keys(AGENTS) as (keyof typeof AGENTS)[])("%s", (name) => {
    const doc = AGENTS[name];
    const found = PHONE_STATES.map((state) => {
      const seats: QueueSeat[] = doc ? [{ person: "ava", agent: doc.data, phone: phoneIn(state) }] : [];
      const [offer] = rankMembers(queueData(), seats, NOON, context({ opening }));
      expect(offer!.eligible).toBe(offer!.why.key === "queues.eligibleAt");
      expect(offer!.rank).toBe(offer!.eligible ? 1 : null);
      return LETTERS[offer!.why.key];
    });
    expect(found.join("")).toBe(table[name]);
  });
});

describe("a status chosen during a call applies to the next one", () => {
  const next = { ...lunch, minutes: null, queuedAt: minutes(-3), actor: AVA };
  const { since: _since, ...queued } = next;
  const ended: Phone = { state: "idle", since: minutes(-1), call: { from: minutes(-5), to: minutes(-1) } };
  const offerOf = (more: Parameters<typeof agent>[0], phone: Phone) =>
    rankMembers(queueData(), [{ person: "ava", agent: agent(more).data, phone }], NOON, context())[0]!;

  test("a status queued for after the call prevents the next call after this one", () => {
    expect(offerOf({ next: queued }, phoneIn("inbound")).why.key).toBe("queues.inCall");
    expect(offerOf({ next: queued }, ended).why.key).toBe("queues.takesNone");
  });

  test("somebody who becomes available during a call is offered the next one", () => {
    expect(offerOf({ since: minutes(-2) }, phoneIn("inbound")).eligible).toBe(false);
    expect(offerOf({ since: minutes(-2) }, ended).eligible).toBe(true);
  });
});

/** Ava became idle first and came back from lunch last; Ben has waited longest; Cleo came last. */
const SEATS: QueueSeat[] = [
  {
    person: "ava",
    agent: agent({ since: minutes(-3) }).data,
    phone: { state: "idle", since: minutes(-60), call: null },
  },
  {
    person: "ben",
    agent: agent({ since: minutes(-90) }).data,
    phone: { state: "idle", since: minutes(-20), call: null },
  },
  {
    person: "cleo",
    agent: agent({ since: minutes(-9) }).data,
    phone: { state: "idle", since: minutes(-1), call: null },
  },
];
const members = (...weights: number[]) => ["ava", "ben", "cleo"].map((id, at) => ({ id, weight: weights[at] ?? 1 }));
const credits = (...owed: number[]) => ({
  turns: {
    lastOffered: null,
    credits: Object.fromEntries(["ava", "ben", "cleo"].map((id, at) => [id, owed[at] ?? 0])),
  },
});
const after = (lastOffered: string) => ({ turns: { lastOffered, credits: {} } });

describe("the order of ringing", () => {
  test.each<[string, Routing, number[], Partial<OfferContext>, (number | null)[]]>([
    ["all at once", "simultaneous", [1, 1, 1], {}, [1, 1, 1]],
    ["in turn, from the top at first", "round robin", [1, 1, 1], {}, [1, 2, 3]],
    ["in turn, after the one last offered", "round robin", [1, 1, 1], after("ava"), [3, 1, 2]],
    ["in turn, round the end", "round robin", [1, 1, 1], after("cleo"), [1, 2, 3]],
    ["in turn, after one who has left the queue", "round robin", [1, 1, 1], after("finn"), [1, 2, 3]],
    ["longest idle: since the later of phone and status", "longest idle", [1, 1, 1], {}, [2, 1, 3]],
    ["by weight, before any call", "weighted", [1, 3, 2], {}, [3, 1, 2]],
    ["by weight, whoever is owed most first", "weighted", [1, 3, 2], credits(1, -3, 2), [2, 3, 1]],
    ["by weight, owed alike: the heavier first", "weighted", [1, 3, 2], credits(2, 0, 1), [3, 1, 2]],
    ["by weight, alike in all: as they stand", "weighted", [2, 2, 2], credits(0, 0, 0), [1, 2, 3]],
    ["by weight, 0 gets none", "weighted", [0, 1, 1], {}, [null, 1, 2]],
    ["by weight, 0 for everybody says nothing", "weighted", [0, 0, 0], credits(-2, 1, 0), [3, 1, 2]],
    ["a weight of 0 counts nowhere else", "longest idle", [0, 0, 1], {}, [2, 1, 3]],
  ])("%s", (_title, routing, weights, more, places) => {
    const queue = queueData({ routing, members: members(...weights) });
    expect(rankMembers(queue, SEATS, NOON, context(more)).map(({ rank }) => rank)).toEqual(places);
  });

  test("members who get no calls leave no gap", () => {
    const busy = SEATS.map((seat) => (seat.person === "ben" ? { ...seat, phone: phoneIn("inbound") } : seat));
    const queue = queueData({ routing: "round robin", members: members() });
    expect(rankMembers(queue, busy, NOON, context(after("ava"))).map(({ rank }) => rank)).toEqual([2, null, 1]);
  });
});

test("why, in words", () => {
  const text = (queue: Partial<QueueData>, seats: QueueSeat[], more: Partial<OfferContext> = {}) =>
    rankMembers(queueData(queue), seats, NOON, context(more)).map(({ why }) =>
      render(en, why, { zone: "UTC", language: "en-GB" }),
    );
  expect(text({ members: members(0, 1, 1), routing: "weighted" }, SEATS)).toEqual([
    "Has weight 0, so gets no calls",
    "Offered as number 1",
    "Offered as number 2",
  ]);
  expect(text({ routing: "simultaneous" }, SEATS)).toEqual(["Offered at the same time as others"]);
  expect(text({}, [], { opening: CLOSED })).toEqual(["Closed until 13:00"]);
  const away: QueueSeat = { person: "ava", agent: AGENTS["lunch, for another minute"].data, phone: phoneIn("idle") };
  expect(text({}, [away])).toEqual(["Lunch takes no calls"]);
});
