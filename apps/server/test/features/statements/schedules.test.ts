import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { sendDueStatements } from "../../../src/features/statements/sendDue.ts";
import { verify } from "../../../src/store/verify/verify.ts";
import { daysBetween, isDayOfMonth, weekday } from "../../support/models/clocks.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, START, type TestApp } from "../../support/kit.ts";
import { meterOf, usageEvent } from "../../support/fixtures/money.ts";
import { pagesOf } from "../../support/checks/pdfText.ts";
import { openMailServer } from "../../support/mailServer.ts";

const DANA = "dana@callboard.demo";
const BOOKS = "books@example.com";
interface Draft {
  every: "week" | "month";
  day: number;
  recipients: string[];
}
const MONTHLY: Draft = { every: "month", day: 1, recipients: [BOOKS] };
const WEEKLY: Draft = { every: "week", day: 1, recipients: [BOOKS] };

const statementsOf = async (app: TestApp) => (await app.signInAgain(DANA, "northwind")).statements;
const listSchedules = async (app: TestApp) => (await (await statementsOf(app)).schedules()).schedules;
const readScheduled = (app: TestApp) =>
  app.selectRows(
    "SELECT first_day AS first, last_day AS last, created_at, schedule, account FROM documents WHERE schedule IS NOT NULL ORDER BY created_at, first_day",
  );
const spans = async (app: TestApp) => (await readScheduled(app)).map(({ first, last }) => `${first} ${last}`);
const recipientOf = ({ to }: { to?: unknown }) => (to as { text: string }).text;
const day = (at: number, zone = "UTC") =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

/** Moves the clock to the first minute of a day in the account's time zone, and a little further. */
function advanceTo(app: TestApp, date: string, zone: string, offsetMs = 2 * MINUTE): void {
  app.advance(
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds + offsetMs - app.now(),
  );
}
async function useZone(app: TestApp, zone?: string): Promise<string> {
  const account = (await app.signInAgain(DANA, "northwind")).account;
  const settings = await account.get();
  if (zone !== undefined && zone !== settings.zone)
    await account.save({
      version: settings.version,
      name: settings.name,
      billTo: settings.billTo,
      idleRule: settings.idleRule,
      zone,
    });
  return zone ?? settings.zone;
}

