import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { create, decision } from "../packages/domain/src/core/effect.ts";
import { message } from "../packages/domain/src/core/message.ts";
import { type Database, stmt } from "../apps/server/src/store/database/port.ts";
import { Feed } from "../apps/server/src/feed/feed.ts";
import { migrate } from "../apps/server/src/store/migrations/migrate.ts";
import { commit } from "../apps/server/src/store/commit.ts";
import { findBrokenLink, rebuildRecords } from "../apps/server/test/support/checks/changeChain.ts";
import { ACCOUNT, seededRandom, counterId, scopeFor, openTortureDatabase } from "./support/fixture.ts";

export interface Size {
  /** Parallel writers, half of them in each process. */
  writers: number;
  counters: number;
  /** How often both processes are killed and restarted. */
  rounds: number;
  /** The answers to wait for in each round before the kill. */
  answersPerRound: number;
  seed: number;
}

export interface Outcome {
  acknowledged: number;
  /** Written, but killed before the answer was recorded. */
  unacknowledged: number;
  perSecond: number;
  faults: string[];
}

/**
 * Two processes write to one file as fast as they can and are killed in the middle. Every acknowledged write must be
 * there exactly once.
 */
export async function torture(size: Size, log: (line: string) => void = () => {}): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-torture-"));
  const file = join(dir, "torture.db");
  const acks = join(dir, "acks.txt");
  try {
    await prepare(file, size.counters);
    const random = seededRandom(size.seed);
    const startedAt = performance.now();
    for (let round = 0; round < size.rounds; round += 1) {
      const answers = Math.ceil(size.answersPerRound * (0.5 + random()));
      await runKilledRound(file, acks, round, answers, size);
      log(`round ${round + 1}: killed both after ${readAcknowledgements(acks).length} answers in all`);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return await checkOutcome(file, readAcknowledgements(acks), size.counters, seconds);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function withDatabase<T>(file: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openTortureDatabase(file);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const prepare = (file: string, counters: number) =>
  withDatabase(file, async (db) => {
    await migrate(db);
    const action = message("agents.didAddStatus", { status: "counter" });
    for (let index = 0; index < counters; index += 1) {
      const id = counterId(index);
      const data = { name: id, takesCalls: false, color: "teal", icon: null, order: 0, defaultMinutes: null } as const;
      await commit(scopeFor(db, new Feed(db), `make ${id}`), {}, () => [
        create(ACCOUNT, "status", id, { ...data, whenOver: "stay", archivedAt: null }, { action }),
      ]);
    }
  });

interface Ack {
  key: string;
  id: string;
  version: number;
}

/** An incomplete line isn't an acknowledgement. */
function readAcknowledgements(path: string): Ack[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const [key, id, version] = line.split(" ") as [string, string, string];
    return { key, id, version: Number(version) };
  });
}

async function runKilledRound(file: string, acks: string, round: number, answers: number, size: Size): Promise<void> {
  const before = readAcknowledgements(acks).length;
  const errors: string[] = [];
  const children = ["a", "b"].map((name, index) => {
    const args = [
      file,
      acks,
      `${name}${round}`,
      Math.ceil(size.writers / 2),
      size.counters,
      size.seed + round * 2 + index,
    ];
    const path = join(import.meta.dirname, "support/writer.ts");
    const child = spawn(process.execPath, [path, ...args.map(String)], { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (data) => errors.push(String(data)));
    return child;
  });
  const ended = children.map((child) => new Promise<void>((resolve) => child.once("exit", () => resolve())));
  const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
  const deadline = performance.now() + 60_000;
  while (
    readAcknowledgements(acks).length - before < answers &&
    children.every(isRunning) &&
    performance.now() < deadline
  )
    await new Promise((resolve) => setTimeout(resolve, 10));
  const alive = children.every(isRunning);
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(ended);
  if (!alive) throw new Error(`A writer ended on its own: ${errors.join("")}`);
  if (readAcknowledgements(acks).length - before < answers) throw new Error("Too few answers within a minute");
}

const checkOutcome = (file: string, acks: Ack[], counters: number, seconds: number): Promise<Outcome> =>
  withDatabase(file, async (db) => {
    const faults: string[] = [];
    const [changes, commands, records] = (await db.read([
      stmt("SELECT request, id, version FROM changes WHERE event = 'changed'"),
      stmt("SELECT key FROM commands WHERE procedure = 'torture' AND key NOT LIKE 'make %'"),
      stmt("SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id"),
    ])) as [{ request: string; id: string; version: number }[], { key: string }[], { version: number; data: string }[]];
    const written = Map.groupBy(changes, ({ request }) => request);
    for (const { key, id, version } of acks) {
      const matches = written.get(key) ?? [];
      if (matches.length !== 1) faults.push(`${key} was answered and is there ${matches.length} times`);
      else if (matches[0]!.id !== id || matches[0]!.version !== version)
        faults.push(`${key} is not as it was answered`);
    }
    for (const [key, matches] of written)
      if (matches.length > 1) faults.push(`${key} is there ${matches.length} times`);
    if (commands.length !== changes.length) faults.push(`${commands.length} keys for ${changes.length} changes`);
    for (const { version, data } of records)
      if (JSON.parse(data).order !== version - 1) faults.push(`a counter lost ${version - 1 - JSON.parse(data).order}`);
    const counted = records.reduce((sum, { version }) => sum + version - 1, 0);
    if (counted !== changes.length) faults.push(`counted ${counted}, written ${changes.length}`);
    if (records.length !== counters) faults.push(`${records.length} counters of ${counters}`);
    const broken = await findBrokenLink(db);
    if (broken !== null) faults.push(`the chain is broken at ${broken}`);
    if (JSON.stringify(await rebuildRecords(db)) !== JSON.stringify(records))
      faults.push("the log tells another present");
    faults.push(...(await replayAcknowledged(db, acks.slice(-50))));
    const { length } = acks;
    return {
      acknowledged: length,
      unacknowledged: changes.length - length,
      perSecond: Math.round(length / seconds),
      faults,
    };
  });

/** A write that is repeated under its key gives the same answer and writes nothing. */
async function replayAcknowledged(db: Database, acks: Ack[]): Promise<string[]> {
  const feed = new Feed(db);
  const faults: string[] = [];
  for (const { key, version } of acks) {
    const answer = await commit(scopeFor(db, feed, key), {}, () => decision([], -1));
    if (answer !== version) faults.push(`${key} answers ${answer} when asked again, it was ${version}`);
  }
  return faults;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      writers: { type: "string", default: "500" },
      counters: { type: "string", default: "40" },
      rounds: { type: "string", default: "5" },
      answers: { type: "string", default: "4000" },
      seed: { type: "string", default: "1" },
    },
  });
  const { answers: answersPerRound, ...otherValues } = values;
  const named = { ...otherValues, answersPerRound };
  const size = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, Number(value)]));
  console.log(`two processes, ${values.writers} writers, ${values.rounds} rounds, seed ${values.seed}`);
  const { acknowledged, unacknowledged, perSecond, faults } = await torture(size as unknown as Size, console.log);
  console.log(
    `${acknowledged} writes were acknowledged (${perSecond} a second), ${unacknowledged} more written but not acknowledged`,
  );
  console.log(
    faults.length === 0 ? "each is there exactly once, and the chain is complete" : faults.slice(0, 20).join("\n"),
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
