import { message } from "../packages/domain/src/core/message.ts";
import { save } from "../packages/domain/src/core/effect.ts";
import { DAY, HOUR, MINUTE } from "../packages/domain/src/core/time.ts";
import { findOne } from "../apps/server/src/store/queries.ts";
import { commit } from "../apps/server/src/store/commit.ts";
import type { Services } from "../apps/server/src/services.ts";
import { createApp } from "../apps/server/src/http/app.ts";
import { largeContext } from "../apps/server/test/large/context.ts";
import { type LargeAccount } from "../apps/server/test/large/size.ts";
import { scopeOf } from "../apps/server/test/support/scopes.ts";
import { median, report, ROUNDS } from "./support/figures.ts";
import { cpuMs, openBenchServices, openTeamAccount } from "./support/openAccounts.ts";

const DAYS = 31;
const CHANGES_PER_DAY = 12;
const CALLS = 100;
/** One in ten people has no softphone. */
const [LARGE_PEOPLE, SMALL_PEOPLE] = [556, 6];
/** The month is over: 1 April 2026. */
const NOW = Date.UTC(2026, 3, 1, 12);
const MONTH = { first: "2026-03-01", last: "2026-03-31" };
/** Days of two months, so that no sum of a month helps. */
const ACROSS_MONTHS = { first: "2026-03-02", last: "2026-04-01" };

/** A month of everybody's choices: through the day, one after the other. */
async function fillMonth(services: Services, account: LargeAccount): Promise<void> {
  const action = message("agents.cause.chosen");
  const statuses = ["available", ...account.statuses.slice(0, 5), "offline"];
  for (const [seat, person] of account.seats.entries())
    await commit(scopeOf(services, account.id), { agent: findOne("agent", person) }, ({ agent }) =>
      Array.from({ length: DAYS * CHANGES_PER_DAY }, (_, n) => {
        const day = Math.floor(n / CHANGES_PER_DAY);
        const at = NOW - (DAYS - day) * DAY + (n % CHANGES_PER_DAY) * HOUR + (seat % 60) * MINUTE;
        const status = statuses[(n + seat) % statuses.length]!;
        const data = { ...agent.data, status, statusName: status, since: at, chosenAt: at, until: null };
        return save("agent", agent, data, { action, at });
      }),
    );
}

async function openTeam(services: Services, name: string, people: number, area: string) {
  const account = await openTeamAccount(services, { name, people, area });
  await fillMonth(services, account);
  const context = await largeContext(services, account, name);
  const app = createApp(services, null);
  const headers = { authorization: `Bearer ${account.secrets["report manager"]}`, "x-callboard-account": account.id };
  const read = async (period: object): Promise<string> => {
    const input = encodeURIComponent(JSON.stringify(period));
    const response = await app.request(`http://127.0.0.1/trpc/reports.team?input=${input}`, { headers });
    if (!response.ok) throw new Error(await response.text());
    return response.text();
  };
  const change = async (n: number) => {
    const input = { person: account.seats[n % account.seats.length]!, status: n % 2 ? "available" : "offline" };
    await context.call("call manager", "agents.setStatusFor")({ ...input, reason: "bench" });
  };
  return { read, change };
}
type Team = Awaited<ReturnType<typeof openTeam>>;

/** The median of several reports in milliseconds of CPU, which other work on the machine doesn't change. `before` isn't counted. */
async function timed({ read }: Team, period: object, before: (n: number) => Promise<void> = async () => {}) {
  const took: number[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    await before(n);
    took.push(await cpuMs(() => read(period)));
  }
  return median(took);
}

/** The time report of 500 agents, compared with that of 5, for a month and for as many days of two months. */
export async function benchReports(): Promise<void> {
  const { services, close } = await openBenchServices(() => NOW);
  try {
    const large = await openTeam(services, "team500", LARGE_PEOPLE, "512");
    const small = await openTeam(services, "team5", SMALL_PEOPLE, "646");
    const from = performance.now();
    await large.read(MONTH);
    report(`first time report of 500 agents, ${DAYS * CHANGES_PER_DAY * 500} changes, ms`, [performance.now() - from]);
    for (const [title, period] of [
      ["a month", MONTH],
      ["31 days of two months", ACROSS_MONTHS],
    ] as const) {
      await timed(small, period);
      await timed(large, period);
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push({ small: await timed(small, period), large: await timed(large, period) });
      report(
        `time report of 500 agents, ${title}, ms of CPU`,
        rounds.map((one) => one.large),
      );
      report(
        `time report of 500 agents / of 5, ${title}, CPU`,
        rounds.map((one) => one.large / one.small),
        // A whole month is read from its sums; other days are read one by one.
        period === MONTH ? { most: 3 } : {},
      );
    }
    const changed = [];
    for (let round = 0; round < ROUNDS; round += 1) changed.push(await timed(large, MONTH, large.change));
    report("time report of 500 agents, a month, after a change of status, ms of CPU", changed);
  } finally {
    await close();
  }
}
