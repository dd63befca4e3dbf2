import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { StatusSums } from "@callboard/domain/reports/types";
import { expect, test } from "vitest";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { findOne } from "../../../src/store/queries.ts";
import { writeDays } from "../../support/fixtures/statusLog.ts";
import { DAY, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import {
  type Choice,
  daysOf,
  type Expected,
  expectedOn,
  type PhoneCall,
  startOfDay,
  staysOf,
  sumOf,
} from "../../support/models/timeModel.ts";
import { scopeOf } from "../../support/scopes.ts";

// Each window has a clock change, the leap day or a month's end in it.
const WINDOWS: [zone: string, first: string, last: string][] = [
  ["America/New_York", "2028-02-26", "2028-03-15"],
  ["America/New_York", "2027-10-29", "2027-11-10"],
  ["Australia/Lord_Howe", "2027-09-28", "2027-10-08"],
  ["Australia/Lord_Howe", "2028-03-27", "2028-04-06"],
  ["Asia/Kathmandu", "2028-02-25", "2028-03-03"],
  ["UTC", "2028-02-25", "2028-03-03"],
];
const NAMES = ["ava", "ben", "cleo"];
const QUESTIONS = 12;

type Draw = <T>(all: readonly T[]) => T;
const drawerOf =
  (random: () => number): Draw =>
  (all) =>
    all[Math.floor(random() * all.length)]!;

/** What one person does from an instant on: a choice every few hours, at night too, with calls in between. */
function drawDays(seed: number, from: number, to: number, statuses: readonly string[]) {
  const random = seededRandom(seed);
  const draw = drawerOf(random);
  const after = (least: number, most: number) => Math.floor(least + random() * (most - least));
  const choices: Choice[] = [];
  const calls: PhoneCall[] = [];
  for (let at = from; at < to; at += after(20 * MINUTE, 9 * HOUR)) {
    const returns = random() < 0.4;
    const last = choices.at(-1);
    // A different status each time, also from Available, to which somebody may have returned meanwhile.
    const status = draw(statuses.filter((one) => one !== last?.status && (one !== "available" || !last?.returns)));
    const until = status !== "offline" && random() < 0.6 ? at + after(MINUTE, 5 * HOUR) : null;
    // Built-in statuses stay.
    choices.push({ at, status, until, returns: returns && until !== null && status !== "available" });
  }
  for (let at = from + HOUR; at < to; at += after(HOUR, 7 * HOUR)) {
    const end = at + after(MINUTE, 40 * MINUTE);
    calls.push({ from: at, to: end, wrapUpTo: end + after(1000, 5 * MINUTE) });
  }
  return { choices, calls };
}

async function openIn(zone: string): Promise<TestApp> {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
    save("account", account, { ...account.data, zone }, { action: message("agents.cause.chosen") }),
  ]);
  return app;
}

const shown = (sums: readonly StatusSums[]): Expected =>
  Object.fromEntries(
    sums.map(({ layer, status, ms, overMs, kept, overruns }) => [`${layer} ${status}`, [ms, overMs, kept, overruns]]),
  );

test.each(WINDOWS)(
  "in %s the time from %s to %s is what a checker with its own arithmetic finds",
  async (zone, first, last) => {
    const app = await openIn(zone);
    const account = app.account("northwind");
    const statuses = ["available", "offline", app.statuses["northwind/Lunch"]!, app.statuses["northwind/Meeting"]!];
    const [from, to] = [startOfDay(first, zone), startOfDay(last, zone) + DAY];
    const lived = new Map<string, ReturnType<typeof drawDays>>();
    for (const [index, name] of NAMES.entries()) {
      const person = app.people[`${name}@callboard.demo`]!;
      lived.set(person, drawDays(from / MINUTE + index, from, to, statuses));
      await writeDays(app.services, account, person, lived.get(person)!, to);
    }
    // In the middle of whatever lasts then.
    app.advance(to - app.now());
    const random = seededRandom(first.length + to / DAY);
    const draw = drawerOf(random);
    const days = daysOf(first, last);
    const expectedFor = (person: string, day: string) => {
      const { choices, calls } = lived.get(person)!;
      return expectedOn(day, zone, staysOf(choices, calls, app.now()), calls, app.now());
    };
    const dana = await app.signInAgain("dana@callboard.demo", "northwind");
    let compared = 0;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const [begin, end] = [draw(days), draw(days)].toSorted() as [string, string];
      // Everybody's days before the first choice belong to the demo's own history.
      const within = daysOf(begin, end);
      const team = await dana.reports.team({ first: begin, last: end });
      for (const person of lived.keys()) {
        const answer = await dana.reports.agent({ first: begin, last: end, person });
        expect(answer.days.map(({ day }) => day)).toEqual(within);
        for (const { day, sums } of answer.days) expect([day, shown(sums)]).toEqual([day, expectedFor(person, day)]);
        const sum = sumOf(within.map((day) => expectedFor(person, day)));
        expect(shown(answer.totals)).toEqual(sum);
        expect(shown(team.rows.find((row) => row.person === person)!.sums)).toEqual(sum);
        compared += within.length;
      }
      const everybody = sumOf(team.rows.map(({ sums }) => shown(sums)));
      expect(shown(team.totals)).toEqual(everybody);
    }
    expect(compared).toBeGreaterThan(QUESTIONS * NAMES.length);
  },
);
