import { describe, expect, test } from "vitest";
import { HOUR, openTestApp, failureOf, START, type TestApp } from "../../support/kit.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind").queues;
const mary = (app: TestApp) => app.callerFor("mary@callboard.demo", "mason").queues;
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const GONE = { code: "not-found", key: "record.notFound" };
const sales = (app: TestApp, ...names: string[]) => ({
  name: "Sales",
  routing: "round robin" as const,
  members: names.map((name) => ({ id: person(app, name), weight: 1 })),
});
const phone = (app: TestApp, name: string, event: "connected" | "inbound" | "ended" | "gone") =>
  app
    .callerWith(app.keys.northwind)
    .calls.phoneEvent({ id: `${name} ${event} ${app.now()}`, person: person(app, name), event });
const choose = (app: TestApp, name: string, status: string) =>
  app.callerFor(`${name}@callboard.demo`, "northwind").agents.setStatus({ status });

/** Ava, Ben and Cleo at their phones and available. */
async function openWithAgents(): Promise<TestApp> {
  const app = await openTestApp();
  for (const name of ["ava", "ben", "cleo"]) {
    await phone(app, name, "gone");
    app.advance(1000);
    await phone(app, name, "connected");
    await choose(app, name, "available");
  }
  return app;
}

test("a queue is listed with its members, whether it is open, and how many would be offered a call now", async () => {
  const app = await openWithAgents();
  const { id } = await dana(app).save(sales(app, "ava", "ben"));
  await addNumber(app, "northwind", "+15125550143", { route: { to: "queue", id } });
  const { queues, now } = await dana(app).list();
  expect(now).toBe(app.now());
  expect(queues).toEqual([
    {
      id,
      version: 1,
      ...sales(app, "ava", "ben"),
      ringSeconds: 20,
      wrapUpSeconds: 30,
      schedule: null,
      noAnswer: { to: "voicemail" },
      tags: [],
      missedCall: null,
      leastTakingCalls: null,
      memberNames: [
        { id: person(app, "ava"), name: "Ava Lindqvist" },
        { id: person(app, "ben"), name: "Ben Okafor" },
      ],
      open: true,
      why: "Always open",
      offered: 2,
      numbers: 1,
      follows: null,
      frozen: null,
    },
  ]);
});

test("the order in which agents are offered the next call follows phone and status at once", async () => {
  const app = await openWithAgents();
  const { id } = await dana(app).save(sales(app, "ava", "ben", "cleo"));
  const eligibility = async () =>
    (await dana(app).get({ id })).eligible.map(({ name, eligible, rank, why }) => [
      name.split(" ")[0],
      eligible,
      rank,
      why,
    ]);
  expect(await eligibility()).toEqual([
    ["Ava", true, 1, "Offered as number 1"],
    ["Ben", true, 2, "Offered as number 2"],
    ["Cleo", true, 3, "Offered as number 3"],
  ]);
  await phone(app, "ava", "inbound");
  await choose(app, "ben", app.statuses["northwind/Lunch"]!);
  expect(await eligibility()).toEqual([
    ["Ava", false, null, "On a call"],
    ["Ben", false, null, "Lunch takes no calls"],
    ["Cleo", true, 1, "Offered as number 1"],
  ]);
  await choose(app, "ava", "offline");
  expect((await eligibility())[0]).toEqual(["Ava", false, null, "Offline"]);
  app.advance(HOUR);
  await phone(app, "ava", "ended");
  await phone(app, "cleo", "gone");
  // Ben's lunch ended half an hour ago, though nothing has recorded that yet.
  expect(await eligibility()).toEqual([
    ["Ava", false, null, "Offline"],
    ["Ben", true, 1, "Offered as number 1"],
    ["Cleo", false, null, "Phone not connected"],
  ]);
});

