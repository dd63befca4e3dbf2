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
  const { buy, dana, work, balance, bought, fees, errand, rows, now } = await openNumberOrders();
  const before = await balance();
  const { errand: id } = await buy(AVAILABLE_NUMBER);
  expect(await errand(id)).toMatchObject({
    state: "intent",
    tries: 0,
    about: AVAILABLE_NUMBER,
    shown: "+1 512 555 0100",
  });
  expect(await bought(AVAILABLE_NUMBER)).toEqual([]);
  expect(await balance()).toBe(before);

  await work();
  expect(await errand(id)).toMatchObject({
    state: "settled",
    tries: 1,
    asked: 0,
    record: id,
    nextAt: null,
    by: "Dana Reyes",
  });
  expect((await errand(id)).why).toBe(
    "+1 512 555 0100 was bought and $1.50 paid for the first month. It renews on Apr 17, 2026, 11:00.",
  );
  expect(await dana.numbers.get({ id })).toMatchObject({
    e164: AVAILABLE_NUMBER,
    name: "Spring",
    origin: "bought",
    standing: { is: "active", since: now() },
    renewsAt: Date.UTC(2026, 3, 17, 15, 0),
    errand: { id },
  });
  expect(await balance()).toBe(before - 1_500_000);
  expect(await fees(id)).toEqual([{ micros: 1_500_000, to_book: expect.stringMatching(/\/fees$/) }]);
  const moves = await rows(
    "SELECT data ->> '$.state' AS state FROM changes WHERE kind = 'errand' AND id = ? ORDER BY version",
    id,
  );
  expect(moves.map(({ state }) => state)).toEqual(["intent", "sent", "settled"]);
});

const FAULTS: readonly [last: number, state: string, tries: number, asked: number, why: RegExp][] = [
  [190, "declined", 1, 0, /somebody else was faster/],
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
  async (last, state, tries, asked, why) => {
    const { buy, settle, bought, fees, errand, balance, sold } = await openNumberOrders();
    const before = await balance();
    const { errand: id } = await buy(faultyNumber(last));
    await settle();
    const end = await errand(id);
    expect(end).toMatchObject({ state, tries, asked, nextAt: null });
    expect(end.why).toMatch(why);
    const count = state === "settled" ? 1 : 0;
    expect(await bought(faultyNumber(last))).toHaveLength(count);
    expect(await fees(id)).toHaveLength(count);
    expect(await balance()).toBe(before - count * 1_500_000);
    expect(await sold(faultyNumber(last))).toHaveLength(count);
  },
);

