import { describe, expect, test } from "vitest";
import { openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { DEMO_KEY } from "../../support/prepared.ts";

const by = (app: TestApp, name: string, account?: string) => app.callerFor(`${name}@callboard.demo`, account);
const billTo = { company: "Northwind Ltd", name: "Accounts", address: "1 Quay\nBoston" };

test("saving settings requires the version that the form was opened with", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana", "northwind");
  const { version } = await dana.account.get();
  const form = { version, name: "Northwind II", zone: "Europe/Paris", billTo, idleRule: null };
  await dana.account.save(form);
  expect(await dana.account.get()).toMatchObject({
    name: "Northwind II",
    zone: "Europe/Paris",
    billTo,
    version: version + 1,
  });
  expect(await failureOf(dana.account.save(form))).toMatchObject({ key: "record.changedMeanwhile", field: "version" });
  expect(await by(app, "mary", "mason").account.get()).toMatchObject({ name: "Mason & Sons" });
});

test("the operator opens an account; its owner gets a mail with a link and finds everything there", async () => {
  const app = await openTestApp();
  const owner = { name: "Nia", email: "nia@example.com", softphone: true };
  const form = {
    name: "Nia's Nails",
    zone: "Europe/Lisbon",
    plan: "essentials" as const,
    openingBalanceMicros: 20_000_000,
    owner,
  };
  const opened = await by(app, "otto").account.open(form);
  await app
    .callerWith(null)
    .access.resetPassword({ token: await app.mailedLink(owner.email), password: "nia's own password" });
  const { secret } = await app.callerWith(null).access.signIn({ email: owner.email, password: "nia's own password" });
  const nia = app.callerWith(secret, { account: opened.id });
  expect(await nia.account.get()).toMatchObject({ ownerName: "Nia", plan: "Essentials", retentionDays: 7 });
  expect(await nia.balance.current()).toEqual({
    paidBy: null,
    money: { micros: 20_000_000, currency: "USD" },
    inactive: false,
    forecast: "Too early for a forecast: it needs 7 days of calls.",
    ending: null,
    recharge: null,
    label: "active",
    state: "Calls are connected, and websites show the account’s numbers.",
  });
  expect((await nia.agents.mine()).agent.status).toBe("offline");
  expect(await failureOf(by(app, "otto", opened.id).account.get())).toEqual({
    code: "not-found",
    key: "api.notFound",
  });
});

test("an agency opens sub-accounts on its own plan, and sees only its own", async () => {
  const app = await openTestApp();
  const harriet = by(app, "harriet", "harbor");
  const owner = { name: "Kit", email: "kit@example.com" };
  const { id } = await harriet.agency.open({ name: "Kit's Kites", zone: "Europe/London", owner, balanceFrom: "own" });
  const names = (await harriet.agency.accounts({})).accounts.map(({ name }) => name).toSorted();
  expect(names).toEqual(["Kit's Kites", "Mason & Sons", "Northwind", "Parkside Dental"]);
  expect((await by(app, "harriet", id).account.get()).plan).toBe("Advanced");
  expect((await by(app, "harriet").access.me()).accounts[0]).toMatchObject({ name: "Harbor Agency", agency: null });
  expect((await by(app, "harriet").access.me()).accounts).toHaveLength(5);
  expect((await failureOf(by(app, "solveig", "solo").agency.open({ name: "X", zone: "UTC", owner }))).code).toBe(
    "forbidden",
  );
});

test("opening an account twice with the same key opens one", async () => {
  const app = await openTestApp();
  const owner = { name: "Nia", email: "nia@example.com" };
  const form = { name: "Nia's Nails", zone: "UTC", plan: "essentials" as const, owner };
  const open = () => app.callerFor("otto@callboard.demo", undefined, { key: "once" }).account.open(form);
  expect(await open()).toEqual(await open());
  expect(
    await app.selectRows("SELECT 1 FROM records WHERE kind = 'account' AND data ->> '$.name' = ?", form.name),
  ).toHaveLength(1);
});

describe("the balance", () => {
  test("is the account's own; a sub-account that its agency pays for sees who pays, never how much there is", async () => {
    const app = await openTestApp();
    expect(await by(app, "dana", "northwind").balance.current()).toEqual({
      paidBy: null,
      money: { micros: 182_400_000, currency: "USD" },
      inactive: false,
      forecast: "Too early for a forecast: it needs 7 days of calls.",
      ending: null,
      recharge: null,
      label: "active",
      state: "Calls are connected, and websites show the account’s numbers.",
    });
    for (const name of ["ida", "harriet"])
      expect(await by(app, name, "parkside").balance.current()).toEqual({
        paidBy: "Harbor Agency",
        money: null,
        inactive: false,
        forecast: null,
        ending: null,
        recharge: null,
        label: "active",
        state: "Calls are connected, and websites show the account’s numbers.",
      });
    expect((await by(app, "harriet", "harbor").balance.current()).money).toEqual({
      micros: 1_250_000_000,
      currency: "USD",
    });
  });

  test("no call by a sub-account's administrator returns the agency's balance", async () => {
    const app = await openTestApp();
    const ida = by(app, "ida", "parkside");
    const answers = [
      await ida.balance.current(),
      await ida.account.get(),
      await ida.access.me(),
      await ida.history.list({ limit: 100 }),
      await ida.access.people(),
      await ida.mail.list(),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/1250000000|1[.,]?250/);
  });
});

test("personal preferences apply in every account, and to nobody else", async () => {
  const app = await openTestApp();
  expect(await by(app, "ava").preferences.get()).toEqual({ theme: "auto", zone: null, locale: "en" });
  await by(app, "ava", "northwind").preferences.save({ theme: "dark" });
  await by(app, "ava", "parkside").preferences.save({ zone: "Europe/Rome" });
  expect(await by(app, "ava").preferences.get()).toEqual({ theme: "dark", zone: "Europe/Rome", locale: "en" });
  await by(app, "ava").preferences.save({ zone: null });
  expect(await by(app, "ava").preferences.get()).toMatchObject({ theme: "dark", zone: null });
  expect(await by(app, "mary").preferences.get()).toMatchObject({ theme: "auto" });
  expect(await failureOf(by(app, "ava").preferences.save({ zone: "Mars/Base" }))).toMatchObject({
    key: "fields.zone",
    field: "zone",
  });
  expect(await failureOf(by(app, "ava").preferences.save({ theme: "pink" as never }))).toMatchObject({
    field: "theme",
  });
});

test("the demo's clock moves only forward, and keeps its offset after a restart", async () => {
  const app = await openTestApp();
  const { now } = await app.callerWith(null, { demoKey: DEMO_KEY }).demo.moveClock({ ms: 1000 });
  expect(now).toBe(app.now());
  const restarted = await openTestApp({ file: app.file });
  expect(restarted.now()).toBe(now);
  expect((await errorCodeOf(app.callerWith(null, { demoKey: DEMO_KEY }).demo.moveClock({ ms: -1 }))).code).toBe(
    "BAD_REQUEST",
  );
});

async function errorCodeOf(call: Promise<unknown>): Promise<{ code: string }> {
  return call.then(
    () => ({ code: "none" }),
    (error: { code: string }) => error,
  );
}

test("a sub-account can't have sub-accounts", async () => {
  const app = await openTestApp();
  const inside = app.callerFor("harriet@callboard.demo", "northwind");
  const form = { name: "Below", zone: "UTC", owner: { name: "Nobody", email: "nobody@callboard.demo" } };
  expect(await failureOf(inside.agency.open(form))).toEqual({ code: "conflict", key: "account.oneLevel" });
});