describe("a schedule", () => {
  test("shows its next three days, sends nothing before the first of them, and then one statement", async () => {
    const office = await openMailServer();
    const app = await openTestApp({ smtpUrl: office.url });
    const zone = await useZone(app);
    const dana = await statementsOf(app);
    await (await meterOf(app, "northwind")).balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 12 })] });
    const { id } = await dana.saveSchedule({ ...MONTHLY, recipients: [BOOKS, DANA] });
    const [schedule] = (await dana.schedules()).schedules;
    const next = day(app.now(), zone).with({ day: 1 }).add({ months: 1 });
    const expectedPeriod = (months: number) => ({
      sendingDay: next.add({ months }).toString(),
      first: next.add({ months: months - 1 }).toString(),
      last: next.add({ months }).subtract({ days: 1 }).toString(),
    });
    expect(schedule).toMatchObject({ id, cadenceText: "on the 1st of every month", paused: false, last: null });
    expect(schedule!.upcoming).toEqual([expectedPeriod(0), expectedPeriod(1), expectedPeriod(2)]);
    expect(schedule!.recipients).toEqual([
      { address: BOOKS, member: false, unsubscribed: false },
      { address: DANA, member: true, unsubscribed: false },
    ]);
    expect(await sendDueStatements(app.services)).toBe(0);
    advanceTo(app, next.toString(), zone, -MINUTE);
    expect(await sendDueStatements(app.services)).toBe(0);
    advanceTo(app, next.toString(), zone);
    expect(await sendDueStatements(app.services)).toBe(1);
    expect(await sendDueStatements(app.services)).toBe(0);
    await runDueJobs(app.services);
    expect(office.mails).toHaveLength(2);
    const [statement] = (await (await statementsOf(app)).sent()).statements;
    const { sendingDay: _on, ...period } = expectedPeriod(0);
    expect(statement).toMatchObject({ ...period, by: null, schedule: id });
    for (const { attachments } of office.mails)
      expect(createHash("sha256").update(attachments[0]!.content).digest("hex")).toBe(statement!.checksum);
    expect((await pagesOf(office.mails[0]!.attachments[0]!.content))[0]).toContain("Opening balance");
    const [after] = await listSchedules(app);
    expect(after!.upcoming.map(({ sendingDay }) => sendingDay)).toEqual(
      [1, 2, 3].map((months) => expectedPeriod(months).sendingDay),
    );
    expect(after).toMatchObject({ version: schedule!.version, last: { ...period, mails: 2, failed: 0 } });
  });

  test("after three months of downtime sends each period once, in order, however often it runs", async () => {
    const app = await openTestApp();
    const other = await openTestApp({ file: app.file });
    const zone = await useZone(app);
    await (await statementsOf(app)).saveSchedule(WEEKLY);
    await (await statementsOf(app)).saveSchedule({ ...MONTHLY, day: 31 });
    app.advance(91 * DAY);
    other.advance(91 * DAY);
    const sent = await Promise.all([
      sendDueStatements(app.services),
      sendDueStatements(other.services),
      sendDueStatements(app.services),
    ]);
    expect(sent.reduce((all, one) => all + one)).toBe((await readScheduled(app)).length);
    // Every Monday, and every last day of a month, in order of time.
    const days = daysBetween(zone, START, app.now());
    const due = days.flatMap((one) => [weekday(one) === 1, isDayOfMonth(one, 31)].filter(Boolean)).length;
    expect((await readScheduled(app)).length).toBe(due);
    for (const one of await listSchedules(app)) {
      const ownStatements = (await readScheduled(app)).filter(({ schedule }) => schedule === one.id);
      for (const [at, { first, last }] of ownStatements.entries()) {
        expect(first <= last).toBe(true);
        if (at > 0)
          expect(
            Temporal.PlainDate.from(ownStatements[at - 1]!.last)
              .add({ days: 1 })
              .toString(),
          ).toBe(first);
      }
      expect(ownStatements.at(-1)!.last < day(app.now(), zone).toString()).toBe(true);
    }
    const mails = await app.selectRows("SELECT count(*) AS mails FROM mails WHERE document IS NOT NULL");
    expect(Number(mails[0]!.mails)).toBe(due);
    expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
  });

  test("makes the same bytes at once and three months late", async () => {
    const [soon, late] = [await openTestApp(), await openTestApp()];
    const checksums = async (app: TestApp) =>
      (
        await app.selectRows("SELECT first_day, checksum FROM documents WHERE schedule IS NOT NULL ORDER BY first_day")
      ).map((row) => row);
    for (const app of [soon, late]) {
      await (await meterOf(app, "northwind")).balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 7 })] });
      await (await statementsOf(app)).saveSchedule(MONTHLY);
    }
    for (let days = 0; days < 91; days += 1) {
      soon.advance(DAY);
      await sendDueStatements(soon.services);
    }
    late.advance(91 * DAY);
    await sendDueStatements(late.services);
    expect(await checksums(late)).toEqual(await checksums(soon));
    const days = daysBetween("America/New_York", START, START + 91 * DAY);
    expect((await checksums(soon)).length).toBe(days.filter((one) => isDayOfMonth(one, 1)).length);
  });

  test("sends nothing while paused, and doesn't send the paused periods later", async () => {
    const app = await openTestApp();
    const zone = await useZone(app);
    const { id } = await (await statementsOf(app)).saveSchedule(MONTHLY);
    await sendDueStatements(app.services);
    await (await statementsOf(app)).pauseSchedule({ id, version: 1, paused: true });
    for (let days = 0; days < 70; days += 1) {
      app.advance(DAY);
      await sendDueStatements(app.services);
    }
    expect(await readScheduled(app)).toEqual([]);
    expect((await listSchedules(app))[0]!.upcoming).toEqual([]);
    await (await statementsOf(app)).pauseSchedule({ id, version: 2, paused: false });
    const first = day(app.now(), zone).with({ day: 1 });
    expect((await listSchedules(app))[0]!.upcoming[0]).toMatchObject({ first: first.toString() });
    app.advance(31 * DAY);
    await sendDueStatements(app.services);
    expect(await spans(app)).toEqual([
      `${first.toString()} ${first.add({ months: 1 }).subtract({ days: 1 }).toString()}`,
    ]);
  });

  test("changed to other days, leaves out no day and covers none twice", async () => {
    const app = await openTestApp();
    const { id } = await (await statementsOf(app)).saveSchedule(MONTHLY);
    const changes = [WEEKLY, { ...MONTHLY, day: 15 }, { ...WEEKLY, day: 5 }, { ...MONTHLY, day: 31 }];
    for (const [at, change] of changes.entries()) {
      for (let days = 0; days < 24; days += 1) {
        app.advance(DAY);
        await sendDueStatements(app.services);
      }
      await (await statementsOf(app)).saveSchedule({ id, version: at + 1, ...change });
    }
    app.advance(60 * DAY);
    await sendDueStatements(app.services);
    const all = await readScheduled(app);
    expect(all.length).toBeGreaterThan(7);
    for (const [at, { first }] of all.entries())
      if (at > 0)
        expect(first).toBe(
          Temporal.PlainDate.from(all[at - 1]!.last)
            .add({ days: 1 })
            .toString(),
        );
  });

  test("sends nothing once removed; restored, it continues from that day", async () => {
    const app = await openTestApp();
    const zone = await useZone(app);
    const { id } = await (await statementsOf(app)).saveSchedule(WEEKLY);
    await (await statementsOf(app)).removeSchedule({ id, version: 1 });
    app.advance(60 * DAY);
    expect(await sendDueStatements(app.services)).toBe(0);
    expect(await listSchedules(app)).toEqual([]);
    const dana = await app.signInAgain(DANA, "northwind");
    const { proposal } = await dana.history.proposeRestore({ kind: "statementSchedule", id, version: 1 });
    await dana.proposals.confirm({ proposal: proposal! });
    const today = day(app.now(), zone);
    app.advance(7 * DAY);
    expect(await sendDueStatements(app.services)).toBe(1);
    expect(await spans(app)).toEqual([
      `${today.subtract({ days: today.dayOfWeek - 1 }).toString()} ${today.add({ days: 7 - today.dayOfWeek }).toString()}`,
    ]);
  });

  test("of a canceled account sends the last period, and none after it", async () => {
    const app = await openTestApp();
    await (await app.signInAgain("harriet@callboard.demo", "harbor")).statements.saveSchedule(MONTHLY);
    await sendDueStatements(app.services);
    const [{ since }] = (await app.selectRows(
      "SELECT data ->> '$.canceled' AS since FROM records WHERE kind = 'lifecycle' AND account = ?",
      app.account("harbor"),
    )) as [{ since: string | null }];
    expect(since).toBeNull();
    app.advance(5 * DAY);
    await cancel(app, "harbor");
    app.advance(100 * DAY);
    const before = daysBetween("America/New_York", START, START + 5 * DAY).filter((one) => isDayOfMonth(one, 1));
    expect(await sendDueStatements(app.services)).toBe(before.length + 1);
    expect(await sendDueStatements(app.services)).toBe(0);
  });
});

