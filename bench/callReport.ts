import type { CallData } from "../packages/domain/src/calls/schema.ts";
import { create } from "../packages/domain/src/core/effect.ts";
import { message } from "../packages/domain/src/core/message.ts";
import { DAY, SECOND } from "../packages/domain/src/core/time.ts";
import { CALL_REPORTS } from "../packages/domain/src/reports/callTypes.ts";
import { createApp } from "../apps/server/src/http/app.ts";
import type { Services } from "../apps/server/src/services.ts";
import { commit } from "../apps/server/src/store/commit.ts";
import { stmt } from "../apps/server/src/store/database/port.ts";
import { openLargeAccount } from "../apps/server/test/large/account.ts";
import { FULL, type LargeAccount } from "../apps/server/test/large/size.ts";
import { scopeOf } from "../apps/server/test/support/scopes.ts";
import { report, ROUNDS } from "./support/figures.ts";
import { openBenchServices } from "./support/openAccounts.ts";

const CALLS = 100_000;
const CALLS_PER_COMMIT = 500;
/** The month is over: 1 April 2026. */
const NOW = Date.UTC(2026, 3, 1, 12);
const MONTH = { first: "2026-03-01", last: "2026-03-31" };

function callAt(account: LargeAccount, n: number): CallData {
  const startedAt = NOW - 31 * DAY + Math.floor((n * 30 * DAY) / CALLS);
  const pick = <T>(all: readonly T[], step: number) => all[(n * step + 5) % all.length]!;
  const [queue, agent, other] = [pick(account.queues, 3), pick(account.seats, 7), pick(account.seats, 11)];
  const isAnswered = n % 4 !== 0;
  const seconds = 30 + (n % 400);
  return {
    from: "+15125550100",
    to: "+15125550143",
    number: pick(account.numbers, 13),
    source: n % 3 === 0 ? null : pick(account.sources, 5),
    queue,
    receiver: null,
    platform: "bench",
    startedAt,
    answeredAt: isAnswered ? startedAt + 9 * SECOND : null,
    endedAt: startedAt + (isAnswered ? 9 + seconds : 20) * SECOND,
    seconds: isAnswered ? seconds : null,
    agent: isAnswered ? agent : null,
    offers: [
      { id: other, queue, at: startedAt, result: "missed" },
      { id: agent, queue, at: startedAt + SECOND, result: isAnswered ? "answered" : "missed" },
    ],
    outcome: isAnswered ? "answered" : "missed",
    forgotten: false,
    refusal: null,
  };
}

async function fillMonth(services: Services, account: LargeAccount): Promise<void> {
  const action = message("calls.didAnswer");
  for (let from = 0; from < CALLS; from += CALLS_PER_COMMIT)
    await commit(scopeOf(services, account.id), {}, () =>
      Array.from({ length: CALLS_PER_COMMIT }, (_, n) => {
        const data = callAt(account, from + n);
        return create(account.id, "call", `call ${from + n}`, data, { action, at: data.endedAt! });
      }),
    );
}

/** The calls report of a month with 100,000 calls, and what it would take to read the calls themselves. */
export async function benchCallReport(): Promise<void> {
  const { services, close } = await openBenchServices(() => NOW);
  try {
    const size = {
      ...FULL,
      people: 300,
      numbers: 2000,
      queues: 30,
      sources: 60,
      receivers: 1,
      changes: 10,
      movements: 10,
    };
    const account = await openLargeAccount(services, size, "calls", "512");
    await fillMonth(services, account);
    const app = createApp(services, null);
    const headers = { authorization: `Bearer ${account.secrets["report manager"]}`, "x-callboard-account": account.id };
    const read = async (by: string): Promise<number> => {
      const input = encodeURIComponent(JSON.stringify({ ...MONTH, by }));
      const from = performance.now();
      const response = await app.request(`http://127.0.0.1/trpc/reports.calls?input=${input}`, { headers });
      if (!response.ok) throw new Error(await response.text());
      await response.text();
      return performance.now() - from;
    };
    report(`first calls report of ${CALLS} calls, which counts them, s`, [(await read("agent")) / 1000]);
    for (const by of CALL_REPORTS) {
      await read(by);
      const rounds = [];
      for (let round = 0; round < 4 * ROUNDS; round += 1) rounds.push(await read(by));
      report(`calls report of a month with ${CALLS} calls, by ${by}, ms`, rounds, { most: 200 });
    }
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = performance.now();
      await services.db.read([
        stmt(
          `SELECT r.data ->> 'number' AS number, count(*) AS calls, sum(r.data ->> 'outcome' = 'answered') AS answered,
           sum(r.data ->> 'seconds') AS seconds FROM keys k JOIN records r ON r.account = k.account AND r.kind = 'call' AND r.id = k.id
           WHERE k.space = ?1 AND k.kind = 'call' AND k.name = 'started' AND k.value >= ?2 GROUP BY 1`,
          account.id,
          String(NOW - 32 * DAY).padStart(16, "0"),
        ),
      ]);
      rounds.push(performance.now() - from);
    }
    report(`the same by number from the calls themselves, without offers and wrap-up, ms`, rounds);
  } finally {
    await close();
  }
}
