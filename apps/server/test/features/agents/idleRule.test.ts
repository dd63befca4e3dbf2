import { expect, test } from "vitest";
import { deleteExpired } from "../../../src/jobs/deleteExpired.ts";
import { DAY, failureOf, MINUTE, openTestApp, type TestApp, type TestCaller } from "../../support/kit.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";

/** After 15 idle minutes agents are in training. Nobody has chosen a status of late. */
async function openWithRule() {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const { version, name, zone, billTo } = await dana.account.get();
  const training = app.statuses["northwind/Training"]!;
  await dana.account.save({ version, name, zone, billTo, idleRule: { minutes: 15, status: training } });
  const ava = app.callerFor(AVA, "northwind");
  await ava.agents.setStatus({ status: "available" });
  app.advance(10 * MINUTE);
  return { app, ava, training };
}

const unused = (app: TestApp, device: TestCaller, minutes: number) =>
  device.agents.reportIdle({ idleSince: app.now() - minutes * MINUTE });
const used = (device: TestCaller) => device.agents.reportIdle({ idleSince: null });
const statusOf = async (device: TestCaller) => (await device.agents.mine()).agent.status;

test("an idle computer changes the status only of agents who take calls, soon after no choice, by the account's rule", async () => {
  const app = await openTestApp();
  const ava = app.callerFor(AVA, "northwind");
  const dana = app.callerFor(DANA, "northwind");
  await ava.agents.setStatus({ status: "available" });
  app.advance(10 * MINUTE);
  await unused(app, ava, 20);
  expect(await statusOf(ava)).toBe("available");
  const { version, name, zone, billTo } = await dana.account.get();
  const ruleWith = (status: string) => ({ name, zone, billTo, idleRule: { minutes: 15, status } });
  await dana.account.save({ version, ...ruleWith(app.statuses["northwind/Training"]!) });
  const lunch = app.statuses["northwind/Lunch"]!;
  await ava.agents.setStatus({ status: lunch });
  app.advance(10 * MINUTE);
  await unused(app, ava, 20);
  expect(await statusOf(ava)).toBe(lunch);
  await ava.agents.setStatus({ status: "available" });
  await unused(app, ava, 20);
  expect(await statusOf(ava)).toBe("available");
  app.advance(10 * MINUTE);
  await unused(app, ava, 20);
  expect((await ava.agents.mine()).agent).toMatchObject({
    statusName: "Training",
    cause: { key: "agents.cause.idle", values: { minutes: 15 } },
  });
  const takesCalls = dana.account.save({ version: version + 1, ...ruleWith(app.statuses["northwind/Callbacks"]!) });
  expect(await failureOf(takesCalls)).toMatchObject({ key: "account.idleTakesCalls", field: "idleRule.status" });
});

test("nobody is away who works at another of their computers, until that one is idle too", async () => {
  const { app, ava, training } = await openWithRule();
  const laptop = await app.signInAgain(AVA, "northwind");
  await used(laptop);
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe("available");
  app.advance(MINUTE);
  await unused(app, laptop, 15);
  expect(await statusOf(ava)).toBe(training);
});

test("a computer that was switched off, or signed out, is none at which somebody works", async () => {
  const { app, ava, training } = await openWithRule();
  const laptop = await app.signInAgain(AVA, "northwind");
  await used(laptop);
  app.advance(5 * MINUTE - 1);
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe("available");
  app.advance(1);
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe(training);

  await ava.agents.setStatus({ status: "available" });
  app.advance(10 * MINUTE);
  await used(laptop);
  await laptop.access.signOut();
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe(training);
});

test("other people's computers count for nothing, and a clock that is ahead makes nobody idle longer", async () => {
  const { app, ava } = await openWithRule();
  await used(app.callerFor("ben@callboard.demo", "northwind"));
  await ava.agents.reportIdle({ idleSince: app.now() + 60 * MINUTE });
  expect(await statusOf(ava)).toBe("available");
  app.advance(15 * MINUTE);
  await unused(app, ava, 15);
  expect(await statusOf(ava)).not.toBe("available");
});

test("the rule is asked again when a call ends, and when a status does", async () => {
  const { app, ava, training } = await openWithRule();
  const { calls } = app.callerWith(app.keys.northwind);
  const event = (name: "inbound" | "ended") =>
    calls.phoneEvent({ id: `${name} ${app.now()}`, person: app.people[AVA]!, event: name });
  await event("inbound");
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe("available");
  app.advance(MINUTE);
  await event("ended");
  await unused(app, ava, 61);
  expect(await statusOf(ava)).toBe(training);

  await ava.agents.setStatus({ status: app.statuses["northwind/Lunch"]!, minutes: 20 });
  await unused(app, ava, 60);
  expect(await statusOf(ava)).toBe(app.statuses["northwind/Lunch"]!);
  app.advance(20 * MINUTE);
  await unused(app, ava, 80);
  expect(await statusOf(ava)).toBe(training);
});

test("reports are deleted a day later", async () => {
  const { app, ava } = await openWithRule();
  await used(ava);
  const rows = () => app.selectRows("SELECT person FROM idle_reports");
  app.advance(DAY - 1);
  await deleteExpired(app.services);
  expect(await rows()).toEqual([{ person: app.people[AVA] }]);
  app.advance(2);
  await deleteExpired(app.services);
  expect(await rows()).toEqual([]);
});