async function cancel(app: TestApp, name: "harbor"): Promise<void> {
  const canceled = JSON.stringify({ since: app.now(), by: "x", until: null });
  await app.services.db.runScript([
    {
      sql: "UPDATE records SET data = json_set(data, '$.canceled', json(?)) WHERE kind = 'lifecycle' AND account = ?",
      args: [canceled, app.account(name)],
    },
  ]);
}

describe("two years on the clock", () => {
  test.each([
    ["America/New_York", MONTHLY],
    ["Europe/London", { ...MONTHLY, day: 31 }],
    ["Australia/Lord_Howe", WEEKLY],
    ["UTC", { ...MONTHLY, day: 30 }],
  ])("in %s: one statement for each period, with the right bounds", async (zone, draft) => {
    const app = await openTestApp();
    await useZone(app, zone);
    await (await statementsOf(app)).saveSchedule(draft);
    const start = day(app.now(), zone);
    const until = start.add({ years: 2 });
    // Steps of an odd number of hours: the job runs at every time of day, across both clock changes.
    const sendings: { first: string; at: number }[] = [];
    for (let seenCount = 0; Temporal.PlainDate.compare(day(app.now(), zone), until) < 0;) {
      app.advance(5 * HOUR + 7 * MINUTE);
      if ((await sendDueStatements(app.services)) === 0) continue;
      const all = await readScheduled(app);
      for (const { first } of all.slice(seenCount)) sendings.push({ first, at: app.now() });
      seenCount = all.length;
    }
    const all = await readScheduled(app);
    const expected: string[] = [];
    for (
      let date = start.add({ days: 1 });
      Temporal.PlainDate.compare(date, day(app.now(), zone)) <= 0;
      date = date.add({ days: 1 })
    )
      if (draft.every === "week" ? date.dayOfWeek === draft.day : date.day === Math.min(draft.day, date.daysInMonth))
        expected.push(date.subtract({ days: 1 }).toString());
    expect(all.map(({ last }) => last)).toEqual(expected);
    expect(new Set(all.map(({ first }) => first)).size).toBe(all.length);
    for (const [at, { first }] of all.entries())
      if (at > 0)
        expect(first).toBe(
          Temporal.PlainDate.from(expected[at - 1]!)
            .add({ days: 1 })
            .toString(),
        );
    for (const [at, { at: sentAt }] of sendings.entries()) {
      const periodEnd = Temporal.PlainDate.from(expected[at]!).add({ days: 1 }).toZonedDateTime({ timeZone: zone });
      expect(sentAt).toBeGreaterThan(periodEnd.epochMilliseconds);
      expect(sentAt - periodEnd.epochMilliseconds).toBeLessThan(6 * HOUR);
    }
  });
});

