import { describe, expect, test } from "vitest";
import { endDueCalls } from "../../../src/features/calls/endDue.ts";
import { MINUTE, openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk, rung } from "../../support/fixtures/callGate.ts";

const ava = (app: TestApp) => app.callerFor("ava@callboard.demo", "northwind").agents;

/** Two missed calls in a row send somebody to lunch for ten minutes. Nobody has chosen a status of late. */
async function openWithRule() {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben"]);
  app.advance(10 * MINUTE);
  const status = app.statuses["northwind/Lunch"]!;
  await addQueueWithNumber(app, ["ava", "ben"], { ringSeconds: 20, missedCall: { after: 2, status, minutes: 10 } });
  return { app, platform, status };
}

describe("missed calls in a row send the agent away", () => {
  test("as the phone platform reports them, with the reason and one click back", async () => {
    const { app, platform, status } = await openWithRule();
    for (const call of ["call-1", "call-2"]) {
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      app.advance(20 * SECOND);
      await platform.report("missed", { person: "ava", call });
      await platform.report("ended", { call });
      for (const person of ["ava", "ben"]) await platform.report("alive", { person });
    }
    expect((await ava(app).mine()).agent).toMatchObject({
      status,
      until: app.now() + 600 * SECOND,
      cause: { key: "agents.cause.missedCalls", values: { missed: 2, queue: "Desk" } },
      actor: { as: "job", id: "missed calls" },
    });
    expect(rung(await platform.admit("call-3"))).toEqual(["Ben"]);
    await ava(app).undoStatus({});
    expect((await ava(app).mine()).agent.status).toBe("available");
  });

  test("as ringing that ends by itself, without any report", async () => {
    const { app, platform, status } = await openWithRule();
    for (const call of ["call-1", "call-2"]) {
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      app.advance(26 * SECOND);
      await endDueCalls(app.services);
      await platform.report("alive", { person: "ava" });
    }
    expect((await ava(app).mine()).agent.status).toBe(status);
  });

  test("as the platform's question where the call goes next", async () => {
    const { app, platform, status } = await openWithRule();
    // Ben is away: both calls ring at Ava's phone alone.
    await app.callerFor("ben@callboard.demo", "northwind").agents.setStatus({ status });
    for (const call of ["call-1", "call-2"]) {
      expect(rung(await platform.admit(call))).toEqual(["Ava"]);
      await noted(app, call);
      app.advance(20 * SECOND);
      expect(await platform.noAnswer(call)).toMatchObject({ connect: false, reason: "no agent", hears: "voicemail" });
      await expect
        .poll(() => app.selectRows("SELECT ringing_until FROM calls_in_progress WHERE id = ?", call), { interval: 5 })
        .toEqual([{ ringing_until: 0 }]);
      await platform.report("alive", { person: "ava" });
    }
    await expect.poll(async () => (await ava(app).mine()).agent.status, { interval: 5 }).toBe(status);
  });

  test("but an answered call in between starts the count again, and a call that the caller gave up counts for nobody", async () => {
    const { app, platform } = await openWithRule();
    const ring = async (call: string) => {
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      app.advance(5 * SECOND);
    };
    await ring("call-1");
    await platform.report("missed", { person: "ava", call: "call-1" });
    await platform.report("alive", { person: "ava" });
    await ring("call-2");
    await platform.report("inbound", { person: "ava", call: "call-2" });
    await platform.report("ended", { call: "call-2" });
    app.advance(31 * SECOND);
    await ring("call-3");
    await platform.report("missed", { person: "ava", call: "call-3" });
    await platform.report("alive", { person: "ava" });
    await ring("call-4");
    await platform.report("ended", { call: "call-4" });
    expect((await ava(app).mine()).agent.status).toBe("available");
    expect((await ava(app).mine()).phone.state).toBe("idle");
  });

  test("but not while a person's choice holds: the count goes on, and the first miss afterwards counts", async () => {
    const { app, platform, status } = await openWithRule();
    await ava(app).setStatus({ status: "available" });
    const miss = async (call: string) => {
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      await platform.report("missed", { person: "ava", call });
      await platform.report("ended", { call });
      for (const person of ["ava", "ben"]) await platform.report("alive", { person });
    };
    for (const call of ["call-1", "call-2", "call-3"]) await miss(call);
    expect((await ava(app).mine()).agent.status).toBe("available");
    app.advance(600 * SECOND);
    for (const person of ["ava", "ben"]) await platform.report("alive", { person });
    await miss("call-4");
    expect((await ava(app).mine()).agent).toMatchObject({
      status,
      cause: { key: "agents.cause.missedCalls", values: { missed: 4 } },
    });
  });

  test("and a rule that goes back and forth stops, until somebody chooses a status again", async () => {
    const app = await openTestApp();
    const platform = await openDesk(app, ["ava"]);
    const status = app.statuses["northwind/Lunch"]!;
    app.advance(10 * MINUTE);
    await addQueueWithNumber(app, ["ava"], { missedCall: { after: 1, status, minutes: 1 } });
    const missAndReturn = async (call: string) => {
      await platform.report("alive", { person: "ava" });
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      await platform.report("missed", { person: "ava", call });
      const { status: after } = (await ava(app).mine()).agent;
      app.advance(61 * SECOND);
      return after;
    };
    for (const call of ["call-1", "call-2", "call-3"]) expect(await missAndReturn(call)).toBe(status);
    const { rows } = await app.callerFor("milo@callboard.demo", "northwind").agents.board({});
    expect(rows.find(({ person }) => person === app.people["ava@callboard.demo"])!.agent.ruleFlips).toMatchObject([
      { from: "available", to: status, cause: { values: { queue: "Desk" } } },
      { toName: "Lunch" },
      { toName: "Lunch" },
    ]);
    const away = async () => (await app.selectRows("SELECT count(*) AS n FROM changes WHERE kind = 'agent'"))[0]!.n;
    const before = await away();
    await missAndReturn("call-4");
    // The end of the last promise was written, and nothing else.
    expect(Number(await away()) - Number(before)).toBeLessThanOrEqual(1);
    await ava(app).setStatus({ status: "available" });
    app.advance(10 * MINUTE);
    expect(await missAndReturn("call-5")).toBe(status);
  });

  test("and a queue without the rule sends nobody away", async () => {
    const app = await openTestApp();
    const platform = await openDesk(app, ["ava"]);
    await addQueueWithNumber(app, ["ava"]);
    for (const call of ["call-1", "call-2", "call-3"]) {
      await platform.admit(call);
      await noted(app, call);
      await platform.report("ringing", { person: "ava", call });
      await platform.report("missed", { person: "ava", call });
    }
    expect((await ava(app).mine()).agent.status).toBe("available");
  });
});
