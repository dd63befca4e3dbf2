import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { EXTENSION_ORIGIN } from "../../../src/http/extensionCalls.ts";
import { deleteOldTime, keepCounting } from "../../../src/features/reports/keepCounting.ts";
import { purge } from "../../../src/store/purge.ts";
import { writeDays } from "../../support/fixtures/statusLog.ts";
import { DAY, failureOf, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";

const mail = (name: string) => `${name}@callboard.demo`;
const today = { first: "2026-03-17", last: "2026-03-17" };

/** Text of a file that somebody downloads. */
async function download(app: TestApp, path: string, name: string): Promise<string> {
  const response = await createApp(app.services, null).request(`/export${path}`, {
    headers: {
      authorization: `Bearer ${app.sessions[mail(name)]}`,
      "x-callboard-account": app.account("northwind"),
      origin: EXTENSION_ORIGIN,
    },
  });
  return `${response.status} ${await response.text()}`;
}

test("an agent reads their own time, a call manager no one else's, and nobody another account's", async () => {
  const app = await openTestApp();
  const [ava, ben] = [app.people[mail("ava")]!, app.people[mail("ben")]!];
  const own = await app.callerFor(mail("ava"), "northwind").reports.agent(today);
  expect(own).toMatchObject({ person: ava, name: "Ava Lindqvist", zone: "America/New_York", today: "2026-03-17" });
  expect(own).toEqual(await app.callerFor(mail("dana"), "northwind").reports.agent({ ...today, person: ava }));
  const others = app.callerFor(mail("ava"), "northwind").reports.agent({ ...today, person: ben });
  expect(await failureOf(others)).toMatchObject({ code: "forbidden" });
  const milo = app.callerFor(mail("milo"), "northwind");
  expect(await failureOf(milo.reports.agent({ ...today, person: ava }))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(milo.reports.team(today))).toMatchObject({ code: "forbidden" });
  // Mary is in another account, and so is she for an administrator of this one.
  const mary = app.people[mail("mary")]!;
  const dana = app.callerFor(mail("dana"), "northwind");
  const missing = await failureOf(dana.reports.agent({ ...today, person: "nobody" }));
  expect(await failureOf(dana.reports.agent({ ...today, person: mary }))).toEqual(missing);
  expect(await failureOf(app.callerFor(mail("mary"), "northwind").reports.team(today))).toMatchObject({
    code: "not-found",
  });
});

test("a permission counts when the report is read, and without a softphone there is no own report", async () => {
  const app = await openTestApp();
  const dana = app.callerFor(mail("dana"), "northwind");
  const ava = app.callerFor(mail("ava"), "northwind");
  await ava.reports.agent(today);
  const setRole = async (role: "agent" | "report manager", softphone: boolean) => {
    const person = app.people[mail("ava")]!;
    const { version } = (await dana.access.people()).members.find(({ id }) => id === person)!;
    await dana.access.setRole({ person, version, role, softphone });
  };
  await setRole("report manager", false);
  expect((await ava.reports.team(today)).rows.map(({ name }) => name)).toContain("Ava Lindqvist");
  await setRole("agent", false);
  expect(await failureOf(ava.reports.team(today))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(ava.reports.agent(today))).toMatchObject({ code: "forbidden" });
  // What she did stays in the report.
  const { rows } = await dana.reports.team(today);
  expect(rows.map(({ name }) => name)).toContain("Ava Lindqvist");
});

test("a night shift counts on both days, and Lunch ends when its promise does, whoever looks", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const person = app.people[mail("ava")]!;
  const lunch = app.statuses["northwind/Lunch"]!;
  // From 22:00 in New York to 6:00, with a lunch from 1:00 until 1:30 that nobody ended.
  const [start, noon] = [Date.UTC(2026, 3, 15, 2), Date.UTC(2026, 3, 15, 16)];
  const choices = [
    { at: start - 22 * HOUR, status: "offline", until: null, returns: false },
    { at: start, status: "available", until: null, returns: false },
    { at: start + 3 * HOUR, status: lunch, until: start + 3.5 * HOUR, returns: true },
  ];
  await writeDays(app.services, account, person, { choices, calls: [] }, noon);
  app.advance(start + 8 * HOUR - app.now());
  const dana = await app.signInAgain(mail("dana"), "northwind");
  const { days } = await dana.reports.agent({ first: "2026-04-14", last: "2026-04-15", person });
  const times = days.map(({ sums }) => Object.fromEntries(sums.map(({ status, ms }) => [status, ms])));
  expect(times[0]).toMatchObject({ available: 2 * HOUR });
  expect(times[1]).toEqual({ available: 5.5 * HOUR, [lunch]: 30 * MINUTE });
  expect(days[1]!.sums.find(({ status }) => status === lunch)).toMatchObject({ kept: 1, overruns: 0, overMs: 0 });
});

