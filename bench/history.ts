import { join } from "node:path";
import autocannon from "autocannon";
import Sqlite from "libsql";
import { VERSION_COLUMNS_WITH_PREVIOUS, CHANGES_WITH_PREVIOUS } from "../apps/server/src/store/versions.ts";
import { report, ROUNDS } from "./support/figures.ts";
import type { ServerInfo } from "./support/server.ts";
import { startServer } from "./status.ts";

const ROWS = Number(process.env.BENCH_HISTORY_ROWS ?? 10_000_000);
const SMALL_ROWS = 10_000;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const PAGE = 50;
const CHUNK = 100_000;
const CONNECTIONS = 4;

/** A realistic queue with a text that gives it this size; each version changes one field. */
const queue = (version: number, bytes: number): string =>
  JSON.stringify({
    name: "Sales",
    routing: "longest idle",
    members: [],
    ringSeconds: 5 + (version % 200),
    wrapUpSeconds: 30,
    schedule: null,
    noAnswer: { to: "voicemail" },
    tags: ["x".repeat(bytes)],
    missedCall: null,
    leastTakingCalls: null,
  });

/** Inserts versions of invented queues directly into the file; only reading them is measured. */
export function fillChanges(
  file: string,
  account: string,
  person: string,
  rows: number,
  { name = "bench", last = Date.now() }: { name?: string; last?: number } = {},
): void {
  const db = new Sqlite(file);
  db.exec("PRAGMA synchronous = OFF");
  db.exec("PRAGMA cache_size = -400000");
  db.exec("PRAGMA busy_timeout = 60000");
  const triggers = db
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ('changes_no_replace', 'changes_place_unused')",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  const { n: head } = db.prepare("SELECT coalesce(max(n), 0) AS n FROM changes WHERE account = ?").get(account) as {
    n: number;
  };
  const records = Math.max(1, Math.floor(rows / 100));
  const actor = JSON.stringify({ as: "person", id: person });
  const action = JSON.stringify({ key: "queues.didChange", values: { queue: "Sales" } });
  const insert = db.prepare(`WITH RECURSIVE made (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM made WHERE i < ?2)
    INSERT INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at, digest)
    SELECT ?3, ?4 + i, 'queue', ?12 || (i % ?5), i / ?5 + 1, 'changed', 'history', 'routing', 1,
    replace(?6, '"ringSeconds":5', '"ringSeconds":' || (5 + i / ?5 % 200)), ?7, ?8, ?9, NULL, NULL, NULL, ?10 - ?11 + i, 'made up' FROM made`);
  for (let from = 0; from < rows; from += CHUNK) {
    db.exec("BEGIN");
    insert.run(
      BigInt(from),
      BigInt(Math.min(rows, from + CHUNK) - 1),
      account,
      BigInt(head + 1),
      BigInt(records),
      queue(0, 40),
      actor,
      person,
      action,
      BigInt(last),
      BigInt(rows),
      name,
    );
    db.exec("COMMIT");
  }
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}

/** Pages a second, each from a random position in the log. */
async function pageRate(server: ServerInfo, account: string, rows: number): Promise<number> {
  const result = await autocannon({
    url: server.address,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: "GET",
        setupRequest: (request: object) => {
          const before = Math.floor((0.5 + Math.random() / 2) * rows);
          const input = encodeURIComponent(JSON.stringify({ limit: PAGE, beforePosition: before }));
          return {
            ...request,
            path: `/trpc/history.list?input=${input}`,
            headers: { authorization: `Bearer ${server.agency}`, "x-callboard-account": account },
          };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`history.list: ${result.non2xx} rejected, ${result.errors} failed`);
  return result["2xx"] / result.duration;
}

const SQL = `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.log = 'history' AND c.at > ? AND c.n < ? ORDER BY c.n DESC LIMIT ?`;

/** The same rows and statement on the native binding, without anything else. */
function rawRate(file: string, account: string, rows: number): number {
  const db = new Sqlite(file);
  const page = db.prepare(SQL);
  let pages = 0;
  const started = performance.now();
  while (performance.now() - started < SECONDS * 1000) {
    const before = Math.floor((0.5 + Math.random() / 2) * rows);
    if (page.all(account, 0, before, PAGE + 1).length !== PAGE + 1) throw new Error("a page was short");
    pages += 1;
  }
  const rate = pages / ((performance.now() - started) / 1000);
  db.close();
  return rate;
}

/** Checks that the statement seeks by an index and sorts nothing; prints the plan. */
function checkPlan(file: string, account: string): void {
  const db = new Sqlite(file);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${SQL}`).all(account, 0, 1000, PAGE) as { detail: string }[];
  db.close();
  const steps = plan.map(({ detail }) => detail);
  console.log(JSON.stringify({ plan: steps }));
  if (steps.some((step) => /SCAN|TEMP B-TREE/.test(step))) throw new Error("the history page does not seek");
}

export async function benchHistory(): Promise<void> {
  const { server, stop, folder } = await startServer();
  try {
    const file = join(folder, "bench.db");
    const few = server.accounts.parkside!;
    const many = server.accounts.northwind!;
    fillChanges(file, few, server.ownerId, SMALL_ROWS);
    fillChanges(file, many, server.ownerId, ROWS);
    console.log(JSON.stringify({ history: { few: SMALL_ROWS, many: ROWS } }));
    checkPlan(file, many);
    const rates = { few: [] as number[], many: [] as number[], raw: [] as number[] };
    await pageRate(server, few, SMALL_ROWS);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.few.push(await pageRate(server, few, SMALL_ROWS));
      rates.many.push(await pageRate(server, many, ROWS));
      rates.raw.push(rawRate(file, many, ROWS));
    }
    report("history pages per second", rates.many);
    report(
      "history page, many rows / few rows",
      rates.many.map((one, at) => one / rates.few[at]!),
      { least: 0.3 },
    );
    report(
      "history page / the same SQL raw",
      rates.many.map((one, at) => one / rates.raw[at]!),
      { least: 0.3 },
    );
  } finally {
    stop();
  }
}
