import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/core/failure";
import { BackgroundReader } from "./backgroundReader.ts";
import { isBusy, Reader, Writer } from "./connections.ts";
import { finalStatements, type Database, type Row, type WriteRequest } from "./port.ts";
import { createDatabaseFile } from "./filePermissions.ts";
import { decideGroup, type QueuedWrite } from "./decideGroup.ts";
import type { Seal } from "../seals/seal.ts";

/** At most this many requests share one transaction, collected for at most this many milliseconds. */
const GROUP_MAX = 64;
const GATHER_MS = 5;
const QUEUE_MAX = 2000;
/** Low-priority writes run in small groups, so that new normal ones don't wait long. */
const LOW_PRIORITY_MAX = 4;
/** While normal writes keep coming, a low-priority write waits this long to share a flush with one of them. */
const SHARE_FLUSH_MS = 25;
/** After a normal write, another one is likely for this long. */
const RECENT_MS = 100;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * A database file. All writes go through one queue and are committed in groups: one BEGIN IMMEDIATE, one flush to disk.
 * Inside a transaction only the database is awaited, so nothing else prolongs it.
 */
export function openFileDatabase(path: string, seal: Seal | null = null): Database {
  createDatabaseFile(path);
  const reader = new Reader(path);
  const background = new BackgroundReader(path);
  const snapshots = new BackgroundReader(path);
  const writer = new Writer(path);
  const queue: QueuedWrite[] = [];
  const lowPriority: QueuedWrite[] = [];
  const externalChecks: PromiseWithResolvers<boolean>[] = [];
  let draining: Promise<void> | null = null;
  let lastNormalWrite = -Infinity;
  /** Resolves when a normal write arrives; null if nobody waits for one. */
  let arrival: PromiseWithResolvers<void> | null = null;

  /** Waits for a normal write to share its flush, if one is likely: a flush now would delay it. */
  async function waitForNormalWrite(): Promise<void> {
    const now = performance.now();
    if (queue.length > 0 || externalChecks.length > 0 || lowPriority.length === 0 || now - lastNormalWrite > RECENT_MS)
      return;
    const remaining = SHARE_FLUSH_MS - (now - lowPriority[0]!.queuedAt);
    if (remaining <= 0) return;
    arrival = Promise.withResolvers();
    const timer = setTimeout(arrival.resolve, remaining);
    await arrival.promise;
    clearTimeout(timer);
    arrival = null;
  }

  /**
   * The only user of the writer, apart from `runAlone`: two could each reopen it, and one would keep the lock forever.
   */
  async function drain(): Promise<void> {
    while (queue.length > 0 || lowPriority.length > 0 || externalChecks.length > 0) {
      await waitForNormalWrite();
      await waitForMore(queue);
      for (const check of externalChecks.splice(0)) await writer.hasExternalWrites().then(check.resolve, check.reject);
      const group = nextGroup(queue, lowPriority);
      if (group.length === 0) continue;
      try {
        await beginTransaction(writer);
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      await commitWriteGroup(writer, group);
    }
    draining = null;
  }

  /** Runs alone, for migrations. */
  async function runAlone<T>(run: () => Promise<T>): Promise<T> {
    while (draining) await draining;
    const running = run();
    draining = running.then(
      () => drain(),
      () => drain(),
    );
    return running;
  }

  const db: Database = {
    kind: "file",
    seal,
    read: async (stmts) => reader.snapshot(stmts),
    dataVersion: () => reader.dataVersion(),
    readInBackground: (stmts) => background.snapshot(stmts),
    withSnapshot: (work) => withSnapshot(snapshots, db, work),
    write: <A>(request: WriteRequest<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "api.busy", {}));
        const queuedAt = performance.now();
        if (!request.priority) {
          lastNormalWrite = queuedAt;
          arrival?.resolve();
        }
        (request.priority ? lowPriority : queue).push({
          request,
          queuedAt,
          resolve: resolve as (answer: unknown) => void,
          reject,
        });
        draining ??= drain();
      }),
    hasExternalWrites: () => {
      const check = Promise.withResolvers<boolean>();
      externalChecks.push(check);
      arrival?.resolve();
      draining ??= drain();
      return check.promise;
    },
    runScript: (stmts) =>
      runAlone(async () => {
        await beginTransaction(writer);
        try {
          const rows: Row[][] = [];
          // Each may depend on the previous one, so it is prepared only when its turn comes.
          for (const statement of stmts) {
            await writer.prepare([statement]);
            rows.push(await writer.rows(statement));
          }
          await writer.exec("COMMIT");
          return rows;
        } catch (error) {
          await writer.close();
          throw error;
        }
      }),
    close: async () => {
      while (draining) await draining;
      reader.close();
      await background.close();
      await snapshots.close();
      await writer.mergeLog();
      await writer.close();
    },
  };
  return db;
}

/** All reads inside `work` use one snapshot, however deep the calls go. */
function withSnapshot<T>(snapshots: BackgroundReader, db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  return snapshots.withSnapshot((read) => {
    const snapshot: Database = {
      ...db,
      read,
      readInBackground: read,
      dataVersion: () => null,
      withSnapshot: (inner) => inner(snapshot),
    };
    return work(snapshot);
  });
}

/** Lets ready requests join the group, as long as each turn of the event loop brings more. */
async function waitForMore(queue: readonly QueuedWrite[]): Promise<void> {
  const end = performance.now() + GATHER_MS;
  for (let before = -1; queue.length > before && queue.length < GROUP_MAX && performance.now() < end;) {
    before = queue.length;
    await new Promise(setImmediate);
  }
}

/** Low-priority writes form their own group when nothing else waits; otherwise one joins at the end. */
const nextGroup = (queue: QueuedWrite[], lowPriority: QueuedWrite[]): QueuedWrite[] =>
  queue.length === 0
    ? lowPriority.splice(0, LOW_PRIORITY_MAX)
    : [...queue.splice(0, GROUP_MAX), ...lowPriority.splice(0, 1)];

async function commitWriteGroup(writer: Writer, group: readonly QueuedWrite[]): Promise<void> {
  try {
    let result = await decideGroup(writer, group, false);
    if (result === null) {
      await writer.exec("ROLLBACK");
      await beginTransaction(writer);
      result = (await decideGroup(writer, group, true))!;
    }
    const stmts = finalStatements(result.finalWrites);
    await writer.prepare(stmts);
    await writer.apply(stmts);
    await writer.exec(result.hasWrites ? "COMMIT" : "ROLLBACK");
    for (const settle of result.settlers) settle();
  } catch (error) {
    // Nothing was committed: closing the connection rolls back.
    await writer.close();
    for (const { reject } of group) reject(error);
  }
}

/** Waits for the lock among processes. */
async function beginTransaction(writer: Writer): Promise<void> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (let pause = 1; ; pause = Math.min(pause * 1.6, 25)) {
    try {
      return await writer.begin();
    } catch (error) {
      await writer.close();
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline) throw new Failure("busy", "api.busy", {});
      // Varying pauses keep two processes from colliding again and again.
      await wait(pause * (0.5 + (performance.now() % 1)));
    }
  }
}
