import { monthsAfter } from "@callboard/domain/core/calendar";
import { expect, test } from "vitest";
import { runBilling, startMissingSubscriptions } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { stmt } from "../../../src/store/database/port.ts";
import { DEMO_ACCOUNTS } from "../../../src/features/demo/people.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { clockIn, sameTimeAfter } from "../../support/models/clocks.ts";
import { DAY, openTestApp, START } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const ZONE = "America/New_York";
const months = (from: number, count: number) => monthsAfter(from, count, ZONE);
/**
 * The next due dates of a number that is paid until then: the first, and those of later months, by the day on which its
 * months began.
 */
const dueAt = (count: number, first = START + DAY) => (count === 0 ? first : months(months(first, -1), count + 1));

async function open(numbers: number, renewsAt = START + DAY) {
  const app = await openTestApp();
  const ids: string[] = [];
  for (let at = 0; at < numbers; at += 1)
    ids.push(await addNumber(app, "northwind", `+1512555${1000 + at}`, { renewsAt, paidFrom: months(renewsAt, -1) }));
  const dana = app.as("dana@callboard.demo", "northwind");
  const later = () => app.anew("dana@callboard.demo", "northwind");
  const sum = async () => (await (await later()).balance.current()).money!.micros;
  const number = async (at = 0) => (await later()).numbers.get({ id: ids[at]! });
  const mails = async () =>
    (await app.rows("SELECT recipient, subject, text FROM mails WHERE subject LIKE 'Northwind:%' ORDER BY rowid")) as {
      recipient: string;
      subject: string;
      text: string;
    }[];
  const fees = async () => (await (await later()).balance.entries({ types: ["number"] })).entries;
  return { ...app, it: app, dana, later, ids, sum, number, mails, fees, bill: () => runBilling(app.world) };
}

test("a number is renewed once on its day, however often billing runs", async () => {
  const it = await open(2);
  const before = await it.sum();
  expect(await it.bill()).toBe(0);
  it.pass(DAY);
  await Promise.all([it.bill(), it.bill(), it.bill()]);
  expect(await it.bill()).toBe(0);
  expect(await it.sum()).toBe(before - 2 * 1_500_000);
  expect(await it.fees()).toMatchObject([
    { text: "+1 512 555 1001, a further month", micros: -1_500_000, happenedAt: START + DAY },
    { text: "+1 512 555 1000, a further month", happenedAt: START + DAY },
  ]);
  expect((await it.number()).renewsAt).toBe(dueAt(1));
});

test("renewals aren't in the change history, but among the number's versions", async () => {
  const it = await open(1);
  it.pass(DAY);
  await it.bill();
  const { changes } = await it.dana.history.list({ kind: "number" });
  expect(changes.map(({ version }) => version)).toEqual([1]);
  const { versions } = await it.dana.history.versions({ kind: "number", id: it.ids[0]! });
  expect(versions).toMatchObject([{ version: 2, by: "Callboard" }, { version: 1 }]);
  expect(await findBrokenLink(it.world.db)).toBeNull();
});

test("missed months are charged one by one, each for its own day, until the money runs out", async () => {
  const it = await open(1);
  await setBalance(it.it, "northwind", 4_000_000);
  it.pass(DAY + 150 * DAY);
  await it.bill();
  const days = (await it.fees()).map(({ happenedAt }) => happenedAt).reverse();
  expect(days).toEqual([0, 1, 2].map((count) => dueAt(count)));
  expect(await it.sum()).toBe(4_000_000 - 3 * 1_500_000);
  expect(await it.number()).toMatchObject({ renewsAt: dueAt(3), standing: { is: "active" } });
});

