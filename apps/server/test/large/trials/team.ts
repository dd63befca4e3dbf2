import type { LargeContext } from "../context.ts";
import { encodeCursor } from "../../../src/store/search/lists.ts";
import { month, number, queue, source, seat, status, editableNumber, queueForm, order, type Trial } from "./trial.ts";

const admitInput = async (ctx: LargeContext, n: number) => ({
  callId: `call-${n}-${ctx.services.newId()}`,
  from: "+15125550100",
  to: (await editableNumber(ctx, n)).e164,
});
/** Five minutes, each time other ones. */
const correction = (ctx: LargeContext, n: number) => ({
  from: ctx.services.now() - (n + 2) * 300_000,
  to: ctx.services.now() - (n + 1) * 300_000,
  status: "available",
  reason: "at my desk",
});
/** Another edition of the tracking code each time. */
async function trackingCode(ctx: LargeContext, n: number) {
  const { version } = (await ctx.call("administrator", "sources.trackingCode")({})) as { version: number | null };
  return { ...(version === null ? {} : { version }), websites: ["large.example"], stickyDays: 1 + (n % 300) };
}

const dayAhead = (ctx: LargeContext, days: number) =>
  new Date(ctx.services.now() + days * 86_400_000).toISOString().slice(0, 10);
const planInput = (ctx: LargeContext, n: number) => ({
  status: status(ctx, n),
  firstDay: dayAhead(ctx, 2),
  lastDay: dayAhead(ctx, 30),
  from: 9 * 60,
  to: 10 * 60,
});
/** A planned status of the agent's own; the one of the trial before is removed. */
async function plannedStatus(ctx: LargeContext, n: number): Promise<string> {
  const { plans } = (await ctx.call("agent", "agents.planned")()) as { plans: { id: string }[] };
  for (const { id } of plans) await ctx.call("agent", "agents.removePlanned")({ id });
  const { ids } = (await ctx.call("agent", "agents.planStatus")(planInput(ctx, n))) as { ids: [string] };
  return ids[0];
}

const editableVersion = async (ctx: LargeContext, n: number) => {
  const { id, version } = await editableNumber(ctx, n);
  return { id, version };
};

