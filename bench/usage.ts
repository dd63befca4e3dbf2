import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import Sqlite from "libsql";
import { openDatabase } from "../apps/server/src/store/database/open.ts";
import { migrate } from "../apps/server/src/store/migrations/migrate.ts";
import { POSTING_COLUMNS } from "../apps/server/src/store/ledger/postings.ts";
import { report, ROUNDS } from "./support/figures.ts";
import type { ServerInfo } from "./support/server.ts";
import { startServer } from "./status.ts";

const EVENTS = Number(process.env.BENCH_USAGE_EVENTS ?? 1_000_000);
const BATCH = 500;
const CONNECTIONS = 2;
const NUMBERS = 200;
const KINDS = ["minutes", "minutes", "minutes", "messages", "toll-free minutes"];

const eventsFrom = (first: number) =>
  Array.from({ length: BATCH }, (_, at) => ({
    id: `bench-call-${first + at}`,
    kind: KINDS[at % KINDS.length],
    quantity: 1 + ((first + at) % 40) / 4,
    at: Date.now() - ((first + at) % 3600) * 1000,
    number: `+1212555${String(1000 + ((first + at) % NUMBERS))}`,
    description: `from caller ${(first + at) % 5000}`,
  }));

/** Events a second over HTTP, complete with keys, prices, sums, digests and stored ids, all on disk. */
async function serverRate(ready: ServerInfo, from: number, count: number): Promise<number> {
  const bodies: string[] = [];
  for (let first = from; first < from + count; first += BATCH)
    bodies.push(JSON.stringify({ events: eventsFrom(first) }));
  // The raw inserts blocked this process: first notice the connections that the server has closed meanwhile.
  await setTimeout(100);
  const started = performance.now();
  const next = bodies[Symbol.iterator]();
  const headers = { authorization: `Bearer ${ready.meter}`, "content-type": "application/json" };
  const worker = async () => {
    for (const body of next) {
      const answer = await fetch(`${ready.address}/trpc/balance.recordUsage`, { method: "POST", headers, body });
      const told = (await answer.json()) as { result?: { data: { counted: number } } };
      if (told.result?.data.counted !== BATCH) throw new Error(`a batch was not counted: ${JSON.stringify(told)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return count / ((performance.now() - started) / 1000);
}

/** The rows that the server has just written, inserted into the same tables by prepared statements only. */
function rawRate(source: string, target: string, count: number): number {
  const from = new Sqlite(source, { readonly: true } as never);
  const names = `${POSTING_COLUMNS}, came_at, digest, from_after, to_after`;
  const postings = from.prepare(`SELECT ${names} FROM postings ORDER BY seq DESC LIMIT ?`).raw().all(BigInt(count));
  const usage = from
    .prepare(
      "SELECT account, id, kind, quantity, happened_at, came_at, number, description, micros FROM usage WHERE id IN (SELECT substr(key, instr(key, ':bench-call') + 1) FROM postings ORDER BY seq DESC LIMIT ?)",
    )
    .raw()
    .all(BigInt(count));
  from.close();
  if (postings.length !== count || usage.length !== count) throw new Error("fewer rows than events");
  const db = new Sqlite(target);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  const marks = (row: unknown[]) => row.map(() => "?").join(", ");
  const post = db.prepare(`INSERT INTO postings (${names}) VALUES (${marks(postings[0] as unknown[])})`);
  const remember = db.prepare(`INSERT INTO usage VALUES (${marks(usage[0] as unknown[])})`);
  const bound = (row: unknown) =>
    (row as unknown[]).map((value) => (typeof value === "number" ? BigInt(value) : value));
  const rows = postings.toReversed().map(bound);
  const events = usage.map(bound);
  const started = performance.now();
  for (let at = 0; at < count; at += BATCH) {
    db.exec("BEGIN IMMEDIATE");
    for (const event of events.slice(at, at + BATCH)) remember.run(...event);
    for (const row of rows.slice(at, at + BATCH)) post.run(...row);
    db.exec("COMMIT");
  }
  const rate = count / ((performance.now() - started) / 1000);
  db.close();
  return rate;
}

const memoryOf = ({ pid }: ServerInfo): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;

export async function benchUsage(): Promise<void> {
  const { ready, stop, folder } = await startServer();
  try {
    const target = join(folder, "raw.db");
    const db = openDatabase(`file:${target}`);
    await migrate(db);
    await db.close();
    const each = Math.floor(EVENTS / ROUNDS / BATCH) * BATCH;
    await serverRate(ready, 10_000_000, 20 * BATCH);
    const rates = { ours: [] as number[], raw: [] as number[], memory: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await serverRate(ready, round * each, each));
      rates.memory.push(memoryOf(ready));
      rates.raw.push(rawRate(join(folder, "bench.db"), target, each));
    }
    console.log(JSON.stringify({ usage: { events: each * ROUNDS, batch: BATCH } }));
    report("usage events a second", rates.ours);
    report(
      "usage events / raw inserts of the same rows",
      rates.ours.map((one, at) => one / rates.raw[at]!),
      { least: 0.25 },
    );
    report("server's memory at the end / after the first fifth", [rates.memory.at(-1)! / rates.memory[0]!], {
      most: 1.2,
    });
    console.log(JSON.stringify({ megabytes: rates.memory.map(Math.round) }));
  } finally {
    stop();
  }
}
