import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/failure";
import Sqlite from "libsql";
import type { Database, Outcome, Row, SqlValue, Stmt, Work } from "./db.ts";

const GROUP_MAX = 64;
const QUEUE_MAX = 2000;
const BUSY_PATIENCE_MS = 10_000;

interface Waiting {
  work: Work<unknown>;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * A database file. All writes stand in one queue and are committed in groups: one BEGIN IMMEDIATE, a savepoint for
 * each piece of work, one flush to disk. The binding is synchronous, so nothing can come between look and write.
 */
export function openFile(path: string): Database {
  mkdirSync(dirname(path), { recursive: true });
  const writer = new Connection(path);
  const reader = new Connection(path);
  const queue: Waiting[] = [];
  let pump: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // One turn of the event loop lets every request that is ready join the group.
      await new Promise(setImmediate);
      const group = queue.splice(0, GROUP_MAX);
      try {
        await begin(writer);
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      commitGroup(writer, group);
    }
    pump = null;
  }

  return {
    kind: "file",
    read: async (stmts) => reader.snapshot(stmts),
    write: <A>(work: Work<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "call.busy", {}));
        queue.push({ work, resolve: resolve as (answer: unknown) => void, reject });
        pump ??= drain();
      }),
    writtenElsewhere: async () => writer.dataVersionMoved(),
    script: async (stmts) => {
      while (pump) await pump;
      await begin(writer);
      try {
        const rows = stmts.map((one) => writer.all(one));
        writer.run("COMMIT");
        return rows;
      } catch (error) {
        writer.run("ROLLBACK");
        throw error;
      }
    },
    close: async () => {
      while (pump) await pump;
      writer.close();
      reader.close();
    },
  };
}

function commitGroup(writer: Connection, group: readonly Waiting[]): void {
  const settle: (() => void)[] = [];
  let wrote = false;
  try {
    for (const { work, resolve, reject } of group) {
      try {
        const { writes, answer }: Outcome<unknown> = work.decide(work.reads.map((one) => writer.all(one)));
        if (writes.length > 0) writer.apply(writes);
        wrote ||= writes.length > 0;
        settle.push(() => resolve(answer));
      } catch (error) {
        if (!writer.inTransaction) throw error;
        settle.push(() => reject(error));
      }
    }
    writer.run(wrote ? "COMMIT" : "ROLLBACK");
  } catch (error) {
    writer.reopen();
    for (const { reject } of group) reject(error);
    return;
  }
  for (const tell of settle) tell();
}

/** Waits its turn among processes. A connection that once met a lock is not trusted again: it is opened anew. */
async function begin(writer: Connection): Promise<void> {
  const giveUp = performance.now() + BUSY_PATIENCE_MS;
  for (let pause = 1; ; pause = Math.min(pause * 1.6, 25)) {
    try {
      return writer.run("BEGIN IMMEDIATE");
    } catch (error) {
      if (!isBusy(error)) throw error;
      writer.reopen();
      if (performance.now() > giveUp) throw new Failure("busy", "call.busy", {});
      // Pauses that differ keep two processes from meeting again and again.
      await wait(pause * (0.5 + (performance.now() % 1)));
    }
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");
const isBusy = (error: unknown): boolean => codeOf(error).startsWith("SQLITE_BUSY");
export const isConstraint = (error: unknown): boolean => codeOf(error).startsWith("SQLITE_CONSTRAINT");

const UNASKED = -1;
const REOPENED = -2;

class Connection {
  private readonly path: string;
  private handle: Sqlite.Database;
  private statements = new Map<string, Sqlite.Statement>();
  private dataVersion = UNASKED;

  constructor(path: string) {
    this.path = path;
    this.handle = this.open();
  }

  private open(): Sqlite.Database {
    const handle = new Sqlite(this.path);
    handle.exec("PRAGMA busy_timeout = 2000");
    handle.exec("PRAGMA journal_mode = WAL");
    handle.exec("PRAGMA synchronous = FULL");
    handle.exec("PRAGMA foreign_keys = ON");
    handle.exec("PRAGMA busy_timeout = 0");
    return handle;
  }

  reopen(): void {
    this.close();
    this.handle = this.open();
    // Its count begins anew and may equal the old one, whatever was written meanwhile.
    this.dataVersion = REOPENED;
  }

  close(): void {
    this.statements.clear();
    this.handle.close();
  }

  private prepared(sql: string): Sqlite.Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.handle.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  run(sql: string): void {
    this.prepared(sql).run();
  }

  all({ sql, args, single }: Stmt): Row[] {
    const statement = this.prepared(sql);
    const values = args.map(bound);
    if (single) {
      const row = statement.get(values) as Row | undefined;
      return row === undefined ? [] : [row];
    }
    if (statement.reader) return statement.all(values) as Row[];
    statement.run(values);
    return [];
  }

  /** All of one piece of work or none of it, inside the group's transaction. */
  apply(writes: readonly Stmt[]): void {
    this.run("SAVEPOINT work");
    try {
      for (const one of writes) this.write(one);
    } catch (error) {
      if (this.inTransaction) this.run("ROLLBACK TO work");
      throw error;
    } finally {
      if (this.inTransaction) this.run("RELEASE work");
    }
  }

  /** A full disk takes the whole transaction back by itself: then nothing of the group may be answered as done. */
  get inTransaction(): boolean {
    return this.handle.inTransaction;
  }

  private write({ sql, args, taken }: Stmt): void {
    try {
      this.prepared(sql).run(args.map(bound));
    } catch (error) {
      throw taken && isConstraint(error) ? taken() : error;
    }
  }

  snapshot(stmts: readonly Stmt[]): Row[][] {
    if (stmts.length === 1) return [this.all(stmts[0]!)];
    this.run("BEGIN");
    try {
      return stmts.map((one) => this.all(one));
    } finally {
      this.run("COMMIT");
    }
  }

  dataVersionMoved(): boolean {
    const before = this.dataVersion;
    this.dataVersion = Number((this.prepared("PRAGMA data_version").all()[0] as Row).data_version);
    return before !== UNASKED && before !== this.dataVersion;
  }
}

/** The binding writes JavaScript numbers as REAL: whole numbers go as integers, here and nowhere else. */
const bound = (value: SqlValue): SqlValue =>
  typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
