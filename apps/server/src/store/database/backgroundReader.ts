import AsyncSqlite from "libsql/promise";
import { type Handle, PRAGMAS, type Prepared } from "./connections.ts";
import { toSqlValue, type Row, type Stmt } from "./port.ts";

/** Runs read statements on another thread, one snapshot after the other. Opened on first use. */
export class BackgroundReader {
  private readonly path: string;
  private handle: Handle | null = null;
  private readonly statements = new Map<string, Prepared>();
  /** The last snapshot asked for; the next one waits for it. */
  private previous: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(path: string) {
    this.path = path;
  }

  snapshot(stmts: readonly Stmt[]): Promise<Row[][]> {
    return this.withSnapshot((read) => read(stmts));
  }

  /**
   * Everything that `work` reads comes from one snapshot. The write-ahead log keeps that snapshot's pages until `work`
   * ends.
   */
  withSnapshot<T>(work: (read: (stmts: readonly Stmt[]) => Promise<Row[][]>) => Promise<T>): Promise<T> {
    const result = this.previous.then(async () => {
      this.assertOpen();
      await this.run("BEGIN");
      try {
        return await work((stmts) => this.rows(stmts));
      } finally {
        await this.run("COMMIT");
      }
    });
    this.previous = result.catch(() => {});
    return result;
  }

  private async rows(stmts: readonly Stmt[]): Promise<Row[][]> {
    const rows: Row[][] = [];
    for (const { sql, args } of stmts) {
      this.assertOpen();
      rows.push((await (await this.prepared(sql)).all(args.map(toSqlValue))) as Row[]);
    }
    return rows;
  }

  private assertOpen(): void {
    if (this.closed) throw new Error("The database is closed.");
  }

  private async run(sql: "BEGIN" | "COMMIT"): Promise<void> {
    (await this.prepared(sql)).run([]);
  }

  private async prepared(sql: string): Promise<Prepared> {
    let statement = this.statements.get(sql);
    if (!statement) {
      if (!this.handle) {
        this.handle = new AsyncSqlite(this.path, {}) as unknown as Handle;
        for (const pragma of PRAGMAS) await this.handle.exec(pragma);
      }
      statement = await this.handle.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  /** Waits for the running statement: if its connection closed before its result, libsql would abort the process. */
  async close(): Promise<void> {
    this.closed = true;
    await this.previous;
    this.statements.clear();
    this.handle?.close();
  }
}
