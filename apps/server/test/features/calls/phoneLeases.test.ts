import { expect, test } from "vitest";
import { endDueCalls } from "../../../src/features/calls/endDue.ts";
import { openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk, rung } from "../../support/fixtures/callGate.ts";

const DANA = "dana@callboard.demo";
const phoneOf = async (app: TestApp, name: string) =>
  (await app.callerFor(`${name}@callboard.demo`, "northwind").agents.mine()).phone;

async function openWithPhones() {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben"]);
  await addQueueWithNumber(app, ["ava", "ben"]);
  // From here on their phones count as connected for as long as the account says.
  await app.selectRows("UPDATE phone_leases SET alive_seconds = NULL, alive_until = 0 RETURNING person");
  for (const person of ["ava", "ben"]) await platform.report("alive", { person });
  return { app, platform };
}

test("a phone without a sign of life for 30 seconds is offered nothing, and reads as not connected", async () => {
  const { app, platform } = await openWithPhones();
  app.advance(29 * SECOND);
  await platform.report("alive", { person: "ben" });
  expect(rung(await platform.admit("call-1"))).toEqual(["Ava", "Ben"]);
  await noted(app, "call-1");
  await platform.report("ended", { call: "call-1" });
  app.advance(SECOND);
  // Nothing has recorded it yet, but the gate knows.
  expect(rung(await platform.admit("call-2"))).toEqual(["Ben"]);
  await endDueCalls(app.services);
  expect(await phoneOf(app, "ava")).toMatchObject({ state: "not connected", since: app.now() });
  const dana = app.callerFor(DANA, "northwind");
  const { changes } = await dana.history.list({ kind: "phone", log: "both" });
  expect(changes.map(({ cause }) => cause)).toContain("no sign of life from the phone for 30 s");
  await platform.report("alive", { person: "ava" });
  expect((await phoneOf(app, "ava")).state).toBe("idle");
});

test("how long a sign of life counts is the account's setting, unless the platform says so", async () => {
  const { app, platform } = await openWithPhones();
  const dana = app.callerFor(DANA, "northwind");
  const { version, name, zone, billTo, idleRule } = await dana.account.get();
  await dana.account.save({ version, name, zone, billTo, idleRule, phoneLeaseSeconds: 60 });
  await platform.report("alive", { person: "ava" });
  await platform.report("alive", { person: "ben", aliveSeconds: 120 });
  app.advance(59 * SECOND);
  await endDueCalls(app.services);
  expect((await phoneOf(app, "ava")).state).toBe("idle");
  app.advance(SECOND);
  await endDueCalls(app.services);
  expect((await phoneOf(app, "ava")).state).toBe("not connected");
  expect((await phoneOf(app, "ben")).state).toBe("idle");
});

test("at most one call is offered to a dead phone", async () => {
  const { app, platform } = await openWithPhones();
  const offered: string[] = [];
  // Ava's phone died just after its last sign of life; Ben's lives and declines.
  for (let call = 1; call <= 6; call += 1) {
    const id = `call-${call}`;
    app.advance(4 * SECOND);
    await platform.report("alive", { person: "ben" });
    const answer = await platform.admit(id);
    if (answer.connect) offered.push(rung(answer)[0]!);
    await noted(app, id);
    await platform.report("ended", { call: id });
  }
  expect(offered.filter((name) => name === "Ava")).toHaveLength(1);
});

test("a phone that went away is offered nothing, and a late report doesn't bring it back", async () => {
  const { app, platform } = await openWithPhones();
  app.advance(2 * SECOND);
  await platform.report("gone", { person: "ava" });
  await platform.report("alive", { person: "ava", at: app.now() - SECOND });
  expect((await phoneOf(app, "ava")).state).toBe("not connected");
  expect(rung(await platform.admit("call-1"))).toEqual(["Ben"]);
});
