import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "@callboard/domain/core/failure";
import Sqlite from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { type Database, stmt, type WriteRequest } from "../../src/store/database/port.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { failureOf } from "../support/kit.ts";

const SETUP = ["CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT"];

async function openWriteQueue(): Promise<{ db: Database; path: string; openAnother: () => Database }> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-writes-"));
  const path = join(dir, "writes.db");
  const open: Database[] = [];
  const openAnother = () => {
    const db = openDatabase(`file:${path}`);
    open.push(db);
    return db;
  };
  onTestFinished(async () => {
    for (const db of open) await db.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const db = openAnother();
  await db.runScript(SETUP.map((sql) => stmt(sql)));
  return { db, path, openAnother };
}

/** Reads a counter and writes it plus one: wrong as soon as anything comes in between. */
const increment = (name: string): WriteRequest<number> => ({
  reads: [stmt("SELECT value FROM counters WHERE name = ?", name)],
  decide: ([rows]) => {
    const next = Number(rows![0]?.value ?? 0) + 1;
    return { writes: [stmt("INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)", name, next)], answer: next };
  },
});

const valueOf = async (db: Database, name: string) => {
  const [rows] = await db.read([stmt("SELECT value FROM counters WHERE name = ?", name)]);
  return rows![0]?.value;
};

test("500 simultaneous writes each see the one before, and answer in order", async () => {
  const { db } = await openWriteQueue();
  const answers = await Promise.all(Array.from({ length: 500 }, () => db.write(increment("a"))));
  expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(await valueOf(db, "a")).toBe(500);
});

test("an answered write is on disk for every other connection", async () => {
  const { db, path } = await openWriteQueue();
  await db.write(increment("a"));
  const other = new Sqlite(path, { readonly: true });
  expect(other.prepare("SELECT value FROM counters").all()).toEqual([{ value: 1 }]);
  other.close();
});

test("a write that fails doesn't affect the others in its group", async () => {
  const { db } = await openWriteQueue();
  const refusedWrite: WriteRequest<never> = {
    reads: [],
    decide: () => {
      throw new Failure("invalid", "agents.endInPast", {});
    },
  };
  const failingWrite: WriteRequest<null> = {
    reads: [],
    decide: () => ({
      writes: [
        stmt("INSERT INTO counters (name, value) VALUES ('half', 1)"),
        stmt("INSERT INTO counters (name, value) VALUES ('half', 2)"),
      ],
      answer: null,
    }),
  };
  const duplicateWrite: WriteRequest<null> = {
    reads: [],
    decide: () => ({
      writes: [
        {
          ...stmt("INSERT INTO counters (name, value) VALUES ('a', 1)"),
          onRefused: () => new Failure("conflict", "agents.nameTaken", {}, "name"),
        },
      ],
      answer: null,
    }),
  };
  const settled = await Promise.allSettled([
    db.write(increment("a")),
    db.write(refusedWrite),
    db.write(increment("a")),
    db.write(failingWrite),
    db.write(duplicateWrite),
    db.write(increment("a")),
  ]);
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
  expect(await failureOf(db.write(duplicateWrite))).toEqual({
    code: "conflict",
    key: "agents.nameTaken",
    field: "name",
  });
  expect(await valueOf(db, "a")).toBe(3);
  expect(await valueOf(db, "half")).toBeUndefined();
});

test("if the queue is full, a write is refused as busy at once, and the queued ones are done", async () => {
  const { db } = await openWriteQueue();
  const settled = await Promise.allSettled(Array.from({ length: 2100 }, () => db.write(increment("a"))));
  const done = settled.filter(({ status }) => status === "fulfilled");
  const refused = settled.filter((one) => one.status === "rejected");
  expect(done).toHaveLength(2000);
  expect(refused).toHaveLength(100);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "busy", key: "api.busy" });
  expect(await valueOf(db, "a")).toBe(2000);
  expect(await db.write(increment("a"))).toBe(2001);
});

test("a lock held by another connection is waited for, and nothing is lost", async () => {
  const { db, path } = await openWriteQueue();
  const other = new Sqlite(path);
  other.exec("BEGIN IMMEDIATE");
  other.exec("INSERT INTO counters (name, value) VALUES ('theirs', 1)");
  let done = 0;
  const writes = Array.from({ length: 100 }, () => db.write(increment("a")).then(() => (done += 1)));
  const reader = setInterval(() => {}, 1);
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
  clearInterval(reader);
  expect(done).toBe(0);
  expect(await valueOf(db, "theirs")).toBeUndefined();
  other.exec("COMMIT");
  other.close();
  await Promise.all(writes);
  expect(await valueOf(db, "a")).toBe(100);
  expect(await valueOf(db, "theirs")).toBe(1);
});

test("two write queues on one file continue each other's counts", async () => {
  const { db, openAnother } = await openWriteQueue();
  const other = openAnother();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => (index % 2 ? db : other).write(increment("a"))),
  );
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

/** Counts with a row that the previous write may have left in memory; a refused write leaves a wrong row. */
const countNamed = (refused: boolean): WriteRequest<number> => ({
  reads: [{ ...stmt("SELECT value FROM counters WHERE name = 'named'"), rowKey: "named" }],
  decide: ([rows]) => {
    const value = Number(rows![0]?.value ?? 0) + 1;
    const upsert = stmt("INSERT OR REPLACE INTO counters (name, value) VALUES ('named', ?)", refused ? -value : value);
    const failingInsert = stmt("INSERT INTO counters (name, value) VALUES ('named', 0)");
    const writes = [
      { ...upsert, rowKey: "named", leaves: { value: refused ? -value : value } },
      ...(refused ? [failingInsert] : []),
    ];
    return { writes, answer: value };
  },
});

