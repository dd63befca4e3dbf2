import { DAY, HOUR, MINUTE } from "@callboard/domain/time";
import type { Ground, Who } from "./ground.ts";

/** One way to call a procedure: by whom, and with what. What `input` needs is made before anything is measured. */
export interface Trial {
  as?: Who;
  input?: (ground: Ground, n: number) => unknown;
  /** Called by a session of its own. */
  by?: (ground: Ground, n: number) => Promise<string>;
  /** An instant of the past to look at. */
  back?: boolean;
  /** What tells it from the procedure's other trials. */
  way?: string;
}

const PASSWORD = "a long password for trials";
const number = (g: Ground, n: number) => g.numbers[(n * 977 + 12) % g.numbers.length]!;
const queue = (g: Ground, n: number) => g.queues[(n * 7 + 2) % g.queues.length]!;
const source = (g: Ground, n: number) => g.sources[(n * 3 + 1) % g.sources.length]!;
const seat = (g: Ground, n: number) => g.seats[(n * 31 + 7) % g.seats.length]!;
const status = (g: Ground, n: number) => g.statuses[n % g.statuses.length]!;
const mail = (g: Ground, n: number) => `${g.name}-${n}-${g.world.newId()}@large.example`.toLowerCase();
const invited = async (g: Ground, email: string): Promise<string> =>
  (await g.call("administrator", "access.invite")({ email, name: "New", role: "agent", softphone: true })).id;

/** A number that can be edited: of twenty some are released. */
async function editable(g: Ground, n: number): Promise<{ id: string; version: number; name: string }> {
  for (let at = n; ; at += 1) {
    const found = await g.call("administrator", "tracking.number")({ id: number(g, at) });
    if (found.standing.is === "active") return found;
  }
}

const queueForm = async (g: Ground, n: number) => {
  const { id, version, name, routing, members, noAnswer } = await g.call(
    "administrator",
    "queues.get",
  )({
    id: queue(g, n),
  });
  return { id, version, name, routing, members, noAnswer, ringSeconds: 5 + ((n + version) % 100) };
};

const flagProposal = async (g: Ground) => {
  const { stopped } = await g.call("administrator", "lifecycle.status")();
  if (stopped) await g.call("administrator", "lifecycle.unflag")({ flag: "stopped" });
  return (await g.call("administrator", "lifecycle.proposeFlag")({ flag: "stopped" })).proposal;
};
const smallRun = async (g: Ground, n: number, start = false): Promise<string> => {
  const { run } = await g.call(
    "administrator",
    "tracking.importNumbers",
  )({
    name: `file ${n}`,
    text: `number\n+1415${3_000_000 + n}\n`,
  });
  if (start) await g.call("administrator", "runs.start")({ run });
  return run;
};
const order = async (g: Ground, n: number): Promise<string> =>
  (
    await g.call(
      "administrator",
      "tracking.buy",
    )({
      e164: `+1415${4_000_000 + n * 1000}`,
      name: "Bought",
      source: null,
      route: null,
    })
  ).errand;
const preset = async (g: Ground, n: number): Promise<string> =>
  (
    await g.call(
      "administrator",
      "presets.save",
    )({
      of: "source",
      name: `Preset ${n} ${g.world.newId()}`,
      values: { description: `by ${n}` },
    })
  ).id;
const followed = async (g: Ground, n: number): Promise<{ kind: string; id: string; version: number }> => {
  const made = await g.call(
    "administrator",
    "presets.create",
  )({
    preset: await preset(g, n),
    name: `Following ${n} ${g.world.newId()}`,
  });
  return { ...made, version: await g.version("source", made.id) };
};
const schedule = async (g: Ground): Promise<{ id: string; version: number }> => {
  const { id } = await g.call(
    "billing",
    "statements.saveSchedule",
  )({
    every: "month",
    day: 3,
    recipients: ["a@large.example"],
  });
  return { id, version: 1 };
};
const change = async (g: Ground, n: number): Promise<{ kind: string; id: string; version: number }> => {
  const { id, version, name } = await editable(g, n);
  await g.call("administrator", "tracking.saveNumber")({ id, version, name: `${name} x`, source: null, route: null });
  return { kind: "number", id, version };
};
const month = { first: "2026-02-01", last: "2026-02-28" };

