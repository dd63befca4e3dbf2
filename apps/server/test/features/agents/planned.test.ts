import { dayAfter, dayIn } from "@callboard/domain/core/calendar";
import { currentStatus } from "@callboard/domain/agents/rules";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DAY, failureOf, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";
const BEN = "ben@callboard.demo";
const HOUR = 60 * MINUTE;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** At 6:00 in the account's zone, with Ava available. Times of day are minutes after midnight. */
async function openTeam() {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const { zone } = await dana.account.get();
  while (!/ 0?6:00/.test(clockOf(app.now(), zone))) app.advance(MINUTE);
  const ava = app.callerFor(AVA, "northwind");
  await ava.agents.setStatus({ status: "available" });
  app.advance(HOUR);
  const today = dayIn(app.now(), zone);
  const training = app.statuses["northwind/Training"]!;
  const tenToEleven = { status: training, firstDay: today, from: 10 * 60, to: 11 * 60 };
  const id = (mail: string) => app.people[mail]!;
  return { app, dana, ava, zone, today, training, tenToEleven, id };
}

const clockOf = (at: number, timeZone: string) => ` ${new Date(at).toLocaleTimeString("en-GB", { timeZone })}`;
const onBoard = async (app: TestApp, mail: string) => {
  const { rows } = await app.callerFor(DANA, "northwind").agents.board({ search: mail.slice(0, 3) });
  return rows.find(({ person }) => person === app.people[mail])!;
};
const countIn = async (app: TestApp, status: string) =>
  (await app.callerFor(DANA, "northwind").agents.board({ chips: [status] })).rows.map(({ person }) => person);

test("a planned status counts on the board, for calls and in the report from its time on, without any write", async () => {
  const { app, dana, ava, training, tenToEleven, today, id } = await openTeam();
  const changesBefore = (await app.selectRows("SELECT max(n) AS n FROM changes"))[0]!.n as number;
  await ava.agents.planStatus({ ...tenToEleven, weekdays: EVERY_DAY });
  const changesAfter = (await app.selectRows("SELECT max(n) AS n FROM changes"))[0]!.n as number;
  expect(changesAfter - changesBefore).toBe(2);
  const start = app.now() + 3 * HOUR;
  const view = await dana.agents.board({});
  expect(view.changesAt).toBeLessThanOrEqual(start);
  expect((await onBoard(app, AVA)).agent.upcoming!.segments[0]).toMatchObject({ from: start, until: start + HOUR });
  expect(await countIn(app, training)).not.toContain(id(AVA));
  app.advance(3 * HOUR);
  expect(await countIn(app, training)).toContain(id(AVA));
  app.advance(HOUR);
  expect(await countIn(app, training)).not.toContain(id(AVA));
  expect(await countIn(app, "available")).toContain(id(AVA));
  expect((await app.selectRows("SELECT max(n) AS n FROM changes"))[0]!.n).toBe(changesAfter);
  app.advance(HOUR);
  const report = await dana.reports.agent({ first: today, last: today, person: id(AVA) });
  expect(report.totals.find(({ status }) => status === training)).toMatchObject({ ms: HOUR, kept: 1 });
  await ava.agents.setStatus({ status: "offline" });
  const steps = await app.selectRows(
    "SELECT at FROM changes WHERE kind = 'agent' AND id = ? ORDER BY n DESC LIMIT 3",
    id(AVA),
  );
  expect(steps.map(({ at }) => at)).toEqual([app.now(), start + HOUR, start]);
});

test("a choice during it counts for that day, and the next day it begins again, however long nobody writes", async () => {
  const { app, ava, training, tenToEleven } = await openTeam();
  await ava.agents.planStatus({ ...tenToEleven, weekdays: EVERY_DAY });
  app.advance(3 * HOUR + MINUTE);
  await ava.agents.setStatus({ status: "available" });
  const statusNow = async () => (await onBoard(app, AVA)).agent;
  expect(await countIn(app, training)).not.toContain(app.people[AVA]);
  for (let day = 1; day <= 30; day += 1) {
    app.advance(DAY);
    await runDueJobs(app.services);
    expect(await countIn(app, training)).toContain(app.people[AVA]);
  }
  expect((await statusNow()).upcoming!.segments.length).toBeGreaterThan(2);
});

