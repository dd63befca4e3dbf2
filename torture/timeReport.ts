import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { message } from "../packages/domain/src/core/message.ts";
import { save } from "../packages/domain/src/core/effect.ts";
import { openSession } from "../apps/server/src/auth/people.ts";
import { newSecret } from "../apps/server/src/auth/secrets.ts";
import { createApp } from "../apps/server/src/http/app.ts";
import { seededRandom } from "../apps/server/src/seed/random.ts";
import { commit } from "../apps/server/src/store/commit.ts";
import { findOne } from "../apps/server/src/store/queries.ts";
import {
  daysOf,
  type Expected,
  expectedOn,
  startOfDay,
  staysOf,
  sumOf,
} from "../apps/server/test/support/models/timeModel.ts";
import { scopeOf } from "../apps/server/test/support/scopes.ts";
import { openBenchServices, openTeamAccount } from "../bench/support/openAccounts.ts";
import { drawLife, type Life, writeLife } from "./support/agentYears.ts";

const ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];
/** A leap year, with both clock changes wherever there are any. */
const [FIRST, LAST] = ["2027-09-01", "2028-08-31"];
const QUESTIONS = 20;
const DAY = 86_400_000;

const { values } = parseArgs({ options: { agents: { type: "string", default: "500" }, zone: { type: "string" } } });
const AGENTS = Number(values.agents);
const wrong: string[] = [];

/** What each day of a life should show. Only the stays that touch a day are looked at, or a year would take hours. */
function expectedDays({ choices, calls }: Life, days: readonly string[], zone: string, now: number): Expected[] {
  const starts = days.map((day) => startOfDay(day, zone));
  const touching = <T extends { from: number }>(all: readonly T[], endOf: (one: T) => number): T[][] => {
    const byDay: T[][] = days.map(() => []);
    for (const one of all) {
      let index = Math.max(
        0,
        starts.findLastIndex((start) => start <= one.from),
      );
      for (; index < days.length && starts[index]! <= endOf(one); index += 1) byDay[index]!.push(one);
    }
    return byDay;
  };
  const stays = touching(staysOf(choices, calls, now), ({ to }) => to);
  const phone = touching(calls, ({ wrapUpTo }) => wrapUpTo);
  return days.map((day, index) => expectedOn(day, zone, stays[index]!, phone[index]!, now));
}

interface Sums {
  layer: string;
  status: string;
  ms: number;
  overMs: number;
  kept: number;
  overruns: number;
}
const shown = (sums: readonly Sums[]): Expected =>
  Object.fromEntries(
    sums.map(({ layer, status, ms, overMs, kept, overruns }) => [`${layer} ${status}`, [ms, overMs, kept, overruns]]),
  );
const canonical = (sums: Expected): string => JSON.stringify(Object.entries(sums).toSorted());

function compare(what: string, found: Expected, expected: Expected): void {
  if (canonical(found) !== canonical(expected))
    wrong.push(`${what}: ${canonical(found)} instead of ${canonical(expected)}`);
}

/** A year of everybody's days in this zone: the report of random periods, and of random agents by day. */
async function checkZone(zone: string): Promise<void> {
  const [from, now] = [startOfDay(FIRST, zone), startOfDay(LAST, zone) + DAY];
  // The account's own past is over before the year begins.
  let clock = from - DAY;
  const { services, close } = await openBenchServices(() => clock);
  try {
    const people = Math.ceil((AGENTS * 10) / 9);
    const account = await openTeamAccount(services, { name: "years", people, area: "512" });
    await commit(scopeOf(services, account.id), { account: findOne("account", account.id) }, ({ account }) => [
      save(
        "account",
        account,
        { ...account.data, zone },
        { action: message("agents.cause.chosen"), at: from - 400 * DAY },
      ),
    ]);
    clock = now;
    const statuses = ["available", "offline", ...account.statuses.slice(0, 3)];
    const days = daysOf(FIRST, LAST);
    const lives = new Map<string, Expected[]>();
    const random = seededRandom(ZONES.indexOf(zone) + 1);
    const begun = performance.now();
    for (const person of account.seats) {
      const life = drawLife(random, from, now, statuses);
      await writeLife(services, account.id, person, life, now);
      lives.set(person, expectedDays(life, days, zone, now));
    }
    console.log(`${zone}: ${lives.size} agents written in ${Math.round((performance.now() - begun) / 1000)} s`);
    const app = createApp(services, null);
    // The owner signs in again: a year ends every session.
    const secret = newSecret("cbs");
    await commit(scopeOf(services, account.id), {}, () => [
      openSession("years", secret, account.people[0]!, "torture", now),
    ]);
    const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": account.id };
    const ask = async (procedure: string, input: object) => {
      const query = encodeURIComponent(JSON.stringify(input));
      const response = await app.request(`http://127.0.0.1/trpc/${procedure}?input=${query}`, { headers });
      if (!response.ok) throw new Error(await response.text());
      return JSON.parse(await response.text()).result.data;
    };
    const counting = performance.now();
    await ask("reports.team", { first: FIRST, last: LAST });
    const year = performance.now();
    await ask("reports.team", { first: FIRST, last: LAST });
    const took = [year - counting, performance.now() - year].map(Math.round);
    console.log(`${zone}: counted in ${took[0]} ms; a year of ${lives.size} agents then takes ${took[1]} ms`);
    for (let question = 0; question <= QUESTIONS; question += 1) {
      const at = () => Math.floor(random() * days.length);
      const [a, b] =
        question === 0 ? [0, days.length - 1] : ([at(), at()].toSorted((x, y) => x - y) as [number, number]);
      const period = { first: days[a]!, last: days[b]! };
      const team = await ask("reports.team", period);
      const sums = new Map<string, Expected>();
      // A page has some of the agents, and the sums of all.
      for (let page = team; ; page = await ask("reports.team", { ...period, after: page.next })) {
        for (const row of page.rows as { person: string; sums: Sums[] }[]) sums.set(row.person, shown(row.sums));
        if (page.next === null) break;
      }
      for (const [person, expected] of lives)
        compare(
          `${zone} ${period.first} to ${period.last} ${person}`,
          sums.get(person) ?? {},
          sumOf(expected.slice(a, b + 1)),
        );
      compare(`${zone} ${period.first} to ${period.last} everybody`, shown(team.totals), sumOf([...sums.values()]));
      const person = account.seats[Math.floor(random() * account.seats.length)]!;
      const agent = await ask("reports.agent", { ...period, person });
      for (const [index, { day, sums: own }] of agent.days.entries())
        compare(`${zone} ${day} ${person}`, shown(own), lives.get(person)![a + index]!);
    }
  } finally {
    await close();
  }
}

for (const zone of values.zone === undefined ? ZONES : [values.zone]) await checkZone(zone);
if (wrong.length > 0) {
  console.error(`${wrong.length} figures differ. The first:\n${wrong.slice(0, 5).join("\n")}`);
  process.exit(1);
}
console.log("Every figure is what the checker finds.");
process.exit(0);
