import { expect, test } from "vitest";
import { endOverdueCalls } from "../../../src/features/calls/endOverdue.ts";
import { callsNoted } from "../../../src/features/calls/noteCalls.ts";
import { addQueueWithNumber, openDesk } from "../../support/fixtures/callGate.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { openTestApp, SECOND } from "../../support/kit.ts";
import { bodyOf, openTwilio } from "../../support/twilio/twilioCalls.ts";

const NUMBER = "+15125550143";
type Settings = Parameters<typeof addQueueWithNumber>[2];

/** A queue of these agents, called at Twilio. */
async function openQueue(names: readonly string[], settings: Settings = {}) {
  const app = await openTestApp();
  await openDesk(app, names);
  await setBalance(app, "northwind", 1_000_000_000);
  const { queue } = await addQueueWithNumber(app, names, { ringSeconds: 25, wrapUpSeconds: 40, ...settings });
  const twilio = openTwilio(app);
  const client = (name: string) => `client:${app.people[`${name}@callboard.demo`]!}`;
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  return {
    app,
    queue,
    twilio,
    dana,
    client,
    rung: (twiml: string) =>
      names.filter((name) => twiml.includes(`>${app.people[`${name}@callboard.demo`]!}</Client>`)),
    voice: async (id: string) => {
      const twiml = await twilio.voice(id, NUMBER);
      await callsNoted(app.services.db);
      return twiml;
    },
    next: (twiml: string, id: string, params: Record<string, string>) => twilio.next(twiml, id, NUMBER, params),
    leg: (twiml: string, id: string, name: string, status: string, more?: Record<string, string>) =>
      twilio.leg(twiml, id, client(name), status, more),
    phone: async (name: string) =>
      (await dana.agents.board({})).rows.find(({ person }) => client(name).endsWith(person))!.phone.state,
    entries: async () => (await dana.balance.entries({})).entries.filter(({ type }) => type === "minutes"),
  };
}

test("a call rings, is answered and ends: the board follows, and its minutes are booked once", async () => {
  const { app, twilio, voice, leg, next, phone, entries, dana } = await openQueue(["ava"]);
  const before = (await entries()).length;
  const twiml = await voice("CA1");
  await leg(twiml, "CA1", "ava", "ringing");
  expect(await phone("ava")).toBe("ringing");
  app.advance(6 * SECOND);
  await leg(twiml, "CA1", "ava", "in-progress");
  expect(await phone("ava")).toBe("inbound");
  app.advance(90 * SECOND);
  await leg(twiml, "CA1", "ava", "completed", { CallDuration: "89" });
  expect(await phone("ava")).toBe("wrap-up");
  expect(bodyOf(await next(twiml, "CA1", { DialCallStatus: "completed", DialCallDuration: "89" }))).toBe("<Hangup/>");
  await twilio.send("/twilio/status", { CallSid: "CA1", To: NUMBER, CallStatus: "completed", CallDuration: "97" });
  expect((await entries()).length).toBe(before + 1);
  expect((await entries())[0]).toMatchObject({ quantity: 1.483 });
  expect(await dana.calls.list({})).toMatchObject({
    inProgress: [],
    calls: [{ id: "CA1", agent: "Ava Lindqvist", seconds: 89, outcome: "answered" }],
  });
});

