import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/core/failure";
import { BackgroundReader } from "./backgroundReader.ts";
import { isBusy, Reader, Writer } from "./connections.ts";
import { type FinalWrite, finalStatements, type Database, type Row, type Stmt, type WriteRequest } from "./port.ts";
import { createDatabaseFile } from "./filePermissions.ts";
import type { Seal } from "../seals/seal.ts";

const GROUP_MAX = 64;
const GATHER_MS = 5;
const QUEUE_MAX = 2000;
/** Run low-priority writes in small batches so that new ones don't wait. */
const LOW_PRIORITY_MAX = 4;
/** While normal writes keep coming, a low-priority write waits this long to share a flush with one of them. */
const SHARE_FLUSH_MS = 25;
const RECENT_MS = 100;
const BUSY_PATIENCE_MS = 10_000;

interface QueuedWrite {
  work: WriteRequest<unknown>;
  since: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * A database file. All writes go through one queue and are committed in groups: one BEGIN IMMEDIATE, one flush to disk.
 * Inside a transaction only the database is awaited.
 */
export function openFileDatabase(path: string, seal: Seal | null = null): Database {
  createDatabaseFile(path);
  const reader = new Reader(path);
  const background = new BackgroundReader(path);
  const held = new BackgroundReader(path);
  const writer = new Writer(path);
  const queue: QueuedWrite[] = [];
  const calm: QueuedWrite[] = [];
  const asking: PromiseWithResolvers<boolean>[] = [];
  let pump: Promise<void> | null = null;
  let lastCompany = -Infinity;
  let arrival: PromiseWithResolvers<void> | null = null;

  /** Waits for a normal write to share its flush, if one is likely: a flush now would delay it. */
  async function company(): Promise<void> {
    const now = performance.now();
    if (queue.length > 0 || asking.length > 0 || calm.length === 0 || now - lastCompany > RECENT_MS) return;
    const left = SHARE_FLUSH_MS - (now - calm[0]!.since);
    if (left <= 0) return;
    arrival = Promise.withResolvers();
    const timer = setTimeout(arrival.resolve, left);
    await arrival.promise;
    clearTimeout(timer);
    arrival = null;
  }

  /** Only this uses the writer: two users could each reopen it, and one would keep the lock forever. */
  async function drain(): Promise<void> {
    while (queue.length > 0 || calm.length > 0 || asking.length > 0) {
      await company();
      await waitForMore(queue);
      for (const asked of asking.splice(0)) await writer.dataVersionMoved().then(asked.resolve, asked.reject);
      const group = nextGroup(queue, calm);
      if (group.length === 0) continue;
      try {
        await beginTransaction(writer);
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      await commitWriteGroup(writer, group);
    }
    pump = null;
  }

  /** Runs alone, for migrations. */
  async function alone<T>(run: () => Promise<T>): Promise<T> {
    while (pump) await pump;
    const running = run();
    pump = running.then(
      () => drain(),
      () => drain(),
    );
    return running;
  }

  const db: Database = {
    kind: "file",
    seal,
    read: async (stmts) => reader.snapshot(stmts),
    readInBackground: (stmts) => background.snapshot(stmts),
    still: (look) => heldStill(held, db, look),
    write: <A>(work: WriteRequest<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "call.busy", {}));
        const since = performance.now();
        if (!work.calm) {
          lastCompany = since;
          arrival?.resolve();
        }
        (work.calm ? calm : queue).push({ work, since, resolve: resolve as (answer: unknown) => void, reject });
        pump ??= drain();
      }),
    writtenElsewhere: () => {
      const asked = Promise.withResolvers<boolean>();
      asking.push(asked);
      arrival?.resolve();
      pump ??= drain();
      return asked.promise;
    },
    script: (stmts) =>
      alone(async () => {
        await beginTransaction(writer);
        try {
          const rows: Row[][] = [];
          // Each may depend on the previous one, so it is prepared only when its turn comes.
          for (const one of stmts) {
            await writer.prepare([one]);
            rows.push(await writer.rows(one));
          }
          await writer.exec("COMMIT");
          return rows;
        } catch (error) {
          await writer.drop();
          throw error;
        }
      }),
    close: async () => {
      while (pump) await pump;
      reader.close();
      await background.close();
      await held.close();
      await writer.fold();
      await writer.drop();
    },
  };
  return db;
}

