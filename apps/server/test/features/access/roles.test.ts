import { expect, test } from "vitest";
import type { Role } from "@callboard/domain/core/permissions";
import { openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const by = (app: TestApp, name: string, account = "northwind") => app.callerFor(`${name}@callboard.demo`, account);

async function seatOf(app: TestApp, name: string) {
  const { members } = await by(app, "dana").access.people();
  return members.find((member) => member.id === person(app, name))!;
}

async function setRole(app: TestApp, who: string, whose: string, role: Role, softphone?: boolean) {
  const seat = await seatOf(app, whose);
  return by(app, who).access.setRole({
    person: seat.id,
    version: seat.version,
    role,
    softphone: softphone ?? seat.softphone,
  });
}

test("an administrator sets the roles of lower ranks, and each change names who made it", async () => {
  const app = await openTestApp();
  await setRole(app, "dana", "ben", "call manager");
  expect(await seatOf(app, "ben")).toMatchObject({ role: "call manager", softphone: true });
  expect((await by(app, "ben").agents.board()).rows.length).toBeGreaterThan(3);
  const { changes } = await by(app, "dana").history.list({});
  expect(changes[0]).toMatchObject({
    kind: "member",
    title: "Ben Okafor",
    by: "Dana Reyes",
    action: "changed the role of Ben Okafor to call manager",
    fields: [{ label: "Role", before: "agent", after: "call manager" }],
  });
});

test("nobody can demote or remove the owner", async () => {
  const app = await openTestApp();
  const stays = { code: "forbidden", key: "access.ownerStays" };
  for (const who of ["dana", "harriet"]) {
    expect(await failureOf(setRole(app, who, "dana", "agent"))).toEqual(stays);
    expect(await failureOf(by(app, who).access.removeMember({ person: person(app, "dana") }))).toEqual(stays);
  }
});

test("administrators can't edit each other or themselves; the owner and the agency can", async () => {
  const app = await openTestApp();
  await setRole(app, "dana", "milo", "administrator");
  await setRole(app, "dana", "rita", "administrator");
  const above = { code: "forbidden", key: "access.rankedAbove" };
  expect(await failureOf(setRole(app, "milo", "rita", "agent"))).toEqual(above);
  expect(await failureOf(by(app, "milo").access.removeMember({ person: person(app, "rita") }))).toEqual(above);
  expect(await failureOf(setRole(app, "milo", "milo", "agent"))).toEqual(above);
  await setRole(app, "harriet", "rita", "report manager");
  await setRole(app, "dana", "milo", "call manager");
  expect(await failureOf(setRole(app, "milo", "ben", "agent"))).toMatchObject({ key: "api.forbidden" });
});

test("nobody gives a role above their own, and the agency's role needs an account that may have sub-accounts", async () => {
  const app = await openTestApp();
  await setRole(app, "dana", "milo", "administrator");
  expect(await failureOf(setRole(app, "milo", "ben", "agency administrator"))).toEqual({
    code: "forbidden",
    key: "access.roleAboveOwn",
    field: "role",
  });
  const solveig = by(app, "solveig", "solo");
  const input = { email: "x@example.com", name: "X", role: "agency administrator" as const };
  expect(await failureOf(solveig.access.invite(input))).toEqual({
    code: "invalid",
    key: "access.agencyRoleOnly",
    field: "role",
  });
});

test("setting a role requires the version that was seen", async () => {
  const app = await openTestApp();
  const seat = await seatOf(app, "ben");
  await setRole(app, "dana", "ben", "billing");
  const stale = { person: seat.id, version: seat.version, role: "agent" as const, softphone: true };
  expect(await failureOf(by(app, "dana").access.setRole(stale))).toEqual({
    code: "conflict",
    key: "record.changedMeanwhile",
    field: "version",
  });
});

test("adding a softphone creates a seat, removing it removes the seat, and the log keeps its history", async () => {
  const app = await openTestApp();
  await setRole(app, "dana", "rita", "report manager", true);
  await by(app, "rita").agents.setStatus({ status: "available" });
  await setRole(app, "dana", "rita", "report manager", false);
  expect((await failureOf(by(app, "rita").agents.setStatus({ status: "available" }))).code).toBe("forbidden");
  await setRole(app, "dana", "rita", "report manager", true);
  expect((await by(app, "rita").agents.mine()).agent.status).toBe("offline");
  const rows = await app.selectRows(
    "SELECT version FROM changes WHERE kind = 'agent' AND account = ? AND id = ? ORDER BY seq",
    app.account("northwind"),
    person(app, "rita"),
  );
  expect(rows.map((row) => row.version)).toEqual([1, 2, 3, 4]);
});

test("a removed member is out at once but stays in other accounts; their changes keep their name", async () => {
  const app = await openTestApp();
  await by(app, "ava").agents.mine();
  await by(app, "ava", "parkside").agents.mine();
  await by(app, "dana").access.removeMember({ person: person(app, "ava") });
  expect(await failureOf(by(app, "ava").agents.mine())).toEqual({ code: "not-found", key: "api.notFound" });
  await by(app, "ava", "parkside").agents.setStatus({ status: "available" });
  const { changes } = await by(app, "dana").history.list({});
  expect(changes[0]!.action).toBe("removed Ava Lindqvist");
  expect((await by(app, "ava").access.me()).accounts.map(({ name }) => name)).toEqual(["Parkside Dental"]);
});

test("an agency administrator acts in every sub-account by a derived role, which ends with the agency's", async () => {
  const app = await openTestApp();
  const harriet = by(app, "harriet", "mason");
  await harriet.agents.defineStatus({ name: "Audit", color: "slate" });
  const [row] = await app.selectRows("SELECT actor FROM changes WHERE kind = 'status' ORDER BY seq DESC LIMIT 1");
  expect(JSON.parse(row!.actor)).toEqual({
    as: "agency person",
    id: person(app, "harriet"),
    agency: app.account("harbor"),
  });
  expect(
    await app.selectRows(
      "SELECT 1 FROM records WHERE account = ? AND kind = 'member' AND id = ?",
      app.account("mason"),
      person(app, "harriet"),
    ),
  ).toEqual([]);
  expect(await failureOf(by(app, "harriet", "solo").account.get())).toEqual({
    code: "not-found",
    key: "api.notFound",
  });

  await by(app, "harriet", "harbor").access.invite({
    email: "milo@callboard.demo",
    name: "Milo",
    role: "agency administrator",
  });
  await app.callerFor("milo@callboard.demo").access.join({ token: await app.mailedLink("milo@callboard.demo") });
  await by(app, "milo", "mason").account.get();
  await by(app, "harriet", "harbor").access.removeMember({ person: person(app, "milo") });
  expect(await failureOf(by(app, "milo", "mason").account.get())).toEqual({ code: "not-found", key: "api.notFound" });
  await by(app, "milo").agents.board();
});

test("only the owner transfers ownership, to an administrator, and then becomes an administrator", async () => {
  const app = await openTestApp();
  const to = { to: person(app, "milo") };
  expect(await failureOf(by(app, "dana").account.transferOwner(to))).toMatchObject({
    key: "account.ownerMustAdminister",
  });
  await setRole(app, "dana", "milo", "administrator");
  expect(await failureOf(by(app, "milo").account.transferOwner(to))).toMatchObject({ key: "account.ownerOnly" });
  expect(await failureOf(by(app, "harriet").account.transferOwner(to))).toMatchObject({ key: "account.ownerOnly" });
  expect(await failureOf(by(app, "dana").account.transferOwner({ to: person(app, "mary") }))).toMatchObject({
    key: "access.memberMissing",
  });
  await by(app, "dana").account.transferOwner(to);
  expect(await by(app, "dana").account.get()).toMatchObject({ owner: person(app, "milo"), ownerName: "Milo Park" });
  expect(await failureOf(setRole(app, "harriet", "milo", "agent"))).toMatchObject({ key: "access.ownerStays" });
  await setRole(app, "milo", "dana", "call manager");
});

test("another tenant's person is unknown here", async () => {
  const app = await openTestApp();
  const missing = { code: "not-found", key: "access.memberMissing", field: "person" };
  for (const id of [person(app, "mary"), "nobody"]) {
    expect(await failureOf(by(app, "dana").access.removeMember({ person: id }))).toEqual(missing);
    const form = { person: id, version: 1, role: "agent" as const, softphone: false };
    expect(await failureOf(by(app, "dana").access.setRole(form))).toEqual(missing);
  }
  const emails = (await by(app, "dana").access.people()).members.map(({ email }) => email);
  expect(emails).not.toContain("mary@callboard.demo");
});

test("changing a softphone follows rank as roles do; everybody may change their own", async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "northwind");
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const rita = (await dana.access.people()).members.find(({ email }) => email === "rita@callboard.demo")!;
  await harriet.access.setRole({ person: rita.id, version: rita.version, role: "administrator", softphone: false });
  const ritaNow = app.callerFor("rita@callboard.demo", "northwind");
  const owner = (await dana.access.people()).members.find(({ owner }) => owner)!;
  const withoutSoftphone = { person: owner.id, version: owner.version, role: owner.role, softphone: false };
  expect(await failureOf(ritaNow.access.setRole(withoutSoftphone))).toMatchObject({ code: "forbidden" });
  await ritaNow.access.setRole({ person: rita.id, version: rita.version + 1, role: "administrator", softphone: true });
  expect((await ritaNow.agents.mine()).agent.status).toBe("offline");
});
