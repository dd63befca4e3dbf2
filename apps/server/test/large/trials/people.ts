import { PASSWORD, seat, bystander, mail, invite, type Trial } from "./trial.ts";

/** People, accounts and personal settings. */
export const PEOPLE: Record<string, Trial | readonly Trial[]> = {
  "access.signIn": { as: "nobody", input: () => ({ email: "nobody@large.example", password: PASSWORD }) },
  "access.signOut": { session: async (ctx, n) => (await ctx.stranger(n)).secret },
  "access.signOutEverywhere": { session: async (ctx, n) => (await ctx.stranger(n)).secret },
  "access.sessions": {},
  "access.endSession": { input: () => ({ id: "none" }) },
  "access.rename": { input: (_ctx, n) => ({ name: `Ada ${n}` }) },
  "access.requestReset": { as: "nobody", input: (ctx, n) => ({ email: mail(ctx, n) }) },
  "access.checkResetLink": {
    as: "nobody",
    input: async (ctx, n) => ({ token: await ctx.token("reset", (await ctx.stranger(n)).person) }),
  },
  "access.resetPassword": {
    as: "nobody",
    input: async (ctx, n) => ({ token: await ctx.token("reset", (await ctx.stranger(n)).person), password: PASSWORD }),
  },
  "access.changePassword": { input: () => ({ current: PASSWORD, next: PASSWORD }) },
  "access.startTotp": { input: () => ({ password: PASSWORD }) },
  "access.confirmTotp": { input: () => ({ code: "000000" }) },
  "access.removeTotp": { input: () => ({ password: PASSWORD }) },
  "access.me": [{ title: "agent", as: "agent" }, { title: "administrator" }],
  "access.people": {},
  "access.ownedItems": { input: (ctx, n) => ({ person: seat(ctx, n), role: null }) },
  "access.setRole": {
    input: async (ctx, n) => ({
      person: bystander(ctx, n),
      version: await ctx.version("member", bystander(ctx, n)),
      role: n % 2 === 0 ? "call manager" : "agent",
      softphone: true,
    }),
    as: "agency administrator",
  },
  "access.removeMember": { as: "agency administrator", input: (ctx, n) => ({ person: bystander(ctx, n + 7) }) },
  "access.invite": { input: (ctx, n) => ({ email: mail(ctx, n), name: "New", role: "agent" }) },
  "access.withdrawInvitation": { input: async (ctx, n) => ({ id: await invite(ctx, mail(ctx, n)) }) },
  "access.invitation": {
    as: "nobody",
    input: async (ctx, n) => ({ token: await ctx.token("invite", await invite(ctx, mail(ctx, n))) }),
  },
  "access.acceptInvitation": {
    as: "nobody",
    input: async (ctx, n) => ({
      token: await ctx.token("invite", await invite(ctx, mail(ctx, n))),
      password: PASSWORD,
    }),
  },
  "access.join": {
    session: async (ctx, n) => (await ctx.stranger(n)).secret,
    input: async (ctx, n) => ({ token: await ctx.token("invite", await invite(ctx, mail(ctx, n))) }),
  },
  "access.apiKeys": {},
  "access.createApiKey": {
    input: (ctx, n) => ({ name: `Key ${n} ${ctx.services.newId()}`, permissions: ["read the board"] }),
  },
  "access.revokeApiKey": {
    input: async (ctx, n) => ({
      id: (
        await ctx.call(
          "administrator",
          "access.createApiKey",
        )({ name: `R${n} ${ctx.services.newId()}`, permissions: ["read the board"] })
      ).id,
    }),
  },
  "access.takeOverApiKey": {
    as: "agency administrator",
    input: async (ctx, n) => ({
      id: (
        await ctx.call(
          "administrator",
          "access.createApiKey",
        )({ name: `A${n} ${ctx.services.newId()}`, permissions: ["read the board"] })
      ).id,
    }),
  },
  "access.createMeterKey": {
    as: "operator",
    input: (ctx, n) => ({ account: ctx.id, name: `Meter ${n} ${ctx.services.newId()}` }),
  },
  "access.revokeMeterKey": {
    as: "operator",
    input: async (ctx, n) => ({
      account: ctx.id,
      id: (
        await ctx.call("operator", "access.createMeterKey")({ account: ctx.id, name: `M${n} ${ctx.services.newId()}` })
      ).id,
    }),
  },
  "account.open": {
    as: "operator",
    input: (ctx, n) => ({
      name: `New ${n}`,
      zone: "UTC",
      plan: "essentials",
      owner: { name: "New", email: mail(ctx, n) },
    }),
  },
  "account.get": {},
  "account.save": {
    input: async (ctx, n) => ({
      version: await ctx.version("account", ctx.id),
      name: `Large ${n}`,
      zone: "America/New_York",
      billTo: { company: "Large", name: "", address: "" },
      idleRule: null,
    }),
  },
  "account.transferOwner": { as: "agency administrator", input: (ctx) => ({ to: ctx.people[0]! }) },
  // The last check refuses it, so that the account stays one without sub-accounts.
  "agency.open": {
    as: "agency administrator",
    input: async (ctx, n) => ({
      name: `Sub ${n}`,
      zone: "UTC",
      owner: { name: "Known", email: (await ctx.stranger(n)).email },
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
  "demo.pressPhone": { as: "nobody", input: (ctx, n) => ({ person: seat(ctx, n), key: "answer" }) },
  "demo.ownPhone": { as: "agent" },
  "demo.pressOwnPhone": { as: "agent", input: () => ({ key: "answer" }) },
  "demo.lookAtPhones": { as: "nobody", input: (ctx, n) => ({ call: `call-${n}`, people: [seat(ctx, n)] }) },
  "mail.list": {},
  "mail.platform": { as: "operator" },
  "preferences.get": { as: "agent" },
  "preferences.save": { as: "agent", input: (_ctx, n) => ({ theme: n % 2 === 0 ? "dark" : "light" }) },
};
