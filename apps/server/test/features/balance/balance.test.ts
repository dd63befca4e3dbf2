import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";

const otto = (app: TestApp) => app.callerFor("otto@callboard.demo").balance;
const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind").balance;
const harriet = (app: TestApp) => app.callerFor("harriet@callboard.demo", "harbor").balance;
const ida = (app: TestApp) => app.callerFor("ida@callboard.demo", "parkside").balance;
const adjust = (app: TestApp, account: string, micros: number, reason = "goodwill") =>
  otto(app).adjust({ account: app.account(account), micros, reason });

test("entries show the balance before and after, newest first, each continuing the one below", async () => {
  const app = await openTestApp();
  await adjust(app, "northwind", 5_000_000);
  app.advance(HOUR);
  await adjust(app, "northwind", -1_234_567, "typed twice");
  const { entries, next, currency, paidBy } = await dana(app).entries({});
  expect({ next, currency, paidBy }).toEqual({ next: null, currency: "USD", paidBy: null });
  expect(entries).toMatchObject([
    { type: "adjustment", text: "typed twice", micros: -1_234_567, start: 187_400_000, result: 186_165_433 },
    { type: "adjustment", text: "goodwill", micros: 5_000_000, start: 182_400_000, result: 187_400_000 },
    { type: "opening", typeName: "opening balance", micros: 182_400_000, start: 0, result: 182_400_000 },
  ]);
  expect(entries[0]!.bookedAt - entries[1]!.bookedAt).toBe(HOUR);
});

test("pages follow each other without a gap, whatever is booked meanwhile", async () => {
  const app = await openTestApp();
  for (let at = 1; at <= 7; at += 1) await adjust(app, "northwind", at);
  const seen: number[] = [];
  for (let beforePosition: number | null = null; ;) {
    const page = await dana(app).entries({ limit: 3, beforePosition });
    seen.push(...page.entries.map(({ micros }) => micros));
    if (page.next === null) break;
    beforePosition = page.next;
    await adjust(app, "northwind", 1000);
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1, 182_400_000]);
});

test("entries can be filtered by booking time, type and words, including an amount or a number", async () => {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  app.advance(2 * DAY);
  const from = app.now();
  await meter.balance.recordUsage({
    events: [
      usageEvent(app, "a", { number: "+15125550143", description: "from Zoë", at: from - 2 * DAY }),
      usageEvent(app, "b", { kind: "messages", quantity: 3 }),
    ],
  });
  app.advance(1);
  await adjust(app, "northwind", 2_500_000, "late present");
  const texts = async (filter: object) => (await dana(app).entries(filter)).entries.map(({ text }) => text);
  expect(await texts({ from })).toEqual(["late present", "Messages", "Minutes · +1 512 555 0143 · from Zoë"]);
  expect(await texts({ from, to: from + 1 })).toHaveLength(2);
  const openingText = "Opening balance of Northwind, from Harbor Agency";
  expect(await texts({ to: from })).toEqual([openingText]);
  expect(await texts({ types: ["messages", "opening"] })).toEqual(["Messages", openingText]);
  expect(await texts({ types: ["opening", "adjustment"] })).toEqual(["late present", openingText]);
  expect(await texts({ types: [] })).toHaveLength(4);
  for (const [search, count] of [
    ["zoe", 1],
    ["ZOË minutes", 1],
    ["2.50", 1],
    ["512 555-0143", 1],
    ["(512)5550143", 1],
    ["adjustment", 1],
    ["nothing of this", 0],
  ] as const)
    expect(await texts({ search }), search).toHaveLength(count);
  expect(await failureOf(dana(app).entries({ from: 2, to: 1 }))).toMatchObject({
    key: "balance.invalidPeriod",
    field: "to",
  });
  const { entries } = await dana(app).entries({ types: ["minutes"] });
  expect(entries[0]).toMatchObject({ quantity: 1, happenedAt: from - 2 * DAY, bookedAt: from, micros: -34_500 });
});

