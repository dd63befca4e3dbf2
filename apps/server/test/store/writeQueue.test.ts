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

async function openLane(): Promise<{ db: Database; path: string; again: () => Database }> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-lane-"));
  const path = join(dir, "lane.db");
  const open: Database[] = [];
  const again = () => {
    const db = openDatabase(`file:${path}`);
    open.push(db);
    return db;
  };
  onTestFinished(async () => {
    for (const db of open) await db.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const db = again();
  await db.script(SETUP.map((sql) => stmt(sql)));
  return { db, path, again };
}

/** Reads a counter and writes it plus one: wrong as soon as anything comes in between. */
const count = (name: string): WriteRequest<number> => ({
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
  const { db } = await openLane();
  const answers = await Promise.all(Array.from({ length: 500 }, () => db.write(count("a"))));
  expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(await valueOf(db, "a")).toBe(500);
});

test("an answered write is on disk for every other connection", async () => {
  const { db, path } = await openLane();
  await db.write(count("a"));
  const other = new Sqlite(path, { readonly: true });
  expect(other.prepare("SELECT value FROM counters").all()).toEqual([{ value: 1 }]);
  other.close();
});

test("a write that fails doesn't affect the others in its group", async () => {
  const { db } = await openLane();
  const refuses: WriteRequest<never> = {
    reads: [],
    decide: () => {
      throw new Failure("invalid", "agents.promisePast", {});
    },
  };
  const breaks: WriteRequest<null> = {
    reads: [],
    decide: () => ({
      writes: [
        stmt("INSERT INTO counters (name, value) VALUES ('half', 1)"),
        stmt("INSERT INTO counters (name, value) VALUES ('half', 2)"),
      ],
      answer: null,
    }),
  };
  const taken: WriteRequest<null> = {
    reads: [],
    decide: () => ({
      writes: [
        {
          ...stmt("INSERT INTO counters (name, value) VALUES ('a', 1)"),
          taken: () => new Failure("conflict", "agents.nameTaken", {}, "name"),
        },
      ],
      answer: null,
    }),
  };
  const settled = await Promise.allSettled([
    db.write(count("a")),
    db.write(refuses),
    db.write(count("a")),
    db.write(breaks),
    db.write(taken),
    db.write(count("a")),
  ]);
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
  expect(await failureOf(db.write(taken))).toEqual({ code: "conflict", key: "agents.nameTaken", field: "name" });
  expect(await valueOf(db, "a")).toBe(3);
  expect(await valueOf(db, "half")).toBeUndefined();
});

test("if the queue is full, a write is refused as busy at once, and the queued ones are done", async () => {
  const { db } = await openLane();
  const settled = await Promise.allSettled(Array.from({ length: 2100 }, () => db.write(count("a"))));
  const done = settled.filter(({ status }) => status === "fulfilled");
  const refused = settled.filter((one) => one.status === "rejected");
  expect(done).toHaveLength(2000);
  expect(refused).toHaveLength(100);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "busy", key: "call.busy" });
  expect(await valueOf(db, "a")).toBe(2000);
  expect(await db.write(count("a"))).toBe(2001);
});

test("a lock held by another connection is waited for, and nothing is lost", async () => {
  const { db, path } = await openLane();
  const other = new Sqlite(path);
  other.exec("BEGIN IMMEDIATE");
  other.exec("INSERT INTO counters (name, value) VALUES ('theirs', 1)");
  let done = 0;
  const works = Array.from({ length: 100 }, () => db.write(count("a")).then(() => (done += 1)));
  const reader = setInterval(() => {}, 1);
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
  clearInterval(reader);
  expect(done).toBe(0);
  expect(await valueOf(db, "theirs")).toBeUndefined();
  other.exec("COMMIT");
  other.close();
  await Promise.all(works);
  expect(await valueOf(db, "a")).toBe(100);
  expect(await valueOf(db, "theirs")).toBe(1);
});

test("two write queues on one file continue each other's counts", async () => {
  const { db, again } = await openLane();
  const other = again();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => (index % 2 ? db : other).write(count("a"))),
  );
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

/** Counts with a row that the previous write may have left in memory; a refused write leaves a wrong row. */
const countNamed = (refused: boolean): WriteRequest<number> => ({
  reads: [{ ...stmt("SELECT value FROM counters WHERE name = 'named'"), row: "named" }],
  decide: ([rows]) => {
    const value = Number(rows![0]?.value ?? 0) + 1;
    const put = stmt("INSERT OR REPLACE INTO counters (name, value) VALUES ('named', ?)", refused ? -value : value);
    const fails = stmt("INSERT INTO counters (name, value) VALUES ('named', 0)");
    const writes = [{ ...put, row: "named", leaves: { value: refused ? -value : value } }, ...(refused ? [fails] : [])];
    return { writes, answer: value };
  },
});