test("hours are in the account's time zone, with the next change", async () => {
  const app = await openWithAgents();
  // A Tuesday, 11:00 in New York.
  const schedule = { hours: [{ id: "h", day: 2, from: 9 * 60, to: 12 * 60 }], holidays: [] };
  const { id } = await dana(app).save({ ...sales(app, "ava"), schedule });
  expect(await dana(app).get({ id })).toMatchObject({
    open: true,
    why: "Open until 12:00",
    changesAt: START + HOUR,
    offered: 1,
    now: app.now(),
  });
  app.advance(HOUR);
  const closed = await dana(app).get({ id });
  expect(closed).toMatchObject({ open: false, changesAt: START + (7 * 24 - 2) * HOUR, offered: 0 });
  expect(closed.eligible[0]).toMatchObject({ eligible: false, why: closed.why });
});

describe("a queue's references", () => {
  test("are in its own account: people with a softphone, queues, receiving numbers", async () => {
    const app = await openTestApp();
    const { id: theirs } = await mary(app).save({ ...sales(app, "mary") });
    expect(await failureOf(dana(app).save(sales(app, "rita")))).toEqual({
      code: "invalid",
      key: "queues.memberWithoutSoftphone",
      field: "members.0",
    });
    for (const id of [person(app, "mary"), "nobody"])
      expect(await failureOf(dana(app).save({ ...sales(app), members: [{ id, weight: 1 }] }))).toEqual({
        code: "invalid",
        key: "queues.memberUnknown",
        field: "members.0",
      });
    for (const id of [theirs, "nothing"])
      for (const to of ["queue", "receiver"] as const)
        expect(await failureOf(dana(app).save({ ...sales(app, "ava"), noAnswer: { to, id } }))).toMatchObject({
          code: "invalid",
          field: "noAnswer",
        });
    const status = app.statuses["mason/Lunch"]!;
    expect(
      await failureOf(dana(app).save({ ...sales(app, "ava"), missedCall: { after: 3, status, minutes: 5 } })),
    ).toMatchObject({ key: "agents.statusUnknown", field: "missedCall.status" });
    expect((await dana(app).list()).queues).toEqual([]);
  });

  test("are shown by name: where unanswered calls go", async () => {
    const app = await openTestApp();
    const { id: night } = await dana(app).save({ ...sales(app, "ben"), name: "Night" });
    const { id } = await dana(app).save({ ...sales(app, "ava"), noAnswer: { to: "queue", id: night } });
    expect((await dana(app).get({ id })).noAnswerName).toBe("Night");
    expect((await dana(app).get({ id: night })).noAnswerName).toBeNull();
    const loop = { ...sales(app, "ben"), name: "Night", id: night, version: 1, noAnswer: { to: "queue", id } } as const;
    expect(await failureOf(dana(app).save(loop))).toEqual({ code: "invalid", key: "queues.loop", field: "noAnswer" });
    expect(await failureOf(dana(app).remove({ id: night, version: 1 }))).toEqual({
      code: "conflict",
      key: "record.usedByQueues",
    });
  });
});

test("a status that a missed-call rule sets can't be archived or made to take calls", async () => {
  const app = await openTestApp();
  const lunch = app.statuses["northwind/Lunch"]!;
  const { id } = await dana(app).save({ ...sales(app, "ava"), missedCall: { after: 3, status: lunch, minutes: 5 } });
  const { agents } = app.callerFor("dana@callboard.demo", "northwind");
  const { version, name, color, icon } = (await agents.statuses()).find((one) => one.id === lunch)!;
  const refusal = { code: "conflict", key: "queues.statusInMissedCallRule" };
  expect(await failureOf(agents.archiveStatus({ id: lunch, version }))).toEqual(refusal);
  expect(await failureOf(agents.defineStatus({ id: lunch, version, name, color, icon, takesCalls: true }))).toEqual(
    refusal,
  );
  await dana(app).save({ ...sales(app, "ava"), id, version: 1 });
  await agents.archiveStatus({ id: lunch, version });
});