/** All reads inside `look` use the held snapshot, however deep the calls go. */
function heldStill<T>(held: BackgroundReader, db: Database, look: (db: Database) => Promise<T>): Promise<T> {
  return held.hold((read) => {
    const still: Database = { ...db, read, readInBackground: read, still: (deeper) => deeper(still) };
    return look(still);
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
const nextGroup = (queue: QueuedWrite[], calm: QueuedWrite[]): QueuedWrite[] =>
  queue.length === 0 ? calm.splice(0, LOW_PRIORITY_MAX) : [...queue.splice(0, GROUP_MAX), ...calm.splice(0, 1)];

async function commitWriteGroup(writer: Writer, group: readonly QueuedWrite[]): Promise<void> {
  try {
    let done = await decideGroup(writer, group, false);
    if (done === null) {
      await writer.exec("ROLLBACK");
      await beginTransaction(writer);
      done = (await decideGroup(writer, group, true))!;
    }
    const last = finalStatements(done.closings);
    await writer.prepare(last);
    await writer.apply(last);
    await writer.exec(done.wrote ? "COMMIT" : "ROLLBACK");
    for (const tell of done.settle) tell();
  } catch (error) {
    // Nothing was committed: closing the connection rolls back.
    await writer.drop();
    for (const { reject } of group) reject(error);
  }
}

interface GroupResult {
  settle: (() => void)[];
  wrote: boolean;
  closings: FinalWrite[];
}

/**
 * Decides and writes requests in order. Rejected writes are rare and savepoints cost time, so the first try has none
 * (`apart` false): a rejected write ends it with null, and the group runs again with savepoints.
 */
async function decideGroup(writer: Writer, group: readonly QueuedWrite[], apart: boolean): Promise<GroupResult | null> {
  const done: GroupResult = { settle: [], wrote: false, closings: [] };
  const left: WrittenRows = new Map();
  for (const { work, resolve, reject } of group) {
    let writing = false;
    try {
      const decided = work.decide(await readRows(writer, work.reads, left));
      const { writes, answer, closings = [] } = decided instanceof Promise ? await decided : decided;
      await writer.prepare(writes);
      writing = writes.length > 0;
      if (apart) await writer.applyApart(writes);
      else await writer.apply(writes);
      done.wrote ||= writing;
      for (const closing of closings) {
        done.closings.push(closing);
        left.set(closing.row, closing.leaves);
      }
      done.settle.push(() => resolve(answer));
    } catch (error) {
      if (!writer.inTransaction) throw error;
      if (writing && !apart) return null;
      done.settle.push(() => reject(error));
    }
  }
  return done;
}

/** Rows written by requests of this transaction. Nobody else can have: the lock is held since they were read. */
type WrittenRows = Map<string, Row>;

async function readRows(writer: Writer, reads: readonly Stmt[], left: WrittenRows): Promise<Row[][]> {
  await writer.prepare(reads);
  const rows: Row[][] = [];
  for (const one of reads) {
    const known = one.row === undefined ? undefined : left.get(one.row);
    const found = known === undefined ? writer.rows(one) : [known];
    rows.push(found instanceof Promise ? await found : found);
  }
  return rows;
}

/** Waits for the lock among processes. */
async function beginTransaction(writer: Writer): Promise<void> {
  const giveUp = performance.now() + BUSY_PATIENCE_MS;
  for (let pause = 1; ; pause = Math.min(pause * 1.6, 25)) {
    try {
      return await writer.begin();
    } catch (error) {
      await writer.drop();
      if (!isBusy(error)) throw error;
      if (performance.now() > giveUp) throw new Failure("busy", "call.busy", {});
      // Varying pauses keep two processes from colliding again and again.
      await wait(pause * (0.5 + (performance.now() % 1)));
    }
  }
}
