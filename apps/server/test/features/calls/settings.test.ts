import { describe, expect, test } from "vitest";
import { HOUR, openTestApp, type TestApp } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk, rung } from "../../support/fixtures/callGate.ts";

const DANA = "dana@callboard.demo";
const dana = (app: TestApp) => app.callerFor(DANA, "northwind");
type QueueSettings = Partial<Parameters<ReturnType<TestApp["callerFor"]>["queues"]["save"]>[0]>;

/** Ava, Ben and Cleo in a queue that differs from the usual one. */
async function openQueue(settings: QueueSettings | ((app: TestApp) => QueueSettings | Promise<QueueSettings>) = {}) {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben", "cleo"]);
  const own = typeof settings === "function" ? await settings(app) : settings;
  const { queue, number } = await addQueueWithNumber(app, ["ava", "ben", "cleo"], own);
  let calls = 0;
  /** A call that is given up at once, so that the next one finds everybody idle again. */
  const ask = async () => {
    const id = `call-${(calls += 1)}`;
    for (const person of ["ava", "ben", "cleo"]) await platform.report("alive", { person });
    const answer = await platform.admit(id);
    if (!answer.connect) return answer;
    await noted(app, id);
    await platform.report("ended", { call: id });
    return answer;
  };
  return { app, platform, queue, number, ask };
}
const people = (app: TestApp, ...weights: number[]) =>
  ["ava", "ben", "cleo"].map((name, at) => ({ id: app.people[`${name}@callboard.demo`]!, weight: weights[at]! }));

describe("every setting of a queue decides about calls", () => {
  test("routing: together, or one by one", async () => {
    const { ask } = await openQueue({ routing: "simultaneous" });
    expect(await ask()).toMatchObject({ ring: "together" });
    expect(await (await openQueue({ routing: "round robin" })).ask()).toMatchObject({ ring: "one by one" });
  });

  test("routing: round robin goes on with each call", async () => {
    const { ask } = await openQueue({ routing: "round robin" });
    const first = [];
    for (let call = 0; call < 4; call += 1) first.push(rung(await ask())[0]);
    expect(first).toEqual(["Ava", "Ben", "Cleo", "Ava"]);
  });

  test("routing: longest idle, by who has waited longest", async () => {
    const { app, platform, ask } = await openQueue({ routing: "longest idle", wrapUpSeconds: 0 });
    app.advance(60_000);
    await platform.report("outbound", { person: "ava" });
    await platform.report("ended", { person: "ava" });
    expect(rung(await ask())).toEqual(["Ben", "Cleo", "Ava"]);
  });

  test("weights: calls in proportion", async () => {
    const { ask } = await openQueue((app) => ({ routing: "weighted", members: people(app, 3, 1, 0) }));
    const first: string[] = [];
    for (let call = 0; call < 8; call += 1) first.push(rung(await ask())[0]!);
    expect(first.filter((name) => name === "Ava")).toHaveLength(6);
    expect(first.filter((name) => name === "Ben")).toHaveLength(2);
  });

  test("members: nobody else is rung", async () => {
    const { ask } = await openQueue((app) => ({ members: people(app, 1, 1, 1).slice(1) }));
    expect(rung(await ask())).toEqual(["Ben", "Cleo"]);
  });

  test("ring time and wrap-up: as answered, and in the phone's state", async () => {
    const { app, platform, ask } = await openQueue({ ringSeconds: 7, wrapUpSeconds: 11 });
    expect(await ask()).toMatchObject({ ringSeconds: 7, wrapUpSeconds: 11 });
    await platform.admit("call");
    await noted(app, "call");
    await platform.report("ringing", { person: "ava", call: "call" });
    const phone = async () => (await app.callerFor("ava@callboard.demo", "northwind").agents.mine()).phone;
    expect((await phone()).until! - app.now()).toBe(12_000);
    await platform.report("inbound", { person: "ava", call: "call" });
    await platform.report("ended", { call: "call" });
    expect((await phone()).until! - app.now()).toBe(11_000);
  });

  test("opening hours: outside them nobody is rung", async () => {
    // A Tuesday, 11:00 in New York.
    const schedule = { hours: [{ id: "h", day: 2, from: 9 * 60, to: 12 * 60 }], holidays: [] };
    const { app, ask } = await openQueue({ schedule });
    expect(rung(await ask())).toHaveLength(3);
    app.advance(HOUR);
    expect(await ask()).toMatchObject({ connect: false, reason: "closed", hears: "voicemail" });
  });

  test.each([
    ["voicemail", { to: "voicemail" } as const, { connect: false, reason: "no agent", hears: "voicemail" }],
    ["hang up", { to: "hang up" } as const, { connect: false, reason: "no agent", hears: "announcement" }],
  ])("nobody takes it: %s", async (_title, noAnswer, expected) => {
    const { app, ask } = await openQueue({ noAnswer });
    for (const name of ["ava", "ben", "cleo"])
      await app.callerFor(`${name}@callboard.demo`, "northwind").agents.setStatus({ status: "offline" });
    expect(await ask()).toMatchObject(expected);
  });

  test("nobody takes it: a receiving number, or another queue", async () => {
    const toReceiver = await openQueue(async (app) => {
      const { id } = await dana(app).receivers.save({ name: "Night line", number: "+1 212 555 0177" });
      return { noAnswer: { to: "receiver", id } };
    });
    await toReceiver.platform.admit("call");
    expect(rung(await toReceiver.platform.noAnswer("call"))).toEqual(["+12125550177"]);
    const toQueue = await openQueue(async (app) => {
      const { id } = await dana(app).queues.save({
        name: "Night",
        routing: "round robin",
        members: people(app, 1, 1, 1).slice(2),
      });
      return { noAnswer: { to: "queue", id } };
    });
    await toQueue.platform.admit("call");
    expect(rung(await toQueue.platform.noAnswer("call"))).toEqual(["Cleo"]);
  });
});

describe("every setting of a number decides about calls", () => {
  const save = async (app: TestApp, id: string, more: object) => {
    const { version, name, source, route } = await dana(app).numbers.get({ id });
    await dana(app).numbers.save({ id, version, name, source, route, ...more });
  };

  test("where its calls go, and its source", async () => {
    const { app, number, ask } = await openQueue();
    const { id } = await dana(app).receivers.save({ name: "Front desk", number: "+1 212 555 0142" });
    const { id: source } = await dana(app).presets.create({ preset: "library:radio", name: "Radio" });
    await save(app, number, { source, route: { to: "receiver", id } });
    expect(await ask()).toMatchObject({ source, targets: [{ kind: "number", number: "+12125550142" }] });
    await save(app, number, { route: null });
    expect(await ask()).toMatchObject({ connect: false, reason: "no target" });
  });

  test("its own stop, with an end; a pause of the tracking code doesn't touch calls", async () => {
    const { app, number, ask } = await openQueue();
    const flag = async (name: "stopped" | "paused", on: boolean, until: number | null = null) => {
      const { version } = await dana(app).numbers.get({ id: number });
      await dana(app).numbers.flag({ id: number, version, flag: name, on, until });
    };
    await flag("paused", true);
    expect((await ask()).connect).toBe(true);
    await flag("stopped", true, app.now() + HOUR);
    expect(await ask()).toMatchObject({ connect: false, reason: "stopped", hears: "disconnected tone" });
    app.advance(HOUR);
    expect((await ask()).connect).toBe(true);
  });
});