test("a missing answer is asked for ever more rarely for a day; then once a day, and by hand", async () => {
  const { buy, work, errand, dana, carrier, bought, fees, now } = await openNumberOrders();
  carrier.patienceMs = 20;
  const { errand: id } = await buy(faultyNumber(198));
  await work();
  const pauses: number[] = [];
  for (let asked = 1; pauses.at(-1) !== DAY / SECOND; asked += 1) {
    const { nextAt, state } = await errand(id);
    expect(state).toBe("unknown");
    pauses.push((nextAt! - now()) / SECOND);
    await work(nextAt! - now());
    expect((await errand(id)).asked).toBe(asked);
  }
  expect(pauses.slice(0, 12)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
  const long = await errand(id);
  expect(long).toMatchObject({ state: "unknown", nextAt: now() + DAY, endedAt: null, tries: 1 });
  expect(long.why).toMatch(/whole day.*once a day, next at .*an administrator can ask at any time/);
  expect(await failureOf(dana.numbers.buy({ e164: faultyNumber(198), name: "Again" }))).toMatchObject({
    code: "conflict",
    key: "errands.orderOpen",
  });

  await dana.numbers.checkOrder({ id });
  expect((await errand(id)).why).toBe("It is being asked about again now.");
  await dana.numbers.checkOrder({ id });
  await work();
  expect(await errand(id)).toMatchObject({ state: "unknown", asked: long.asked + 1, nextAt: now() + DAY });

  await dana.numbers.checkOrder({ id });
  carrier.ask = async () => ({ is: "done" });
  await work();
  expect(await errand(id)).toMatchObject({ state: "settled", tries: 1, record: id });
  expect([await bought(faultyNumber(198)), await fees(id)].map((found) => found.length)).toEqual([1, 1]);
  expect(await failureOf(dana.numbers.checkOrder({ id }))).toEqual({ code: "conflict", key: "errands.notUnknown" });
});

test("a carrier that is too busy for a whole day ends the order: nothing is bought or paid", async () => {
  const { buy, work, errand, carrier, fees, bought } = await openNumberOrders();
  carrier.buy = async () => ({ is: "busy" });
  const { errand: id } = await buy(AVAILABLE_NUMBER);
  for (let hour = 0; hour < 40; hour += 1) await work(HOUR);
  expect(await errand(id)).toMatchObject({ state: "declined", asked: 0 });
  expect((await errand(id)).why).toMatch(/given up/);
  expect([await bought(AVAILABLE_NUMBER), await fees(id)]).toEqual([[], []]);
});

test("a click sent twice is one order; another click on the same number is refused while it is open", async () => {
  const { buy, work, rows } = await openNumberOrders();
  const [first, second] = await Promise.all([buy(AVAILABLE_NUMBER, "click"), buy(AVAILABLE_NUMBER, "click")]);
  expect(second).toEqual(first);
  expect(await failureOf(buy(AVAILABLE_NUMBER, "another"))).toMatchObject({
    code: "conflict",
    key: "errands.orderOpen",
    field: "e164",
  });
  await work();
  expect(await buy(AVAILABLE_NUMBER, "click")).toEqual(first);
  expect(await failureOf(buy(AVAILABLE_NUMBER, "third"))).toMatchObject({
    code: "conflict",
    key: "errands.ownAlready",
  });
  expect(await rows("SELECT key FROM sandbox_orders")).toEqual([{ key: first.errand }]);
});

test("two clicks with different keys at one instant: one order, one refusal", async () => {
  const { buy, work, rows } = await openNumberOrders();
  const both = await Promise.allSettled([buy(AVAILABLE_NUMBER, "one"), buy(AVAILABLE_NUMBER, "two")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await work();
  expect(
    await rows("SELECT 1 FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?", AVAILABLE_NUMBER),
  ).toHaveLength(1);
});

test("another tenant's number, ordered or in use, is unavailable, without saying whose it is", async () => {
  const it = await openNumberOrders();
  const solveig = it.as("solveig@callboard.demo", "solo");
  const gone = { code: "conflict", key: "errands.unavailable", field: "e164" };
  await it.buy(AVAILABLE_NUMBER);
  expect(await failureOf(solveig.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" }))).toEqual(gone);
  await it.work();
  expect(await failureOf(solveig.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" }))).toEqual(gone);
  const { errand } = await it.buy("+15125550101");
  const missing = { code: "not-found", key: "record.gone" };
  expect(await failureOf(solveig.numbers.order({ id: errand }))).toEqual(missing);
  expect(await failureOf(solveig.numbers.checkOrder({ id: errand }))).toEqual(missing);
  expect((await solveig.numbers.orders({})).errands.map(({ id }) => id)).not.toContain(errand);
});

test("an order needs the first month on the payer's balance, in addition to other orders", async () => {
  const it = await openNumberOrders();
  const mary = it.as("mary@callboard.demo", "mason");
  const buy = (e164: string) => mary.numbers.buy({ e164, name: "Line" });
  const left = (await mary.balance.current()).money!.micros;
  const affordable = Math.floor(left / 4_000_000);
  for (let n = 0; n < affordable; n += 1) await buy(`+1512555010${n}`);
  expect(await failureOf(buy("+15125550109"))).toEqual({ code: "unpaid", key: "errands.unpaid" });
  await it.work();
  expect((await mary.balance.current()).money!.micros).toBe(left - affordable * 4_000_000);
  expect(await failureOf(buy("+15125550109"))).toEqual({ code: "unpaid", key: "errands.unpaid" });
});

test("a sub-account that its agency pays for buys at the agency's expense", async () => {
  const it = await openNumberOrders();
  const harriet = it.as("harriet@callboard.demo", "harbor");
  const before = (await harriet.balance.current()).money!.micros;
  const { errand } = await it
    .as("ida@callboard.demo", "parkside")
    .numbers.buy({ e164: AVAILABLE_NUMBER, name: "Front desk" });
  const rung = new Set<string>();
  it.world.feed.onWrite(({ kind, account }) => kind === "balance" && rung.add(account));
  await it.work();
  // Both screens show new amounts: what is left, and what was spent.
  expect([...rung].toSorted()).toEqual([it.account("harbor"), it.account("parkside")].toSorted());
  expect((await harriet.balance.current()).money!.micros).toBe(before - 1_500_000);
  const [paid] = await it.rows("SELECT from_book, to_book FROM postings WHERE key = ?", `errand:${errand}`);
  expect(paid).toEqual({ from_book: `${it.account("harbor")}/balance`, to_book: `${it.account("parkside")}/fees` });
});

test("an invalid order is refused by its field", async () => {
  const { dana, rows } = await openNumberOrders();
  const ask = (more: object) => failureOf(dana.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Spring", ...more }));
  expect(await ask({ name: " " })).toMatchObject({ code: "invalid", field: "name" });
  expect(await ask({ e164: "+15125" })).toMatchObject({ code: "invalid", field: "e164" });
  expect(await ask({ e164: "+11115550100" })).toMatchObject({ code: "invalid", field: "e164" });
  expect(await ask({ source: "nowhere" })).toEqual({ code: "invalid", key: "tracking.sourceUnknown", field: "source" });
  expect(await ask({ route: { to: "queue", id: "none" } })).toEqual({
    code: "invalid",
    key: "queues.unknown",
    field: "route",
  });
  expect(
    await rows("SELECT 1 FROM records WHERE kind = 'errand' AND data ->> '$.about' = ?", AVAILABLE_NUMBER),
  ).toEqual([]);
});

test("a number that came into use here while its order was open is released, and costs nothing", async () => {
  const it = await openNumberOrders();
  const before = await it.balance();
  const { errand: id } = await it.buy(AVAILABLE_NUMBER);
  const solo = it.account("solo");
  await commit(scopeOf(it.world, solo), {}, () => [
    create(solo, "number", "imported", numberData({ e164: AVAILABLE_NUMBER, origin: "imported" }), {
      action: message("cause.chosen"),
    }),
  ]);
  await it.work();
  const end = await it.errand(id);
  expect(end).toMatchObject({ state: "declined", record: null });
  expect(end.why).toMatch(/came into use here.*Nothing was paid/);
  await it.work();
  const { errands } = await it.dana.numbers.orders({ limit: 5 });
  expect(errands.find(({ about, what }) => about === AVAILABLE_NUMBER && what === "release number")).toMatchObject({
    state: "settled",
    why: "+1 512 555 0100 was given back to the carrier.",
  });
  expect(await it.sold(AVAILABLE_NUMBER)).toEqual([]);
  expect(await it.balance()).toBe(before);
  expect(await it.bought(AVAILABLE_NUMBER)).toHaveLength(1);
});

test("an account that is canceled while its order is open gets no number and pays for none", async () => {
  const it = await openNumberOrders();
  const { errand: id } = await it.buy(AVAILABLE_NUMBER);
  await cancelAccount(it, "northwind");
  await it.work();
  await it.work();
  expect(await it.errand(id)).toMatchObject({ state: "declined", why: expect.stringMatching(/canceled/) });
  expect([await it.bought(AVAILABLE_NUMBER), await it.fees(id)]).toEqual([[], []]);
  expect(await it.sold(AVAILABLE_NUMBER)).toEqual([]);
});

test("a source that was removed meanwhile is left out, and the number comes all the same", async () => {
  const it = await openNumberOrders();
  const { id: source } = await it.dana.sources.save({ name: "Fair" });
  const { errand: id } = await it.dana.numbers.buy({ e164: AVAILABLE_NUMBER, name: "Spring", source });
  await it.dana.sources.remove({ id: source, version: 1 });
  await it.work();
  expect(await it.dana.numbers.get({ id })).toMatchObject({ source: null, name: "Spring" });
});

test("orders are listed newest first, page by page", async () => {
  const it = await openNumberOrders();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    it.pass(MINUTE);
    ids.unshift((await it.buy(`+1512555010${n}`)).errand);
  }
  const first = await it.dana.numbers.orders({ limit: 3 });
  const second = await it.dana.numbers.orders({ limit: 3, after: first.next });
  expect([...first.errands, ...second.errands].slice(0, 5).map(({ id }) => id)).toEqual(ids);
});
