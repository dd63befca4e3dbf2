import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import Sqlite from "libsql";
import { baseline } from "../apps/server/src/store/migrations/baseline.ts";
import { report, ROUNDS } from "./support/figures.ts";
import type { PurgeCommand, ServerInfo, WatchCommand } from "./support/server.ts";

const CONNECTIONS = 64;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);

export interface RunningServer {
  server: ServerInfo;
  folder: string;
  /** Sends the server a command outside its procedures and waits for the answer. */
  ask: <A>(command: PurgeCommand | WatchCommand) => Promise<A>;
  stop: () => void;
}

export async function startServer(...extras: string[]): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), "callboard-bench-"));
  const child = fork(join(import.meta.dirname, "support/server.ts"), [folder, ...extras]);
  const server = await new Promise<ServerInfo>((resolve, reject) => {
    child.once("message", (message) => resolve(message as ServerInfo));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    server,
    folder,
    ask: <A>(command: PurgeCommand | WatchCommand) =>
      new Promise<A>((resolve) => {
        child.once("message", (answer) => resolve(answer as A));
        child.send(command);
      }),
    stop: () => {
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers a second on 64 connections; every answer must be a success. */
async function rate(
  server: ServerInfo,
  path: string,
  body: (n: number) => unknown,
  headers: (n: number) => Record<string, string>,
): Promise<number> {
  let n = 0;
  const result = await autocannon({
    url: server.address,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: "POST",
        path,
        setupRequest: (request: object) => {
          n += 1;
          return {
            ...request,
            body: JSON.stringify(body(n)),
            headers: { "content-type": "application/json", ...headers(n) },
          };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path}: ${result.non2xx} rejected, ${result.errors} failed`);
  return result["2xx"] / result.duration;
}

let key = 0;
const setRate = (server: ServerInfo): Promise<number> =>
  rate(
    server,
    "/trpc/agents.setStatus",
    (n) => ({ status: server.statuses[Math.floor(n / server.secrets.length) % server.statuses.length] }),
    (n) => ({
      authorization: `Bearer ${server.secrets[n % server.secrets.length]}`,
      "x-callboard-account": server.account,
      "idempotency-key": `bench-${process.pid}-${(key += 1)}`,
    }),
  );
const emptyRate = (server: ServerInfo): Promise<number> =>
  rate(
    server,
    "/trpc/bench.empty",
    () => ({}),
    () => ({}),
  );

/** The same three rows with one prepared transaction each, and every commit flushed to disk. */
function rawRate(folder: string): number {
  const db = new Sqlite(join(folder, `raw-${key}.db`));
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec("PRAGMA wal_autocheckpoint = 8000");
  for (const sql of baseline) db.exec(sql);
  const data = JSON.stringify({
    status: "x".repeat(22),
    statusName: "Lunch",
    since: 1e12,
    until: null,
    whenOver: "stay",
    actor: { as: "person", id: "x".repeat(22) },
    cause: { key: "agents.cause.chosen", values: {} },
    next: null,
    before: null,
  });
  const message = JSON.stringify({ key: "agents.didChoose", values: { status: "Lunch" } });
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const record = db.prepare(
    "INSERT INTO records (account, kind, id, version, shape, data, at) VALUES ('a', 'agent', ?, 1, 1, ?, 1) ON CONFLICT DO UPDATE SET version = version + 1, data = excluded.data",
  );
  const change = db.prepare(
    "INSERT INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at, digest) VALUES ('a', ?, 'agent', ?, ?, 'changed', 'activity', 'team', 1, ?, ?, ?, ?, ?, ?, NULL, 1, ?)",
  );
  const command = db.prepare(
    "INSERT INTO commands (actor, procedure, key, hash, answer, at) VALUES (?, 'agents.setStatus', ?, ?, '{}', 1)",
  );
  let n = 0;
  const end = performance.now() + SECONDS * 1000;
  const started = performance.now();
  while (performance.now() < end) {
    n += 1;
    const id = `seat${n % CONNECTIONS}`;
    begin.run();
    record.run(id, data);
    change.run(
      BigInt(n),
      id,
      BigInt(Math.floor(n / CONNECTIONS) + 1),
      data,
      '{"as":"person"}',
      id,
      message,
      message,
      "r".repeat(22),
      "d".repeat(43),
    );
    command.run(`person:${id}`, `k${n}`, "h".repeat(43));
    commit.run();
  }
  const perSecond = n / ((performance.now() - started) / 1000);
  db.close();
  return perSecond;
}

/** A status change over HTTP, compared with an empty call and with writing the same rows directly. */
export async function benchStatus(): Promise<void> {
  const { server, stop, folder } = await startServer();
  try {
    await emptyRate(server);
    await setRate(server);
    const sets: number[] = [];
    const empties: number[] = [];
    const raws: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      empties.push(await emptyRate(server));
      sets.push(await setRate(server));
      raws.push(rawRate(folder));
    }
    report("status changes per second", sets);
    report("empty mutations per second", empties);
    report("raw transactions per second", raws);
    report(
      "status change / empty mutation",
      sets.map((one, index) => one / empties[index]!),
      { least: 0.6 },
    );
    report(
      "status change / raw transaction",
      sets.map((one, index) => one / raws[index]!),
      { least: 0.8 },
    );
  } finally {
    stop();
  }
}
