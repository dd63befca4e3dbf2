import { describe, expect, test } from "vitest";
import { type Admission, admitCall, afterNoAnswer, type GateFacts } from "../../src/calls/admit.ts";
import type { Fact } from "../../src/lifecycle/rules.ts";
import { RUNNING } from "../../src/lifecycle/rules.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import type { QueueData } from "../../src/queues/schema.ts";
import { gateFacts, queuesOf } from "../support/gate.ts";
import { numberData } from "../support/routing.ts";
import { agent, doc, IDLE, minutes, NOON } from "../support/samples.ts";

const route = { to: "queue", id: "sales" } as const;
const fact = (until: number | null = null): Fact => ({ since: 0, by: "dana", until });
const admit = (more: Partial<GateFacts> = {}, now = NOON) => admitCall(gateFacts(more), now);
const withNumber = (more: Partial<NumberData>) => ({ number: doc("number", "number", numberData({ route, ...more })) });

/** `agents`: rung; otherwise the reason and what the caller hears. */
const shown = (admission: Admission): string => {
  if (!admission.connect) return `${admission.reason} (${admission.hears})`;
  const { target } = admission;
  if (target.to === "agents") return target.agents.join(", ");
  return target.to === "receiver" ? target.receiver.data.e164 : target.e164;
};

const ACCOUNTS: Record<string, Partial<GateFacts>> = {
  running: {},
  stopped: { service: { lifecycle: { ...RUNNING, stopped: fact() }, balanceMicros: 1, frozenConnects: true } },
  paused: { service: { lifecycle: { ...RUNNING, paused: fact() }, balanceMicros: 1, frozenConnects: true } },
  inactive: { service: { lifecycle: RUNNING, balanceMicros: -1, frozenConnects: true } },
  canceled: { service: { lifecycle: { ...RUNNING, canceled: fact() }, balanceMicros: 1, frozenConnects: true } },
};
const forwarded = { is: "forwarded", since: 0, until: minutes(10), to: "+15125550177", remaining: 60_000 } as const;
const NUMBERS: Record<string, Partial<NumberData>> = {
  active: {},
  stopped: { stopped: fact() },
  "stopped until a minute ago": { stopped: fact(minutes(-1)) },
  paused: { paused: fact() },
  frozen: { frozen: fact() },
  held: { state: { is: "held", since: 0, until: minutes(1) } },
  "held until a minute ago": { state: { is: "held", since: 0, until: minutes(-1) } },
  forwarded: { state: forwarded },
  "forwarded until a minute ago": { state: { ...forwarded, until: minutes(-1) } },
  "being released": { state: { is: "releasing", since: 0 } },
  released: { state: { is: "released", since: 0 } },
  "being ported": { state: { is: "porting", since: 0 } },
};
const AGENTS = "ava, ben";
const tone = (reason: string) => `${reason} (disconnected tone)`;