test("after months of downtime, charges are made in the order in which they fell due, number by number and month by month", async () => {
  const it = await open(1);
  const late = await addNumber(it.it, "northwind", "+15125550999", {
    renewsAt: dueAt(2) + DAY,
    paidFrom: START,
  });
  await setBalance(it.it, "northwind", 4_000_000);
  it.pass(100 * DAY);
  await it.bill();
  const [first, second, third] = [0, 1, 2].map((count) => dueAt(count));
  expect((await it.fees()).map(({ happenedAt }) => happenedAt).reverse()).toEqual([first, second, third]);
  expect(await it.number()).toMatchObject({ renewsAt: dueAt(3) });
  const waiting = await (await it.later()).numbers.get({ id: late });
  expect(waiting.renewsAt).toBe(dueAt(2) + DAY);
});

test("a thousand numbers that wait for money don't delay anybody else's renewal", async () => {
  const it = await open(1, START + 2 * DAY);
  const stuck = { account: it.account("solo"), renewsAt: START + DAY, graceUntil: null };
  await it.it.world.db.write({
    reads: [],
    decide: () => ({
      answer: null,
      writes: Array.from({ length: 1001 }, (_, at) =>
        stmt(
          "INSERT INTO keys (space, kind, name, value, account, id) VALUES (?1, 'number', 'due', ?2, ?1, ?3)",
          stuck.account,
          String(stuck.renewsAt).padStart(16, "0"),
          `gone${at}`,
        ),
      ),
    }),
  });
  it.pass(2 * DAY);
  await it.bill();
  expect((await it.number()).renewsAt).toBe(dueAt(1, START + 2 * DAY));
});

test("below zero: 7 days of grace with a mail to every administrator, then a hold with another mail, then money brings it back", async () => {
  const it = await open(3);
  await setBalance(it.it, "northwind", -1);
  it.pass(DAY);
  await it.bill();
  await it.bill();
  const told = await it.mails();
  expect(told.map(({ recipient }) => recipient).sort()).toEqual(["dana@callboard.demo"]);
  expect(told[0]!.subject).toBe("Northwind: 3 numbers not renewed, the balance is below zero");
  expect(told[0]!.text).toContain("+1 512 555 1000, +1 512 555 1001, +1 512 555 1002");
  const graceOver = sameTimeAfter("America/New_York", START + DAY, 7);
  expect(told[0]!.text).toContain(`, ${clockIn("America/New_York", graceOver).slice(11, 16)} and then held`);
  expect(told[0]!.text).toContain("Days and times are those of America/New York.");
  it.pass(graceOver - (START + DAY) - 1);
  await it.bill();
  expect((await it.number()).standing.is).toBe("active");
  it.pass(1);
  await it.bill();
  expect((await it.number()).standing).toMatchObject({
    is: "held",
    until: sameTimeAfter("America/New_York", graceOver, 30),
  });
  expect((await it.mails()).map(({ subject }) => subject)).toEqual([
    told[0]!.subject,
    "Northwind: 3 numbers held, the renewal was not paid",
  ]);
  expect(await it.fees()).toEqual([]);
  await setBalance(it.it, "northwind", 10_000_000);
  it.pass(DAY);
  await it.bill();
  expect(await it.number()).toMatchObject({
    standing: { is: "active" },
    service: { label: "active", connects: true },
    renewsAt: months(it.now(), 1),
  });
  expect(await it.sum()).toBe(10_000_000 - 3 * 1_500_000);
  expect((await it.mails()).length).toBe(2);
});

test("an unpaid hold ends with a release to the carrier, and the number stays in the list until then", async () => {
  const it = await open(1);
  await setBalance(it.it, "northwind", -1);
  it.pass(DAY);
  await it.bill();
  for (const days of [7, 30]) {
    it.pass(sameTimeAfter("America/New_York", it.now(), days) - it.now());
    await it.bill();
  }
  expect((await it.number()).standing.is).toBe("releasing");
  expect((await (await it.later()).numbers.orders({})).errands).toMatchObject([
    { what: "release number", state: "intent" },
  ]);
  await setBalance(it.it, "northwind", 10_000_000);
  await it.bill();
  expect((await it.number()).standing.is).toBe("releasing");
});

