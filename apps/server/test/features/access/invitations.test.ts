import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const nora = "nora@example.com";
const password = "a password of nora's";
const over = { code: "conflict", key: "access.linkOver" };
const dana = (it: TestApp) => it.as("dana@callboard.demo", "northwind");

async function invited(role: "agent" | "billing" = "agent", softphone = true) {
  const it = await openTestApp();
  const { id } = await dana(it).access.invite({ email: nora, name: "Nora", role, softphone });
  return { it, id, token: await it.link(nora) };
}

test("somebody new accepts, chooses a password, is signed in and has a seat", async () => {
  const { it, token } = await invited();
  expect(await it.with(null).access.invitation({ token })).toEqual({
    account: "Northwind",
    email: nora,
    name: "Nora",
    role: "agent",
    known: false,
  });
  const joined = await it.with(null).access.acceptInvitation({ token, password, name: "Nora Nilsen" });
  const me = it.with(joined.secret, { account: "northwind" });
  expect((await me.access.me()).accounts.map(({ name, role }) => `${name} ${role}`)).toEqual(["Northwind agent"]);
  expect((await me.agents.mine()).agent).toMatchObject({ status: "offline", cause: { key: "cause.newSeat" } });
  expect((await dana(it).access.people()).invitations.map(({ email }) => email)).not.toContain(nora);
  await it.with(null).access.signIn({ email: nora, password });
});

test("an invitation works once", async () => {
  const { it, token } = await invited();
  await it.with(null).access.acceptInvitation({ token, password });
  expect(await failureOf(it.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  expect(await failureOf(it.with(null).access.invitation({ token }))).toEqual(over);
});

test("of two who open one invitation at the same moment, one comes in", async () => {
  const { it, token } = await invited();
  const accept = () => it.with(null).access.acceptInvitation({ token, password });
  const settled = await Promise.allSettled([accept(), accept(), accept()]);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("an invitation is over after seven days, and until then it is not", async () => {
  const { it, token } = await invited();
  it.pass(7 * DAY - 1);
  await it.with(null).access.invitation({ token });
  it.pass(1);
  expect(await failureOf(it.with(null).access.invitation({ token }))).toEqual(over);
  expect(await failureOf(it.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  const [listed] = (await dana(it).access.people()).invitations;
  expect(listed).toMatchObject({ email: nora, expired: true });
});

test("an invitation that was taken back opens nothing, and the address can be invited anew", async () => {
  const { it, id, token } = await invited();
  const again = { email: nora.toUpperCase(), name: "Nora", role: "agent" as const };
  expect(await failureOf(dana(it).access.invite(again))).toMatchObject({
    key: "access.invitedAlready",
    field: "email",
  });
  await dana(it).access.withdrawInvitation({ id });
  expect(await failureOf(it.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  await dana(it).access.invite(again);
  expect(await failureOf(it.with(null).access.acceptInvitation({ token, password }))).toEqual(over);
  await it.with(null).access.acceptInvitation({ token: await it.link(nora), password });
});

test("somebody who is known joins with the session at hand, and cannot be given a new password by a link", async () => {
  const it = await openTestApp();
  const ben = "ben@callboard.demo";
  await it
    .as("mary@callboard.demo", "mason")
    .access.invite({ email: ben, name: "Benny", role: "agent", softphone: true });
  const token = await it.link(ben);
  expect(await it.with(null).access.invitation({ token })).toMatchObject({ known: true, name: "Ben Okafor" });
  expect(await failureOf(it.with(null).access.acceptInvitation({ token, password }))).toMatchObject({
    code: "conflict",
  });
  expect(await failureOf(it.as("ava@callboard.demo").access.join({ token }))).toEqual(over);
  await it.as(ben).access.join({ token });
  expect((await it.as(ben).access.me()).accounts.map(({ name }) => name)).toEqual(["Mason & Sons", "Northwind"]);
  expect((await it.as(ben, "mason").agents.mine()).agent.status).toBe("offline");
  await it.with(null).access.signIn({ email: ben, password: DEMO_PASSWORD });
});

test("another account's invitation can be neither seen nor taken back", async () => {
  const { it, id, token } = await invited();
  const mary = it.as("mary@callboard.demo", "mason");
  expect((await mary.access.people()).invitations).toEqual([]);
  const missing = { code: "not-found", key: "access.invitationMissing", field: "id" };
  expect(await failureOf(mary.access.withdrawInvitation({ id }))).toEqual(missing);
  expect(await failureOf(mary.access.withdrawInvitation({ id: "nothing" }))).toEqual(missing);
  await it.with(null).access.acceptInvitation({ token, password });
});

test("whoever is in the account already is not invited again", async () => {
  const it = await openTestApp();
  const asked = dana(it).access.invite({ email: "ava@callboard.demo", name: "Ava", role: "agent" });
  expect(await failureOf(asked)).toEqual({ code: "conflict", key: "access.memberAlready", field: "email" });
});

test("a role without a softphone brings no seat", async () => {
  const { it, token } = await invited("billing", false);
  const { secret } = await it.with(null).access.acceptInvitation({ token, password });
  expect((await failureOf(it.with(secret, { account: "northwind" }).agents.mine())).code).toBe("forbidden");
});

test("who was removed and invited again goes on counting versions in the log", async () => {
  const { it, token } = await invited();
  const { person } = await it.with(null).access.acceptInvitation({ token, password });
  await dana(it).access.removeMember({ person });
  await dana(it).access.invite({ email: nora, name: "Nora", role: "agent", softphone: true });
  const { secret } = await it.with(null).access.signIn({ email: nora, password });
  await it.with(secret).access.join({ token: await it.link(nora) });
  for (const kind of ["member", "agent", "phone"]) {
    const rows = await it.rows(
      "SELECT version, event FROM changes WHERE kind = ? AND id = ? ORDER BY seq",
      kind,
      person,
    );
    expect(rows.map(({ version, event }) => `${version} ${event}`)).toEqual(["1 created", "2 deleted", "3 created"]);
  }
});
