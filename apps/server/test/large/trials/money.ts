import { DAY, HOUR } from "@callboard/domain/core/time";
import { flagProposal, schedule, month, type Trial } from "./trial.ts";

/** Money, documents, and the account as a whole. */
export const MONEY: Record<string, Trial | readonly Trial[]> = {
  "balance.current": { as: "billing", input: () => ({}) },
  "balance.entries": [
    { title: "newest", as: "billing", input: () => ({}) },
    { title: "payments", as: "billing", input: () => ({ types: ["payment"] }) },
    { title: "words", as: "billing", input: () => ({ search: "zebra" }) },
    {
      title: "period",
      as: "billing",
      input: (ctx) => ({ from: ctx.services.now() - 40 * DAY, to: ctx.services.now() - 39 * DAY }),
    },
    { title: "oldest", as: "billing", input: () => ({ beforePosition: 40 }) },
    { title: "back", as: "billing", input: () => ({}), inPast: true },
  ],
  "balance.recordUsage": {
    as: "meter",
    input: (ctx, n) => ({
      events: [
        { id: `trial-${n}-${ctx.services.newId()}`, kind: "minutes", quantity: 2, at: ctx.services.now() - HOUR },
      ],
    }),
  },
  "balance.rechargeSettings": { as: "billing", input: () => ({}) },
  "balance.saveRechargeSettings": {
    input: async (ctx, n) => {
      const { version } = await ctx.call("billing", "balance.rechargeSettings")({});
      return { version, enabled: true, threshold: 10_000_000 + n * 10_000, target: 50_000_000, consent: true };
    },
  },
  "balance.topUp": { input: () => ({ cents: 1000 }) },
  "balance.recharges": { as: "billing", input: () => ({}) },
  "balance.rechargeDetails": {
    as: "billing",
    input: async (ctx) => ({ id: (await ctx.call("billing", "balance.recharges")({})).recharges[0]?.id ?? "none" }),
  },
  "balance.adjust": { as: "operator", input: (ctx) => ({ account: ctx.id, micros: 1_000_000, reason: "trial" }) },
  "balance.refund": { as: "operator", input: (ctx) => ({ account: ctx.id, entry: 1, reason: "trial" }) },
  "balance.correct": {
    as: "operator",
    input: async (ctx, n) => ({
      account: ctx.id,
      entry: (await ctx.call("billing", "balance.entries")({ types: ["minutes"], limit: 200 })).entries[n % 200].entry,
      reason: "trial",
    }),
  },
  "cards.list": { as: "billing", input: () => ({}) },
  "cards.add": {},
  "cards.drill": { as: "billing", input: (ctx) => ({ declined: [ctx.cards[0]!] }) },
  "cards.save": {
    input: async (ctx, n) => ({
      id: ctx.cards[0]!,
      version: await ctx.version("card", ctx.cards[0]!),
      name: `Card ${n}`,
    }),
  },
  "cards.setPrimary": { input: (ctx, n) => ({ id: ctx.cards[n % 2]! }) },
  "cards.setBackup": {
    input: async (ctx) => {
      await ctx.call("administrator", "cards.setPrimary")({ id: ctx.cards[0]! });
      return { id: ctx.cards[1]! };
    },
  },
  "cards.order": { input: () => ({ ids: [] }) },
  "cards.remove": { input: () => ({ id: "none", version: 1 }) },
  "statements.schedules": { as: "billing" },
  "statements.saveSchedule": {
    as: "billing",
    input: (_ctx, n) => ({ every: "month", day: 1 + (n % 28), recipients: ["b@large.example"] }),
  },
  "statements.pauseSchedule": { as: "billing", input: async (ctx) => ({ ...(await schedule(ctx)), paused: true }) },
  "statements.removeSchedule": { as: "billing", input: async (ctx) => schedule(ctx) },
  "statements.unsubscribeDetails": { as: "nobody", input: () => ({ token: "none" }) },
  "statements.unsubscribe": { as: "nobody", input: () => ({ token: "none" }) },
  "statements.periods": { as: "billing" },
  "statements.preview": { as: "billing", input: () => month },
  "statements.send": { as: "billing", input: () => ({ ...month, recipients: ["a@large.example"] }) },
  "statements.resend": { as: "billing", input: () => ({ id: "none" }) },
  "statements.sent": { as: "billing" },
  "lifecycle.status": {},
  "lifecycle.outstanding": {},
  "lifecycle.numbers": { input: () => ({}) },
  "lifecycle.setReactivationWindow": { as: "operator", input: () => ({ days: null }) },
  "lifecycle.proposeFlag": { input: () => ({ flag: "paused" }) },
  "lifecycle.unflag": {
    input: async (ctx) => {
      const { stopped } = await ctx.call("administrator", "lifecycle.status")();
      if (!stopped) await ctx.call("administrator", "proposals.confirm")({ proposal: await flagProposal(ctx) });
      return { flag: "stopped" };
    },
  },
  "lifecycle.proposeCancel": { input: () => ({}) },
  "plans.list": {},
  "plans.overLimit": { input: () => ({ plan: "essentials" }) },
  "plans.limitedItems": [
    { title: "numbers", input: () => ({ resource: "numbers", search: "0143" }) },
    { title: "people", input: () => ({ resource: "people" }) },
  ],
  "plans.proposeChange": { input: () => ({ plan: "essentials" }) },
  "plans.proposeDetach": {
    as: "agency administrator",
    input: () => ({ plan: "essentials", detachment: "none" }),
  },
  "lifecycle.proposeUndo": {},
  "lifecycle.proposeReactivate": {},
  "lifecycle.proposeAgencyCancel": { as: "agency administrator" },
};
