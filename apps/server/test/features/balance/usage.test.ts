import { expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { cancelAccount } from "../../support/fixtures/canceledAccount.ts";
import { eventually } from "../../support/eventually.ts";
import { bytesOnDisk, DAY, openTestApp, failureOf } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";

async function open() {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const balance = async () =>
    (await (await app.signInAgain("dana@callboard.demo", "northwind")).balance.current()).money!.micros;
  return { ...app, app, meter: meter.balance, dana, balance };
}

test("a batch counts once for ever: sent again, in other batches or months later, it costs nothing more", async () => {
  const { app, meter, balance } = await open();
  const before = await balance();
  const events = [usageEvent(app, "a", { quantity: 2 }), usageEvent(app, "b", { kind: "messages", quantity: 4 })];
  expect(await meter.recordUsage({ events })).toEqual({ recorded: 2, repeated: 0, rejected: [] });
  const after = before - 2 * 34_500 - 4 * 11_500;
  expect(await balance()).toBe(after);
  expect(await meter.recordUsage({ events })).toMatchObject({ recorded: 0, repeated: 2 });
  app.advance(400 * DAY);
  expect(await meter.recordUsage({ events: [events[1]] })).toMatchObject({ recorded: 0, repeated: 1 });
  expect(await balance()).toBe(after);
});

test("a bad event is refused by its id with one sentence that names the field; the others are recorded", async () => {
  const { app, meter } = await open();
  await meter.recordUsage({ events: [usageEvent(app, "known")] });
  const bad: [unknown, string | null, string | null, RegExp][] = [
    [usageEvent(app, "q", { quantity: 0 }), "q", "quantity", /^Quantity must be more than 0/],
    [usageEvent(app, "k", { kind: "smoke signals" }), "k", "kind", /^Kind must be one of: minutes,/],
    [usageEvent(app, "n", { number: "555" }), "n", "number", /./],
    [
      usageEvent(app, "d", { description: "x".repeat(201) }),
      "d",
      "description",
      /^Description is too long: at most 200/,
    ],
    [usageEvent(app, "c", { description: "4242 4242 4242 4242" }), "c", "description", /card number/],
    [usageEvent(app, "4242424242424242"), null, "id", /card number/],
    [usageEvent(app, "x", { price: 1 }), "x", "price", /^Price is not a field/],
    [usageEvent(app, "known", { quantity: 9 }), "known", "id", /already used/],
    [usageEvent(app, "f", { at: app.now() + DAY }), "f", "at", /in the future/],
    [usageEvent(app, ""), "", "id", /^Fill in Id/],
    [usageEvent(app, "call\n2"), "call\n2", "id", /^Id contains characters that can’t be shown/],
    ["nonsense", null, null, /must be a form/],
    [null, null, null, /must be a form/],
  ];
  const answer = await meter.recordUsage({ events: [...bad.map(([event]) => event), usageEvent(app, "good")] });
  expect(answer.recorded).toBe(1);
  expect(answer.rejected).toHaveLength(bad.length);
  for (const [index, [, id, field, why]] of bad.entries()) {
    expect(answer.rejected[index]).toMatchObject({ id, field, index });
    expect(answer.rejected[index]!.why).toMatch(why);
  }
  expect(JSON.stringify(answer)).not.toContain("4242424242424242");
  expect(bytesOnDisk(app.file).replace(/\s/g, "")).not.toContain("4242424242424242");
});

test("a batch has 1 to 500 events", async () => {
  const { app, meter } = await open();
  expect(await failureOf(meter.recordUsage({ events: [] }))).toMatchObject({ code: "invalid", field: "events" });
  const many = Array.from({ length: 501 }, (_, at) => usageEvent(app, `e${at}`));
  expect(await failureOf(meter.recordUsage({ events: many }))).toMatchObject({ code: "invalid", field: "events" });
  expect(await meter.recordUsage({ events: many.slice(1) })).toMatchObject({ recorded: 500 });
});

test("twenty meters that send the same events at once count each one once", async () => {
  const { app, meter, balance } = await open();
  const before = await balance();
  const events = Array.from({ length: 50 }, (_, at) => usageEvent(app, `e${at}`));
  const answers = await Promise.all(Array.from({ length: 20 }, () => meter.recordUsage({ events })));
  expect(answers.reduce((all, { recorded }) => all + recorded, 0)).toBe(50);
  expect(await balance()).toBe(before - 50 * 34_500);
  expect(await reconcile(app.services.db)).toMatchObject({ broken: null, events: 50 });
});

test("−0.004 is below zero: the account is inactive at once, and money brings it back", async () => {
  const { app, meter, dana } = await open();
  await setBalance(app, "northwind", 30_500);
  await meter.recordUsage({ events: [usageEvent(app, "a")] });
  expect(await dana.balance.current()).toMatchObject({ money: { micros: -4000 }, inactive: true });
  await setBalance(app, "northwind", 0);
  expect(await dana.balance.current()).toMatchObject({ inactive: false });
});

test("late usage of a canceled account counts; only the operator creates and revokes a meter's key", async () => {
  const { app, meter, dana } = await open();
  await cancelAccount(app, "northwind");
  expect(await meter.recordUsage({ events: [usageEvent(app, "late")] })).toMatchObject({ recorded: 1 });
  const mary = app.callerFor("mary@callboard.demo", "mason");
  const otto = app.callerFor("otto@callboard.demo").access;
  const { id, secret } = await otto.createMeterKey({ account: app.account("mason"), name: "Meter" });
  expect(await mary.access.apiKeys()).toContainEqual(expect.objectContaining({ id, ofOperator: true }));
  expect(await failureOf(mary.access.revokeApiKey({ id }))).toEqual({ code: "forbidden", key: "access.operatorKey" });
  expect(
    await failureOf(mary.access.createApiKey({ name: "x", permissions: ["record usage"] as never })),
  ).toMatchObject({
    field: "permissions.0",
  });
  const masonMeter = app.callerWith(secret);
  expect(await masonMeter.balance.recordUsage({ events: [usageEvent(app, "m")] })).toMatchObject({ recorded: 1 });
  expect(await failureOf(masonMeter.balance.entries({}))).toMatchObject({ code: "forbidden" });
  expect(
    await failureOf(app.callerWith(secret, { account: "northwind" }).balance.recordUsage({ events: [] })),
  ).toMatchObject({
    code: "not-found",
  });
  await otto.revokeMeterKey({ account: app.account("mason"), id });
  expect(await failureOf(masonMeter.balance.recordUsage({ events: [usageEvent(app, "n")] }))).toMatchObject({
    code: "signed-out",
  });
  expect(await failureOf(otto.createMeterKey({ account: "acc_none", name: "x" }))).toMatchObject({ code: "not-found" });
  expect(await dana.balance.entries({ types: ["minutes"] })).toMatchObject({ entries: [{ micros: -34_500 }] });
});

test("people who watch the balance get one event per batch", async () => {
  const { app, meter } = await open();
  const kinds: string[] = [];
  const stop = await app.services.feed.listen([app.account("northwind")], ({ kind }) => void kinds.push(kind));
  await meter.recordUsage({ events: Array.from({ length: 30 }, (_, at) => usageEvent(app, `e${at}`)) });
  await eventually(() => kinds.includes("balance"));
  expect(kinds).toEqual(["balance"]);
  stop();
});

test("people who can't read the balance are notified when it falls below zero and when it recovers, in sub-accounts too", async () => {
  const app = await openTestApp();
  const parkside = app.account("parkside");
  const kinds: string[] = [];
  const stop = await app.services.feed.listen([parkside], ({ kind }) => void kinds.push(kind));
  await setBalance(app, "harbor", -1);
  await eventually(() => kinds.includes("lifecycle"));
  kinds.length = 0;
  await setBalance(app, "harbor", -2);
  await setBalance(app, "harbor", 0);
  await eventually(() => kinds.length > 0);
  expect(kinds).toEqual(["lifecycle"]);
  stop();
});

test("an event from before the account existed, in seconds or without a time is refused with the reason, and costs nothing", async () => {
  const { app, meter, balance } = await open();
  const before = await balance();
  const [row] = await app.selectRows("SELECT at FROM account_openings WHERE account = ?", app.account("northwind"));
  const openedAt = Number(row!.at);
  expect(openedAt).toBeLessThan(app.now());
  const invalidTimes = [openedAt - 1, Math.floor(app.now() / 1000), app.now() * 1000, 0];
  const answer = await meter.recordUsage({ events: invalidTimes.map((at, n) => usageEvent(app, `e${n}`, { at })) });
  expect(answer.recorded).toBe(0);
  expect(answer.rejected.map(({ field, why }) => [field, why])).toEqual([
    ["at", "The event happened before the account was opened."],
    ["at", "The time of the event is in seconds. Send it in milliseconds since 1970."],
    ["at", "The time of the event is in microseconds. Send it in milliseconds since 1970."],
    ["at", "The event has no time. Send it in milliseconds since 1970."],
  ]);
  expect(await balance()).toBe(before);
  expect(await meter.recordUsage({ events: [usageEvent(app, "first", { at: openedAt })] })).toMatchObject({
    recorded: 1,
  });
});
