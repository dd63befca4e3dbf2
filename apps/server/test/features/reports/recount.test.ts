import { message } from "@callboard/domain/core/message";
import { save } from "@callboard/domain/core/effect";
import { expect, test } from "vitest";
import { recount } from "../../../src/features/reports/keepCounting.ts";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { findOne } from "../../../src/store/queries.ts";
import { HOUR, MINUTE, openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { writeCalls } from "../../support/fixtures/callLog.ts";
import { scopeOf } from "../../support/scopes.ts";

const STEPS = 600;
const PEOPLE = ["ava", "ben", "cleo", "finn"];
const ZONES = ["Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "Europe/Berlin"];
const TABLES = ["report_days", "report_months", "report_people", "report_progress", "report_calls"];
const FIGURES = [
  "ms",
  "over_ms",
  "kept",
  "overruns",
  "offered",
  "answered",
  "missed",
  "refused",
  "talk_ms",
  "wrap_up_ms",
];

/** Everything that was counted; rows whose figures came to nothing count as none. */
async function counted(app: TestApp, account: string): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for (const table of TABLES) {
    const all = await app.selectRows(`SELECT * FROM ${table} WHERE account = ?`, account);
    // `n` of a person is where the commit ended that counted them.
    const same = table === "report_people" ? all.map(({ n: _n, ...row }) => row) : all;
    const isEmpty = (row: object) => {
      const figures = FIGURES.flatMap((name) => (name in row ? [Number((row as Record<string, unknown>)[name])] : []));
      return figures.length > 0 && figures.every((figure) => figure === 0);
    };
    rows[table] = same.filter((row) => !isEmpty(row));
  }
  return rows;
}

const mail = (name: string) => `${name}@callboard.demo`;
const EVENTS = ["connected", "ringing", "inbound", "outbound", "ended", "wrap-up", "gone"] as const;

test("what is counted bit by bit equals what is counted again from the log, however late things are written", async () => {
  const app = await openTestApp();
  // Another server on the same file, which writes and counts too.
  const other = await openTestApp({ file: app.file });
  const random = seededRandom(33);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const [account, lunch, meeting] = [
    app.account("northwind"),
    app.statuses["northwind/Lunch"]!,
    app.statuses["northwind/Meeting"]!,
  ];
  const callerOf = (name: string) => pick([app, other]).callerFor(mail(name), "northwind");
  const status = () => pick([lunch, meeting, "available", "offline"]);
  const scope = () => scopeOf(pick([app, other]).services, account);
  const count = () => callerOf("dana").reports.team({ first: "2026-03-10", last: "2026-04-20" });
  const steps: (() => Promise<unknown>)[] = [
    () => callerOf(pick(PEOPLE)).agents.setStatus({ status: status(), minutes: pick([null, 1, 5, 90, 600]) }),
    () => callerOf(pick(PEOPLE)).agents.queueNext({ status: status(), minutes: pick([null, 2, 30]) }),
    () => callerOf(pick(PEOPLE)).agents.undoStatus({}),
    () => callerOf(pick(PEOPLE)).agents.extendStatus({ minutes: pick([1, 20]) }),
    // A device that was offline.
    () =>
      callerOf(pick(PEOPLE)).agents.setStatus({ status: status(), chosenAt: app.now() - pick([1, 5, 14]) * MINUTE }),
    // A phone platform that reports late.
    ...[0, 1, 2].map(
      () => () =>
        pick([app, other])
          .callerWith(app.keys.northwind)
          .calls.phoneEvent({
            id: `${random()}`,
            person: app.people[mail(pick(PEOPLE))]!,
            event: pick(EVENTS),
            at: app.now() - pick([0, 0, 2 * MINUTE, HOUR]),
          }),
    ),
    async () => {
      const person = app.people[mail(pick(["ava", "ben"]))]!;
      const { members } = await callerOf("dana").access.people();
      const { version } = members.find(({ id }) => id === person)!;
      return callerOf("dana").access.setRole({ person, version, role: "agent", softphone: random() < 0.7 });
    },
    async () =>
      commit(scope(), { account: findOne("account", account) }, ({ account: own }) => [
        save("account", own, { ...own.data, zone: pick(ZONES) }, { action: message("agents.cause.chosen") }),
      ]),
    () => {
      const from = app.now() - pick([1, 7, 30, 200]) * HOUR;
      const to = Math.min(from + pick([5, 50, 500, 1400]) * MINUTE, app.now());
      return callerOf(pick(PEOPLE)).reports.proposeCorrection({
        from,
        to,
        status: pick([lunch, "available"]),
        reason: "x",
      });
    },
    async () => {
      const { corrections } = await callerOf("dana").reports.corrections({});
      const { id, version } = pick(corrections);
      return callerOf("dana").reports.decideCorrection({ id, version, accept: random() < 0.8, answer: "y" });
    },
    async () => {
      // Somebody whose phone does nothing else. A server whose clock is ahead writes what is to come.
      const talk = [{ agent: app.people[mail("milo")]!, ms: pick([1, 90]) * MINUTE }];
      const call = {
        at: app.now() - pick([0, 4, 50]) * HOUR,
        number: "n",
        source: null,
        queues: ["q"],
        rung: [],
        receiver: null,
        isRefused: false,
      };
      const to = call.at + 2 * HOUR;
      const wrapUps = [{ agent: talk[0]!.agent, from: to, to: to + MINUTE, isKnown: true }];
      const first = { ...call, talk: [], wrapUps: [] };
      await writeCalls(pick([app, other]).services, account, [
        { ...call, talk, wrapUps, ...pick([{}, { again: first }]) },
      ]);
    },
    count,
    async () => {
      const ms = pick([SECOND, 3 * MINUTE, 20 * MINUTE, 3 * HOUR, 9 * HOUR]);
      for (const server of [app, other]) server.advance(ms);
    },
  ];
  for (let step = 0; step < STEPS; step += 1) {
    await pick(steps)().catch(() => {});
    if (step % 60 === 59) {
      await count();
      const bitByBit = await counted(app, account);
      expect(await app.selectRows("SELECT * FROM report_repairs")).toEqual([]);
      await recount(app.services, account);
      expect(bitByBit).toEqual(await counted(app, account));
    }
  }
  const [late] = await app.selectRows(
    `SELECT count(*) AS n FROM changes c JOIN changes p ON p.account = c.account AND p.kind = c.kind AND p.id = c.id
     AND p.version = c.version - 1 WHERE c.account = ? AND c.kind = 'agent' AND c.at < p.at`,
    account,
  );
  expect(Number(late!.n)).toBeGreaterThan(0);
  const layers = await app.selectRows("SELECT DISTINCT layer FROM report_days WHERE account = ? ORDER BY 1", account);
  expect(layers.map(({ layer }) => layer)).toEqual(["corrected", "phone", "status"]);
  const calls = await app.selectRows("SELECT sum(wrap_up_ms) AS ms FROM report_calls WHERE account = ?", account);
  expect(Number(calls[0]!.ms)).toBeGreaterThan(0);
}, 120_000);

test("a queued status that began before what was counted takes its time, and nobody else's changes", async () => {
  const app = await openTestApp();
  const [ava, dana] = [app.callerFor(mail("ava"), "northwind"), app.callerFor(mail("dana"), "northwind")];
  const person = app.people[mail("ava")]!;
  const phone = (event: (typeof EVENTS)[number], at: number) =>
    app.callerWith(app.keys.northwind).calls.phoneEvent({ id: `${event} ${at}`, person, event, at });
  const [lunch, meeting] = [app.statuses["northwind/Lunch"]!, app.statuses["northwind/Meeting"]!];
  const start = app.now();
  const today = { first: "2026-03-17", last: "2026-03-17" };
  const timeIn = async (status: string) => {
    const { totals } = await dana.reports.agent({ ...today, person });
    return totals.find((sums) => sums.status === status)?.ms ?? 0;
  };
  const before = { lunch: await timeIn(lunch), meeting: await timeIn(meeting) };
  await phone("gone", start);
  await ava.agents.setStatus({ status: "available" });
  await phone("inbound", start);
  await ava.agents.queueNext({ status: meeting, minutes: null });
  app.advance(20 * MINUTE);
  await ava.agents.setStatus({ status: lunch, minutes: 5 });
  await ava.agents.queueNext({ status: meeting, minutes: null });
  app.advance(10 * MINUTE);
  // Counted up to here: Lunch lasts, because the call does.
  expect(await timeIn(lunch)).toBe(before.lunch + 10 * MINUTE);
  await ava.agents.extendStatus({ minutes: 60 });
  app.advance(MINUTE);
  expect(await timeIn(lunch)).toBe(before.lunch + 11 * MINUTE);
  // The platform reports only now that the call ended four minutes before.
  await phone("ended", app.now() - 4 * MINUTE);
  expect(await timeIn(lunch)).toBe(before.lunch + 7 * MINUTE);
  expect(await timeIn(meeting)).toBe(before.meeting + 4 * MINUTE);
  const bitByBit = await counted(app, app.account("northwind"));
  await recount(app.services, app.account("northwind"));
  expect(await counted(app, app.account("northwind"))).toEqual(bitByBit);
});