test("a queue can't be removed while a number routes to it, and can afterwards", async () => {
  const app = await openTestApp();
  const { id } = await dana(app).save(sales(app, "ava"));
  const number = await addNumber(app, "northwind", "+15125550143", { route: { to: "queue", id } });
  const { numbers } = app.callerFor("dana@callboard.demo", "northwind");
  expect(await numbers.get({ id: number })).toMatchObject({ routeName: "Sales" });
  expect(await failureOf(dana(app).remove({ id, version: 1 }))).toEqual({
    code: "conflict",
    key: "record.usedByNumbers",
  });
  await numbers.save({ id: number, version: 1, name: "Spring", source: null, route: null });
  await dana(app).remove({ id, version: 1 });
  expect((await dana(app).list()).queues).toEqual([]);
});

test("a name is unique within an account, and an outdated form is refused", async () => {
  const app = await openTestApp();
  const { id } = await dana(app).save(sales(app, "ava"));
  await mary(app).save(sales(app, "mary"));
  const again = { ...sales(app, "ben"), name: "SALES" };
  expect(await failureOf(dana(app).save(again))).toEqual({ code: "conflict", key: "queues.nameTaken", field: "name" });
  await dana(app).save({ ...sales(app, "ava", "ben"), id, version: 1 });
  const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
  expect(await failureOf(dana(app).save({ ...sales(app, "cleo"), id, version: 1 }))).toEqual(stale);
  expect(await failureOf(dana(app).remove({ id, version: 1 }))).toEqual(stale);
});

test("another tenant's queue looks like one that doesn't exist", async () => {
  const app = await openTestApp();
  const { id } = await dana(app).save(sales(app, "ava"));
  for (const foreignId of [id, "nothing"]) {
    expect(await failureOf(mary(app).get({ id: foreignId }))).toEqual(GONE);
    expect(await failureOf(mary(app).save({ ...sales(app, "mary"), id: foreignId, version: 1 }))).toEqual(GONE);
    expect(await failureOf(mary(app).remove({ id: foreignId, version: 1 }))).toEqual(GONE);
  }
  expect((await mary(app).list()).queues).toEqual([]);
});

test("everybody in the account can be a member, listed by name with their softphone", async () => {
  const app = await openTestApp();
  const { people } = await dana(app).people();
  expect(people.map(({ name, softphone }) => [name, softphone])).toEqual([
    ["Ava Lindqvist", true],
    ["Ben Okafor", true],
    ["Bill Frost", false],
    ["Cleo Marsh", true],
    ["Dana Reyes", true],
    ["Finn Adair", true],
    ["Milo Park", true],
    ["Rita Olsen", false],
  ]);
});

test("a member who loses the softphone stays, is offered no calls, and the queue says why", async () => {
  const app = await openWithAgents();
  const { id } = await dana(app).save(sales(app, "ava", "ben"));
  const { access } = app.callerFor("dana@callboard.demo", "northwind");
  const { version } = (await access.people()).members.find((one) => one.id === person(app, "ben"))!;
  await access.setRole({ person: person(app, "ben"), version, role: "agent", softphone: false });
  expect((await dana(app).get({ id })).eligible[1]).toMatchObject({
    name: "Ben Okafor",
    eligible: false,
    why: "Has no softphone here",
  });
  await dana(app).save({ ...sales(app, "ava", "ben"), name: "Sales 2", id, version: 1 });
});

test("an agent learns what their own queues would be left with, and nothing while they take no calls anyway", async () => {
  const app = await openWithAgents();
  await dana(app).save(sales(app, "ava", "ben", "cleo", "finn"));
  await dana(app).save({ ...sales(app, "ben"), name: "Without Ava" });
  const coverage = async () =>
    (await app.callerFor("ava@callboard.demo", "northwind").queues.coverage()).queues.filter(
      ({ name }) => name === "Sales" || name === "Without Ava",
    );
  await phone(app, "finn", "gone");
  expect(await coverage()).toEqual([{ name: "Sales", members: 4, takingCalls: 3 }]);
  await phone(app, "ben", "inbound");
  expect(await coverage()).toEqual([{ name: "Sales", members: 4, takingCalls: 3 }]);
  await choose(app, "cleo", "offline");
  expect(await coverage()).toEqual([{ name: "Sales", members: 4, takingCalls: 2 }]);
  await choose(app, "ava", "offline");
  expect(await coverage()).toEqual([]);
});