test("the end is known however the reports arrive: late, out of order, or only one of them", async () => {
  const orders: (readonly ("ringing" | "in-progress" | "completed" | "dial" | "whole")[])[] = [
    ["completed", "ringing", "in-progress"],
    ["in-progress", "whole", "completed"],
    ["dial"],
    ["ringing", "in-progress", "dial", "completed", "whole"],
  ];
  const { app, twilio, voice, leg, next, entries, dana } = await openQueue(["ava"], { wrapUpSeconds: 0 });
  for (const [index, order] of orders.entries()) {
    const id = `CA-${index}`;
    const before = (await entries()).length;
    const twiml = await voice(id);
    const at = (ms: number) => new Date(app.now() + ms).toUTCString();
    const times = { ringing: at(1000), "in-progress": at(5000), completed: at(65_000) };
    app.advance(70 * SECOND);
    for (const report of order)
      if (report === "dial") await next(twiml, id, { DialCallStatus: "completed", DialCallDuration: "60" });
      else if (report === "whole")
        await twilio.send("/twilio/status", { CallSid: id, To: NUMBER, CallStatus: "completed", Timestamp: at(-5000) });
      else
        await leg(twiml, id, "ava", report, {
          Timestamp: times[report],
          ...(report === "completed" ? { CallDuration: "60" } : {}),
        });
    expect((await entries()).length, order.join()).toBe(before + 1);
    expect((await entries())[0], order.join()).toMatchObject({ quantity: 1 });
    expect((await dana.calls.list({})).calls[0], order.join()).toMatchObject({ id, outcome: "answered" });
    app.advance(10 * SECOND);
    await app.callerWith(app.keys.northwind).calls.phoneEvent({
      id: `alive-${index}`,
      event: "alive",
      person: app.people["ava@callboard.demo"]!,
      aliveSeconds: 3600,
    });
  }
});

test("nobody answers: one agent after the other rings, each counts as missed once, then the queue's way on", async () => {
  const { app, voice, leg, next, rung, queue, dana } = await openQueue(["ava", "ben"], {
    noAnswer: { to: "voicemail" },
  });
  const first = await voice("CA1");
  const [one, other] = rung(first)[0] === "ava" ? ["ava", "ben"] : ["ben", "ava"];
  await leg(first, "CA1", one!, "ringing");
  app.advance(25 * SECOND);
  const second = await next(first, "CA1", { DialCallStatus: "no-answer" });
  await leg(first, "CA1", one!, "no-answer");
  expect(rung(second)).toEqual([other]);
  await leg(second, "CA1", other!, "ringing");
  await leg(second, "CA1", other!, "busy");
  const third = await next(second, "CA1", { DialCallStatus: "busy" });
  expect(bodyOf(third)).toMatch(/^<Say>.*<\/Say><Record .*\/><Hangup\/>$/);
  await callsNoted(app.services.db);
  expect(await app.selectRows("SELECT person, missed FROM phone_leases WHERE missed > 0")).toHaveLength(2);
  expect((await app.selectRows("SELECT max(missed) AS most FROM phone_leases"))[0]).toEqual({ most: 1 });
  expect((await dana.calls.list({})).inProgress).toMatchObject([{ id: "CA1" }]);
  expect(queue).toBeTruthy();
});

test("the way on may be another queue, whose agents ring next", async () => {
  const { app, voice, next, rung, client } = await openQueue(["ava", "ben"]);
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const member = (name: string) => ({ id: client(name).slice("client:".length), weight: 1 });
  const { id: overflow } = await dana.queues.save({
    name: "Overflow",
    routing: "round robin",
    members: [member("ben")],
  });
  const { id: desk } = await dana.queues.save({
    name: "Front",
    routing: "round robin",
    members: [member("ava")],
    noAnswer: { to: "queue", id: overflow },
  });
  const [number] = await app.selectRows(
    "SELECT id FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?",
    NUMBER,
  );
  await dana.numbers.save({
    id: number!.id,
    version: 1,
    name: "Front",
    source: null,
    route: { to: "queue", id: desk },
  });
  const first = await voice("CA1");
  expect(rung(first)).toEqual(["ava"]);
  const second = await next(first, "CA1", { DialCallStatus: "no-answer" });
  expect(rung(second)).toEqual(["ben"]);
  // Twilio didn't get the answer and asks again.
  expect(await next(first, "CA1", { DialCallStatus: "no-answer" })).toBe(second);
  expect(bodyOf(await next(second, "CA1", { DialCallStatus: "no-answer" }))).toMatch(/<Record /);
});

test("a caller who hangs up while it rings missed nobody", async () => {
  const { app, voice, leg, next, phone, dana } = await openQueue(["ava"]);
  const twiml = await voice("CA1");
  await leg(twiml, "CA1", "ava", "ringing");
  await leg(twiml, "CA1", "ava", "canceled");
  expect(bodyOf(await next(twiml, "CA1", { DialCallStatus: "no-answer", CallStatus: "completed" }))).toBe("<Hangup/>");
  expect(await phone("ava")).toBe("idle");
  expect((await app.selectRows("SELECT max(missed) AS most FROM phone_leases"))[0]).toEqual({ most: 0 });
  expect((await dana.calls.list({})).calls).toMatchObject([{ id: "CA1", outcome: "missed" }]);
});

