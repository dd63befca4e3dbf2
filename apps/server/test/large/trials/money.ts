import { DAY, HOUR } from "@callboard/domain/core/time";
import { flagProposal, schedule, month, type Trial } from "./trial.ts";

/** Money, documents, and the account as a whole. */
export const MONEY: Record<string, Trial | readonly Trial[]> = {
  "balance.current": { as: "billing", input: () => ({}) },
  "balance.entries": [
    { way: "newest", as: "billing", input: () => ({}) },
    { way: "payments", as: "billing", input: () => ({ types: ["payment"] }) },
    { way: "words", as: "billing", input: () => ({ search: "zebra" }) },
    { way: "period", as: "billing", input: (g) => ({ from: g.world.now() - 40 * DAY, to: g.world.now() - 39 * DAY }) },
    { way: "oldest", as: "billing", input: () => ({ before: 40 }) },
    { way: "back", as: "billing", input: () => ({}), back: true },
  ],
  "balance.recordUsage": {
    as: "meter",
    input: (g, n) => ({
      events: [{ id: `trial-${n}-${g.world.newId()}`, kind: "minutes", quantity: 2, at: g.world.now() - HOUR }],
    }),
  },
  "balance.rechargeSettings": { as: "billing", input: () => ({}) },
  "balance.saveRechargeSettings": {
    input: async (g, n) => {
      const { version } = await g.call("billing", "balance.rechargeSettings")({});
      return { version, on: true, threshold: 10_000_000 + n * 10_000, target: 50_000_000, consent: true };
    },
  },
  "balance.topUp": { input: () => ({ cents: 1000 }) },
  "balance.recharges": { as: "billing", input: () => ({}) },
  "balance.rechargeDetails": {
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
  "cards.list": { as: "billing", input: () => ({}) },
  "cards.add": {},
  "cards.drill": { as: "billing", input: (g) => ({ declined: [g.cards[0]!] }) },
  "cards.save": {
    input: async (g, n) => ({ id: g.cards[0]!, version: await g.version("card", g.cards[0]!), name: `Card ${n}` }),
  },
  "cards.setPrimary": { input: (g, n) => ({ id: g.cards[n % 2]! }) },
  "cards.setBackup": {
    input: async (g) => {
      await g.call("administrator", "cards.setPrimary")({ id: g.cards[0]! });
      return { id: g.cards[1]! };
    },
  },
  "cards.order": { input: () => ({ ids: [] }) },
  "cards.remove": { input: async (g) => ({ id: "none", version: 1, g: g.id }) },
  "statements.schedules": { as: "billing" },
  "statements.saveSchedule": {
    as: "billing",
    input: (_g, n) => ({ every: "month", day: 1 + (n % 28), recipients: ["b@large.example"] }),
  },
  "statements.pauseSchedule": { as: "billing", input: async (g) => ({ ...(await schedule(g)), paused: true }) },
  "statements.removeSchedule": { as: "billing", input: async (g) => schedule(g) },
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
    input: async (g) => {
      const { stopped } = await g.call("administrator", "lifecycle.status")();
      if (!stopped) await g.call("administrator", "proposals.confirm")({ proposal: await flagProposal(g) });
      return { flag: "stopped" };
    },
  },
  "lifecycle.proposeCancel": { input: () => ({}) },
  "plans.list": {},
  "plans.overLimit": { input: () => ({ plan: "essentials" }) },
  "plans.limitedItems": [
    { way: "numbers", input: () => ({ what: "numbers", words: "0143" }) },
    { way: "people", input: () => ({ what: "people" }) },
  ],
  "plans.proposeChange": { input: () => ({ plan: "essentials" }) },
  "plans.proposeDetach": {
    as: "agency administrator",
    input: () => ({ plan: "essentials", standalone: "none" }),
  },
  "lifecycle.proposeUndo": {},
  "lifecycle.proposeReactivate": {},
  "lifecycle.proposeAgencyCancel": { as: "agency administrator" },
};
