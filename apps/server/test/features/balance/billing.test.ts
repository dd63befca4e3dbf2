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
    ids.push(
      await addNumber(app, "northwind", `+1512555${1000 + at}`, { renewsAt, billingAnchor: months(renewsAt, -1) }),
    );
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const signIn = () => app.signInAgain("dana@callboard.demo", "northwind");
  const balance = async () => (await (await signIn()).balance.current()).money!.micros;
  const number = async (at = 0) => (await signIn()).numbers.get({ id: ids[at]! });
  const mails = async () =>
    (await app.selectRows(
      "SELECT recipient, subject, text FROM mails WHERE subject LIKE 'Northwind:%' ORDER BY rowid",
    )) as {
      recipient: string;
      subject: string;
      text: string;
    }[];
  const fees = async () => (await (await signIn()).balance.entries({ types: ["number"] })).entries;
  return { ...app, dana, signIn, ids, balance, number, mails, fees, bill: () => runBilling(app.services) };
}

test("a number is renewed once on its day, however often billing runs", async () => {
  const app = await open(2);
  const before = await app.balance();
  expect(await app.bill()).toBe(0);
  app.advance(DAY);
  await Promise.all([app.bill(), app.bill(), app.bill()]);
  expect(await app.bill()).toBe(0);
  expect(await app.balance()).toBe(before - 2 * 1_500_000);
  expect(await app.fees()).toMatchObject([
    { text: "+1 512 555 1001, one month", micros: -1_500_000, happenedAt: START + DAY },
    { text: "+1 512 555 1000, one month", happenedAt: START + DAY },
  ]);
  expect((await app.number()).renewsAt).toBe(dueAt(1));
});

test("renewals aren't in the change history, but among the number's versions", async () => {
  const app = await open(1);
  app.advance(DAY);
  await app.bill();
  const { changes } = await app.dana.history.list({ kind: "number" });
  expect(changes.map(({ version }) => version)).toEqual([1]);
  const { versions } = await app.dana.history.versions({ kind: "number", id: app.ids[0]! });
  expect(versions).toMatchObject([{ version: 2, by: "Callboard" }, { version: 1 }]);
  expect(await findBrokenLink(app.services.db)).toBeNull();
});

test("missed months are charged one by one, each for its own day, until the money runs out", async () => {
  const app = await open(1);
  await setBalance(app, "northwind", 4_000_000);
  app.advance(DAY + 150 * DAY);
  await app.bill();
  const days = (await app.fees()).map(({ happenedAt }) => happenedAt).reverse();
  expect(days).toEqual([0, 1, 2].map((count) => dueAt(count)));
  expect(await app.balance()).toBe(4_000_000 - 3 * 1_500_000);
  expect(await app.number()).toMatchObject({ renewsAt: dueAt(3), state: { is: "active" } });
});

test("after months of downtime, charges are made in the order in which they fell due, number by number and month by month", async () => {
  const app = await open(1);
  const lateId = await addNumber(app, "northwind", "+15125550999", {
    renewsAt: dueAt(2) + DAY,
    billingAnchor: START,
  });
  await setBalance(app, "northwind", 4_000_000);
  app.advance(100 * DAY);
  await app.bill();
  const [first, second, third] = [0, 1, 2].map((count) => dueAt(count));
  expect((await app.fees()).map(({ happenedAt }) => happenedAt).reverse()).toEqual([first, second, third]);
  expect(await app.number()).toMatchObject({ renewsAt: dueAt(3) });
  const lateNumber = await (await app.signIn()).numbers.get({ id: lateId });
  expect(lateNumber.renewsAt).toBe(dueAt(2) + DAY);
});