test("during a call it begins at once and ends after the call", async () => {
  const { app, ava, training, tenToEleven } = await openTeam();
  await ava.agents.planStatus(tenToEleven);
  const phones = app.callerWith(app.keys.northwind);
  const report = (event: "connected" | "inbound" | "ended") =>
    phones.calls.phoneEvent({ id: `${event} ${app.now()}`, person: app.people[AVA]!, event });
  const statusNow = async () => {
    const { agent, phone, now } = await ava.agents.mine();
    return currentStatus(agent, phone, now).status;
  };
  app.advance(3 * HOUR - MINUTE);
  await report("connected");
  await report("inbound");
  expect(await statusNow()).toBe("available");
  app.advance(2 * MINUTE);
  expect(await statusNow()).toBe(training);
  app.advance(HOUR);
  expect(await statusNow()).toBe(training);
  await report("ended");
  app.advance(MINUTE);
  expect(await statusNow()).toBe("available");
});

test("a team's plan is one change for several people, whom it tells; agents can only plan for themselves", async () => {
  const { dana, ava, tenToEleven, id } = await openTeam();
  const people = [id(AVA), id(BEN)];
  const { ids } = await dana.agents.planStatus({ ...tenToEleven, people });
  expect(ids).toHaveLength(2);
  const own = await ava.agents.planned();
  expect(own.plans).toMatchObject([{ id: ids[0], statusName: "Training", plannedByName: "Dana Reyes" }]);
  const about = await ava.history.list({ limit: 10 });
  expect(JSON.stringify(about)).toContain("Training");
  expect(await failureOf(ava.agents.planStatus({ ...tenToEleven, people }))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(ava.agents.planned({ person: id(BEN) }))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(ava.agents.skipPlanned({ id: ids[1]!, day: tenToEleven.firstDay }))).toMatchObject({
    code: "forbidden",
  });
  expect(await failureOf(ava.agents.removePlanned({ id: ids[1]! }))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(dana.agents.planStatus({ ...tenToEleven, people: [id(BEN), id(BEN)] }))).toMatchObject({
    key: "agents.plannedTwice",
  });
  expect(await failureOf(dana.agents.planStatus({ ...tenToEleven, people, id: ids[0] }))).toMatchObject({
    key: "agents.plannedOnePerson",
  });
  await dana.agents.removePlanned({ id: ids[1]! });
  expect((await dana.agents.planned({ person: id(BEN) })).plans).toEqual([]);
});

test("another account's people and planned statuses are unknown, and so is somebody without a softphone", async () => {
  const { app, dana, ava, tenToEleven, id } = await openTeam();
  const { ids } = await ava.agents.planStatus(tenToEleven);
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const other = { ...tenToEleven, status: "offline" };
  for (const call of [
    () => harriet.agents.planned({ person: id(AVA) }),
    () => harriet.agents.planStatus({ ...other, people: [id(AVA)] }),
    () => harriet.agents.removePlanned({ id: ids[0]! }),
    () => harriet.agents.skipPlanned({ id: ids[0]!, day: tenToEleven.firstDay }),
    () => dana.agents.planStatus({ ...other, people: [id("harriet@callboard.demo")] }),
  ])
    expect(await failureOf(call())).toMatchObject({ code: "not-found" });
});

test("it is in the agent's own zone, else in the zone of their device, else in the account's", async () => {
  const { dana, ava, tenToEleven, id, zone } = await openTeam();
  const firstDay = dayAfter(tenToEleven.firstDay, 1);
  const zoneOf = async () => (await ava.agents.planned()).plans.map((plan) => plan.zone);
  await dana.agents.planStatus({ ...tenToEleven, firstDay, people: [id(AVA)], zone: "Asia/Tokyo" });
  expect(await zoneOf()).toEqual([zone]);
  await ava.agents.planStatus({ ...tenToEleven, firstDay, zone: "Asia/Tokyo" });
  expect(new Set(await zoneOf())).toEqual(new Set([zone, "Asia/Tokyo"]));
  await ava.preferences.save({ zone: "Asia/Kathmandu" });
  await dana.agents.planStatus({ ...tenToEleven, firstDay, people: [id(AVA)] });
  expect(new Set(await zoneOf())).toEqual(new Set([zone, "Asia/Tokyo", "Asia/Kathmandu"]));
});

