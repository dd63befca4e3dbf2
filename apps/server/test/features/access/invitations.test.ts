import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const nora = "nora@example.com";
const password = "a password of nora's";
const over = { code: "conflict", key: "access.linkOver" };
const dana = (app: TestApp) => app.as("dana@callboard.demo", "northwind");

async function invited(role: "agent" | "billing" = "agent", softphone = true) {
  const app = await openTestApp();
  const { id } = await dana(app).access.invite({ email: nora, name: "Nora", role, softphone });
  return { it: app, id, token: await app.link(nora) };
}

test("a new person accepts, chooses a password, is signed in and has a seat", async () => {
  const { it: app, token } = await invited();
  expect(await app.with(null).access.invitation({ token })).toEqual({
    account: "Northwind",
    email: nora,
    name: "Nora",
    role: "agent",
    known: false,
  });
  const joined = await app.with(null).access.acceptInvitation({ token, password, name: "Nora Nilsen" });
  const me = app.with(joined.secret, { account: "northwind" });
  expect((await me.access.me()).accounts.map(({ name, role }) => `${name} ${role}`)).toEqual(["Northwind agent"]);
  expect((await me.agents.mine()).agent).toMatchObject({ status: "offline", cause: { key: "cause.newSeat" } });
  expect((await dana(app).access.people()).invitations.map(({ email }) => email)).not.toContain(nora);
  await app.with(null).access.signIn({ email: nora, password });
});

test("an invitation works once", async () => {
  const { it: app, token } = await invited();
  await app.with(null).access.acceptInvitation({ token, password });
  expect(await failureOf(app.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  expect(await failureOf(app.with(null).access.invitation({ token }))).toEqual(over);
});

test("of two people who use one invitation at the same moment, only one joins", async () => {
  const { it: app, token } = await invited();
  const accept = () => app.with(null).access.acceptInvitation({ token, password });
  const settled = await Promise.allSettled([accept(), accept(), accept()]);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("an invitation expires after exactly seven days", async () => {
  const { it: app, token } = await invited();
  app.pass(7 * DAY - 1);
  await app.with(null).access.invitation({ token });
  app.pass(1);
  expect(await failureOf(app.with(null).access.invitation({ token }))).toEqual(over);
  expect(await failureOf(app.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  const [listed] = (await dana(app).access.people()).invitations;
  expect(listed).toMatchObject({ email: nora, expired: true });
});

test("the link of a withdrawn invitation doesn't work, and the address can be invited again", async () => {
  const { it: app, id, token } = await invited();
  const again = { email: nora.toUpperCase(), name: "Nora", role: "agent" as const };
  expect(await failureOf(dana(app).access.invite(again))).toMatchObject({
    key: "access.invitedAlready",
    field: "email",
  });
  await dana(app).access.withdrawInvitation({ id });
  expect(await failureOf(app.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  await dana(app).access.invite(again);
  expect(await failureOf(app.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  await app.with(null).access.acceptInvitation({ token: await app.link(nora), password });
});

test("an existing person joins with their session, and no link can set a new password for them", async () => {
  const app = await openTestApp();
  const ben = "ben@callboard.demo";
  await app
    .as("mary@callboard.demo", "mason")
    .access.invite({ email: ben, name: "Benny", role: "agent", softphone: true });
  const token = await app.link(ben);
  expect(await app.with(null).access.invitation({ token })).toMatchObject({ known: true, name: "Ben Okafor" });
  expect(await failureOf(app.with(null).access.acceptInvitation({ token, password }))).toMatchObject({
    code: "conflict",
  });
  expect(await failureOf(app.as("ava@callboard.demo").access.join({ token }))).toEqual(over);
  await app.as(ben).access.join({ token });
  expect((await app.as(ben).access.me()).accounts.map(({ name }) => name)).toEqual(["Mason & Sons", "Northwind"]);
  expect((await app.as(ben, "mason").agents.mine()).agent.status).toBe("offline");
  await app.with(null).access.signIn({ email: ben, password: DEMO_PASSWORD });
});

test("another account's invitation can be neither seen nor withdrawn", async () => {
  const { it: app, id, token } = await invited();
  const mary = app.as("mary@callboard.demo", "mason");
  expect((await mary.access.people()).invitations).toEqual([]);
  const missing = { code: "not-found", key: "access.invitationMissing", field: "id" };
  expect(await failureOf(mary.access.withdrawInvitation({ id }))).toEqual(missing);
  expect(await failureOf(mary.access.withdrawInvitation({ id: "nothing" }))).toEqual(missing);
  await app.with(null).access.acceptInvitation({ token, password });
});

test("a member can't be invited again", async () => {
  const app = await openTestApp();
  const asked = dana(app).access.invite({ email: "ava@callboard.demo", name: "Ava", role: "agent" });
  expect(await failureOf(asked)).toEqual({ code: "conflict", key: "access.memberAlready", field: "email" });
});

test("a role without a softphone creates no seat", async () => {
  const { it: app, token } = await invited("billing", false);
  const { secret } = await app.with(null).access.acceptInvitation({ token, password });
  expect((await failureOf(app.with(secret, { account: "northwind" }).agents.mine())).code).toBe("forbidden");
});

test("a member who was removed and invited again continues their version numbers in the log", async () => {
  const { it: app, token } = await invited();
  const { person } = await app.with(null).access.acceptInvitation({ token, password });
  await dana(app).access.removeMember({ person });
  await dana(app).access.invite({ email: nora, name: "Nora", role: "agent", softphone: true });
  const { secret } = await app.with(null).access.signIn({ email: nora, password });
  await app.with(secret).access.join({ token: await app.link(nora) });
  for (const kind of ["member", "agent", "phone"]) {
    const rows = await app.rows(
      "SELECT version, event FROM changes WHERE kind = ? AND id = ? ORDER BY seq",
      kind,
      person,
    );
    expect(rows.map(({ version, event }) => `${version} ${event}`)).toEqual(["1 created", "2 deleted", "3 created"]);
  }
});