/** Columns: a running, stopped, paused, inactive and canceled account. */
const TABLE: Record<string, readonly string[]> = {
  active: [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
  stopped: [tone("stopped"), tone("stopped"), tone("stopped"), tone("inactive"), tone("canceled")],
  "stopped until a minute ago": [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
  paused: [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
  frozen: [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
  held: [tone("held"), tone("held"), tone("held"), tone("held"), tone("canceled")],
  "held until a minute ago": [tone("released"), tone("released"), tone("released"), tone("released"), tone("released")],
  forwarded: ["+15125550177", "+15125550177", "+15125550177", "+15125550177", "+15125550177"],
  "forwarded until a minute ago": Array.from({ length: 5 }, () => tone("released")),
  "being released": [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
  released: Array.from({ length: 5 }, () => tone("released")),
  "being ported": [AGENTS, tone("stopped"), AGENTS, tone("inactive"), tone("canceled")],
};

describe.each(Object.keys(TABLE))("a call to a number that is %s", (number) => {
  test.each(Object.keys(ACCOUNTS).map((account, index) => [account, TABLE[number]![index]!] as const))(
    "of an account that is %s: %s",
    (account, expected) => {
      expect(shown(admit({ ...ACCOUNTS[account], ...withNumber(NUMBERS[number]!) }))).toBe(expected);
    },
  );
});

test("a frozen number is silent where the plan says so", () => {
  const service = { lifecycle: RUNNING, balanceMicros: 1, frozenConnects: false };
  expect(shown(admit({ service, ...withNumber({ frozen: fact() }) }))).toBe(tone("frozen"));
});

test.each<[string, Partial<NumberData>, string]>([
  ["a receiving number", { route: { to: "receiver", id: "desk" } }, "+15125550199"],
  ["a receiving number that is gone", { route: { to: "receiver", id: "gone" } }, tone("no target")],
  ["a queue that is gone", { route: { to: "queue", id: "gone" } }, tone("no target")],
  ["nothing", { route: null }, tone("no target")],
])("a number whose calls go to %s", (_title, number, expected) => {
  expect(shown(admit(withNumber(number)))).toBe(expected);
});

const CLOSED = { hours: [{ id: "h", day: 7, from: 0, to: 60 }], holidays: [] };

/** Everybody at lunch, or whoever is named. */
const away = (...names: string[]): Partial<GateFacts> => ({
  seatOf: (person) => ({
    person,
    agent: agent(names.length === 0 || names.includes(person) ? { status: "lunch", statusName: "Lunch" } : {}).data,
    phone: IDLE,
  }),
});

describe("where calls of a queue go", () => {
  test.each<[string, Record<string, Partial<QueueData>>, Partial<GateFacts>, string]>([
    ["nobody available: voicemail", { sales: {} }, away(), "no agent (voicemail)"],
    ["nobody available: hang up", { sales: { noAnswer: { to: "hang up" } } }, away(), "no agent (announcement)"],
    ["one away: the other", { sales: {} }, away("ava"), "ben"],
    ["nobody: a number", { sales: { noAnswer: { to: "receiver", id: "desk" } } }, away(), "+15125550199"],
    ["closed: voicemail", { sales: { schedule: CLOSED } }, {}, "closed (voicemail)"],
    ["closed: hang up", { sales: { schedule: CLOSED, noAnswer: { to: "hang up" } } }, {}, "closed (announcement)"],
    [
      "closed: the next queue",
      {
        sales: { schedule: CLOSED, noAnswer: { to: "queue", id: "night" } },
        night: { members: [{ id: "cleo", weight: 1 }] },
      },
      {},
      "cleo",
    ],
    [
      "nobody: the next queue, closed: its voicemail",
      { sales: { noAnswer: { to: "queue", id: "night" } }, night: { schedule: CLOSED } },
      away(),
      "closed (voicemail)",
    ],
    [
      "in a circle: no target",
      { sales: { noAnswer: { to: "queue", id: "night" } }, night: { noAnswer: { to: "queue", id: "sales" } } },
      away(),
      tone("no target"),
    ],
    ["a phone about to ring for another call", { sales: {} }, { reserved: new Set(["ava"]) }, "ben"],
    ["in turn", { sales: {} }, { turns: new Map([["sales", { lastOffered: "ava", credits: {} }]]) }, "ben, ava"],
  ])("%s", (_title, queues, facts, expected) => {
    expect(shown(admit({ queues: queuesOf(queues), ...facts }))).toBe(expected);
  });

  test("a call that rang in vain goes the queue's way on, not to the same agents", () => {
    const facts = gateFacts({
      queues: queuesOf({
        sales: { noAnswer: { to: "queue", id: "night" } },
        night: { members: [{ id: "cleo", weight: 1 }] },
      }),
    });
    const next = afterNoAnswer(facts, facts.queues.get("sales")!, NOON);
    expect(next).toMatchObject({ to: "agents", agents: ["cleo"] });
    const last = afterNoAnswer(facts, facts.queues.get("night")!, NOON);
    expect(last).toMatchObject({ connect: false, reason: "no agent", hears: "voicemail" });
  });
});