test("an archived status is refused, begins no longer, and begins again once it is back", async () => {
  const { app, dana, ava, training, tenToEleven } = await openTeam();
  await ava.agents.planStatus({ ...tenToEleven, weekdays: EVERY_DAY });
  const archive = async (archived: boolean) => {
    const [{ version }] = (await app.selectRows("SELECT version FROM records WHERE id = ?", training)) as [
      { version: number },
    ];
    await dana.agents.archiveStatus({ id: training, version, archived });
    await runDueJobs(app.services);
  };
  await archive(true);
  expect(await failureOf(ava.agents.planStatus(tenToEleven))).toMatchObject({ field: "status" });
  app.advance(3 * HOUR);
  expect((await onBoard(app, AVA)).agent.upcoming!.segments).toEqual([]);
  expect(await countIn(app, "available")).toContain(app.people[AVA]);
  await archive(false);
  app.advance(DAY);
  expect(await countIn(app, training)).toContain(app.people[AVA]);
});

test("a new guard counts for what is planned already", async () => {
  const { app, dana, ava, training, tenToEleven } = await openTeam();
  await ava.agents.planStatus(tenToEleven);
  const { version, name, zone, billTo, idleRule } = await dana.account.get();
  await dana.account.save({ version, name, zone, billTo, idleRule, guardMinutes: 30 });
  await runDueJobs(app.services);
  app.advance(3 * HOUR - MINUTE);
  await ava.agents.setStatus({ status: "available" });
  app.advance(29 * MINUTE);
  expect(await countIn(app, training)).not.toContain(app.people[AVA]);
  app.advance(MINUTE);
  expect(await countIn(app, training)).toContain(app.people[AVA]);
});

test("a plan goes with its person, and one that was removed can be restored", async () => {
  const { app, dana, ava, training, tenToEleven, id } = await openTeam();
  const { ids } = await dana.agents.planStatus({ ...tenToEleven, people: [id(AVA)], weekdays: EVERY_DAY });
  await ava.agents.removePlanned({ id: ids[0]! });
  const { proposal } = await dana.history.proposeRestore({
    kind: "plannedStatus",
    id: ids[0]!,
    version: 1,
    reason: "",
  });
  await dana.proposals.confirm({ proposal: proposal! });
  await runDueJobs(app.services);
  app.advance(3 * HOUR);
  expect(await countIn(app, training)).toContain(id(AVA));
  await dana.access.removeMember({ person: id(AVA) });
  expect(await app.selectRows("SELECT id FROM records WHERE kind = 'plannedStatus'")).toEqual([]);
  const again = dana.history.proposeRestore({ kind: "plannedStatus", id: ids[0]!, version: 1, reason: "" });
  expect(await failureOf(again)).toMatchObject({ key: "agents.noSoftphone" });
});

test("bad input gets a sentence with the field", async () => {
  const { ava, tenToEleven } = await openTeam();
  for (const [field, more] of [
    ["weekdays", { weekdays: [] }],
    ["weekdays", { weekdays: [1, 2, 3, 4, 5, 6, 7, 8] }],
    ["from", { from: 24 * 60 }],
    ["to", { to: 10 * 60 }],
    ["firstDay", { firstDay: "2026-02-30" }],
    ["firstDay", { firstDay: "x".repeat(1000) }],
    ["people", { people: Array.from({ length: 51 }, (_, index) => `p${index}`) }],
    ["zone", { zone: "Mars/Base" }],
  ] as const)
    expect(await failureOf(ava.agents.planStatus({ ...tenToEleven, ...(more as object) }))).toMatchObject({
      code: "invalid",
      field: expect.stringContaining(field),
    });
});
