import { encodeCursor } from "../../../src/store/search/lists.ts";
import { number, queue, source, seat, status, editable, queueForm, order, type Trial } from "./trial.ts";

export const TEAM: Record<string, Trial | readonly Trial[]> = {
  "agents.statuses": { as: "agent" },
  "agents.defineStatus": { input: (g, n) => ({ name: `Status ${n} ${g.world.newId()}`.slice(0, 60), tone: "teal" }) },
  "agents.archiveStatus": {
    input: async (g, n) => {
      const { id } = await g.call(
        "administrator",
        "agents.defineStatus",
      )({ name: `A ${n} ${g.world.newId()}`, tone: "teal" });
      return { id, version: 1, archived: true };
    },
  },
  "agents.orderStatuses": {
    input: async (g, n) => {
      const all: { id: string; builtIn: boolean; archivedAt: number | null }[] = await g.call(
        "agent",
        "agents.statuses",
      )();
      const own = all.filter(({ builtIn, archivedAt }) => !builtIn && archivedAt === null).map(({ id }) => id);
      return { ids: n % 2 === 0 ? own.toReversed() : own };
    },
  },
  "agents.mine": { as: "agent" },
  "agents.setStatus": { as: "agent", input: (g, n) => ({ status: status(g, n) }) },
  "agents.reportIdle": { as: "agent" },
  "agents.queueNext": { as: "agent", input: (g, n) => ({ status: status(g, n) }) },
  "agents.clearNext": { as: "agent" },
  "agents.undoStatus": {
    as: "agent",
    input: async (g, n) => (await g.call("agent", "agents.setStatus")({ status: status(g, n + 3) }), {}),
  },
  "agents.extendStatus": {
    as: "agent",
    input: async (g, n) => (
      await g.call("agent", "agents.setStatus")({ status: status(g, n), minutes: 30 }),
      { minutes: 5 }
    ),
  },
  "agents.board": [
    { way: "first", as: "call manager" },
    { way: "words", as: "call manager", input: () => ({ words: "gupta", chips: ["available"] }) },
    { way: "last", as: "call manager", input: () => ({ after: encodeCursor(["1000000", "nobody"]) }) },
    { way: "back", as: "administrator", back: true },
  ],
  "agents.setStatusFor": {
    as: "call manager",
    input: (g, n) => ({ person: seat(g, n), status: status(g, n), reason: "covering" }),
  },
  "calls.phoneEvent": {
    as: "key",
    input: (g, n) => ({
      id: `phone-${n}-${g.world.newId()}`,
      // Someone whom no trial removes.
      person: g.seats[n % 8]!,
      event: n % 2 === 0 ? "connected" : "inbound",
    }),
  },
  "queues.list": [
    { way: "now", input: () => ({}) },
    { way: "back", input: () => ({}), back: true },
  ],
  "queues.get": { input: (g, n) => ({ id: queue(g, n) }) },
  "queues.save": [
    { way: "change", input: queueForm },
    {
      way: "handsOn",
      input: async (g, n) => ({ ...(await queueForm(g, n)), noAnswer: { to: "queue", id: queue(g, n + 9) } }),
    },
    {
      way: "add",
      input: (g, n) => ({
        name: `Added ${n} ${g.world.newId()}`,
        routing: "longest idle",
        members: [{ id: g.seats[0]!, weight: 1 }],
      }),
    },
  ],
  "queues.remove": {
    input: async (g, n) => {
      const { id } = await g.call(
        "administrator",
        "queues.save",
      )({
        name: `Gone ${n} ${g.world.newId()}`,
        routing: "longest idle",
        members: [{ id: g.seats[0]!, weight: 1 }],
      });
      return { id, version: 1 };
    },
  },
  "queues.people": { input: () => ({}) },
  "sources.list": { input: () => ({}) },
  "sources.save": {
    input: async (g, n) => ({
      id: source(g, n),
      version: await g.version("source", source(g, n)),
      name: `Renamed ${n} ${g.world.newId()}`,
    }),
  },
  "sources.order": {
    input: (g, n) => ({ ids: n % 2 === 0 ? g.sources.slice(0, 2) : g.sources.slice(0, 2).toReversed() }),
  },
  "sources.remove": {
    input: async (g, n) => {
      const { id } = await g.call("administrator", "sources.save")({ name: `Gone ${n} ${g.world.newId()}` });
      return { id, version: 1 };
    },
  },
  "sources.tryVisit": { input: () => ({ address: "https://large.example/" }) },
  "receivers.list": [
    { way: "first", input: () => ({}) },
    { way: "words", input: () => ({ words: "desk" }) },
  ],
  "receivers.save": {
    input: (g, n) => ({ name: `Desk ${n}`, number: `+1718${5_000_000 + n + g.name.length * 1000}` }),
  },
  "receivers.remove": {
    input: async (g, n) => {
      const { id } = await g.call(
        "administrator",
        "receivers.save",
      )({ name: "Gone", number: `+1718${6_000_000 + n + g.name.length * 1000}` });
      return { id, version: 1 };
    },
  },
  "numbers.list": [
    { way: "first", input: () => ({}) },
    { way: "byNumber", input: () => ({ by: "number", descending: true }) },
    { way: "words", input: () => ({ words: "campaign" }) },
    { way: "digits", input: (_g, n) => ({ words: String(1000 + n * 37) }) },
    { way: "active", input: () => ({ state: "active" }) },
    { way: "released", input: () => ({ state: "released" }) },
    { way: "unsourced", input: () => ({ source: "none", by: "number" }) },
    { way: "several", input: (g) => ({ state: "active", kind: "local", source: source(g, 1), words: "camp" }) },
    { way: "pair", input: () => ({ state: "active", kind: "local" }) },
    { way: "last", input: () => ({ after: encodeCursor(["zzzz", ""]) }) },
    { way: "last of some", input: () => ({ state: "active", after: encodeCursor(["zzzz", ""]) }) },
    { way: "digits downwards", input: () => ({ words: "5512", by: "number", descending: true }) },
    { way: "back", input: () => ({ limit: 50 }), back: true },
    { way: "words back", input: () => ({ words: "campaign 77" }), back: true },
  ],
  "numbers.get": { input: (g, n) => ({ id: number(g, n) }) },
  "numbers.save": {
    input: async (g, n) => {
      const { id, version, name } = await editable(g, n + 60);
      return { id, version, name: `${name} y`, source: source(g, n), route: { to: "queue", id: queue(g, n) } };
    },
  },
  "numbers.flag": {
    input: async (g, n) => {
      const { id, version } = await editable(g, n + 80);
      return { id, version, flag: "stopped", on: true };
    },
  },
  "numbers.searchOffers": { input: () => ({ digits: "415" }) },
  "numbers.cost": { input: () => ({ kind: "local" }) },
  "numbers.buy": {
    input: (_g, n) => ({ e164: `+1415${5_000_000 + n * 1000}`, name: "Bought", source: null, route: null }),
  },
  "numbers.release": {
    input: async (g, n) => {
      const { id, version } = await editable(g, n + 100);
      return { id, version };
    },
  },
  "numbers.orders": { input: () => ({}) },
  "numbers.order": { input: async (g, n) => ({ id: await order(g, n) }) },
  "numbers.checkOrder": { input: async (g, n) => ({ id: await order(g, n + 30) }) },
  "numbers.edit": [
    { way: "few", input: (g, n) => ({ pick: { ids: [number(g, n)] }, change: { source: source(g, n) } }) },
    { way: "all", input: () => ({ pick: { all: { state: "active" } }, change: { paused: true } }) },
  ],
  "numbers.import": { input: (_g, n) => ({ name: `file ${n}`, text: `number\n+1415${7_000_000 + n}\n` }) },
};
