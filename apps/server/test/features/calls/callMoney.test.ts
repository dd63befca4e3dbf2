import { describe, expect, test } from "vitest";
import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { commit } from "../../../src/store/commit.ts";
import { findOne } from "../../../src/store/queries.ts";
import { meterOf, usageEvent } from "../../support/fixtures/money.ts";
import { scopeOf } from "../../support/scopes.ts";
import { openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { addQueueWithNumber, noted, openDesk } from "../../support/fixtures/callGate.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const DANA = "dana@callboard.demo";
const OPERATOR = "otto@callboard.demo";
/** A thousandth of a minute, in which minutes are counted, at Northwind's price of a minute. */
const UNIT_MICROS = 35;
const balanceOf = async (app: TestApp) => (await app.callerFor(DANA, "northwind").balance.current()).money!.micros;

/** Leaves exactly this much on Northwind's balance. */
async function setBalance(app: TestApp, micros: number): Promise<void> {
  const now = await balanceOf(app);
  if (now !== micros)
    await app
      .callerFor(OPERATOR)
      .balance.adjust({ account: app.account("northwind"), micros: micros - now, reason: "for the test" });
}

/** A number that rings elsewhere: any number of calls can be in progress on it. */
async function openNumber() {
  const app = await openTestApp();
  const platform = await openDesk(app, []);
  const { id } = await app.callerFor(DANA, "northwind").receivers.save({ name: "Desk", number: "+1 212 555 0142" });
  await addNumber(app, "northwind", "+15125550143", { route: { to: "receiver", id } });
  return { app, platform };
}

test.each([1, 3_449, 34_500, 100_000, 123_457])(
  "one call on a balance of %i micros is cut where it ends",
  async (micros) => {
    const { app, platform } = await openNumber();
    await setBalance(app, micros);
    const answer = await platform.admit("call");
    if (!answer.connect) {
      expect(answer.reason).toBe("balance");
      expect(micros).toBeLessThan(34_500 / 60);
      return;
    }
    await noted(app, "call");
    await platform.report("inbound", { call: "call" });
    app.advance(answer.maxSeconds * SECOND);
    expect(await platform.limits()).toEqual([{ callId: "call", maxSeconds: answer.maxSeconds }]);
    await platform.report("ended", { call: "call" });
    const left = await balanceOf(app);
    expect(left).toBeGreaterThanOrEqual(-UNIT_MICROS);
    expect(left).toBeLessThan(34_500 / 60 + UNIT_MICROS);
  },
);

test("ten calls at once on one balance share it, and it ends within a unit each of zero", async () => {
  const { app, platform } = await openNumber();
  await setBalance(app, 1_000_000);
  const ids = Array.from({ length: 10 }, (_, n) => `call-${n}`);
  const answers = await Promise.all(ids.map((id) => platform.admit(id)));
  expect(answers.every(({ connect }) => connect)).toBe(true);
  for (const id of ids) await noted(app, id);
  const shared = await platform.limits();
  expect(new Set(shared.map(({ maxSeconds }) => maxSeconds))).toEqual(
    new Set([Math.floor((1_000_000 * 60) / 345_000)]),
  );
  for (const [index, call] of ids.entries()) {
    app.advance((index % 3) * SECOND);
    await platform.report("inbound", { call });
  }
  // Each second those that have reached their limit are ended, as a platform does.
  for (let second = 0; second < 400; second += 1) {
    app.advance(SECOND);
    const limits = await platform.limits();
    if (limits.length === 0) break;
    const rows = await app.selectRows("SELECT id, answered_at FROM calls_in_progress");
    for (const { callId, maxSeconds } of limits) {
      const talked = (app.now() - rows.find(({ id }) => id === callId)!["answered_at"]) / SECOND;
      if (talked >= maxSeconds) await platform.report("ended", { call: callId, seconds: maxSeconds });
    }
  }
  expect(await platform.limits()).toEqual([]);
  const left = await balanceOf(app);
  expect(left).toBeGreaterThanOrEqual(-10 * UNIT_MICROS);
  expect(left).toBeLessThan(10 * (34_500 / 60 + UNIT_MICROS));
  const last = await platform.admit("call-11");
  expect(last.connect ? last.maxSeconds : 0).toBeLessThan(12);
});

test("a price that changes while a call rings counts for its limit too", async () => {
  const { app, platform } = await openNumber();
  await setBalance(app, 345_000);
  expect(await platform.admit("call")).toMatchObject({ maxSeconds: 600 });
  await noted(app, "call");
  await commit(
    scopeOf(app.services, app.account("northwind")),
    { terms: findOne("terms", app.account("northwind")) },
    ({ terms }) => [
      save(
        "terms",
        terms,
        { ...terms.data, rates: { ...terms.data.rates, minutes: 69_000 } },
        { action: message("calls.didCorrect") },
      ),
    ],
  );
  app.advance(SECOND);
  await platform.report("inbound", { call: "call" });
  expect(await platform.limits()).toEqual([{ callId: "call", maxSeconds: 300 }]);
  app.advance(300 * SECOND);
  await platform.report("ended", { call: "call" });
  expect(await balanceOf(app)).toBe(0);
});

test("a limit doesn't tell a sub-account how much its agency has", async () => {
  const app = await openTestApp();
  const { id } = await app
    .callerFor("ida@callboard.demo", "parkside")
    .receivers.save({ name: "Desk", number: "+1 212 555 0142" });
  await addNumber(app, "parkside", "+15125550143", { route: { to: "receiver", id } });
  const { calls } = app.callerWith(app.keys.parkside);
  const longest = { connect: true, maxSeconds: 4 * 3600 };
  expect(await calls.admit({ callId: "call", from: "anonymous", to: "+15125550143" })).toMatchObject(longest);
  await noted(app, "call");
  await calls.phoneEvent({ id: "answer", event: "inbound", call: "call" });
  app.advance(3600 * SECOND);
  // It may go on: a platform that asks again learns that.
  expect((await calls.limits()).limits).toEqual([{ callId: "call", maxSeconds: 5 * 3600 }]);
});

test.each(["the meter", "the phone platform"])(
  "minutes of a call count once, and next to a message with its id, if %s is first",
  async (first) => {
    const { app, platform } = await openNumber();
    const meter = await meterOf(app, "northwind");
    const before = await balanceOf(app);
    await platform.admit("call");
    await noted(app, "call");
    await platform.report("inbound", { call: "call" });
    app.advance(60 * SECOND);
    await meter.balance.recordUsage({ events: [usageEvent(app, "call", { kind: "messages" })] });
    const price = before - (await balanceOf(app));
    const minutes = () => meter.balance.recordUsage({ events: [usageEvent(app, "m", { call: "call" })] });
    if (first === "the meter") expect(await minutes()).toMatchObject({ recorded: 1 });
    await platform.report("ended", { call: "call", seconds: 60 });
    if (first !== "the meter") expect(await minutes()).toMatchObject({ recorded: 0, repeated: 1 });
    expect(before - (await balanceOf(app))).toBe(price + 34_500);
  },
);

describe("another tenant, and a canceled account", () => {
  test("a number of another account is unknown, as one that nobody has", async () => {
    const app = await openTestApp();
    const platform = await openDesk(app, ["ava"]);
    await addQueueWithNumber(app, ["ava"]);
    const mason = app.callerWith(app.keys.mason).calls;
    const theirs = await mason.admit({ callId: "a", from: "anonymous", to: "+15125550143" });
    const nobodys = await mason.admit({ callId: "a", from: "anonymous", to: "+15125550149" });
    expect(theirs).toEqual(nobodys);
    expect(theirs).toMatchObject({ connect: false, reason: "unknown number" });
    await platform.admit("call-1");
    await noted(app, "call-1");
    await expect(mason.noAnswer({ callId: "call-1" })).rejects.toMatchObject({
      message: expect.stringContaining("calls.unknown"),
    });
    await expect(mason.phoneEvent({ id: "e", event: "ended", call: "call-1" })).rejects.toMatchObject({
      message: expect.stringContaining("calls.unknown"),
    });
  });
});