export const TEAM: Record<string, Trial | readonly Trial[]> = {
  "agents.statuses": { as: "agent" },
  "agents.defineStatus": {
    input: (ctx, n) => ({ name: `Status ${n} ${ctx.services.newId()}`.slice(0, 60), color: "teal" }),
  },
  "agents.archiveStatus": {
    input: async (ctx, n) => {
      const { id } = await ctx.call(
        "administrator",
        "agents.defineStatus",
      )({ name: `A ${n} ${ctx.services.newId()}`, color: "teal" });
      return { id, version: 1, archived: true };
    },
  },
  "agents.orderStatuses": {
    input: async (ctx, n) => {
      const all: { id: string; builtIn: boolean; archivedAt: number | null }[] = await ctx.call(
        "agent",
        "agents.statuses",
      )();
      const own = all.filter(({ builtIn, archivedAt }) => !builtIn && archivedAt === null).map(({ id }) => id);
      return { ids: n % 2 === 0 ? own.toReversed() : own };
    },
  },
  "agents.mine": { as: "agent" },
  "agents.setStatus": { as: "agent", input: (ctx, n) => ({ status: status(ctx, n) }) },
  "agents.reportIdle": { as: "agent", input: (ctx) => ({ idleSince: ctx.services.now() - 60_000 }) },
  "agents.queueNext": { as: "agent", input: (ctx, n) => ({ status: status(ctx, n) }) },
  "agents.clearNext": { as: "agent" },
  "agents.undoStatus": {
    as: "agent",
    input: async (ctx, n) => (await ctx.call("agent", "agents.setStatus")({ status: status(ctx, n + 3) }), {}),
  },
  "agents.extendStatus": {
    as: "agent",
    input: async (ctx, n) => (
      await ctx.call("agent", "agents.setStatus")({ status: status(ctx, n), minutes: 30 }),
      { minutes: 5 }
    ),
  },
  "agents.planned": { as: "call manager", input: (ctx, n) => ({ person: seat(ctx, n) }) },
  "agents.planStatus": [
    { title: "own", as: "agent", input: (ctx, n) => planInput(ctx, n) },
    {
      title: "for several",
      as: "call manager",
      input: (ctx, n) => ({ ...planInput(ctx, n), people: [0, 1, 2, 3].map((at) => ctx.seats[(4 * n + at) % 8]!) }),
    },
  ],
  "agents.removePlanned": { as: "agent", input: async (ctx, n) => ({ id: await plannedStatus(ctx, n) }) },
  "agents.skipPlanned": {
    as: "agent",
    input: async (ctx, n) => ({ id: await plannedStatus(ctx, n), day: dayAhead(ctx, 2) }),
  },
  "agents.board": [
    { title: "first", as: "call manager" },
    { title: "words", as: "call manager", input: () => ({ search: "gupta", chips: ["available"] }) },
    { title: "last", as: "call manager", input: () => ({ after: encodeCursor(["1000000", "nobody"]) }) },
    { title: "back", as: "administrator", inPast: true },
  ],
  "agents.setStatusFor": {
    as: "call manager",
    input: (ctx, n) => ({ person: seat(ctx, n), status: status(ctx, n), reason: "covering" }),
  },
  "agents.setStatusForMany": {
    as: "call manager",
    input: (ctx, n) => ({ people: [seat(ctx, n), seat(ctx, n + 1)], status: status(ctx, n), reason: "covering" }),
  },
  "calls.phoneEvent": {
    as: "key",
    input: (ctx, n) => ({
      id: `phone-${n}-${ctx.services.newId()}`,
      // Someone whom no trial removes.
      person: ctx.seats[n % 8]!,
      event: n % 2 === 0 ? "connected" : "inbound",
    }),
  },
  "calls.admit": { as: "key", input: admitInput },
  "calls.noAnswer": {
    as: "key",
    input: async (ctx, n) => {
      const { id, version, name, e164 } = await editableNumber(ctx, n + 180);
      const receiver = { name: `Desk ${ctx.services.newId()}`, number: `+1646${6_000_000 + n}` };
      const { id: to } = await ctx.call("administrator", "receivers.save")(receiver);
      const route = { to: "receiver", id: to };
      await ctx.call("administrator", "numbers.save")({ id, version, name, source: null, route });
      const callId = `vain-${n}-${ctx.services.newId()}`;
      await ctx.call("key", "calls.admit")({ callId, from: "+15125550100", to: e164 });
      return { callId };
    },
  },
  "calls.limits": { as: "key" },
  "calls.try": [
    { title: "a number", as: "call manager", input: async (ctx, n) => ({ number: (await editableNumber(ctx, n)).id }) },
    { title: "a queue", as: "call manager", input: (ctx, n) => ({ queue: queue(ctx, n) }) },
  ],
  "calls.list": { as: "call manager", input: () => ({}) },
  "reports.team": [
    { title: "month", as: "report manager", input: () => month },
    { title: "last page", as: "report manager", input: () => ({ ...month, after: encodeCursor(["zzzz", "nobody"]) }) },
  ],
  "reports.agent": { as: "report manager", input: (ctx, n) => ({ ...month, person: seat(ctx, n) }) },
  "reports.calls": [
    { title: "by agent", as: "report manager", input: () => month },
    { title: "by number", as: "report manager", input: () => ({ ...month, by: "number" }) },
    { title: "by day", as: "report manager", input: () => ({ ...month, by: "day" }) },
  ],
  "reports.corrections": { as: "report manager", input: () => ({}) },
  "reports.proposeCorrection": { as: "agent", input: correction },
  "reports.withdrawCorrection": {
    as: "agent",
    input: async (ctx, n) => ({
      ...(await ctx.call("agent", "reports.proposeCorrection")(correction(ctx, n + 40))),
      version: 1,
    }),
  },
  "reports.decideCorrection": {
    as: "report manager",
    input: async (ctx, n) => ({
      ...(await ctx.call("agent", "reports.proposeCorrection")(correction(ctx, n + 80))),
      version: 1,
      accept: n % 2 === 0,
      answer: "checked",
    }),
  },
  "queues.list": [
    { title: "now", input: () => ({}) },
    { title: "back", input: () => ({}), inPast: true },
  ],
  "queues.get": { input: (ctx, n) => ({ id: queue(ctx, n) }) },
  "queues.save": [
    { title: "change", input: queueForm },
    {
      title: "to another queue",
      input: async (ctx, n) => ({ ...(await queueForm(ctx, n)), noAnswer: { to: "queue", id: queue(ctx, n + 9) } }),
    },
    {
      title: "add",
      input: (ctx, n) => ({
        name: `Added ${n} ${ctx.services.newId()}`,
        routing: "longest idle",
        members: [{ id: ctx.seats[0]!, weight: 1 }],
      }),
    },
  ],
  "queues.remove": {
    input: async (ctx, n) => {
      const { id } = await ctx.call(
        "administrator",
        "queues.save",
      )({
        name: `Gone ${n} ${ctx.services.newId()}`,
        routing: "longest idle",
        members: [{ id: ctx.seats[0]!, weight: 1 }],
      });
      return { id, version: 1 };
    },
  },
  "queues.coverage": { as: "agent" },
  "queues.onBoard": { as: "call manager" },
  "queues.people": { input: () => ({}) },
  "sources.list": { input: () => ({}) },
  "sources.save": {
    input: async (ctx, n) => ({
      id: source(ctx, n),
      version: await ctx.version("source", source(ctx, n)),
      name: `Renamed ${n} ${ctx.services.newId()}`,
    }),
  },
  "sources.order": {
    input: (ctx, n) => ({ ids: n % 2 === 0 ? ctx.sources.slice(0, 2) : ctx.sources.slice(0, 2).toReversed() }),
  },
  "sources.remove": {
    input: async (ctx, n) => {
      const { id } = await ctx.call("administrator", "sources.save")({ name: `Gone ${n} ${ctx.services.newId()}` });
      return { id, version: 1 };
    },
  },
  "sources.trackingCode": { input: () => ({}) },
  "sources.saveTrackingCode": { input: trackingCode },
  "sources.trySwap": {
    input: async (ctx, n) => {
      await ctx.call("administrator", "sources.saveTrackingCode")(await trackingCode(ctx, n));
      const id = source(ctx, n);
      const rule = { subject: "landing", test: "parameter", name: "swap", value: `${n}`, negated: false };
      const draft = { name: `Onsite ${n} ${ctx.services.newId()}`, ruleGroups: [{ id: "1", rules: [rule] }] };
      await ctx.call("administrator", "sources.save")({ id, site: "onsite", ...draft });
      return { address: `https://large.example/?swap=${n}`, number: `+1646${5_000_000 + (n % 100)}` };
    },
  },
  "sources.testVisit": { input: () => ({ address: "https://large.example/" }) },
  "receivers.list": [
    { title: "first", input: () => ({}) },
    { title: "words", input: () => ({ search: "desk" }) },
  ],
  "receivers.save": {
    input: (ctx, n) => ({ name: `Desk ${n}`, number: `+1718${5_000_000 + n + ctx.name.length * 1000}` }),
  },
  "receivers.remove": {
    input: async (ctx, n) => {
      const { id } = await ctx.call(
        "administrator",
        "receivers.save",
      )({ name: "Gone", number: `+1718${6_000_000 + n + ctx.name.length * 1000}` });
      return { id, version: 1 };
    },
  },
  "numbers.list": [
    { title: "first", input: () => ({}) },
    { title: "by number", input: () => ({ by: "number", descending: true }) },
    { title: "words", input: () => ({ search: "campaign" }) },
    { title: "digits", input: (_ctx, n) => ({ search: String(1000 + n * 37) }) },
    { title: "active", input: () => ({ state: "active" }) },
    { title: "released", input: () => ({ state: "released" }) },
    { title: "unsourced", input: () => ({ source: "none", by: "number" }) },
    { title: "several", input: (ctx) => ({ state: "active", kind: "local", source: source(ctx, 1), search: "camp" }) },
    { title: "pair", input: () => ({ state: "active", kind: "local" }) },
    { title: "last", input: () => ({ after: encodeCursor(["zzzz", ""]) }) },
    { title: "last of some", input: () => ({ state: "active", after: encodeCursor(["zzzz", ""]) }) },
    { title: "digits downwards", input: () => ({ search: "5512", by: "number", descending: true }) },
    { title: "back", input: () => ({ limit: 50 }), inPast: true },
    { title: "words back", input: () => ({ search: "campaign 77" }), inPast: true },
  ],
  "numbers.get": { input: (ctx, n) => ({ id: number(ctx, n) }) },
  "numbers.save": {
    input: async (ctx, n) => {
      const { id, version, name } = await editableNumber(ctx, n + 60);
      return { id, version, name: `${name} y`, source: source(ctx, n), route: { to: "queue", id: queue(ctx, n) } };
    },
  },
  "numbers.flag": {
    input: async (ctx, n) => {
      const { id, version } = await editableNumber(ctx, n + 80);
      return { id, version, flag: "stopped", on: true };
    },
  },
  "numbers.portOut": { input: (ctx, n) => editableVersion(ctx, n + 120) },
  "numbers.cancelPort": {
    input: async (ctx, n) => {
      const { id, version } = await editableVersion(ctx, n + 140);
      await ctx.call("administrator", "numbers.portOut")({ id, version });
      return { id, version: version + 1 };
    },
  },
  "numbers.reportPort": {
    as: "key",
    input: async (ctx, n) => ({ e164: (await editableNumber(ctx, n + 160)).e164, event: "in flight" }),
  },
  "numbers.searchOffers": { input: () => ({ digits: "415" }) },
  "numbers.cost": { input: () => ({ kind: "local" }) },
  "numbers.buy": {
    input: (_ctx, n) => ({ e164: `+1415${5_000_000 + n * 1000}`, name: "Bought", source: null, route: null }),
  },
  "numbers.release": {
    input: async (ctx, n) => {
      const { id, version } = await editableNumber(ctx, n + 100);
      return { id, version };
    },
  },
  "numbers.orders": { input: () => ({}) },
  "numbers.order": { input: async (ctx, n) => ({ id: await order(ctx, n) }) },
  "numbers.checkOrder": { input: async (ctx, n) => ({ id: await order(ctx, n + 30) }) },
  "numbers.edit": [
    { title: "few", input: (ctx, n) => ({ pick: { ids: [number(ctx, n)] }, change: { source: source(ctx, n) } }) },
    { title: "all", input: () => ({ pick: { all: { state: "active" } }, change: { paused: true } }) },
  ],
  "numbers.import": { input: (_ctx, n) => ({ name: `file ${n}`, text: `number\n+1415${7_000_000 + n}\n` }) },
};
