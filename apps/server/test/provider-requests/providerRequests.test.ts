import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { numberData } from "../../../../packages/domain/test/support/routing.ts";
import { commit } from "../../src/store/commit.ts";
import { cancelAccount } from "../support/fixtures/canceledAccount.ts";
import { DAY, HOUR, MINUTE, failureOf, SECOND } from "../support/kit.ts";
import { faultyNumber, AVAILABLE_NUMBER, openNumberOrders } from "../support/fixtures/numberOrders.ts";
import { scopeOf } from "../support/scopes.ts";

test("a purchase is requested by the click, sent by a worker, and ends in a number with its first month paid", async () => {
  const { buy, dana, runJobs, balance, boughtNumbers, fees, order, selectRows, now } = await openNumberOrders();
  const before = await balance();
  const { requestId: id } = await buy(AVAILABLE_NUMBER);
  expect(await order(id)).toMatchObject({
    state: "requested",
    attempts: 0,
    subject: AVAILABLE_NUMBER,
    shown: "+1 512 555 0100",
  });
  expect(await boughtNumbers(AVAILABLE_NUMBER)).toEqual([]);
  expect(await balance()).toBe(before);

  await runJobs();
  expect(await order(id)).toMatchObject({
    state: "settled",
    attempts: 1,
    checks: 0,
    recordId: id,
    nextStepAt: null,
    by: "Dana Reyes",
  });
  expect((await order(id)).why).toBe(
    "+1 512 555 0100 was bought, and $1.50 was paid for the first month. It renews on Apr 17, 2026, 11:00.",
  );
  expect(await dana.numbers.get({ id })).toMatchObject({
    e164: AVAILABLE_NUMBER,
    name: "Spring",
    origin: "bought",
    state: { is: "active", since: now() },
    renewsAt: Date.UTC(2026, 3, 17, 15, 0),
    order: { id },
  });
  expect(await balance()).toBe(before - 1_500_000);
  expect(await fees(id)).toEqual([{ micros: 1_500_000, to_book: expect.stringMatching(/\/fees$/) }]);
  const states = await selectRows(
    "SELECT data ->> '$.state' AS state FROM changes WHERE kind = 'providerRequest' AND id = ? ORDER BY version",
    id,
  );
  expect(states.map(({ state }) => state)).toEqual(["requested", "sent", "settled"]);
});

const FAULTS: readonly [last: number, state: string, attempts: number, checks: number, why: RegExp][] = [
  [190, "declined", 1, 0, /somebody else got it first/],
  [191, "declined", 1, 0, /address on file/],
  [192, "settled", 2, 1, /was bought/],
  [193, "settled", 1, 1, /was bought/],
  [194, "settled", 1, 3, /was bought/],
  [195, "settled", 2, 1, /was bought/],
  [196, "settled", 1, 1, /was bought/],
  [197, "settled", 3, 0, /was bought/],
  [199, "settled", 1, 0, /was bought/],
];

test.each(FAULTS)(
  "the carrier's fault for …%i: the purchase ends %s, sent %i and asked %i times",
  async (last, state, attempts, checks, why) => {
    const { buy, settle, boughtNumbers, fees, order, balance, soldNumbers } = await openNumberOrders();
    const before = await balance();
    const { requestId: id } = await buy(faultyNumber(last));
    await settle();
    const finalOrder = await order(id);
    expect(finalOrder).toMatchObject({ state, attempts, checks, nextStepAt: null });
    expect(finalOrder.why).toMatch(why);
    const count = state === "settled" ? 1 : 0;
    expect(await boughtNumbers(faultyNumber(last))).toHaveLength(count);
    expect(await fees(id)).toHaveLength(count);
    expect(await balance()).toBe(before - count * 1_500_000);
    expect(await soldNumbers(faultyNumber(last))).toHaveLength(count);
  },
);

