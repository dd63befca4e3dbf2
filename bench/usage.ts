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
async function serverRate(server: ServerInfo, from: number, count: number): Promise<number> {
  const bodies: string[] = [];
  for (let first = from; first < from + count; first += BATCH)
    bodies.push(JSON.stringify({ events: eventsFrom(first) }));
  // The raw inserts blocked this process: let it notice which connections the server has closed meanwhile.
  await setTimeout(100);
  const started = performance.now();
  const next = bodies[Symbol.iterator]();
  const headers = { authorization: `Bearer ${server.meter}`, "content-type": "application/json" };
  const worker = async () => {
    for (const body of next) {
      const answer = await fetch(`${server.address}/trpc/balance.recordUsage`, { method: "POST", headers, body });
      const reply = (await answer.json()) as { result?: { data: { recorded: number } } };
      if (reply.result?.data.recorded !== BATCH) throw new Error(`a batch was not recorded: ${JSON.stringify(reply)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return count / ((performance.now() - started) / 1000);
}

/** The rows that the server has just written, inserted into the same tables by prepared statements only. */
function rawRate(source: string, target: string, count: number): number {
  const from = new Sqlite(source, { readonly: true } as never);
  const names = `${POSTING_COLUMNS}, received_at, digest, from_after, to_after`;
  const postings = from.prepare(`SELECT ${names} FROM postings ORDER BY seq DESC LIMIT ?`).raw().all(BigInt(count));
  const usage = from
    .prepare(
      "SELECT account, id, kind, quantity, happened_at, received_at, number, description, micros FROM usage WHERE id IN (SELECT substr(key, instr(key, ':bench-call') + 1) FROM postings ORDER BY seq DESC LIMIT ?)",
    )
    .raw()
    .all(BigInt(count));
  from.close();
  if (postings.length !== count || usage.length !== count) throw new Error("fewer rows than events");
  const db = new Sqlite(target);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  const placeholders = (row: unknown[]) => row.map(() => "?").join(", ");
  const insertPosting = db.prepare(
    `INSERT INTO postings (${names}) VALUES (${placeholders(postings[0] as unknown[])})`,
  );
  const insertUsage = db.prepare(`INSERT INTO usage VALUES (${placeholders(usage[0] as unknown[])})`);
  const toBindable = (row: unknown) =>
    (row as unknown[]).map((value) => (typeof value === "number" ? BigInt(value) : value));
  const rows = postings.toReversed().map(toBindable);
  const events = usage.map(toBindable);
  const started = performance.now();
  for (let at = 0; at < count; at += BATCH) {
    db.exec("BEGIN IMMEDIATE");
    for (const event of events.slice(at, at + BATCH)) insertUsage.run(...event);
    for (const row of rows.slice(at, at + BATCH)) insertPosting.run(...row);
    db.exec("COMMIT");
  }
  const rate = count / ((performance.now() - started) / 1000);
  db.close();
  return rate;
}

const memoryOf = ({ pid }: ServerInfo): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;

export async function benchUsage(): Promise<void> {
  const { server, stop, folder } = await startServer();
  try {
    const target = join(folder, "raw.db");
    const db = openDatabase(`file:${target}`);
    await migrate(db);
    await db.close();
    const perRound = Math.floor(EVENTS / ROUNDS / BATCH) * BATCH;
    await serverRate(server, 10_000_000, 20 * BATCH);
    const rates = { ours: [] as number[], raw: [] as number[], memory: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await serverRate(server, round * perRound, perRound));
      rates.memory.push(memoryOf(server));
      rates.raw.push(rawRate(join(folder, "bench.db"), target, perRound));
    }
    console.log(JSON.stringify({ usage: { events: perRound * ROUNDS, batch: BATCH } }));
    report("usage events per second", rates.ours);
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
