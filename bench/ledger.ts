import { join } from "node:path";
import autocannon from "autocannon";
import Sqlite from "libsql";
import { report, ROUNDS } from "./support/figures.ts";
import type { ServerInfo } from "./support/server.ts";
import { startServer } from "./status.ts";

const ROWS = Number(process.env.BENCH_LEDGER_ROWS ?? 10_000_000);
const SMALL_ROWS = 10_000;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const CHUNK = 100_000;
const CONNECTIONS = 4;
const PAGE = 50;

/**
 * Inserts usage of an invented meter directly into the file; only reading it is measured. Returns the first sequence
 * number.
 */
function fillPostings(file: string, account: string, rows: number): number {
  const db = new Sqlite(file);
  db.exec("PRAGMA synchronous = OFF");
  db.exec("PRAGMA cache_size = -400000");
  db.exec("PRAGMA busy_timeout = 60000");
  const { sql } = db.prepare("SELECT sql FROM sqlite_master WHERE name = 'postings_no_replace'").get() as {
    sql: string;
  };
  db.exec("DROP TRIGGER postings_no_replace");
  const { seq } = db.prepare("SELECT coalesce(max(seq), 0) AS seq FROM postings").get() as { seq: number };
  const latest = db
    .prepare("SELECT to_after AS sum FROM postings WHERE to_book = ? ORDER BY seq DESC LIMIT 1")
    .get(`${account}/balance`) as { sum: number } | undefined;
  const memo = JSON.stringify({
    key: "balance.usage.minutes",
    values: { about: " · +1 212 555 0143 · from a caller" },
  });
  const insert = db.prepare(`WITH RECURSIVE made (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM made WHERE i < ?2)
    INSERT INTO postings (key, from_book, to_book, from_after, to_after, micros, currency, memo, actor, booked_at, happened_at, received_at, type, quantity, digest)
    SELECT 'bench:' || ?3 || i, ?3 || '/balance', ?3 || '/usage', ?4 - 34500 * (i + 1), 34500 * (i + 1), 34500, 'USD', ?5, '{"as":"key","id":"bench"}',
    ?6 + i, ?6 + i, ?6 + i, 'minutes', 1000, 'made up' FROM made`);
  for (let from = 0; from < rows; from += CHUNK) {
    db.exec("BEGIN");
    insert.run(
      BigInt(from),
      BigInt(Math.min(rows, from + CHUNK) - 1),
      account,
      BigInt(latest?.sum ?? 0),
      memo,
      BigInt(Date.now() - rows),
    );
    db.exec("COMMIT");
  }
  db.exec(sql);
  db.close();
  return seq + 1;
}

async function rate(server: ServerInfo, account: string, path: () => string): Promise<number> {
  const headers = { authorization: `Bearer ${server.agency}`, "x-callboard-account": account };
  const setupRequest = (request: object) => ({ ...request, path: path(), headers });
  const result = await autocannon({
    url: server.address,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [{ method: "GET", setupRequest }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path()}: ${result.non2xx} rejected, ${result.errors} failed`);
  return result["2xx"] / result.duration;
}

const encodeInput = (input: object) => encodeURIComponent(JSON.stringify(input));

export async function benchLedger(): Promise<void> {
  const { server, stop, folder } = await startServer();
  try {
    const file = join(folder, "bench.db");
    const sizes = {
      few: { account: server.accounts.mason!, rows: SMALL_ROWS },
      many: { account: server.accounts.northwind!, rows: ROWS },
    };
    const started = performance.now();
    const firstSeqs = {
      few: fillPostings(file, sizes.few.account, SMALL_ROWS),
      many: fillPostings(file, sizes.many.account, ROWS),
    };
    console.log(
      JSON.stringify({
        ledger: { few: SMALL_ROWS, many: ROWS, filledInSeconds: Math.round((performance.now() - started) / 1000) },
      }),
    );
    const rates = {
      sum: { few: [] as number[], many: [] as number[] },
      page: { few: [] as number[], many: [] as number[] },
    };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const size of ["few", "many"] as const) {
        const { account, rows } = sizes[size];
        const before = () => Math.floor(firstSeqs[size] + PAGE + Math.random() * (rows - PAGE));
        rates.sum[size].push(await rate(server, account, () => "/trpc/balance.current"));
        rates.page[size].push(
          await rate(
            server,
            account,
            () => `/trpc/balance.entries?input=${encodeInput({ limit: PAGE, beforePosition: before() })}`,
          ),
        );
      }
    report("pages of entries per second", rates.page.many);
    const slowdown = ({ few, many }: { few: number[]; many: number[] }) => few.map((one, at) => one / many[at]!);
    report("time for the balance, many movements / few", slowdown(rates.sum), { most: 2 });
    report("time for a page of entries, many movements / few", slowdown(rates.page), { most: 2 });
  } finally {
    stop();
  }
}
