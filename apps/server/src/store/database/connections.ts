import Sqlite from "libsql";
import AsyncSqlite from "libsql/promise";
import { forEachInPieces } from "../inPieces.ts";
import { toSqlValue, type Row, type SqlValue, type Stmt } from "./port.ts";

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");
export const isBusy = (error: unknown): boolean => codeOf(error).startsWith("SQLITE_BUSY");
const isConstraint = (error: unknown): boolean => codeOf(error).startsWith("SQLITE_CONSTRAINT");

export const PRAGMAS = [
  "PRAGMA busy_timeout = 2000",
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
  // Overwrites deleted values in their page.
  "PRAGMA secure_delete = FAST",
  // 32 MB between checkpoints: pages that many changes touch are copied back once instead of each time.
  "PRAGMA wal_autocheckpoint = 8000",
];

/** Reads synchronously, so the reads of two requests never mix in one snapshot. */
export class Reader {
  private readonly handle: Sqlite.Database;
  private readonly statements = new Map<string, Sqlite.Statement>();

  constructor(path: string) {
    this.handle = new Sqlite(path);
    for (const pragma of PRAGMAS) this.handle.exec(pragma);
  }

  snapshot(stmts: readonly Stmt[]): Row[][] {
    if (stmts.length === 1) return [this.rows(stmts[0]!)];
    this.prepared("BEGIN").run([]);
    try {
      return stmts.map((statement) => this.rows(statement));
    } finally {
      this.prepared("COMMIT").run([]);
    }
  }

  /** Changes with every commit of any other connection. */
  dataVersion(): number {
    return Number(this.rows(DATA_VERSION_STMT)[0]!["data_version"]);
  }

  private rows({ sql, args, single }: Stmt): Row[] {
    const statement = this.prepared(sql);
    if (!single) return statement.all(args.map(toSqlValue)) as Row[];
    const row = statement.get(args.map(toSqlValue)) as Row | undefined;
    return row === undefined ? [] : [row];
  }

  private prepared(sql: string): Sqlite.Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.handle.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  close(): void {
    this.statements.clear();
    this.handle.close();
  }
}

/** A prepared statement of libsql, which types it as `any`. */
export interface Prepared {
  /** Whether it returns rows. */
  reader: boolean;
  run(values: readonly SqlValue[]): void;
  get(values: readonly SqlValue[]): unknown;
  all(values: readonly SqlValue[]): Promise<unknown[]>;
}

/** A connection of libsql's asynchronous API. */
export interface Handle {
  inTransaction: boolean;
  exec(sql: string): Promise<void>;
  prepare(sql: string): Promise<Prepared>;
  close(): void;
}

/** SQLite's `data_version`: it changes when another connection has written to the file. */
const DATA_VERSION_STMT: Stmt = { sql: "PRAGMA data_version", args: [], single: true };
const VERSION_UNKNOWN = -1;
const VERSION_REOPENED = -2;

/**
 * The only connection that writes. A commit waits for the disk on another thread, so requests are answered meanwhile.
 */
export class Writer {
  private readonly path: string;
  private handle: Handle | null = null;
  private readonly statements = new Map<string, { statement: Prepared; reader: boolean }>();
  private dataVersion = VERSION_UNKNOWN;

  constructor(path: string) {
    this.path = path;
  }

  private async open(): Promise<Handle> {
    if (this.handle) return this.handle;
    const handle = new AsyncSqlite(this.path, {}) as unknown as Handle;
    for (const pragma of [...PRAGMAS, "PRAGMA busy_timeout = 0"]) await handle.exec(pragma);
    this.handle = handle;
    return handle;
  }

  /**
   * Closes the connection; the next use opens a new one. A connection that hit a lock or a full disk isn't trusted
   * again.
   */
  async close(): Promise<void> {
    const { handle } = this;
    this.handle = null;
    this.statements.clear();
    // A closed handle keeps its lock until its statements are garbage-collected, so release the lock first.
    if (handle?.inTransaction) await handle.exec("ROLLBACK").catch(() => {});
    handle?.close();
    // The new connection's data version starts over and may equal the old one, whatever was written meanwhile.
    this.dataVersion = VERSION_REOPENED;
  }

  /** Moves the write-ahead log into the database file, unless another process still reads it. */
  async mergeLog(): Promise<void> {
    await (await this.open()).exec("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => {});
  }

  async exec(sql: "COMMIT" | "ROLLBACK"): Promise<void> {
    await (await this.open()).exec(sql);
  }

  async begin(): Promise<void> {
    await this.prepare([{ sql: "BEGIN IMMEDIATE" }]);
    this.run({ sql: "BEGIN IMMEDIATE", args: [] });
  }

  /** Prepares new SQL texts, on another thread; null if all were prepared before, so that nothing must be awaited. */
  prepare(stmts: readonly { sql: string }[]): Promise<void> | null {
    return stmts.every(({ sql }) => this.statements.has(sql)) ? null : this.prepareAll(stmts);
  }

  private async prepareAll(stmts: readonly { sql: string }[]): Promise<void> {
    const handle = await this.open();
    for (const { sql } of stmts) {
      if (this.statements.has(sql)) continue;
      const statement = await handle.prepare(sql);
      this.statements.set(sql, { statement, reader: statement.reader });
    }
  }

  /** Rows of a prepared statement. Only a statement that can return several rows has to be awaited. */
  rows(query: Stmt): Row[] | Promise<Row[]> {
    const { statement, reader } = this.statements.get(query.sql)!;
    if (!reader) {
      this.run(query);
      return [];
    }
    const values = query.args.map(toSqlValue);
    if (!query.single) return statement.all(values) as Promise<Row[]>;
    const row = statement.get(values) as Row | undefined;
    return row === undefined ? [] : [row];
  }

  /** Runs prepared statements in order. If one fails halfway, the caller rolls back. */
  apply(writes: readonly Stmt[]): void | Promise<void> {
    return forEachInPieces(writes, (write) => this.run(write));
  }

  /** Writes all of one request or none of it, in a savepoint of the group's transaction. */
  async applyInSavepoint(writes: readonly Stmt[]): Promise<void> {
    await this.prepare([{ sql: "SAVEPOINT work" }, { sql: "ROLLBACK TO work" }, { sql: "RELEASE work" }]);
    this.run({ sql: "SAVEPOINT work", args: [] });
    try {
      await this.apply(writes);
    } catch (error) {
      if (this.inTransaction) this.run({ sql: "ROLLBACK TO work", args: [] });
      throw error;
    } finally {
      if (this.inTransaction) this.run({ sql: "RELEASE work", args: [] });
    }
  }

  private run({ sql, args, onRefused }: Stmt): void {
    try {
      this.statements.get(sql)!.statement.run(args.map(toSqlValue));
    } catch (error) {
      throw (isConstraint(error) ? onRefused?.(String(error)) : undefined) ?? error;
    }
  }

  /** A full disk rolls back the whole transaction automatically; then no write of the group may be reported as done. */
  get inTransaction(): boolean {
    return this.handle?.inTransaction ?? false;
  }

  /** Whether another connection has written since the last check. */
  async hasExternalWrites(): Promise<boolean> {
    const before = this.dataVersion;
    await this.prepare([DATA_VERSION_STMT]);
    const [row] = await this.rows(DATA_VERSION_STMT);
    this.dataVersion = Number(row!.data_version);
    return before !== VERSION_UNKNOWN && before !== this.dataVersion;
  }
}