/** Every procedure of the router, by its path; several ways where one procedure does several things. */
export const TRIALS: Record<string, Trial | readonly Trial[]> = {
  "access.signIn": { as: "nobody", input: () => ({ email: "nobody@large.example", password: PASSWORD }) },
  "access.signOut": { by: async (g, n) => (await g.stranger(n)).secret },
  "access.signOutEverywhere": { by: async (g, n) => (await g.stranger(n)).secret },
  "access.sessions": {},
  "access.endSession": { input: () => ({ id: "none" }) },
  "access.rename": { input: (_g, n) => ({ name: `Ada ${n}` }) },
  "access.requestReset": { as: "nobody", input: (g, n) => ({ email: mail(g, n) }) },
  "access.resetLink": {
    as: "nobody",
    input: async (g, n) => ({ token: await g.token("reset", (await g.stranger(n)).person) }),
  },
  "access.resetPassword": {
    as: "nobody",
    input: async (g, n) => ({ token: await g.token("reset", (await g.stranger(n)).person), password: PASSWORD }),
  },
  "access.changePassword": { input: () => ({ current: PASSWORD, next: PASSWORD }) },
  "access.startTotp": { input: () => ({ password: PASSWORD }) },
  "access.confirmTotp": { input: () => ({ code: "000000" }) },
  "access.removeTotp": { input: () => ({ password: PASSWORD }) },
  "access.me": [{ way: "agent", as: "agent" }, { way: "administrator" }],
  "access.people": {},
  "access.carries": { input: (g, n) => ({ person: seat(g, n), role: null }) },
  "access.setRole": {
    input: async (g, n) => ({
      person: seat(g, n + 900),
      version: await g.version("member", seat(g, n + 900)),
      role: n % 2 === 0 ? "call manager" : "agent",
      softphone: true,
    }),
    as: "agency administrator",
  },
  "access.remove": { as: "agency administrator", input: (g, n) => ({ person: g.people[g.people.length - 1 - n]! }) },
  "access.invite": { input: (g, n) => ({ email: mail(g, n), name: "New", role: "agent" }) },
  "access.uninvite": { input: async (g, n) => ({ id: await invited(g, mail(g, n)) }) },
  "access.invitation": {
    as: "nobody",
    input: async (g, n) => ({ token: await g.token("invite", await invited(g, mail(g, n))) }),
  },
  "access.acceptInvitation": {
    as: "nobody",
    input: async (g, n) => ({ token: await g.token("invite", await invited(g, mail(g, n))), password: PASSWORD }),
  },
  "access.join": {
    by: async (g, n) => (await g.stranger(n)).secret,
    input: async (g, n) => ({ token: await g.token("invite", await invited(g, mail(g, n))) }),
  },
  "access.apiKeys": {},
  "access.createApiKey": { input: (g, n) => ({ name: `Key ${n} ${g.world.newId()}`, deeds: ["read the board"] }) },
  "access.revokeApiKey": {
    input: async (g, n) => ({
      id: (
        await g.call(
          "administrator",
          "access.createApiKey",
        )({ name: `R${n} ${g.world.newId()}`, deeds: ["read the board"] })
      ).id,
    }),
  },
  "access.answerForKey": {
    as: "agency administrator",
    input: async (g, n) => ({
      id: (
        await g.call(
          "administrator",
          "access.createApiKey",
        )({ name: `A${n} ${g.world.newId()}`, deeds: ["read the board"] })
      ).id,
    }),
  },
  "access.createMeterKey": {
    as: "operator",
    input: (g, n) => ({ account: g.id, name: `Meter ${n} ${g.world.newId()}` }),
  },
  "access.revokeMeterKey": {
    as: "operator",
    input: async (g, n) => ({
      account: g.id,
      id: (await g.call("operator", "access.createMeterKey")({ account: g.id, name: `M${n} ${g.world.newId()}` })).id,
    }),
  },
  "account.open": {
    as: "operator",
    input: (g, n) => ({ name: `New ${n}`, zone: "UTC", plan: "essentials", owner: { name: "New", email: mail(g, n) } }),
  },
  "account.get": {},
  "account.save": {
    input: async (g, n) => ({
      version: await g.version("account", g.id),
      name: `Large ${n}`,
      zone: "America/New_York",
      billTo: { company: "Large", name: "", address: "" },
      idle: null,
    }),
  },
  "account.transferOwner": { as: "agency administrator", input: (g) => ({ to: g.people[0]! }) },
  // Refused with the last of its reasons, so that the account stays one without sub-accounts.
  "agency.open": {
    as: "agency administrator",
    input: async (g, n) => ({
      name: `Sub ${n}`,
      zone: "UTC",
      owner: { name: "Known", email: (await g.stranger(n)).email },
    }),
  },
  "agency.accounts": { as: "agency administrator", input: () => ({}) },
  "agency.proposeBalanceMove": {
    as: "agency administrator",
    input: () => ({ account: "none", to: "own" }),
  },
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
  "agents.set": { as: "agent", input: (g, n) => ({ status: status(g, n) }) },
  "agents.wentIdle": { as: "agent" },
  "agents.queueNext": { as: "agent", input: (g, n) => ({ status: status(g, n) }) },
  "agents.clearNext": { as: "agent" },
  "agents.undo": {
    as: "agent",
    input: async (g, n) => (await g.call("agent", "agents.set")({ status: status(g, n + 3) }), {}),
  },
  "agents.extend": {
    as: "agent",
    input: async (g, n) => (await g.call("agent", "agents.set")({ status: status(g, n), minutes: 30 }), { minutes: 5 }),
  },
  "agents.board": [
    { way: "first", as: "call manager" },
    { way: "back", as: "administrator", back: true },
  ],
  "agents.setFor": {
    as: "call manager",
    input: (g, n) => ({ person: seat(g, n), status: status(g, n), reason: "covering" }),
  },
  "balance.current": { as: "billing", input: () => ({}) },
  "balance.entries": [
    { way: "newest", as: "billing", input: () => ({}) },
    { way: "payments", as: "billing", input: () => ({ types: ["payment"] }) },
    { way: "words", as: "billing", input: () => ({ search: "zebra" }) },
  ],
  "balance.recordUsage": {
    as: "meter",
    input: (g, n) => ({
      events: [{ id: `trial-${n}-${g.world.newId()}`, kind: "minutes", quantity: 2, at: g.world.now() - HOUR }],
    }),
  },
  "balance.recharge": { as: "billing", input: () => ({}) },
  "balance.saveRecharge": {
    input: async (g, n) => {
      const { version } = await g.call("billing", "balance.recharge")({});
      return { version, on: true, threshold: 10_000_000 + n * 10_000, target: 50_000_000, consent: true };
    },
  },
  "balance.topUp": { input: () => ({ cents: 1000 }) },
  "balance.recharges": { as: "billing", input: () => ({}) },
  "balance.oneRecharge": {
    as: "billing",
    input: async (g) => ({ id: (await g.call("billing", "balance.recharges")({})).recharges[0]?.id ?? "none" }),
  },
  "balance.adjust": { as: "operator", input: (g) => ({ account: g.id, micros: 1_000_000, reason: "trial" }) },
  "balance.refund": { as: "operator", input: (g) => ({ account: g.id, entry: 1, reason: "trial" }) },
  "balance.correct": {
    as: "operator",
    input: async (g, n) => ({
      account: g.id,
      entry: (await g.call("billing", "balance.entries")({ types: ["minutes"], limit: 200 })).entries[n % 200].entry,
      reason: "trial",
    }),
  },
  "calls.phoneEvent": {
    as: "key",
    input: (g, n) => ({
      id: `phone-${n}-${g.world.newId()}`,
      person: g.seats[n % 50]!,
      event: n % 2 === 0 ? "connected" : "inbound",
    }),
  },
  "cards.list": { as: "billing", input: () => ({}) },
  "cards.add": {},
  "cards.drill": { as: "billing", input: (g) => ({ declined: [g.cards[0]!] }) },
  "cards.save": {
    input: async (g, n) => ({ id: g.cards[0]!, version: await g.version("card", g.cards[0]!), name: `Card ${n}` }),
  },
  "cards.setPrimary": { input: (g, n) => ({ id: g.cards[n % 2]! }) },
  "cards.setBackup": { input: (g, n) => ({ id: n % 2 === 0 ? null : g.cards[1]! }) },
  "cards.order": { input: () => ({ ids: [] }) },
  "cards.remove": { input: async (g) => ({ id: "none", version: 1, g: g.id }) },
  "demo.people": { as: "nobody" },
  "demo.moveClock": { as: "nobody", input: () => ({ ms: 1 }) },
  "demo.clock": { as: "nobody" },
  "statements.schedules": { as: "billing" },
  "statements.saveSchedule": {
    as: "billing",
    input: (_g, n) => ({ every: "month", day: 1 + (n % 28), recipients: ["b@large.example"] }),
  },
  "statements.pauseSchedule": { as: "billing", input: async (g) => ({ ...(await schedule(g)), paused: true }) },
  "statements.removeSchedule": { as: "billing", input: async (g) => schedule(g) },
  "statements.leaving": { as: "nobody", input: () => ({ token: "none" }) },
  "statements.leave": { as: "nobody", input: () => ({ token: "none" }) },
  "statements.periods": { as: "billing" },
  "statements.preview": { as: "billing", input: () => month },
  "statements.send": { as: "billing", input: () => ({ ...month, recipients: ["a@large.example"] }) },
  "statements.resend": { as: "billing", input: () => ({ id: "none" }) },
  "statements.sent": { as: "billing" },
  "history.list": [
    { way: "oneself", as: "agent", input: () => ({ limit: 14 }) },
    { way: "all", input: () => ({ limit: 14 }) },
    { way: "report", as: "report manager", input: () => ({ limit: 50 }) },
    { way: "billing", as: "billing", input: () => ({ limit: 50 }) },
    { way: "record", input: (g, n) => ({ kind: "queue", id: queue(g, n) }) },
    { way: "kind", input: () => ({ kind: "queue" }) },
    { way: "event", input: () => ({ event: "deleted" }) },
    { way: "person", input: (g, n) => ({ person: seat(g, n), log: "both" }) },
    { way: "activity", input: () => ({ log: "activity" }) },
    { way: "cause", input: () => ({ cause: "zebra" }) },
    { way: "period", input: (g) => ({ from: g.world.now() - 40 * DAY, to: g.world.now() - 39 * DAY }) },
  ],
  "history.filters": {},
  "history.versions": { input: (g, n) => ({ kind: "queue", id: queue(g, n) }) },
  "history.version": { input: (g, n) => ({ kind: "queue", id: queue(g, n), version: 1 }) },
  "history.compare": { input: (g, n) => ({ kind: "queue", id: queue(g, n), from: 1, to: 2 }) },
  "history.pin": { input: (g, n) => ({ kind: "queue", id: queue(g, n), version: 1 }) },
  "history.unpin": {
    input: async (g, n) => {
      const which = { kind: "queue", id: queue(g, n + 40), version: 1 };
      await g.call("administrator", "history.pin")(which);
      return which;
    },
  },
  "history.proposeRestore": { input: async (g, n) => ({ ...(await change(g, n)) }) },
  "history.proposeUndo": {
    input: async (g) => {
      const proposal = await flagProposal(g);
      const { batch } = await g.call("administrator", "proposals.confirm")({ proposal });
      return { batch };
    },
  },
  "history.proposeBringBack": {
    input: async (g, n) => {
      const { kind, id } = await change(g, n + 20);
      return { at: g.world.now() - HOUR, records: [{ kind, id }] };
    },
  },
  "history.asOf": { input: (g) => ({ at: g.world.now() - 20 * DAY }) },
  "history.unread": [{ way: "oneself", as: "agent" }, { way: "all" }, { way: "report", as: "report manager" }],
  "history.markRead": { as: "agent", input: (_g, n) => ({ n: 10 + n }) },
  "history.verify": {},
  "history.expiring": {},
  "lifecycle.status": {},
  "lifecycle.openEnds": {},
  "lifecycle.numbers": { input: () => ({}) },
  "lifecycle.setWindow": { as: "operator", input: () => ({ days: null }) },
  "lifecycle.proposeFlag": { input: () => ({ flag: "paused" }) },
  "lifecycle.unflag": {
    input: async (g) => {
      const { stopped } = await g.call("administrator", "lifecycle.status")();
      if (!stopped) await g.call("administrator", "proposals.confirm")({ proposal: await flagProposal(g) });
      return { flag: "stopped" };
    },
  },
  "lifecycle.proposeCancel": { input: () => ({}) },
  "lifecycle.plans": {},
  "lifecycle.beyond": { input: () => ({ plan: "essentials" }) },
  "lifecycle.proposePlan": { input: () => ({ plan: "essentials" }) },
  "lifecycle.proposeStandalone": {
    as: "agency administrator",
    input: () => ({ plan: "essentials", standalone: "none" }),
  },
  "lifecycle.proposeUndo": {},
  "lifecycle.proposeReactivate": {},
  "lifecycle.proposeAgencyCancel": { as: "agency administrator" },
  "outbox.list": {},
  "outbox.platform": { as: "operator" },
  "preferences.get": { as: "agent" },
  "preferences.save": { as: "agent", input: (_g, n) => ({ theme: n % 2 === 0 ? "dark" : "light" }) },
  "presets.list": { input: () => ({}) },
  "presets.get": { input: async (g, n) => ({ id: await preset(g, n) }) },
  "presets.save": {
    input: (g, n) => ({ of: "source", name: `P ${n} ${g.world.newId()}`, values: { description: "x" } }),
  },
  "presets.saveFrom": { input: (g, n) => ({ kind: "source", id: source(g, n), name: `F ${n} ${g.world.newId()}` }) },
  "presets.archive": { input: async (g, n) => ({ id: await preset(g, n), version: 1, archived: true }) },
  "presets.standing": { input: async (g, n) => followed(g, n) },
  "presets.settle": { input: async (g, n) => ({ ...(await followed(g, n)), field: "description", how: "override" }) },
  "presets.unfollow": { input: async (g, n) => followed(g, n) },
  "presets.create": [
    { way: "source", input: async (g, n) => ({ preset: await preset(g, n), name: `C ${n} ${g.world.newId()}` }) },
    { way: "queue", input: (g, n) => ({ preset: "library:sales", name: `Q ${n} ${g.world.newId()}` }) },
  ],
  "presets.proposeApply": {
    input: async (g, n) => ({ preset: await preset(g, n), to: { records: [{ id: source(g, n) }] } }),
  },
  "proposals.get": [
    { way: "flag", input: async (g) => ({ proposal: await flagProposal(g) }) },
    {
      way: "cancel",
      input: async (g) => ({ proposal: (await g.call("administrator", "lifecycle.proposeCancel")({})).proposal }),
    },
  ],
  "proposals.items": {
    input: async (g) => ({
      proposal: (await g.call("administrator", "lifecycle.proposeCancel")({})).proposal,
      words: "0143",
    }),
  },
  "proposals.confirm": {
    input: async (g) => ({ proposal: await flagProposal(g) }),
  },
  "proposals.remake": {
    input: async (g) => ({ proposal: await flagProposal(g) }),
  },
  "proposals.discard": { input: async (g) => ({ proposal: await flagProposal(g) }) },
  "runs.list": { input: () => ({}) },
  "runs.get": { input: async (g, n) => ({ run: await smallRun(g, n) }) },
  "runs.items": { input: async (g, n) => ({ run: await smallRun(g, n) }) },
  "runs.start": { input: async (g, n) => ({ run: await smallRun(g, n) }) },
  "runs.pause": { input: async (g, n) => ({ run: await smallRun(g, n, true) }) },
  "runs.resume": {
    input: async (g, n) => {
      const run = await smallRun(g, n, true);
      await g.call("administrator", "runs.pause")({ run });
      return { run };
    },
  },
  "runs.stop": { input: async (g, n) => ({ run: await smallRun(g, n, true) }) },
  "runs.retry": { input: async (g, n) => ({ run: await smallRun(g, n, true) }) },
  "runs.discard": { input: async (g, n) => ({ run: await smallRun(g, n) }) },
  "queues.list": { input: () => ({}) },
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
  "tracking.sources": { input: () => ({}) },
  "tracking.saveSource": {
    input: async (g, n) => ({
      id: source(g, n),
      version: await g.version("source", source(g, n)),
      name: `Renamed ${n} ${g.world.newId()}`,
    }),
  },
  "tracking.orderSources": {
    input: (g, n) => ({ ids: n % 2 === 0 ? g.sources.slice(0, 2) : g.sources.slice(0, 2).toReversed() }),
  },
  "tracking.removeSource": {
    input: async (g, n) => {
      const { id } = await g.call("administrator", "tracking.saveSource")({ name: `Gone ${n} ${g.world.newId()}` });
      return { id, version: 1 };
    },
  },
  "tracking.tryVisit": { input: () => ({ address: "https://large.example/" }) },
  "tracking.receivers": { input: () => ({}) },
  "tracking.saveReceiver": {
    input: (g, n) => ({ name: `Desk ${n}`, number: `+1718${5_000_000 + n + g.name.length * 1000}` }),
  },
  "tracking.removeReceiver": {
    input: async (g, n) => {
      const { id } = await g.call(
        "administrator",
        "tracking.saveReceiver",
      )({ name: "Gone", number: `+1718${6_000_000 + n + g.name.length * 1000}` });
      return { id, version: 1 };
    },
  },
  "tracking.numbers": [
    { way: "first", input: () => ({}) },
    { way: "byNumber", input: () => ({ by: "number", descending: true }) },
    { way: "words", input: () => ({ words: "campaign" }) },
    { way: "digits", input: (_g, n) => ({ words: String(1000 + n * 37) }) },
    { way: "active", input: () => ({ state: "active" }) },
    { way: "released", input: () => ({ state: "released" }) },
    { way: "unsourced", input: () => ({ source: "none", by: "number" }) },
    { way: "several", input: (g) => ({ state: "active", kind: "local", source: source(g, 1), words: "camp" }) },
    { way: "pair", input: () => ({ state: "active", kind: "local" }) },
    { way: "back", input: () => ({ limit: 50 }), back: true },
  ],
  "tracking.number": { input: (g, n) => ({ id: number(g, n) }) },
  "tracking.saveNumber": {
    input: async (g, n) => {
      const { id, version, name } = await editable(g, n + 60);
      return { id, version, name: `${name} y`, source: source(g, n), route: { to: "queue", id: queue(g, n) } };
    },
  },
  "tracking.flagNumber": {
    input: async (g, n) => {
      const { id, version } = await editable(g, n + 80);
      return { id, version, flag: "stopped", on: true };
    },
  },
  "tracking.search": { input: () => ({ digits: "415" }) },
  "tracking.buy": {
    input: (_g, n) => ({ e164: `+1415${5_000_000 + n * 1000}`, name: "Bought", source: null, route: null }),
  },
  "tracking.release": {
    input: async (g, n) => {
      const { id, version } = await editable(g, n + 100);
      return { id, version };
    },
  },
  "tracking.errands": { input: () => ({}) },
  "tracking.errand": { input: async (g, n) => ({ id: await order(g, n) }) },
  "tracking.askErrand": { input: async (g, n) => ({ id: await order(g, n + 30) }) },
  "tracking.editNumbers": [
    { way: "few", input: (g, n) => ({ pick: { ids: [number(g, n)] }, change: { source: source(g, n) } }) },
    { way: "all", input: () => ({ pick: { all: { state: "active" } }, change: { paused: true } }) },
  ],
  "tracking.importNumbers": { input: (_g, n) => ({ name: `file ${n}`, text: `number\n+1415${7_000_000 + n}\n` }) },
};

export const DAYS_BACK = 20 * DAY + MINUTE;
