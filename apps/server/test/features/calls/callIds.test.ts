import { describe, expect, test } from "vitest";
import { DAY } from "@callboard/domain/core/time";
import { deleteOldCalls } from "../../../src/features/calls/deleteOldCalls.ts";
import { readCalls } from "../../../src/features/calls/callRows.ts";
import { scopeOf } from "../../support/scopes.ts";
import { endDueCalls } from "../../../src/features/calls/endDue.ts";
import { callsNoted } from "../../../src/features/calls/noteCalls.ts";
import { failureOf, MINUTE, openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk, rung } from "../../support/fixtures/callGate.ts";

const DANA = "dana@callboard.demo";
const minutesOf = async (app: TestApp) =>
  (await app.callerFor(DANA, "northwind").balance.entries({})).entries.flatMap(({ type, quantity }) =>
    type === "minutes" ? [quantity] : [],
  );

async function open() {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben"]);
  await addQueueWithNumber(app, ["ava", "ben"], { wrapUpSeconds: 0 });
  const before = (await minutesOf(app)).length;
  /** The minutes booked since, the latest first. */
  const booked = async () => (await minutesOf(app)).slice(0, (await minutesOf(app)).length - before);
  return { app, platform, booked };
}

test("an id that a call had can't be used for another one, but a refused call may be asked about again", async () => {
  const { app, platform, booked } = await open();
  const choose = (name: string, status: string) =>
    app.callerFor(`${name}@callboard.demo`, "northwind").agents.setStatus({ status });
  for (const name of ["ava", "ben"]) await choose(name, "offline");
  expect(await platform.admit("call")).toMatchObject({ connect: false, reason: "no agent" });
  await callsNoted(app.services.db);
  await choose("ava", "available");
  expect(rung(await platform.admit("call"))).toEqual(["Ava"]);
  await noted(app, "call");
  await platform.report("inbound", { person: "ava", call: "call" });
  app.advance(MINUTE);
  await platform.report("ended", { call: "call" });
  expect(await booked()).toEqual([1]);
  expect((await app.callerFor(DANA, "northwind").calls.list({})).calls[0]).toMatchObject({ outcome: "answered" });
  expect(await failureOf(platform.admit("call"))).toMatchObject({ key: "calls.idUsed", field: "callId" });
});

describe("a call whose end nobody reported", () => {
  test("is charged once a late report says how long it was", async () => {
    const { app, platform, booked } = await open();
    await platform.admit("call");
    await noted(app, "call");
    const answered = app.now() + 10 * SECOND;
    app.advance(40 * MINUTE);
    await endDueCalls(app.services);
    await platform.report("inbound", { person: "ava", call: "call", at: answered });
    expect(await booked()).toEqual([]);
    await platform.report("ended", { call: "call", seconds: 60, at: answered + MINUTE });
    await platform.report("ended", { call: "call", seconds: 90 });
    expect(await booked()).toEqual([1]);
  });

  test("frees its agent's phone after a day", async () => {
    const { app, platform } = await open();
    await platform.admit("call");
    await noted(app, "call");
    await platform.report("inbound", { person: "ava", call: "call" });
    for (let hour = 0; hour < 25; hour += 1) {
      app.advance(60 * MINUTE);
      for (const person of ["ava", "ben"]) await platform.report("alive", { person, aliveSeconds: 7200 });
      await endDueCalls(app.services);
    }
    expect((await app.callerFor("ava@callboard.demo", "northwind").agents.mine()).phone.state).toBe("idle");
  });
});

test("a call is listed for two years to the millisecond, then deleted", async () => {
  const { app, platform } = await open();
  const list = async () => {
    const page = await readCalls(scopeOf(app.services, app.account("northwind")), { limit: 50 });
    return page.calls.map(({ id }) => id);
  };
  await platform.admit("call");
  await noted(app, "call");
  await platform.report("ended", { call: "call" });
  const startedAt = app.now();
  app.advance(DAY);
  await platform.report("connected", { person: "ava" });
  await platform.admit("later");
  await noted(app, "later");
  await platform.report("ended", { call: "later" });
  app.advance(startedAt + 730 * DAY - 1 - app.now());
  expect(await list()).toEqual(["later", "call"]);
  app.advance(1);
  expect(await list()).toEqual(["later"]);
  expect(await deleteOldCalls(app.services)).toBe(1);
  expect(await app.selectRows("SELECT id FROM records WHERE kind = 'call'")).toEqual([{ id: "later" }]);
  expect(await deleteOldCalls(app.services)).toBe(0);
});