test("a row kept in memory is what the next write reads, whichever writes are refused and whoever else writes", async () => {
  const { db, openAnother } = await openWriteQueue();
  const other = openAnother();
  const settled = await Promise.allSettled(
    Array.from({ length: 300 }, (_, index) => (index % 4 === 1 ? other : db).write(countNamed(index % 10 === 5))),
  );
  const answers = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 270 }, (_, index) => index + 1));
  expect(await valueOf(db, "named")).toBe(270);
});

test("a write queue notices writes of other processes, and not its own", async () => {
  const { db, openAnother } = await openWriteQueue();
  const other = openAnother();
  await db.hasExternalWrites();
  expect(await db.hasExternalWrites()).toBe(false);
  await db.write(increment("a"));
  expect(await db.hasExternalWrites()).toBe(false);
  await other.write(increment("a"));
  expect(await db.hasExternalWrites()).toBe(true);
  expect(await db.hasExternalWrites()).toBe(false);
});

test("another process's write is noticed even if a lock made the queue reopen its connection", async () => {
  const { db, path } = await openWriteQueue();
  await db.write(increment("a"));
  await db.hasExternalWrites();
  const other = new Sqlite(path);
  other.exec("INSERT INTO counters (name, value) VALUES ('theirs', 1)");
  other.exec("BEGIN IMMEDIATE");
  const mine = db.write(increment("a"));
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  other.exec("ROLLBACK");
  other.close();
  await mine;
  expect(await db.hasExternalWrites()).toBe(true);
});

test("reads of several statements see the same moment", async () => {
  const { db } = await openWriteQueue();
  await db.write(increment("a"));
  const both = [stmt("SELECT value FROM counters"), stmt("SELECT value FROM counters")];
  const reads: Promise<unknown>[] = [];
  const writes = Array.from({ length: 50 }, () => db.write(increment("a")).then(() => reads.push(db.read(both))));
  await Promise.all(writes);
  for (const [first, second] of (await Promise.all(reads)) as [unknown, unknown][]) expect(second).toEqual(first);
});

test("a script is one transaction: a failing statement undoes the others", async () => {
  const { db } = await openWriteQueue();
  const script = [stmt("INSERT INTO counters (name, value) VALUES ('s', 1)"), stmt("INSERT INTO nowhere VALUES (1)")];
  await expect(db.runScript(script)).rejects.toThrow("nowhere");
  expect(await valueOf(db, "s")).toBeUndefined();
  expect(await db.write(increment("a"))).toBe(1);
});

test("integers are stored as integers, up to the largest safe one", async () => {
  const { db } = await openWriteQueue();
  const max = Number.MAX_SAFE_INTEGER;
  await db.runScript([stmt("INSERT INTO counters (name, value) VALUES ('most', ?), ('least', ?)", max, -max)]);
  expect(await valueOf(db, "most")).toBe(max);
  expect(await valueOf(db, "least")).toBe(-max);
});

test("a full disk fails only the write that needed the space, and no write is kept without its answer", async () => {
  const { db } = await openWriteQueue();
  await db.runScript([stmt("CREATE TABLE blobs (data TEXT NOT NULL) STRICT")]);
  const big: WriteRequest<null> = {
    reads: [],
    decide: () => ({ writes: [stmt("INSERT INTO blobs (data) VALUES (?)", "x".repeat(4_000_000))], answer: null }),
  };
  const [{ page_count: pages }] = (await db.read([stmt("PRAGMA page_count")]))[0] as [{ page_count: number }];
  await db.runScript([stmt(`PRAGMA max_page_count = ${pages + 4}`)]);
  const settled = await Promise.allSettled([db.write(increment("a")), db.write(big), db.write(increment("a"))]);
  expect(settled[1]!.status).toBe("rejected");
  const done = settled.filter(({ status }) => status === "fulfilled").length;
  expect((await valueOf(db, "a")) ?? 0).toBe(done);
});

test("while another process keeps taking the lock and the file is watched, every write still succeeds", async () => {
  const { db, path } = await openWriteQueue();
  let other = new Sqlite(path);
  const begin = () => {
    try {
      return Boolean(other.exec("BEGIN IMMEDIATE"));
    } catch {
      // A connection that met a lock isn't used again, here either.
      other.close();
      other = new Sqlite(path);
      return false;
    }
  };
  let finished = false;
  // This is about how long the other connection holds and frees the lock: writes are retried by the clock.
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const locking = (async () => {
    while (!finished) {
      await pause(3);
      if (!begin()) continue;
      await pause(12);
      other.exec("INSERT OR REPLACE INTO counters (name, value) VALUES ('other', 1)");
      other.exec("COMMIT");
    }
  })();
  const watching = (async () => {
    while (!finished) {
      await db.hasExternalWrites();
      await pause(2);
    }
  })();
  for (let round = 1; round <= 25; round += 1) expect(await db.write(increment("a"))).toBe(round);
  finished = true;
  await Promise.all([locking, watching]);
  other.close();
});
