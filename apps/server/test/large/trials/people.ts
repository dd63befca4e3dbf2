import { PASSWORD, seat, bystander, mail, invited, type Trial } from "./trial.ts";

/** People, accounts and personal settings. */
export const PEOPLE: Record<string, Trial | readonly Trial[]> = {
  "access.signIn": { as: "nobody", input: () => ({ email: "nobody@large.example", password: PASSWORD }) },
  "access.signOut": { by: async (g, n) => (await g.stranger(n)).secret },
  "access.signOutEverywhere": { by: async (g, n) => (await g.stranger(n)).secret },
  "access.sessions": {},
  "access.endSession": { input: () => ({ id: "none" }) },
  "access.rename": { input: (_g, n) => ({ name: `Ada ${n}` }) },
  "access.requestReset": { as: "nobody", input: (g, n) => ({ email: mail(g, n) }) },
  "access.checkResetLink": {
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
  "access.ownedItems": { input: (g, n) => ({ person: seat(g, n), role: null }) },
  "access.setRole": {
    input: async (g, n) => ({
      person: bystander(g, n),
      version: await g.version("member", bystander(g, n)),
      role: n % 2 === 0 ? "call manager" : "agent",
      softphone: true,
    }),
    as: "agency administrator",
  },
  "access.removeMember": { as: "agency administrator", input: (g, n) => ({ person: bystander(g, n + 7) }) },
  "access.invite": { input: (g, n) => ({ email: mail(g, n), name: "New", role: "agent" }) },
  "access.withdrawInvitation": { input: async (g, n) => ({ id: await invited(g, mail(g, n)) }) },
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
  "access.takeOverApiKey": {
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
  // Refused by the last of its checks, so that the account stays one without sub-accounts.
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
  "demo.people": { as: "nobody" },
  "demo.moveClock": { as: "nobody", input: () => ({ ms: 1 }) },
  "demo.clock": { as: "nobody" },
  "mail.list": {},
  "mail.platform": { as: "operator" },
  "preferences.get": { as: "agent" },
  "preferences.save": { as: "agent", input: (_g, n) => ({ theme: n % 2 === 0 ? "dark" : "light" }) },
};
