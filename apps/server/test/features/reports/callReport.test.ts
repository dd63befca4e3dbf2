import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { CALL_REPORTS, type CallSums } from "@callboard/domain/reports/callTypes";
import { expect, test } from "vitest";
import { recount } from "../../../src/features/reports/keepCounting.ts";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { findOne } from "../../../src/store/queries.ts";
import { writeCalls } from "../../support/fixtures/callLog.ts";
import { DAY, failureOf, HOUR, MINUTE, openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { expectedCalls, type Figures, type LivedCall } from "../../support/models/callModel.ts";
import { daysOf, startOfDay } from "../../support/models/timeModel.ts";
import { scopeOf } from "../../support/scopes.ts";

const mail = (name: string) => `${name}@callboard.demo`;
// Each window has a clock change or the leap day in it.
const WINDOWS: [zone: string, first: string, last: string][] = [
  ["America/New_York", "2028-03-10", "2028-03-14"],
  ["America/New_York", "2027-11-05", "2027-11-09"],
  ["Australia/Lord_Howe", "2027-10-01", "2027-10-05"],
  ["Australia/Lord_Howe", "2028-03-31", "2028-04-03"],
  ["Asia/Kathmandu", "2028-02-27", "2028-03-01"],
  ["UTC", "2028-02-27", "2028-03-01"],
];
const CALLS = 90;
const QUESTIONS = 8;

function drawCalls(seed: number, from: number, to: number, people: readonly string[]): LivedCall[] {
  const random = seededRandom(seed);
  const draw = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const between = (least: number, most: number) => Math.floor(least + random() * (most - least));
  /** When each agent's last wrap-up was over: a phone wraps up one call at a time. */
  const freeAt = new Map<string, number>();
  const one = (at: number): LivedCall => {
    const queues = draw([[], ["sales"], ["support"], ["sales", "support"]]);
    const isRefused = random() < 0.15;
    const call: LivedCall = {
      at,
      number: draw(["number 1", "number 2", "number 3"]),
      source: draw([null, "source 1", "source 2"]),
      queues,
      rung: isRefused
        ? []
        : queues.flatMap((queue) =>
            [0, 1].slice(between(0, 3)).map(() => ({ agent: draw(people), queue, missed: random() < 0.7 })),
          ),
      talk: [],
      receiver: null,
      isRefused,
      wrapUps: [],
    };
    if (isRefused || random() < 0.3) return call;
    const toReceiver = queues.length === 0 || random() < 0.2;
    if (toReceiver) return { ...call, receiver: "desk", talk: [{ agent: null, ms: between(1, 900) * SECOND }] };
    // The first agent passes some calls on.
    const speakers = random() < 0.3 ? [draw(people), draw(people)] : [draw(people)];
    const talk = [...new Set(speakers)].map((agent) => ({ agent, ms: between(1, 900) * SECOND }));
    return { ...call, talk };
  };
  return Array.from({ length: CALLS }, () => between(from, to))
    .toSorted((a, b) => a - b)
    .map((at) => {
      const call = one(at);
      const ended = at + 20 * SECOND + call.talk.reduce((sum, { ms }) => sum + ms, 0);
      const agent = call.talk.at(-1)?.agent ?? null;
      if (agent !== null && ended >= (freeAt.get(agent) ?? 0) && random() < 0.8) {
        const to = ended + between(1, 40 * MINUTE);
        freeAt.set(agent, to + 1000);
        call.wrapUps.push({ agent, from: ended, to, isKnown: random() < 0.8 });
      }
      return random() < 0.1 ? { ...call, again: one(at) } : call;
    });
}

const figuresOf = (sums: CallSums): Figures => [
  sums.offered,
  sums.answered,
  sums.missed,
  sums.refused,
  sums.talkMs,
  sums.wrapUpMs,
];

async function openIn(zone: string): Promise<TestApp> {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
    save("account", account, { ...account.data, zone }, { action: message("agents.cause.chosen") }),
  ]);
  return app;
}

