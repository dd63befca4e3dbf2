import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const nora = "nora@example.com";
const password = "a password of nora's";
const expired = { code: "conflict", key: "access.linkExpired" };
const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind");

async function openWithInvitation(role: "agent" | "billing" = "agent", softphone = true) {
  const app = await openTestApp();
  const { id } = await dana(app).access.invite({ email: nora, name: "Nora", role, softphone });
  return { app, id, token: await app.mailedLink(nora) };
}

test("a new person accepts, chooses a password, is signed in and has a seat", async () => {
  const { app, token } = await openWithInvitation();
  expect(await app.callerWith(null).access.invitation({ token })).toEqual({
    account: "Northwind",
    email: nora,
    name: "Nora",
    role: "agent",
    known: false,
  });
  const joined = await app.callerWith(null).access.acceptInvitation({ token, password, name: "Nora Nilsen" });
  const me = app.callerWith(joined.secret, { account: "northwind" });
  expect((await me.access.me()).accounts.map(({ name, role }) => `${name} ${role}`)).toEqual(["Northwind agent"]);
  expect((await me.agents.mine()).agent).toMatchObject({ status: "offline", cause: { key: "agents.cause.newSeat" } });
  expect((await dana(app).access.people()).invitations.map(({ email }) => email)).not.toContain(nora);
  await app.callerWith(null).access.signIn({ email: nora, password });
});

test("an invitation works once", async () => {
  const { app, token } = await openWithInvitation();
  await app.callerWith(null).access.acceptInvitation({ token, password });
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password }))).toEqual(expired);
  expect(await failureOf(app.callerWith(null).access.invitation({ token }))).toEqual(expired);
});

test("of two people who use one invitation at the same moment, only one joins", async () => {
  const { app, token } = await openWithInvitation();
  const accept = () => app.callerWith(null).access.acceptInvitation({ token, password });
  const settled = await Promise.allSettled([accept(), accept(), accept()]);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("an invitation expires after exactly seven days", async () => {
  const { app, token } = await openWithInvitation();
  app.advance(7 * DAY - 1);
  await app.callerWith(null).access.invitation({ token });
  app.advance(1);
  expect(await failureOf(app.callerWith(null).access.invitation({ token }))).toEqual(expired);
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password }))).toEqual(expired);
  const [listed] = (await dana(app).access.people()).invitations;
  expect(listed).toMatchObject({ email: nora, expired: true });
});

test("the link of a withdrawn invitation doesn't work, and the address can be invited again", async () => {
  const { app, id, token } = await openWithInvitation();
  const again = { email: nora.toUpperCase(), name: "Nora", role: "agent" as const };
  expect(await failureOf(dana(app).access.invite(again))).toMatchObject({
    key: "access.invitedAlready",
    field: "email",
  });
  await dana(app).access.withdrawInvitation({ id });
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password }))).toEqual(expired);
  await dana(app).access.invite(again);
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password }))).toEqual(expired);
  await app.callerWith(null).access.acceptInvitation({ token: await app.mailedLink(nora), password });
});

test("an existing person joins with their session, and no link can set a new password for them", async () => {
  const app = await openTestApp();
  const ben = "ben@callboard.demo";
  await app
    .callerFor("mary@callboard.demo", "mason")
    .access.invite({ email: ben, name: "Benny", role: "agent", softphone: true });
  const token = await app.mailedLink(ben);
  expect(await app.callerWith(null).access.invitation({ token })).toMatchObject({ known: true, name: "Ben Okafor" });
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password }))).toMatchObject({
    code: "conflict",
  });
  expect(await failureOf(app.callerFor("ava@callboard.demo").access.join({ token }))).toEqual(expired);
  await app.callerFor(ben).access.join({ token });
  expect((await app.callerFor(ben).access.me()).accounts.map(({ name }) => name)).toEqual([
    "Mason & Sons",
    "Northwind",
  ]);
  expect((await app.callerFor(ben, "mason").agents.mine()).agent.status).toBe("offline");
  await app.callerWith(null).access.signIn({ email: ben, password: DEMO_PASSWORD });
});

test("another account's invitation can be neither seen nor withdrawn", async () => {
  const { app, id, token } = await openWithInvitation();
  const mary = app.callerFor("mary@callboard.demo", "mason");
  expect((await mary.access.people()).invitations).toEqual([]);
  const missing = { code: "not-found", key: "access.invitationMissing", field: "id" };
  expect(await failureOf(mary.access.withdrawInvitation({ id }))).toEqual(missing);
  expect(await failureOf(mary.access.withdrawInvitation({ id: "nothing" }))).toEqual(missing);
  await app.callerWith(null).access.acceptInvitation({ token, password });
});

test("a member can't be invited again", async () => {
  const app = await openTestApp();
  const invitation = dana(app).access.invite({ email: "ava@callboard.demo", name: "Ava", role: "agent" });
  expect(await failureOf(invitation)).toEqual({ code: "conflict", key: "access.memberAlready", field: "email" });
});

test("a role without a softphone creates no seat", async () => {
  const { app, token } = await openWithInvitation("billing", false);
  const { secret } = await app.callerWith(null).access.acceptInvitation({ token, password });
  expect((await failureOf(app.callerWith(secret, { account: "northwind" }).agents.mine())).code).toBe("forbidden");
});

test("a member who was removed and invited again continues their version numbers in the log", async () => {
  const { app, token } = await openWithInvitation();
  const { person } = await app.callerWith(null).access.acceptInvitation({ token, password });
  await dana(app).access.removeMember({ person });
  await dana(app).access.invite({ email: nora, name: "Nora", role: "agent", softphone: true });
  const { secret } = await app.callerWith(null).access.signIn({ email: nora, password });
  await app.callerWith(secret).access.join({ token: await app.mailedLink(nora) });
  for (const kind of ["member", "agent", "phone"]) {
    const rows = await app.selectRows(
      "SELECT version, event FROM changes WHERE kind = ? AND id = ? ORDER BY seq",
      kind,
      person,
    );
    expect(rows.map(({ version, event }) => `${version} ${event}`)).toEqual(["1 created", "2 deleted", "3 created"]);
  }
});
