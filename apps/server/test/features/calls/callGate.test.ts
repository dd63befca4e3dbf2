import { expect, test } from "vitest";
import { MINUTE, openTestApp, SECOND } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk, rung } from "../../support/fixtures/callGate.ts";

const DANA = "dana@callboard.demo";

test("a call is offered to the eligible agents in the queue's order, and the next one to whoever follows", async () => {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben", "cleo"]);
  const { queue } = await addQueueWithNumber(app, ["ava", "ben", "cleo"], { ringSeconds: 25, wrapUpSeconds: 40 });
  const first = await platform.admit("call-1");
  expect(first).toMatchObject({
    connect: true,
    ring: "one by one",
    ringSeconds: 25,
    wrapUpSeconds: 40,
    noAnswer: "voicemail",
    queue: { id: queue, name: "Desk" },
  });
  expect(rung(first)).toEqual(["Ava", "Ben", "Cleo"]);
  // Ava's phone is about to ring, although nobody has reported it yet.
  expect(rung(await platform.admit("call-2"))).toEqual(["Ben", "Cleo"]);
  await noted(app, "call-2");
  await platform.report("ringing", { person: "ava", call: "call-1" });
  await platform.report("inbound", { person: "ava", call: "call-1" });
  await app
    .callerFor("cleo@callboard.demo", "northwind")
    .agents.setStatus({ status: app.statuses["northwind/Lunch"]! });
  expect(rung(await platform.admit("call-2"))).toEqual(["Ben"]);
});

test("a call becomes minutes, the phone wraps up for the queue's time, and the call is listed", async () => {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava"]);
  await addQueueWithNumber(app, ["ava"], { wrapUpSeconds: 40 });
  const dana = app.callerFor(DANA, "northwind");
  await platform.admit("call-1");
  await noted(app, "call-1");
  await platform.report("ringing", { person: "ava", call: "call-1" });
  expect((await dana.calls.list({})).inProgress).toMatchObject([
    { id: "call-1", ringing: ["Ava Lindqvist"], queue: "Desk" },
  ]);
  app.advance(5 * SECOND);
  await platform.report("inbound", { person: "ava", call: "call-1" });
  app.advance(90 * SECOND);
  await platform.report("ended", { call: "call-1" });
  const phone = async () => (await app.callerFor("ava@callboard.demo", "northwind").agents.mine()).phone;
  expect(await phone()).toMatchObject({ state: "wrap-up", until: app.now() + 40 * SECOND });
  const { entries } = await dana.balance.entries({});
  expect(entries[0]).toMatchObject({ type: "minutes", quantity: 1.5 });
  expect(await dana.calls.list({})).toMatchObject({
    inProgress: [],
    calls: [{ id: "call-1", agent: "Ava Lindqvist", seconds: 90, outcome: "answered" }],
  });
  expect((await platform.admit("call-2")).connect).toBe(false);
  app.advance(40 * SECOND);
  expect(await phone()).toMatchObject({ state: "idle", since: app.now() });
  expect(rung(await platform.admit("call-3"))).toEqual(["Ava"]);
});

test("the same minutes from the phone platform and from a meter count once", async () => {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava"]);
  await addQueueWithNumber(app, ["ava"]);
  await platform.admit("call-1");
  await noted(app, "call-1");
  await platform.report("inbound", { person: "ava", call: "call-1" });
  app.advance(MINUTE);
  const before = (await app.callerFor(DANA, "northwind").balance.entries({})).entries.length;
  await platform.report("ended", { person: "ava", call: "call-1", seconds: 58 });
  await platform.report("ended", { call: "call-1", seconds: 60 });
  await platform.report("inbound", { person: "ava", call: "call-1", at: app.now() - 60 * SECOND });
  expect((await app.callerFor(DANA, "northwind").balance.entries({})).entries.length).toBe(before + 1);
});

test("the missed-call rule is the actor of its change, whoever reported the call, and undoing leads back", async () => {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava"]);
  // The choices with which the desk opened hold no longer.
  app.advance(10 * MINUTE);
  const missedCall = { after: 1, status: app.statuses["northwind/Lunch"]!, minutes: null };
  await addQueueWithNumber(app, ["ava"], { missedCall });
  await platform.admit("call-1");
  await noted(app, "call-1");
  await platform.report("ringing", { person: "ava", call: "call-1" });
  await platform.report("missed", { person: "ava", call: "call-1" });
  const ava = app.callerFor("ava@callboard.demo", "northwind");
  expect((await ava.agents.mine()).agent).toMatchObject({
    statusName: "Lunch",
    cause: { key: "agents.cause.missedCall", values: { queue: "Desk" } },
  });
  const [row] = await app.selectRows(
    "SELECT actor FROM changes WHERE kind = 'agent' AND id = ? ORDER BY seq DESC LIMIT 1",
    platform.person("ava"),
  );
  expect(JSON.stringify(row)).toContain("missed calls");
  await ava.agents.undoStatus({});
  expect((await ava.agents.mine()).agent.statusName).toBe("Available");
});