test("an agency pays the monthly fees of a sub-account on its balance, and that balance decides", async () => {
  const app = await openTestApp();
  const id = await addNumber(app, "parkside", "+15125551000", { renewsAt: START + DAY, paidFrom: START - 29 * DAY });
  const ida = app.as("ida@callboard.demo", "parkside");
  await setBalance(app, "harbor", -1);
  app.pass(DAY);
  await runBilling(app.world);
  expect(await ida.balance.current()).toMatchObject({ paidBy: "Harbor Agency", money: null, inactive: true });
  const told = await app.rows("SELECT recipient FROM mails WHERE subject LIKE 'Parkside%' ORDER BY recipient");
  expect(told.map(({ recipient }) => recipient)).toEqual(["harriet@callboard.demo", "ida@callboard.demo"]);
  await setBalance(app, "harbor", 0);
  await runBilling(app.world);
  expect((await ida.numbers.get({ id })).renewsAt).toBeGreaterThan(app.now());
  expect((await ida.balance.entries({})).entries).toMatchObject([{ type: "number", micros: -1_500_000 }]);
  expect((await app.as("harriet@callboard.demo", "harbor").balance.current()).money!.micros).toBe(-1_500_000);
});

test("the subscription is charged monthly from the second month on, once each, even below zero; sub-accounts have none", async () => {
  const app = await openTestApp();
  const solveig = () => app.anew("solveig@callboard.demo", "solo");
  const charged = async () => (await (await solveig()).balance.entries({ types: ["subscription"] })).entries;
  await runBilling(app.world);
  expect(await charged()).toEqual([]);
  app.pass(100 * DAY);
  await runBilling(app.world);
  await runBilling(app.world);
  const found = await charged();
  expect(found).toHaveLength(3);
  expect(found[0]).toMatchObject({ text: "Essentials, a month", micros: -39_000_000 });
  expect((await (await solveig()).balance.current()).money!.micros).toBe(
    DEMO_ACCOUNTS.solo.openingMicros - 3 * 39_000_000,
  );
  const dana = await app.anew("dana@callboard.demo", "northwind");
  expect((await dana.balance.entries({ types: ["subscription"] })).entries).toEqual([]);
});

test("an account that is older than subscriptions gets one whose first charge lies in the future", async () => {
  const app = await openTestApp();
  const solo = app.account("solo");
  await app.world.db.script([
    { sql: "DELETE FROM keys WHERE kind = 'subscription'", args: [] },
    { sql: "DELETE FROM records WHERE kind = 'subscription'", args: [] },
  ]);
  app.pass(400 * DAY);
  await startMissingSubscriptions(app.world);
  const rows = await app.rows("SELECT data FROM records WHERE kind = 'subscription' AND account = ?", solo);
  expect(rows).toHaveLength(1);
  expect(JSON.parse(rows[0]!.data).renewsAt).toBeGreaterThan(app.now());
});

test("after a year of calls, months and lapses in any order the books add up, and no due day is paid twice", async () => {
  const it = await open(5);
  const meter = await meterOf(it.it, "northwind");
  let seed = 3;
  const chance = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let week = 0; week < 60; week += 1) {
    it.pass(chance(13) * DAY);
    await meter.balance.recordUsage({ events: [usageEvent(it.it, `w${week}`, { quantity: 1 + chance(90) })] });
    if (chance(4) === 0) await setBalance(it.it, "northwind", chance(90) * 1_000_000 - 10_000_000);
    await it.bill();
  }
  const whole = await reconcile(it.world.db);
  expect(whole.broken).toBeNull();
  expect([...whole.sums.values()].reduce((sum, micros) => sum + micros, 0n)).toBe(0n);
  const keys = (await it.rows("SELECT key FROM postings WHERE key LIKE 'renewal:%'")).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(20);
  expect(await findBrokenLink(it.world.db)).toBeNull();
});
