import { DAY, HOUR } from "@callboard/domain/core/time";
import {
  queue,
  source,
  seat,
  flagProposal,
  smallRun,
  preset,
  followed,
  change,
  queueForm,
  type Trial,
} from "./trial.ts";

export const CHANGES: Record<string, Trial | readonly Trial[]> = {
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
    { way: "oldest", input: () => ({ before: 200 }) },
    { way: "words of a period", input: (g) => ({ cause: "cover", log: "both", from: g.world.now() - 40 * DAY }) },
    { way: "period", input: (g) => ({ from: g.world.now() - 40 * DAY, to: g.world.now() - 39 * DAY }) },
  ],
  "history.filters": {},
  "history.versions": { input: (g, n) => ({ kind: "queue", id: queue(g, n) }) },
  "history.version": { input: (g, n) => ({ kind: "queue", id: queue(g, n), version: 1 }) },
  "history.compare": {
    input: async (g, n) => {
      const form = await queueForm(g, n);
      await g.call("administrator", "queues.save")(form);
      return { kind: "queue", id: form.id, from: form.version, to: form.version + 1 };
    },
  },
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
  "presets.list": { input: () => ({}) },
  "presets.get": { input: async (g, n) => ({ id: await preset(g, n) }) },
  "presets.save": {
    input: (g, n) => ({ of: "source", name: `P ${n} ${g.world.newId()}`, values: { description: "x" } }),
  },
  "presets.saveFromRecord": {
    input: (g, n) => ({ kind: "source", id: source(g, n), name: `F ${n} ${g.world.newId()}` }),
  },
  "presets.archive": { input: async (g, n) => ({ id: await preset(g, n), version: 1, archived: true }) },
  "presets.differences": { input: async (g, n) => followed(g, n) },
  "presets.resolveDifference": {
    input: async (g, n) => ({ ...(await followed(g, n)), field: "description", how: "override" }),
  },
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
};