test("a sub-account paid by its agency sees its cost and the payer, never the agency's balance; the agency sees for which account", async () => {
  const app = await openTestApp();
  const meter = await meterOf(app, "parkside");
  await meter.balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 10 })] });
  const subAccountEntries = await ida(app).entries({});
  expect(subAccountEntries).toMatchObject({
    paidBy: "Harbor Agency",
    entries: [{ type: "minutes", micros: -345_000, start: null, result: null, account: null }],
  });
  expect(JSON.stringify(subAccountEntries)).not.toContain("1250000000");
  const agencyEntries = await harriet(app).entries({});
  expect(agencyEntries.entries).toMatchObject([
    { type: "minutes", micros: -345_000, start: 1_250_000_000, result: 1_249_655_000, account: "Parkside Dental" },
    { type: "opening", account: "Mason & Sons" },
    { type: "opening", account: "Northwind" },
    { type: "opening", account: null },
  ]);
  await otto(app).correct({
    account: app.account("harbor"),
    entry: agencyEntries.entries[0]!.entry,
    reason: "a test call",
  });
  expect((await ida(app).entries({})).entries).toMatchObject([
    { type: "correction", micros: 345_000 },
    { type: "minutes", correctedBy: expect.any(Number) },
  ]);
  expect((await harriet(app).entries({ search: "parkside" })).entries).toHaveLength(2);
  expect(await dana(app).entries({ search: "parkside" })).toMatchObject({ entries: [] });
});

test("a correction reverses an entry once and names it; only that balance's own entries can be corrected", async () => {
  const app = await openTestApp();
  await adjust(app, "northwind", 700);
  const [entry] = (await dana(app).entries({})).entries;
  const account = app.account("northwind");
  const correct = (overrides: object = {}) =>
    otto(app).correct({ account, entry: entry!.entry, reason: "oops", ...overrides });
  expect(await failureOf(correct({ account: app.account("mason") }))).toEqual({
    code: "not-found",
    key: "balance.entryMissing",
    field: "entry",
  });
  await correct();
  const { entries } = await dana(app).entries({});
  expect(entries).toMatchObject([
    { type: "correction", text: `Correction of entry #${entry!.entry}: oops`, micros: -700, corrects: entry!.entry },
    { entry: entry!.entry, correctedBy: entries[0]!.entry },
    {},
  ]);
  expect(await failureOf(correct())).toMatchObject({ code: "conflict", key: "balance.correctedAlready" });
  expect(await failureOf(correct({ entry: entries[0]!.entry }))).toMatchObject({ key: "balance.notCorrected" });
  expect(await failureOf(correct({ entry: 10_000 }))).toMatchObject({ key: "balance.entryMissing" });
  expect(await failureOf(correct({ account: "acc_none" }))).toMatchObject({ code: "not-found" });
});

test("an adjustment needs an amount, a reason and an account with its own balance", async () => {
  const app = await openTestApp();
  expect(await failureOf(adjust(app, "northwind", 0))).toMatchObject({ key: "balance.adjustNothing", field: "micros" });
  expect(await failureOf(adjust(app, "northwind", 5, " "))).toMatchObject({ key: "fields.required", field: "reason" });
  expect(await failureOf(adjust(app, "northwind", 5, "card 4242 4242 4242 4242"))).toMatchObject({
    key: "fields.cardNumber",
  });
  expect(await failureOf(adjust(app, "parkside", 5))).toMatchObject({ key: "balance.paidByAgency", field: "account" });
  expect(await failureOf(adjust(app, "acc_none", 5))).toMatchObject({ code: "not-found" });
  expect((await dana(app).entries({})).entries).toHaveLength(1);
  const adjustOnce = () =>
    app
      .callerFor("otto@callboard.demo", undefined, { key: "once" })
      .balance.adjust({ account: app.account("northwind"), micros: 5, reason: "x" });
  await adjustOnce();
  await adjustOnce();
  expect((await dana(app).entries({})).entries).toHaveLength(2);
});