test("with everybody ringing, the first one to answer has the call and the others are free", async () => {
  const { voice, leg, rung, phone } = await openQueue(["ava", "ben", "cleo"], { routing: "simultaneous" });
  const twiml = await voice("CA1");
  expect(rung(twiml)).toEqual(["ava", "ben", "cleo"]);
  for (const name of ["ava", "ben", "cleo"]) await leg(twiml, "CA1", name, "ringing");
  await leg(twiml, "CA1", "ben", "in-progress");
  for (const name of ["ava", "cleo"]) await leg(twiml, "CA1", name, "canceled");
  expect(await Promise.all(["ava", "ben", "cleo"].map(phone))).toEqual(["idle", "inbound", "idle"]);
});

test("a receiving number's minutes are booked, although it has no phone here", async () => {
  const { app, twilio, entries, dana } = await openQueue(["ava"]);
  const { id } = await dana.receivers.save({ name: "Front desk", number: "+15125550166" });
  await addNumber(app, "northwind", "+15125550188", { route: { to: "receiver", id } });
  const before = (await entries()).length;
  const twiml = await twilio.voice("CA9", "+15125550188");
  await callsNoted(app.services.db);
  await twilio.leg(twiml, "CA9", "+15125550166", "ringing");
  await twilio.leg(twiml, "CA9", "+15125550166", "in-progress");
  app.advance(30 * SECOND);
  await twilio.leg(twiml, "CA9", "+15125550166", "completed", { CallDuration: "30" });
  expect((await entries()).length).toBe(before + 1);
  expect((await entries())[0]).toMatchObject({ quantity: 0.5 });
});

test("reports about calls and people that aren't there change nothing", async () => {
  const { twilio, voice } = await openQueue(["ava"]);
  const twiml = await voice("CA1");
  await twilio.leg(twiml, "CA-unknown", "+15125550166", "completed", { CallDuration: "5" });
  await twilio.leg(twiml, "CA1", "client:nobody", "ringing");
  const status = { CallSid: "CA-unknown", To: "+15005550000", CallStatus: "completed" };
  expect((await twilio.send("/twilio/status", status)).status).toBe(204);
});

test("a call is ended where the balance ends, when a second one shares it", async () => {
  const { app, voice, leg, dana } = await openQueue(["ava", "ben"]);
  const ended: string[] = [];
  const { carrier } = app.services;
  carrier.endCall = async (callId) => {
    ended.push(callId);
    return ended.length === 1 ? { outcome: "busy" } : { outcome: "done" };
  };
  const look = endOverdueCalls();
  // Pays for two minutes of one call, one minute of both.
  await setBalance(app, "northwind", 69_000);
  const first = await voice("CA1");
  expect(first).toContain('timeLimit="120"');
  const names = [first.includes(app.people["ava@callboard.demo"]!) ? "ava" : "ben"];
  names.push(names[0] === "ava" ? "ben" : "ava");
  await leg(first, "CA1", names[0]!, "in-progress");
  const second = await voice("CA2");
  expect(second).toContain('timeLimit="60"');
  await leg(second, "CA2", names[1]!, "in-progress");
  app.advance(58 * SECOND);
  await look(app.services);
  expect(ended).toEqual([]);
  app.advance(1 * SECOND);
  await look(app.services);
  expect(ended.toSorted()).toEqual(["CA1", "CA2"]);
  // One was busy and is told again; the other one reports its end.
  app.advance(200);
  await look(app.services);
  expect(ended).toHaveLength(3);
  await leg(first, "CA1", names[0]!, "completed", { CallDuration: "60" });
  await leg(second, "CA2", names[1]!, "completed", { CallDuration: "60" });
  expect((await dana.balance.current()).money!.micros).toBe(0);
  app.advance(20 * SECOND);
  await look(app.services);
  expect(ended).toHaveLength(3);
});