describe("a recipient outside the account", () => {
  test("finds a link in the mail that stops the statements; members' mails have no such link", async () => {
    const office = await openMailServer();
    const app = await openTestApp({ smtpUrl: office.url });
    const { id } = await (await statementsOf(app)).saveSchedule({ ...WEEKLY, recipients: [BOOKS, DANA] });
    app.advance(7 * DAY);
    await sendDueStatements(app.services);
    await runDueJobs(app.services);
    const mails = await app.selectRows(
      "SELECT recipient, text FROM mails WHERE document IS NOT NULL ORDER BY recipient",
    );
    expect(mails.map(({ text }) => text.includes("#/unsubscribe/"))).toEqual([true, false]);
    const outsideMail = office.mails.find((one) => recipientOf(one) === BOOKS)!;
    const { unsubscribe } = outsideMail.headers.get("list") as { unsubscribe: { url: string } };
    expect(unsubscribe.url).toMatch(
      /^http:\/\/callboard\.test\/console\.html\?to=unsubscribe\/(\w+)#\/unsubscribe\/\1\/cbt_/,
    );
    const token = unsubscribe.url.split("/").at(-1)!;
    expect(outsideMail.text).toContain(unsubscribe.url);
    const nobody = app.callerWith(null).statements;
    expect(await nobody.unsubscribeDetails({ token })).toEqual({ account: "Northwind", address: BOOKS, done: false });
    await nobody.unsubscribe({ token });
    await nobody.unsubscribe({ token });
    expect(await nobody.unsubscribeDetails({ token })).toMatchObject({ done: true });
    app.advance(7 * DAY);
    await sendDueStatements(app.services);
    const [statement] = (await (await statementsOf(app)).sent()).statements;
    expect(statement!.mails.map(({ to }) => to)).toEqual([DANA]);
    const input = { id, version: 2, ...WEEKLY, recipients: [BOOKS] };
    expect(await failureOf((await statementsOf(app)).saveSchedule(input))).toMatchObject({
      key: "statements.unsubscribed",
      field: "recipients",
    });
    const { changes } = await (await app.signInAgain(DANA, "northwind")).history.list({ limit: 5 });
    expect(changes.map(({ action }) => action)).toContain(`unsubscribed ${BOOKS} from the statements`);
  });

  test("isn't added again by restoring an older version", async () => {
    const app = await openTestApp();
    const { id } = await (await statementsOf(app)).saveSchedule({ ...WEEKLY, recipients: [BOOKS, DANA] });
    app.advance(7 * DAY);
    await sendDueStatements(app.services);
    await app.callerWith(null).statements.unsubscribe({ token: await app.mailedLink(BOOKS) });
    const dana = await app.signInAgain(DANA, "northwind");
    const attempt = dana.history.proposeRestore({ kind: "statementSchedule", id, version: 1 });
    expect(await failureOf(attempt)).toMatchObject({ key: "history.nothingElse" });
    expect((await listSchedules(app))[0]!.recipients).toMatchObject([{ address: DANA, unsubscribed: false }]);
    app.advance(7 * DAY);
    await sendDueStatements(app.services);
    const [statement] = (await (await statementsOf(app)).sent()).statements;
    expect(statement!.mails.map(({ to }) => to)).toEqual([DANA]);
  });

  test("gets a sentence for a link that is made up, damaged or for something else", async () => {
    const app = await openTestApp();
    const sealed = app.services.seal.encrypt(JSON.stringify({ account: app.account("northwind"), address: BOOKS }));
    for (const token of ["cbt_", "cbt_abc", `cbt_${sealed}`, "x".repeat(2000)]) {
      expect(await failureOf(app.callerWith(null).statements.unsubscribeDetails({ token }))).toMatchObject({
        key: "statements.invalidUnsubscribeLink",
      });
      expect(await failureOf(app.callerWith(null).statements.unsubscribe({ token }))).toMatchObject({
        key: "statements.invalidUnsubscribeLink",
      });
    }
    expect(await app.selectRows("SELECT * FROM unsubscribes")).toEqual([]);
  });
});