test("a missing answer is asked for ever more rarely for a day; then once a day, and by hand", async () => {
  const { buy, runJobs, order, dana, carrier, boughtNumbers, fees, now } = await openNumberOrders();
  carrier.timeoutMs = 20;
  const { requestId: id } = await buy(faultyNumber(198));
  await runJobs();
  const pauses: number[] = [];
  for (let checks = 1; pauses.at(-1) !== DAY / SECOND; checks += 1) {
    const { nextStepAt, state } = await order(id);
    expect(state).toBe("unknown");
    pauses.push((nextStepAt! - now()) / SECOND);
    await runJobs(nextStepAt! - now());
    expect((await order(id)).checks).toBe(checks);
  }
  expect(pauses.slice(0, 12)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
  const long = await order(id);
  expect(long).toMatchObject({ state: "unknown", nextStepAt: now() + DAY, endedAt: null, attempts: 1 });
  expect(long.why).toMatch(/whole day.*once a day, next at .*an administrator can check at any time/);
  expect(await failureOf(dana.numbers.buy({ e164: faultyNumber(198), name: "Again" }))).toMatchObject({
    code: "conflict",
    key: "numbers.orderOpen",
  });

  await dana.numbers.checkOrder({ id });
  expect((await order(id)).why).toBe("It is being checked again now.");
  await dana.numbers.checkOrder({ id });
  await runJobs();
  expect(await order(id)).toMatchObject({ state: "unknown", checks: long.checks + 1, nextStepAt: now() + DAY });

  await dana.numbers.checkOrder({ id });
  carrier.checkOrder = async () => ({ outcome: "done" });
  await runJobs();
  expect(await order(id)).toMatchObject({ state: "settled", attempts: 1, recordId: id });
  expect([await boughtNumbers(faultyNumber(198)), await fees(id)].map((rows) => rows.length)).toEqual([1, 1]);
  expect(await failureOf(dana.numbers.checkOrder({ id }))).toEqual({
    code: "conflict",
    key: "providerRequest.notUnknown",
  });
});

test("a carrier that is too busy for a whole day ends the order: nothing is bought or paid", async () => {
  const { buy, runJobs, order, carrier, fees, boughtNumbers } = await openNumberOrders();
  carrier.buy = async () => ({ outcome: "busy" });
  const { requestId: id } = await buy(AVAILABLE_NUMBER);
  for (let hour = 0; hour < 40; hour += 1) await runJobs(HOUR);
  expect(await order(id)).toMatchObject({ state: "declined", checks: 0 });
  expect((await order(id)).why).toMatch(/given up/);
  expect([await boughtNumbers(AVAILABLE_NUMBER), await fees(id)]).toEqual([[], []]);
});

test("a click sent twice is one order; another click on the same number is refused while it is open", async () => {
  const { buy, runJobs, selectRows } = await openNumberOrders();
  const [first, second] = await Promise.all([buy(AVAILABLE_NUMBER, "click"), buy(AVAILABLE_NUMBER, "click")]);
  expect(second).toEqual(first);
  expect(await failureOf(buy(AVAILABLE_NUMBER, "another"))).toMatchObject({
    code: "conflict",
    key: "numbers.orderOpen",
    field: "e164",
  });
  await runJobs();
  expect(await buy(AVAILABLE_NUMBER, "click")).toEqual(first);
  expect(await failureOf(buy(AVAILABLE_NUMBER, "third"))).toMatchObject({
    code: "conflict",
    key: "numbers.alreadyOwned",
  });
  expect(await selectRows("SELECT key FROM sandbox_orders")).toEqual([{ key: first.requestId }]);
});

test("two clicks with different keys at one instant: one order, one refusal", async () => {
  const { buy, runJobs, selectRows } = await openNumberOrders();
  const both = await Promise.allSettled([buy(AVAILABLE_NUMBER, "one"), buy(AVAILABLE_NUMBER, "two")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await runJobs();
  expect(
    await selectRows("SELECT 1 FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?", AVAILABLE_NUMBER),
  ).toHaveLength(1);
});

test("another tenant's number, ordered or in use, is unavailable, without saying whose it is", async () => {
  const app = await openNumberOrders();
  const solveig = app.callerFor("solveig@callboard.demo", "solo");
  const unavailable = { code: "conflict", key: "numbers.unavailable", field: "e164" };
  await app.buy(AVAILABLE_NUMBER);
  expect(await failureOf(solveig.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" }))).toEqual(unavailable);
  await app.runJobs();
  expect(await failureOf(solveig.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" }))).toEqual(unavailable);
  const { requestId } = await app.buy("+15125550101");
  const missing = { code: "not-found", key: "record.notFound" };
  expect(await failureOf(solveig.numbers.order({ id: requestId }))).toEqual(missing);
  expect(await failureOf(solveig.numbers.checkOrder({ id: requestId }))).toEqual(missing);
  expect((await solveig.numbers.orders({})).orders.map(({ id }) => id)).not.toContain(requestId);
});

test("an order needs the first month on the payer's balance, in addition to other orders", async () => {
  const app = await openNumberOrders();
  const mary = app.callerFor("mary@callboard.demo", "mason");
  const buy = (e164: string) => mary.numbers.buy({ e164, name: "Line" });
  const balance = (await mary.balance.current()).money!.micros;
  const affordable = Math.floor(balance / 4_000_000);
  for (let n = 0; n < affordable; n += 1) await buy(`+1512555010${n}`);
  expect(await failureOf(buy("+15125550109"))).toEqual({ code: "unpaid", key: "numbers.unpaid" });
  await app.runJobs();
  expect((await mary.balance.current()).money!.micros).toBe(balance - affordable * 4_000_000);
  expect(await failureOf(buy("+15125550109"))).toEqual({ code: "unpaid", key: "numbers.unpaid" });
});

test("a sub-account that its agency pays for buys at the agency's expense", async () => {
  const app = await openNumberOrders();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const before = (await harriet.balance.current()).money!.micros;
  const { requestId } = await app
    .callerFor("ida@callboard.demo", "parkside")
    .numbers.buy({ e164: AVAILABLE_NUMBER, name: "Front desk" });
  const notified = new Set<string>();
  app.services.feed.onInvalidate(({ kind, account }) => kind === "balance" && notified.add(account));
  await app.runJobs();
  // Both screens show new amounts: what is left, and what was spent.
  expect([...notified].toSorted()).toEqual([app.account("harbor"), app.account("parkside")].toSorted());
  expect((await harriet.balance.current()).money!.micros).toBe(before - 1_500_000);
  const [posting] = await app.selectRows(
    "SELECT from_book, to_book FROM postings WHERE key = ?",
    `request:${requestId}`,
  );
  expect(posting).toEqual({
    from_book: `${app.account("harbor")}/balance`,
    to_book: `${app.account("parkside")}/fees`,
  });
});

test("an invalid order is refused by its field", async () => {
  const { dana, selectRows } = await openNumberOrders();
  const buy = (overrides: object) =>
    failureOf(dana.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Spring", ...overrides }));
  expect(await buy({ name: " " })).toMatchObject({ code: "invalid", field: "name" });
  expect(await buy({ e164: "+15125" })).toMatchObject({ code: "invalid", field: "e164" });
  expect(await buy({ e164: "+11115550100" })).toMatchObject({ code: "invalid", field: "e164" });
  expect(await buy({ source: "nowhere" })).toEqual({ code: "invalid", key: "sources.unknown", field: "source" });
  expect(await buy({ route: { to: "queue", id: "none" } })).toEqual({
    code: "invalid",
    key: "queues.unknown",
    field: "route",
  });
  expect(
    await selectRows(
      "SELECT 1 FROM records WHERE kind = 'providerRequest' AND data ->> '$.subject' = ?",
      AVAILABLE_NUMBER,
    ),
  ).toEqual([]);
});

test("a number that came into use here while its order was open is released, and costs nothing", async () => {
  const app = await openNumberOrders();
  const before = await app.balance();
  const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
  const solo = app.account("solo");
  await commit(scopeOf(app.services, solo), {}, () => [
    create(solo, "number", "imported", numberData({ e164: AVAILABLE_NUMBER, origin: "imported" }), {
      action: message("agents.cause.chosen"),
    }),
  ]);
  await app.runJobs();
  const finalOrder = await app.order(id);
  expect(finalOrder).toMatchObject({ state: "declined", recordId: null });
  expect(finalOrder.why).toMatch(/was added here.*Nothing was paid/);
  await app.runJobs();
  const { orders: requests } = await app.dana.numbers.orders({ limit: 5 });
  expect(requests.find(({ subject, type }) => subject === AVAILABLE_NUMBER && type === "release number")).toMatchObject(
    {
      state: "settled",
      why: "+1 512 555 0100 was released to the carrier.",
    },
  );
  expect(await app.soldNumbers(AVAILABLE_NUMBER)).toEqual([]);
  expect(await app.balance()).toBe(before);
  expect(await app.boughtNumbers(AVAILABLE_NUMBER)).toHaveLength(1);
});

test("an account that is canceled while its order is open gets no number and pays for none", async () => {
  const app = await openNumberOrders();
  const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
  await cancelAccount(app, "northwind");
  await app.runJobs();
  await app.runJobs();
  expect(await app.order(id)).toMatchObject({ state: "declined", why: expect.stringMatching(/canceled/) });
  expect([await app.boughtNumbers(AVAILABLE_NUMBER), await app.fees(id)]).toEqual([[], []]);
  expect(await app.soldNumbers(AVAILABLE_NUMBER)).toEqual([]);
});

test("a source that was removed meanwhile is left out, and the number is bought all the same", async () => {
  const app = await openNumberOrders();
  const { id: source } = await app.dana.sources.save({ name: "Fair" });
  const { requestId: id } = await app.dana.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Spring", source });
  await app.dana.sources.remove({ id: source, version: 1 });
  await app.runJobs();
  expect(await app.dana.numbers.get({ id })).toMatchObject({ source: null, name: "Spring" });
});

test("orders are listed newest first, page by page", async () => {
  const app = await openNumberOrders();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    app.advance(MINUTE);
    ids.unshift((await app.buy(`+1512555010${n}`)).requestId);
  }
  const first = await app.dana.numbers.orders({ limit: 3 });
  const second = await app.dana.numbers.orders({ limit: 3, after: first.next });
  expect([...first.orders, ...second.orders].slice(0, 5).map(({ id }) => id)).toEqual(ids);
});
