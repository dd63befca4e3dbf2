import { describe, expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { dayIn } from "../../support/models/clocks.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { pagesOf } from "../../support/checks/pdfText.ts";

const DANA = "dana@callboard.demo";
/** In the time zone of New York, where the account is. */
const day = (at: number) => dayIn("America/New_York", at);
const from = (app: TestApp, days: number) => day(app.now() - days * DAY);

const httpOf = (app: TestApp) => {
  const httpApp = createApp(app.services, null);
  const get = async (email: string, account: string, path: string) =>
    httpApp.request(path, {
      headers: { authorization: `Bearer ${app.sessions[email]}`, "x-callboard-account": app.account(account) },
    });
  return { get };
};

/** An account with a month of calls, one of them reported late, an adjustment and a correction. */
async function openMonth() {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({ events: [usageEvent(app, "first", { quantity: 4.5, number: "+12125550103" })] });
  app.advance(2 * DAY);
  const secondMeter = await openSecondMeter(app);
  await secondMeter.balance.recordUsage({
    events: [
      usageEvent(app, "a", { quantity: 12 }),
      usageEvent(app, "b", { quantity: 3, kind: "toll-free minutes" }),
      usageEvent(app, "c", { quantity: 14, kind: "messages" }),
      usageEvent(app, "late", { quantity: 7, at: app.now() - 40 * HOUR }),
    ],
  });
  const operator = app.callerFor("otto@callboard.demo");
  const account = app.account("northwind");
  await operator.balance.adjust({ account, micros: 5_000_000, reason: "Credit for the outage" });
  const { entries } = await app.callerFor(DANA, "northwind").balance.entries({ types: ["messages"] });
  await operator.balance.correct({ account, entry: entries[0]!.entry, reason: "a test" });
  return { ...app, app, dana: app.callerFor(DANA, "northwind") };
}

const openSecondMeter = async (app: TestApp) => {
  const { secret } = await app
    .callerFor("otto@callboard.demo")
    .access.createMeterKey({ account: app.account("northwind"), name: "Second meter" });
  return app.callerWith(secret);
};

describe("a statement", () => {
  test("goes from one balance to the next; its lines add up, and the last one is the balance", async () => {
    const { app, dana } = await openMonth();
    const statement = await dana.statements.preview({ first: from(app, 20), last: day(app.now()) });
    const current = (await dana.balance.current()).money!.micros;
    expect(statement.opening).toBe(0);
    expect(statement.closing).toBe(Math.floor(current / 10_000));
    const activity = statement.parts.flatMap(({ lines }) => lines);
    const all = [...statement.payments.lines, ...activity].reduce((sum, { cents }) => sum + cents, 0);
    expect(statement.opening! + all + statement.rounding.cents).toBe(statement.closing);
    expect(statement.unfinished).toBe(app.now());
    expect(activity.map(({ typeName, text, quantity }) => [typeName, text, quantity])).toEqual([
      ["opening balance", "Opening balance of Northwind, from Harbor Agency", null],
      ["minutes", "Minutes", 23.5],
      ["minutes", "Toll-free minutes", 3],
      ["messages", "Messages", 14],
      ["adjustment", "Credit for the outage", null],
      ["correction", expect.stringMatching(/^Correction of entry #\d+: a test$/), null],
    ]);
  });

  test("goes by booking time: a late call is shown with its own day, and is in one period only", async () => {
    const { app, dana } = await openMonth();
    const before = await dana.statements.preview({ first: from(app, 20), last: from(app, 1) });
    const after = await dana.statements.preview({ first: day(app.now()), last: day(app.now()) });
    expect(before.closing).toBe(after.opening);
    expect(before.unfinished).toBeNull();
    expect(before.rounding.carriedOut).toBe(after.rounding.carriedIn);
    const minutes = (statement: typeof after) =>
      statement.parts.flatMap(({ lines }) =>
        lines
          .filter(({ text }) => text === "Minutes")
          .map(({ quantity, lateFrom }) => [quantity, lateFrom && day(lateFrom)]),
      );
    expect(minutes(before)).toEqual([[4.5, null]]);
    expect(minutes(after)).toEqual([
      [7, day(app.now() - 40 * HOUR)],
      [12, null],
    ]);
  });

  test("of an agency has a part for each sub-account that it pays for, equal to the sub-account's own", async () => {
    const app = await openTestApp();
    const meter = await meterOf(app, "parkside");
    await meter.balance.recordUsage({
      events: [usageEvent(app, "x", { quantity: 33 }), usageEvent(app, "y", { kind: "messages", quantity: 7 })],
    });
    const input = { first: from(app, 1), last: day(app.now()) };
    const agencyStatement = await app.callerFor("harriet@callboard.demo", "harbor").statements.preview(input);
    const own = await app.callerFor("ida@callboard.demo", "parkside").statements.preview(input);
    const part = agencyStatement.parts.find(({ name }) => name === "Parkside Dental");
    expect(own).toMatchObject({ paidBy: "Harbor Agency", opening: null, closing: null, parts: [] });
    expect(own.byAgency!.lines).toEqual(part!.lines);
    expect(own.byAgency!.cents).toBe(part!.cents);
    expect(JSON.stringify(own)).not.toContain("1250");
  });

  test("is refused if its days are invalid or in the future", async () => {
    const app = await openTestApp();
    const { preview } = app.callerFor(DANA, "northwind").statements;
    expect(await failureOf(preview({ first: "2026-02-30", last: "2026-03-01" }))).toMatchObject({ field: "first" });
    expect(await failureOf(preview({ first: "2026-03-02", last: "2026-03-01" }))).toMatchObject({ field: "last" });
    expect(
      await failureOf(preview({ first: day(app.now() + 9 * DAY), last: day(app.now() + 10 * DAY) })),
    ).toMatchObject({
      key: "statements.periodInFuture",
    });
    expect(await failureOf(preview({ first: "yesterday", last: "2026-03-01" }))).toMatchObject({ field: "first" });
    expect(
      await failureOf(
        app
          .callerFor("ava@callboard.demo", "northwind")
          .statements.preview({ first: "2026-03-01", last: "2026-03-01" }),
      ),
    ).toMatchObject({ code: "forbidden" });
  });
});

describe("a statement as a document", () => {
  test("all five hundred lines are there, with totals, period, time zone and page number on every page", async () => {
    const app = await openTestApp();
    const operator = app.callerFor("otto@callboard.demo");
    const account = app.account("northwind");
    for (let at = 0; at < 500; at += 1)
      await operator.balance.adjust({ account, micros: 10_000 * (at + 1), reason: `Крéдит ${at}.` });
    const http = httpOf(app);
    const first = from(app, 1);
    const last = day(app.now());
    const response = await http.get(DANA, "northwind", `/export/statement.pdf?first=${first}&last=${last}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/pdf");
    const bytes = new Uint8Array(await response.arrayBuffer());
    const pages = await pagesOf(bytes);
    const text = pages.join("\n");
    for (let at = 0; at < 500; at += 1) expect(text).toContain(`Крéдит ${at}.`);
    expect(text).toContain("$1,252.50");
    expect(pages.length).toBeGreaterThan(8);
    pages.forEach((page, at) => {
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(page).toContain("America/New York");
      expect(page).toContain("Northwind · ");
    });
    expect(Buffer.from(bytes).toString("latin1")).toContain("/MarkInfo");
    const again = await http.get(DANA, "northwind", `/export/statement.pdf?first=${first}&last=${last}`);
    expect(Buffer.compare(bytes, new Uint8Array(await again.arrayBuffer()))).toBe(0);
  });

  test("the CSV file has every section's lines and sums in one table", async () => {
    const { app } = await openMonth();
    const http = httpOf(app);
    const response = await http.get(
      DANA,
      "northwind",
      `/export/statement.csv?first=${from(app, 20)}&last=${day(app.now())}`,
    );
    const lines = (await response.text()).trim().split("\n");
    expect(lines[0]).toContain("Section,Booked (America/New_York)");
    expect(lines.some((line) => line.startsWith("Summary") && line.includes("Balance so far"))).toBe(true);
    expect(lines.some((line) => line.includes("Minutes") && line.includes("23.5"))).toBe(true);
  });

  test("people who may not read the balance get neither; an invalid period gets a sentence", async () => {
    const app = await openTestApp();
    const http = httpOf(app);
    const input = `first=${from(app, 1)}&last=${day(app.now())}`;
    for (const file of ["statement.pdf", "statement.csv"]) {
      expect((await http.get("ava@callboard.demo", "northwind", `/export/${file}?${input}`)).status).toBe(403);
      const invalid = await http.get(DANA, "northwind", `/export/${file}?first=2026-03-02&last=2026-03-01`);
      expect(invalid.status).toBe(400);
      expect(JSON.stringify(await invalid.json())).toContain("The last day is before the first one.");
    }
    expect((await http.get(DANA, "northwind", "/export/receipt.pdf?entry=1")).status).toBe(404);
    await setBalance(app, "northwind", 0);
  });
});