test("a thousand numbers that wait for money don't delay anybody else's renewal", async () => {
  const app = await open(1, START + 2 * DAY);
  const stuck = { account: app.account("solo"), renewsAt: START + DAY, graceUntil: null };
  await app.services.db.write({
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
  app.advance(2 * DAY);
  await app.bill();
  expect((await app.number()).renewsAt).toBe(dueAt(1, START + 2 * DAY));
});

test("below zero: 7 days of grace with a mail to every administrator, then a hold with another mail, then money brings it back", async () => {
  const app = await open(3);
  await setBalance(app, "northwind", -1);
  app.advance(DAY);
  await app.bill();
  await app.bill();
  const mails = await app.mails();
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual(["dana@callboard.demo"]);
  expect(mails[0]!.subject).toBe("Northwind: 3 numbers not renewed, the balance is below zero");
  expect(mails[0]!.text).toContain("+1 512 555 1000, +1 512 555 1001, +1 512 555 1002");
  const graceEnd = sameTimeAfter("America/New_York", START + DAY, 7);
  expect(mails[0]!.text).toContain(`, ${clockIn("America/New_York", graceEnd).slice(11, 16)} and then held`);
  expect(mails[0]!.text).toContain("Days and times are in America/New York.");
  app.advance(graceEnd - (START + DAY) - 1);
  await app.bill();
  expect((await app.number()).state.is).toBe("active");
  app.advance(1);
  await app.bill();
  expect((await app.number()).state).toMatchObject({
    is: "held",
    until: sameTimeAfter("America/New_York", graceEnd, 30),
  });
  expect((await app.mails()).map(({ subject }) => subject)).toEqual([
    mails[0]!.subject,
    "Northwind: 3 numbers on hold, the renewal was not paid",
  ]);
  expect(await app.fees()).toEqual([]);
  await setBalance(app, "northwind", 10_000_000);
  app.advance(DAY);
  await app.bill();
  expect(await app.number()).toMatchObject({
    state: { is: "active" },
    service: { label: "active", connects: true },
    renewsAt: months(app.now(), 1),
  });
  expect(await app.balance()).toBe(10_000_000 - 3 * 1_500_000);
  expect((await app.mails()).length).toBe(2);
});

test("an unpaid hold ends with a release to the carrier, and the number stays in the list until then", async () => {
  const app = await open(1);
  await setBalance(app, "northwind", -1);
  app.advance(DAY);
  await app.bill();
  for (const days of [7, 30]) {
    app.advance(sameTimeAfter("America/New_York", app.now(), days) - app.now());
    await app.bill();
  }
  expect((await app.number()).state.is).toBe("releasing");
  expect((await (await app.signIn()).numbers.orders({})).orders).toMatchObject([
    { type: "release number", state: "requested" },
  ]);
  await setBalance(app, "northwind", 10_000_000);
  await app.bill();
  expect((await app.number()).state.is).toBe("releasing");
});

test("an agency pays the monthly fees of a sub-account on its balance, and that balance decides", async () => {
  const app = await openTestApp();
  const id = await addNumber(app, "parkside", "+15125551000", {
    renewsAt: START + DAY,
    billingAnchor: START - 29 * DAY,
  });
  const ida = app.callerFor("ida@callboard.demo", "parkside");
  await setBalance(app, "harbor", -1);
  app.advance(DAY);
  await runBilling(app.services);
  expect(await ida.balance.current()).toMatchObject({ paidBy: "Harbor Agency", money: null, inactive: true });
  const mails = await app.selectRows("SELECT recipient FROM mails WHERE subject LIKE 'Parkside%' ORDER BY recipient");
  expect(mails.map(({ recipient }) => recipient)).toEqual(["harriet@callboard.demo", "ida@callboard.demo"]);
  await setBalance(app, "harbor", 0);
  await runBilling(app.services);
  expect((await ida.numbers.get({ id })).renewsAt).toBeGreaterThan(app.now());
  expect((await ida.balance.entries({})).entries).toMatchObject([{ type: "number", micros: -1_500_000 }]);
  expect((await app.callerFor("harriet@callboard.demo", "harbor").balance.current()).money!.micros).toBe(-1_500_000);
});

test("the subscription is charged monthly from the second month on, once each, even below zero; sub-accounts have none", async () => {
  const app = await openTestApp();
  const solveig = () => app.signInAgain("solveig@callboard.demo", "solo");
  const subscriptionFees = async () => (await (await solveig()).balance.entries({ types: ["subscription"] })).entries;
  await runBilling(app.services);
  expect(await subscriptionFees()).toEqual([]);
  app.advance(100 * DAY);
  await runBilling(app.services);
  await runBilling(app.services);
  const fees = await subscriptionFees();
  expect(fees).toHaveLength(3);
  expect(fees[0]).toMatchObject({ text: "Essentials, one month", micros: -39_000_000 });
  expect((await (await solveig()).balance.current()).money!.micros).toBe(
    DEMO_ACCOUNTS.solo.openingMicros - 3 * 39_000_000,
  );
  const dana = await app.signInAgain("dana@callboard.demo", "northwind");
  expect((await dana.balance.entries({ types: ["subscription"] })).entries).toEqual([]);
});

test("an account that is older than subscriptions gets one whose first charge lies in the future", async () => {
  const app = await openTestApp();
  const solo = app.account("solo");
  await app.services.db.runScript([
    { sql: "DELETE FROM keys WHERE kind = 'subscription'", args: [] },
    { sql: "DELETE FROM records WHERE kind = 'subscription'", args: [] },
  ]);
  app.advance(400 * DAY);
  await startMissingSubscriptions(app.services);
  const rows = await app.selectRows("SELECT data FROM records WHERE kind = 'subscription' AND account = ?", solo);
  expect(rows).toHaveLength(1);
  expect(JSON.parse(rows[0]!.data).renewsAt).toBeGreaterThan(app.now());
});

test("after a year of calls, months and lapses in any order the books add up, and no due day is paid twice", async () => {
  const app = await open(5);
  const meter = await meterOf(app, "northwind");
  let seed = 3;
  const randomBelow = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
  for (let week = 0; week < 60; week += 1) {
    app.advance(randomBelow(13) * DAY);
    await meter.balance.recordUsage({ events: [usageEvent(app, `w${week}`, { quantity: 1 + randomBelow(90) })] });
    if (randomBelow(4) === 0) await setBalance(app, "northwind", randomBelow(90) * 1_000_000 - 10_000_000);
    await app.bill();
  }
  const verification = await reconcile(app.services.db);
  expect(verification.broken).toBeNull();
  expect([...verification.sums.values()].reduce((sum, micros) => sum + micros, 0n)).toBe(0n);
  const keys = (await app.selectRows("SELECT key FROM postings WHERE key LIKE 'renewal:%'")).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(20);
  expect(await findBrokenLink(app.services.db)).toBeNull();
});