test.each(WINDOWS)(
  "in %s the calls from %s to %s are what a checker with its own arithmetic finds",
  async (zone, first, last) => {
    const app = await openIn(zone);
    const account = app.account("northwind");
    const people = ["ava", "ben", "cleo"].map((name) => app.people[mail(name)]!);
    const [from, to] = [startOfDay(first, zone), startOfDay(last, zone) + DAY];
    const calls = drawCalls(from / MINUTE, from, to, people);
    app.advance(from - app.now());
    const dana = await app.signInAgain(mail("dana"), "northwind");
    // Counted in several steps.
    for (const part of [calls.slice(0, 30), calls.slice(30)]) {
      await writeCalls(app.services, account, part);
      await dana.reports.calls({ first, last: first });
    }
    app.advance(to + HOUR - app.now());
    const later = await app.signInAgain(mail("dana"), "northwind");
    const random = seededRandom(from / DAY);
    const days = daysOf(first, last);
    const draw = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    const compare = async () => {
      let compared = 0;
      for (let question = 0; question < QUESTIONS; question += 1) {
        const period = [draw(days), draw(days)].toSorted() as [string, string];
        for (const by of CALL_REPORTS) {
          const answer = await later.reports.calls({ first: period[0], last: period[1], by });
          const found = answer.rows.filter((row) => figuresOf(row).some(Boolean));
          const expected = expectedCalls(calls, by, period, zone);
          expect(Object.fromEntries(found.map((row) => [row.id, figuresOf(row)]))).toEqual(expected);
          const sum = Object.values(expected).reduce<Figures>(
            (a, b) => a.map((value, at) => value + b[at]!) as Figures,
            [0, 0, 0, 0, 0, 0],
          );
          expect(figuresOf(answer.totals)).toEqual(sum);
          compared += found.length;
        }
      }
      return compared;
    };
    expect(await compare()).toBeGreaterThan(QUESTIONS * 10);
    await recount(app.services, account);
    await compare();
  },
);

const today = { first: "2026-03-17", last: "2026-03-17" };

test("an agent reads only their own line, a call manager only theirs, and nobody another account's", async () => {
  const app = await openTestApp();
  const [ava, ben] = [app.people[mail("ava")]!, app.people[mail("ben")]!];
  const call = { number: "n", source: null, queues: ["q"], receiver: null, isRefused: false, wrapUps: [] };
  const at = app.now();
  await writeCalls(app.services, app.account("northwind"), [
    { ...call, at, rung: [{ agent: ben, queue: "q", missed: true }], talk: [{ agent: ava, ms: MINUTE }] },
  ]);
  app.advance(HOUR);
  const own = await app.callerFor(mail("ava"), "northwind").reports.calls(today);
  expect(own.rows).toMatchObject([{ id: ava, name: "Ava Lindqvist", offered: 1, answered: 1, talkMs: MINUTE }]);
  expect(own.totals).toMatchObject({ offered: 1, missed: 0 });
  for (const by of ["queue", "number", "source", "day"] as const)
    expect(await failureOf(app.callerFor(mail("ava"), "northwind").reports.calls({ ...today, by }))).toMatchObject({
      code: "forbidden",
    });
  const milo = await app
    .callerFor(mail("milo"), "northwind")
    .reports.calls(today)
    .catch(() => ({ rows: [] }));
  expect(milo.rows).toEqual([]);
  const all = await app.callerFor(mail("dana"), "northwind").reports.calls(today);
  expect(all.rows.map(({ id }) => id).toSorted()).toEqual([ava, ben].toSorted());
  const solo = await app.callerFor(mail("solveig"), "solo").reports.calls({ ...today, by: "number" });
  expect(solo.rows).toEqual([]);
});

test("pages follow each other, the most offered first, and the last one is short", async () => {
  const app = await openTestApp();
  const call = { source: null, queues: [], rung: [], talk: [], receiver: null, isRefused: false, wrapUps: [] };
  const calls = Array.from({ length: 30 }, (_, n) => ({ ...call, at: app.now() + n, number: `number ${n % 7}` }));
  await writeCalls(app.services, app.account("northwind"), calls);
  app.advance(HOUR);
  const dana = app.callerFor(mail("dana"), "northwind");
  const whole = await dana.reports.calls({ ...today, by: "number" });
  expect(whole.rows.map(({ offered }) => offered)).toEqual([5, 5, 4, 4, 4, 4, 4]);
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await dana.reports.calls({ ...today, by: "number", limit: 3, after });
    expect(page).toMatchObject({ total: 7, totals: { offered: 30, missed: 30 } });
    ids.push(...page.rows.map(({ id }) => id));
    if ((after = page.next) === null) break;
  }
  expect(ids).toEqual(whole.rows.map(({ id }) => id));
});
