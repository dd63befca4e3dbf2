import { DAY, HOUR } from "@callboard/domain/core/time";
import {
  queue,
  source,
  seat,
  flagProposal,
  smallRun,
  preset,
  followingSource,
  change,
  queueForm,
  type Trial,
} from "./trial.ts";

export const CHANGES: Record<string, Trial | readonly Trial[]> = {
  "history.list": [
    { title: "oneself", as: "agent", input: () => ({ limit: 14 }) },
    { title: "all", input: () => ({ limit: 14 }) },
    { title: "report", as: "report manager", input: () => ({ limit: 50 }) },
    { title: "billing", as: "billing", input: () => ({ limit: 50 }) },
    { title: "record", input: (ctx, n) => ({ kind: "queue", id: queue(ctx, n) }) },
    { title: "kind", input: () => ({ kind: "queue" }) },
    { title: "event", input: () => ({ event: "deleted" }) },
    { title: "person", input: (ctx, n) => ({ person: seat(ctx, n), log: "both" }) },
    { title: "about oneself", input: () => ({ about: "me", log: "both" }) },
    { title: "activity", input: () => ({ log: "activity" }) },
    { title: "cause", input: () => ({ cause: "zebra" }) },
    { title: "oldest", input: () => ({ beforePosition: 200 }) },
    {
      title: "words of a period",
      input: (ctx) => ({ cause: "cover", log: "both", from: ctx.services.now() - 40 * DAY }),
    },
    { title: "period", input: (ctx) => ({ from: ctx.services.now() - 40 * DAY, to: ctx.services.now() - 39 * DAY }) },
  ],
  "history.filters": {},
  "history.versions": { input: (ctx, n) => ({ kind: "queue", id: queue(ctx, n) }) },
  "history.version": { input: (ctx, n) => ({ kind: "queue", id: queue(ctx, n), version: 1 }) },
  "history.compare": {
    input: async (ctx, n) => {
      const form = await queueForm(ctx, n);
      await ctx.call("administrator", "queues.save")(form);
      return { kind: "queue", id: form.id, from: form.version, to: form.version + 1 };
    },
  },
  "history.pin": { input: (ctx, n) => ({ kind: "queue", id: queue(ctx, n), version: 1 }) },
  "history.unpin": {
    input: async (ctx, n) => {
      const recordVersion = { kind: "queue", id: queue(ctx, n + 40), version: 1 };
      await ctx.call("administrator", "history.pin")(recordVersion);
      return recordVersion;
    },
  },
  "history.proposeRestore": { input: async (ctx, n) => ({ ...(await change(ctx, n)) }) },
  "history.proposeUndo": {
    input: async (ctx) => {
      const proposal = await flagProposal(ctx);
      const { batch } = await ctx.call("administrator", "proposals.confirm")({ proposal });
      return { batch };
    },
  },
  "history.proposeBringBack": {
    input: async (ctx, n) => {
      const { kind, id } = await change(ctx, n + 20);
      return { at: ctx.services.now() - HOUR, records: [{ kind, id }] };
    },
  },
  "history.asOf": { input: (ctx) => ({ at: ctx.services.now() - 20 * DAY }) },
  "history.unread": [{ title: "oneself", as: "agent" }, { title: "all" }, { title: "report", as: "report manager" }],
  "history.markRead": { as: "agent", input: (_ctx, n) => ({ n: 10 + n }) },
  "alerts.list": [{ title: "none", as: "agent" }, { title: "all" }, { title: "report", as: "report manager" }],
  "alerts.snooze": { input: (ctx, n) => ({ alert: `coverage:${n}`, until: ctx.services.now() + HOUR }) },
  "alerts.setPlaces": { input: (_ctx, n) => ({ kind: "card", places: n % 2 === 0 ? ["console"] : ["mail"] }) },
  "history.verify": {},
  "history.expiring": {},
  "presets.list": { input: () => ({}) },
  "presets.get": { input: async (ctx, n) => ({ id: await preset(ctx, n) }) },
  "presets.save": {
    input: (ctx, n) => ({ kind: "source", name: `P ${n} ${ctx.services.newId()}`, values: { description: "x" } }),
  },
  "presets.saveFromRecord": {
    input: (ctx, n) => ({ kind: "source", id: source(ctx, n), name: `F ${n} ${ctx.services.newId()}` }),
  },
  "presets.archive": { input: async (ctx, n) => ({ id: await preset(ctx, n), version: 1, archived: true }) },
  "presets.differences": { input: async (ctx, n) => followingSource(ctx, n) },
  "presets.resolveDifference": {
    input: async (ctx, n) => ({ ...(await followingSource(ctx, n)), field: "description", how: "override" }),
  },
  "presets.unfollow": { input: async (ctx, n) => followingSource(ctx, n) },
  "presets.create": [
    {
      title: "source",
      input: async (ctx, n) => ({ preset: await preset(ctx, n), name: `C ${n} ${ctx.services.newId()}` }),
    },
    { title: "queue", input: (ctx, n) => ({ preset: "library:sales", name: `Q ${n} ${ctx.services.newId()}` }) },
  ],
  "presets.proposeApply": {
    input: async (ctx, n) => ({ preset: await preset(ctx, n), to: { records: [{ id: source(ctx, n) }] } }),
  },
  "proposals.get": [
    { title: "flag", input: async (ctx) => ({ proposal: await flagProposal(ctx) }) },
    {
      title: "cancel",
      input: async (ctx) => ({ proposal: (await ctx.call("administrator", "lifecycle.proposeCancel")({})).proposal }),
    },
  ],
  "proposals.items": {
    input: async (ctx) => ({
      proposal: (await ctx.call("administrator", "lifecycle.proposeCancel")({})).proposal,
      search: "0143",
    }),
  },
  "proposals.confirm": {
    input: async (ctx) => ({ proposal: await flagProposal(ctx) }),
  },
  "proposals.remake": {
    input: async (ctx) => ({ proposal: await flagProposal(ctx) }),
  },
  "proposals.discard": { input: async (ctx) => ({ proposal: await flagProposal(ctx) }) },
  "runs.list": { input: () => ({}) },
  "runs.get": { input: async (ctx, n) => ({ run: await smallRun(ctx, n) }) },
  "runs.items": { input: async (ctx, n) => ({ run: await smallRun(ctx, n) }) },
  "runs.start": { input: async (ctx, n) => ({ run: await smallRun(ctx, n) }) },
  "runs.pause": { input: async (ctx, n) => ({ run: await smallRun(ctx, n, true) }) },
  "runs.resume": {
    input: async (ctx, n) => {
      const run = await smallRun(ctx, n, true);
      await ctx.call("administrator", "runs.pause")({ run });
      return { run };
    },
  },
  "runs.stop": { input: async (ctx, n) => ({ run: await smallRun(ctx, n, true) }) },
  "runs.retry": { input: async (ctx, n) => ({ run: await smallRun(ctx, n, true) }) },
  "runs.discard": { input: async (ctx, n) => ({ run: await smallRun(ctx, n) }) },
};
