import { describe, expect, test } from "vitest";
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