test("the end counts when its agent has lost the softphone, and when another key of the account reports it", async () => {
  const { app, platform, booked } = await open();
  await platform.admit("call");
  await noted(app, "call");
  await platform.report("inbound", { person: "ava", call: "call" });
  app.advance(MINUTE);
  const dana = app.callerFor(DANA, "northwind");
  await dana.access.removeMember({ person: app.people["ava@callboard.demo"]! });
  const { secret } = await dana.access.createApiKey({ name: "New phones", permissions: ["send phone events"] });
  const other = app.callerWith(secret).calls;
  expect((await other.limits()).limits).toHaveLength(1);
  await other.phoneEvent({
    id: "end",
    event: "ended",
    call: "call",
    person: app.people["ava@callboard.demo"]!,
    seconds: 60,
  });
  expect(await booked()).toEqual([1]);
});

test("a phone whose ringing is reported after somebody else's answer doesn't ring, but a transfer does", async () => {
  const { app, platform } = await open();
  const phoneOf = async () => (await app.callerFor("ben@callboard.demo", "northwind").agents.mine()).phone.state;
  await platform.admit("call");
  await noted(app, "call");
  await platform.report("inbound", { person: "ava", call: "call" });
  app.advance(SECOND);
  await platform.report("ringing", { person: "ben", call: "call", at: app.now() - 2 * SECOND });
  await platform.report("ringing", { person: "ben", call: "call" });
  expect(await phoneOf()).toBe("idle");
  app.advance(10 * SECOND);
  await platform.report("ringing", { person: "ben", call: "call" });
  expect(await phoneOf()).toBe("ringing");
});

test("an agent who takes over an answered call is free when it ends, and the whole call is charged", async () => {
  const { app, platform, booked } = await open();
  await platform.admit("call");
  await noted(app, "call");
  await platform.report("inbound", { person: "ava", call: "call" });
  app.advance(MINUTE);
  await platform.report("inbound", { person: "ben", call: "call" });
  await platform.report("ended", { person: "ava", call: "call" });
  app.advance(MINUTE);
  await platform.report("ended", { call: "call" });
  expect(await booked()).toEqual([2]);
  for (const name of ["ava", "ben"])
    expect((await app.callerFor(`${name}@callboard.demo`, "northwind").agents.mine()).phone.state).toBe("idle");
});

test("a repeated question where a call goes next gets the same answer, and nobody misses anything twice", async () => {
  const { app, platform } = await open();
  const dana = app.callerFor(DANA, "northwind");
  const lunch = app.statuses["northwind/Lunch"]!;
  const { queues } = await dana.queues.list();
  const desk = queues.find(({ name }) => name === "Desk")!;
  const { id: night } = await dana.queues.save({
    name: "Night",
    routing: "round robin",
    members: [{ id: app.people["ben@callboard.demo"]!, weight: 1 }],
    missedCall: { after: 1, status: lunch, minutes: null },
  });
  const {
    memberNames: _names,
    open: _open,
    why: _why,
    offered: _offered,
    numbers: _numbers,
    follows: _follows,
    frozen: _frozen,
    ...form
  } = desk;
  await dana.queues.save({ ...form, members: desk.members.slice(0, 1), noAnswer: { to: "queue", id: night } });
  const calls = app.callerWith(app.keys.northwind).calls;
  expect(rung(await platform.admit("call"))).toEqual(["Ava"]);
  await noted(app, "call");
  const first = await calls.noAnswer({ callId: "call", queue: desk.id });
  await callsNoted(app.services.db);
  expect(rung(first)).toEqual(["Ben"]);
  expect(await calls.noAnswer({ callId: "call", queue: desk.id })).toEqual(first);
  await callsNoted(app.services.db);
  const statusOf = async (name: string) =>
    (await app.callerFor(`${name}@callboard.demo`, "northwind").agents.mine()).agent.status;
  // The queue that rang Ava has no rule, and Ben hasn't missed anything yet.
  expect([await statusOf("ava"), await statusOf("ben")]).toEqual(["available", "available"]);
});