test("a busy mail server is tried again, and a refusal is shown with the schedule", async () => {
  let busy = true;
  const office = await openMailServer((to) => (to.startsWith("gone") ? 550 : busy ? 451 : null));
  const app = await openTestApp({ smtpUrl: office.url });
  await (await statementsOf(app)).saveSchedule({ ...WEEKLY, recipients: ["gone@example.com", BOOKS] });
  app.advance(7 * DAY);
  await sendDueStatements(app.services);
  await runDueJobs(app.services);
  expect((await listSchedules(app))[0]!.last).toMatchObject({ mails: 2, failed: 1 });
  busy = false;
  app.advance(HOUR);
  await runDueJobs(app.services);
  expect(office.mails.map(recipientOf)).toEqual([BOOKS]);
  expect((await (await statementsOf(app)).sent()).statements[0]!.mails).toMatchObject([
    { to: "gone@example.com", state: "failed", error: expect.stringContaining("550") },
    { to: BOOKS, state: "sent" },
  ]);
});

test("invalid schedules are refused by the field, another tenant's like missing ones", async () => {
  const app = await openTestApp();
  const dana = await statementsOf(app);
  for (const [input, field] of [
    [{ ...MONTHLY, recipients: [] }, "recipients"],
    [{ ...MONTHLY, recipients: ["not an address"] }, "recipients"],
    [{ ...MONTHLY, day: 32 }, "day"],
    [{ ...WEEKLY, day: 8 }, "day"],
    [{ ...WEEKLY, day: 0 }, "day"],
  ] as [Draft, string][])
    expect(await failureOf(dana.saveSchedule(input))).toMatchObject({ field });
  const { id } = await dana.saveSchedule(MONTHLY);
  const stranger = app.callerFor("harriet@callboard.demo", "harbor").statements;
  const missing = { code: "not-found", key: "record.notFound" };
  expect(await failureOf(stranger.saveSchedule({ id, version: 1, ...MONTHLY }))).toMatchObject(missing);
  expect(await failureOf(stranger.pauseSchedule({ id, version: 1, paused: true }))).toMatchObject(missing);
  expect(await failureOf(stranger.removeSchedule({ id, version: 1 }))).toMatchObject(missing);
  expect((await stranger.schedules()).schedules).toEqual([]);
  expect(await failureOf(dana.saveSchedule({ id, version: 7, ...MONTHLY }))).toMatchObject({ code: "conflict" });
});