test("a balance and its entries can be read as of the past", async () => {
  const app = await openTestApp();
  const then = app.now();
  app.advance(HOUR);
  await adjust(app, "northwind", -200_000_000);
  const past = app.callerFor("dana@callboard.demo", "northwind", { asOf: then }).balance;
  expect(await past.current()).toMatchObject({ money: { micros: 182_400_000 }, inactive: false });
  expect((await past.entries({})).entries).toHaveLength(1);
  expect(await dana(app).current()).toMatchObject({ money: { micros: -17_600_000 }, inactive: true });
});

test("the entries' file has the page's filters, is exact to the micro and safe for spreadsheets", async () => {
  const app = await openTestApp();
  await adjust(app, "northwind", -1_234_567, '=HYPERLINK("x")');
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 2.5, description: "from Ann" })] });
  const httpApp = createApp(app.services, null);
  const get = async (path: string, email: string, account: string) =>
    httpApp.request(path, {
      headers: { authorization: `Bearer ${app.sessions[email]}`, "x-callboard-account": app.account(account) },
    });
  const file = await get("/export/entries.csv?types=minutes,adjustment", "bill@callboard.demo", "northwind");
  expect(file.status).toBe(200);
  const [head, ...lines] = (await file.text()).trim().split("\r\n");
  expect(head).toBe(
    "Entry,Booked (America/New_York),Happened (America/New_York),Type,Description,Account,Quantity,Amount (USD),Starting balance (USD),Resulting balance (USD),Takes back entry",
  );
  expect(lines.map((line) => line.split(",").slice(3).join(","))).toEqual([
    "minutes,Minutes · from Ann,,2.5,-0.08625,181.165433,181.079183,",
    `adjustment,"'=HYPERLINK(""x"")",,,-1.234567,182.40,181.165433,`,
  ]);
  expect((await get("/export/entries.csv?types=plaid", "bill@callboard.demo", "northwind")).status).toBe(400);
  expect((await get("/export/entries.csv", "ben@callboard.demo", "northwind")).status).toBe(403);
  expect((await get("/export/entries.csv", "bill@callboard.demo", "mason")).status).toBe(404);
});

test("all books add up to zero, and a manipulated movement is reported", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", 3);
  const meter = await meterOf(app, "parkside");
  await meter.balance.recordUsage({
    events: Array.from({ length: 20 }, (_, at) => usageEvent(app, `e${at}`, { quantity: 1.5 })),
  });
  const verification = await reconcile(app.services.db);
  expect(verification).toMatchObject({ broken: null, events: 20 });
  expect([...verification.sums.values()].reduce((sum, micros) => sum + micros, 0n)).toBe(0n);
  expect(verification.sums.get("usage USD")).toBe(20n * 51_750n);
  const tamper = (sql: string) =>
    app.services.db.runScript([
      { sql: "DROP TRIGGER postings_no_update", args: [] },
      { sql, args: [] },
    ]);
  await tamper("UPDATE postings SET type = 'messages' WHERE key LIKE 'usage:%e7'");
  expect((await reconcile(app.services.db)).broken).toMatchObject({
    table: "postings",
    problem: "it is not as it was booked",
  });
  expect(await ida(app).current()).toMatchObject({ money: null });
  expect(await app.callerFor("ida@callboard.demo", "parkside").history.verify()).toMatchObject({ whole: false });
});

test("nobody can remove, change or replace a movement or a counted event", async () => {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({ events: [usageEvent(app, "a")] });
  for (const sql of [
    "UPDATE postings SET micros = micros + 1",
    "DELETE FROM postings",
    "INSERT OR REPLACE INTO postings SELECT * FROM postings",
    "UPDATE usage SET micros = 0",
    "DELETE FROM usage",
    "INSERT OR REPLACE INTO usage SELECT * FROM usage",
  ])
    await expect(app.services.db.runScript([{ sql, args: [] }]), sql).rejects.toThrow("append-only");
});