test("a row kept in memory is what the next write reads, whichever writes are refused and whoever else writes", async () => {
  const { db, again } = await openLane();
  const other = again();
  const settled = await Promise.allSettled(
    Array.from({ length: 300 }, (_, index) => (index % 4 === 1 ? other : db).write(countNamed(index % 10 === 5))),
  );
  const answers = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 270 }, (_, index) => index + 1));
  expect(await valueOf(db, "named")).toBe(270);
});

test("a write queue notices writes of other processes, and not its own", async () => {
  const { db, again } = await openLane();
  const other = again();
  await db.writtenElsewhere();
  expect(await db.writtenElsewhere()).toBe(false);
  await db.write(count("a"));
  expect(await db.writtenElsewhere()).toBe(false);
  await other.write(count("a"));
  expect(await db.writtenElsewhere()).toBe(true);
  expect(await db.writtenElsewhere()).toBe(false);
});

test("another process's write is noticed even if a lock made the queue reopen its connection", async () => {
  const { db, path } = await openLane();
  await db.write(count("a"));
  await db.writtenElsewhere();
  const other = new Sqlite(path);
  other.exec("INSERT INTO counters (name, value) VALUES ('theirs', 1)");
  other.exec("BEGIN IMMEDIATE");
  const mine = db.write(count("a"));
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  other.exec("ROLLBACK");
  other.close();
  await mine;
  expect(await db.writtenElsewhere()).toBe(true);
});

test("reads of several statements see the same moment", async () => {
  const { db } = await openLane();
  await db.write(count("a"));
  const both = [stmt("SELECT value FROM counters"), stmt("SELECT value FROM counters")];
  const reads: Promise<unknown>[] = [];
  const writes = Array.from({ length: 50 }, () => db.write(count("a")).then(() => reads.push(db.read(both))));
  await Promise.all(writes);
  for (const [first, second] of (await Promise.all(reads)) as [unknown, unknown][]) expect(second).toEqual(first);
});

test("a script is one transaction: a failing statement undoes the others", async () => {
  const { db } = await openLane();
  const script = [stmt("INSERT INTO counters (name, value) VALUES ('s', 1)"), stmt("INSERT INTO nowhere VALUES (1)")];
  await expect(db.script(script)).rejects.toThrow("nowhere");
  expect(await valueOf(db, "s")).toBeUndefined();
  expect(await db.write(count("a"))).toBe(1);
});

test("integers are stored as integers, up to the largest safe one", async () => {
  const { db } = await openLane();
  const most = Number.MAX_SAFE_INTEGER;
  await db.script([stmt("INSERT INTO counters (name, value) VALUES ('most', ?), ('least', ?)", most, -most)]);
  expect(await valueOf(db, "most")).toBe(most);
  expect(await valueOf(db, "least")).toBe(-most);
});

test("a full disk fails only the write that needed the space, and no write is kept without its answer", async () => {
  const { db } = await openLane();
  await db.script([stmt("CREATE TABLE blobs (data TEXT NOT NULL) STRICT")]);
  const big: WriteRequest<null> = {
    reads: [],
    decide: () => ({ writes: [stmt("INSERT INTO blobs (data) VALUES (?)", "x".repeat(4_000_000))], answer: null }),
  };
  const [{ page_count: pages }] = (await db.read([stmt("PRAGMA page_count")]))[0] as [{ page_count: number }];
  await db.script([stmt(`PRAGMA max_page_count = ${pages + 4}`)]);
  const settled = await Promise.allSettled([db.write(count("a")), db.write(big), db.write(count("a"))]);
  expect(settled[1]!.status).toBe("rejected");
  const done = settled.filter(({ status }) => status === "fulfilled").length;
  expect((await valueOf(db, "a")) ?? 0).toBe(done);
});

test("while another process keeps taking the lock and the file is watched, every write still succeeds", async () => {
  const { db, path } = await openLane();
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
  let over = false;
  const pause = (ms: number) => new Promise((later) => setTimeout(later, ms));
  const taking = (async () => {
    while (!over) {
      await pause(3);
      if (!begin()) continue;
      await pause(12);
      other.exec("INSERT OR REPLACE INTO counters (name, value) VALUES ('other', 1)");
      other.exec("COMMIT");
    }
  })();
  const watching = (async () => {
    while (!over) {
      await db.writtenElsewhere();
      await pause(2);
    }
  })();
  for (let round = 1; round <= 25; round += 1) expect(await db.write(count("a"))).toBe(round);
  over = true;
  await Promise.all([taking, watching]);
  other.close();
}, 20_000);