test("the file has the rows and columns of the table, safe for spreadsheets, and only for those who may see it", async () => {
  const app = await openTestApp();
  await app.callerFor(mail("ben"), "northwind").access.rename({ name: "=Ben" });
  const dana = app.callerFor(mail("dana"), "northwind");
  await dana.agents.defineStatus({ name: "+Break", color: "teal" });
  const status = (await dana.agents.statuses()).find(({ name }) => name === "+Break")!.id;
  await app.callerFor(mail("ava"), "northwind").agents.setStatus({ status });
  app.advance(90 * MINUTE);
  const period = "?first=2026-03-17&last=2026-03-17";
  // Guarded cells are quoted.
  const file = (await download(app, `/time.csv${period}`, "dana")).replaceAll('"', "");
  const [head, ...lines] = file.trim().split("\r\n");
  expect(head).toMatch(
    /^200 \uFEFF?Agent \(America\/New_York\),Available,Available \(corrected\),.*'\+Break,.*Without Offline,Without Offline \(corrected\),On calls/,
  );
  expect(lines.map((line) => line.split(",")[0])).toContain("'=Ben");
  expect(lines.at(-1)).toMatch(/^All agents,/);
  const { totals } = await dana.reports.team(today);
  const held = totals.find((one) => one.status === status)!.ms;
  expect(held).toBe(90 * MINUTE);
  const column = head!.split(",").indexOf("'+Break");
  expect(lines.at(-1)!.split(",")[column]).toBe("1:30");
  const days = await download(app, `/time-by-day.csv${period}`, "ava");
  expect(days).toMatch(/^200 \uFEFF?Day \(America\/New_York\),/);
  expect(days).toContain("\r\n2026-03-17,");
  expect(await download(app, `/time.csv${period}`, "ava")).toMatch(/^403 /);
  const person = app.people[mail("ben")]!;
  expect(await download(app, `/time-by-day.csv${period}&person=${person}`, "ava")).toMatch(/^403 /);
});

test("days that don't exist, in the wrong order or out of reach are refused, and a page goes on after the last name", async () => {
  const app = await openTestApp();
  const { reports } = app.callerFor(mail("dana"), "northwind");
  const refused = (first: string, last: string) => failureOf(reports.team({ first, last }));
  expect(await refused("2026-02-30", "2026-03-01")).toMatchObject({ field: "first" });
  expect(await refused("2026-03-02", "2026-03-01")).toMatchObject({ field: "last" });
  expect(await refused("2020-01-01", "2020-01-31")).toMatchObject({ key: "reports.notKept" });
  const all = await reports.team(today);
  const names: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await reports.team({ ...today, limit: 2, after });
    names.push(...page.rows.map(({ name }) => name));
    expect(page.totals).toEqual(all.totals);
    expect(page.total).toBe(all.rows.length);
    if (page.next === null) break;
    after = page.next;
  }
  expect(names).toEqual(all.rows.map(({ name }) => name));
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
});

test("after two years a month is gone from the tables, and what is still shown is the same before and after the purge", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const person = app.people[mail("ava")]!;
  const start = app.now();
  const choices = Array.from({ length: 60 }, (_, n) => ({
    at: start + n * DAY,
    status: n % 2 === 0 ? "offline" : "available",
    until: null,
    returns: false,
  }));
  await writeDays(app.services, account, person, { choices, calls: [] }, Infinity);
  app.advance(730 * DAY + 20 * DAY);
  const dana = await app.signInAgain(mail("dana"), "northwind");
  const period = { first: "2026-03-20", last: "2026-06-30" };
  const before = await dana.reports.agent({ ...period, person });
  expect(before.keptSince).toBe("2026-04-07");
  expect(before.days[0]!.day).toBe("2026-04-07");
  expect(before.days[0]!.sums.reduce((sum, { ms }) => sum + ms, 0)).toBe(DAY);
  await purge(app.services);
  await keepCounting(app.services);
  await deleteOldTime(app.services);
  const { min } = (await app.selectRows("SELECT min(day) AS min FROM report_days WHERE account = ?", account))[0]!;
  expect(min).toBe("2026-04-01");
  expect(await dana.reports.agent({ ...period, person })).toEqual(before);
  const team = await dana.reports.team(period);
  expect(team.rows.find((row) => row.person === person)!.sums).toEqual(
    expect.arrayContaining(before.totals.map((one) => expect.objectContaining(one))),
  );
});
