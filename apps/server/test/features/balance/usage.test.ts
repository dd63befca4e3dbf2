import { expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { cancelAccount } from "../../support/fixtures/canceledAccount.ts";
import { bytesOnDisk, DAY, eventually, openTestApp, failureOf } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";

async function open() {
  const it = await openTestApp();
  const meter = await meterOf(it, "northwind");
  const dana = it.as("dana@callboard.demo", "northwind");
  const sum = async () => (await (await it.anew("dana@callboard.demo", "northwind")).balance.current()).money!.micros;
  return { ...it, it, meter: meter.balance, dana, sum };
}

test("a batch is counted once for ever: sent again, in other batches or months later, it costs nothing more", async () => {
  const { it, meter, sum } = await open();
  const before = await sum();
  const events = [usageEvent(it, "a", { quantity: 2 }), usageEvent(it, "b", { kind: "messages", quantity: 4 })];
  expect(await meter.recordUsage({ events })).toEqual({ counted: 2, repeated: 0, refused: [] });
  const after = before - 2 * 34_500 - 4 * 11_500;
  expect(await sum()).toBe(after);
  expect(await meter.recordUsage({ events })).toMatchObject({ counted: 0, repeated: 2 });
  it.pass(400 * DAY);
  expect(await meter.recordUsage({ events: [events[1]] })).toMatchObject({ counted: 0, repeated: 1 });
  expect(await sum()).toBe(after);
});

test("a bad event is refused by its id with one sentence that names the field; the others stand", async () => {
  const { it, meter } = await open();
  await meter.recordUsage({ events: [usageEvent(it, "known")] });
  const bad: [unknown, string | null, string | null, RegExp][] = [
    [usageEvent(it, "q", { quantity: 0 }), "q", "quantity", /^Quantity must be more than 0/],
    [usageEvent(it, "k", { kind: "smoke signals" }), "k", "kind", /^Kind must be one of: minutes,/],
    [usageEvent(it, "n", { number: "555" }), "n", "number", /./],
    [
      usageEvent(it, "d", { description: "x".repeat(201) }),
      "d",
      "description",
      /^Description is too long: at most 200/,
    ],
    [usageEvent(it, "c", { description: "4242 4242 4242 4242" }), "c", "description", /card number/],
    [usageEvent(it, "4242424242424242"), null, "id", /card number/],
    [usageEvent(it, "x", { price: 1 }), "x", "price", /^Price is not a field/],
    [usageEvent(it, "known", { quantity: 9 }), "known", "id", /counted before/],
    [usageEvent(it, "f", { at: it.now() + DAY }), "f", "at", /ahead/],
    [usageEvent(it, ""), "", "id", /fill in Id/],
    [usageEvent(it, "call\n2"), "call\n2", "id", /^Id contains characters that cannot be shown/],
    ["nonsense", null, null, /must be a form/],
    [null, null, null, /must be a form/],
  ];
  const answer = await meter.recordUsage({ events: [...bad.map(([event]) => event), usageEvent(it, "good")] });
  expect(answer.counted).toBe(1);
  expect(answer.refused).toHaveLength(bad.length);
  for (const [at, [, id, field, why]] of bad.entries()) {
    expect(answer.refused[at]).toMatchObject({ id, field, index: at });
    expect(answer.refused[at]!.why).toMatch(why);
  }
  expect(JSON.stringify(answer)).not.toContain("4242424242424242");
  expect(bytesOnDisk(it.file).replace(/\s/g, "")).not.toContain("4242424242424242");
});

test("a batch has 1 to 500 events", async () => {
  const { it, meter } = await open();
  expect(await failureOf(meter.recordUsage({ events: [] }))).toMatchObject({ code: "invalid", field: "events" });
  const many = Array.from({ length: 501 }, (_, at) => usageEvent(it, `e${at}`));
  expect(await failureOf(meter.recordUsage({ events: many }))).toMatchObject({ code: "invalid", field: "events" });
  expect(await meter.recordUsage({ events: many.slice(1) })).toMatchObject({ counted: 500 });
});

test("twenty meters that send the same events at once count each once", async () => {
  const { it, meter, sum } = await open();
  const before = await sum();
  const events = Array.from({ length: 50 }, (_, at) => usageEvent(it, `e${at}`));
  const answers = await Promise.all(Array.from({ length: 20 }, () => meter.recordUsage({ events })));
  expect(answers.reduce((all, { counted }) => all + counted, 0)).toBe(50);
  expect(await sum()).toBe(before - 50 * 34_500);
  expect(await reconcile(it.world.db)).toMatchObject({ broken: null, events: 50 });
});

test("−0.004 is below zero: the account is inactive at once, and funds bring it back", async () => {
  const { it, meter, dana } = await open();
  await setBalance(it, "northwind", 30_500);
  await meter.recordUsage({ events: [usageEvent(it, "a")] });
  expect(await dana.balance.current()).toMatchObject({ money: { micros: -4000 }, inactive: true });
  await setBalance(it, "northwind", 0);
  expect(await dana.balance.current()).toMatchObject({ inactive: false });
});

test("late usage of a canceled account is counted; only the operator hands out and takes back a meter's key", async () => {
  const { it, meter, dana } = await open();
  await cancelAccount(it, "northwind");
  expect(await meter.recordUsage({ events: [usageEvent(it, "late")] })).toMatchObject({ counted: 1 });
  const mary = it.as("mary@callboard.demo", "mason");
  const otto = it.as("otto@callboard.demo").access;
  const { id, secret } = await otto.createMeterKey({ account: it.account("mason"), name: "Meter" });
  expect(await mary.access.apiKeys()).toContainEqual(expect.objectContaining({ id, ofOperator: true }));
  expect(await failureOf(mary.access.revokeApiKey({ id }))).toEqual({ code: "forbidden", key: "access.keyOfOperator" });
  expect(await failureOf(mary.access.createApiKey({ name: "x", deeds: ["record usage"] as never }))).toMatchObject({
    field: "deeds.0",
  });
  const masons = it.with(secret);
  expect(await masons.balance.recordUsage({ events: [usageEvent(it, "m")] })).toMatchObject({ counted: 1 });
  expect(await failureOf(masons.balance.entries({}))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(it.with(secret, { account: "northwind" }).balance.recordUsage({ events: [] }))).toMatchObject({
    code: "not-found",
  });
  await otto.revokeMeterKey({ account: it.account("mason"), id });
  expect(await failureOf(masons.balance.recordUsage({ events: [usageEvent(it, "n")] }))).toMatchObject({
    code: "signed-out",
  });
  expect(await failureOf(otto.createMeterKey({ account: "acc_none", name: "x" }))).toMatchObject({ code: "not-found" });
  expect(await dana.balance.entries({ types: ["minutes"] })).toMatchObject({ entries: [{ micros: -34_500 }] });
});

test("those who watch the balance are told once for a batch", async () => {
  const { it, meter } = await open();
  const heard: string[] = [];
  const stop = await it.world.feed.listen([it.account("northwind")], ({ kind }) => void heard.push(kind));
  await meter.recordUsage({ events: Array.from({ length: 30 }, (_, at) => usageEvent(it, `e${at}`)) });
  await eventually(() => heard.includes("balance"));
  expect(heard).toEqual(["balance"]);
  stop();
});

test("who may not read a balance is told when it falls below zero and when it is no longer so, below an agency too", async () => {
  const it = await openTestApp();
  const parkside = it.account("parkside");
  const heard: string[] = [];
  const stop = await it.world.feed.listen([parkside], ({ kind }) => void heard.push(kind));
  await setBalance(it, "harbor", -1);
  await eventually(() => heard.includes("lifecycle"));
  heard.length = 0;
  await setBalance(it, "harbor", -2);
  await setBalance(it, "harbor", 0);
  await eventually(() => heard.length > 0);
  expect(heard).toEqual(["lifecycle"]);
  stop();
});

test("an event from before the account was opened, in seconds or without a time is refused by name, and costs nothing", async () => {
  const { it, meter, sum } = await open();
  const before = await sum();
  const [row] = await it.rows("SELECT at FROM opened WHERE account = ?", it.account("northwind"));
  const opened = Number(row!.at);
  expect(opened).toBeLessThan(it.now());
  const odd = [opened - 1, Math.floor(it.now() / 1000), it.now() * 1000, 0];
  const answer = await meter.recordUsage({ events: odd.map((at, n) => usageEvent(it, `e${n}`, { at })) });
  expect(answer.counted).toBe(0);
  expect(answer.refused.map(({ field, why }) => [field, why])).toEqual([
    ["at", "The event is from before the account was opened here."],
    ["at", "The time of the event is in seconds. Send it in milliseconds since 1970."],
    ["at", "The time of the event is in microseconds. Send it in milliseconds since 1970."],
    ["at", "The event does not say when it happened. Send its time, in milliseconds since 1970."],
  ]);
  expect(await sum()).toBe(before);
  expect(await meter.recordUsage({ events: [usageEvent(it, "first", { at: opened })] })).toMatchObject({ counted: 1 });
});
