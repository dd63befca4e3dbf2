import type { SqlValue } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { isValidText } from "@callboard/domain/core/text/text";
import type { Seal } from "../seals/seal.ts";

export type { SqlValue } from "@callboard/domain/core/effect";

/** One SQL statement with its arguments. */
export interface Stmt {
  sql: string;
  args: readonly SqlValue[];
  /** Returns at most one row, which is read faster. */
  single?: boolean | undefined;
  /** The error to throw when a database constraint rejects this statement; `message` is SQLite's. */
  onRefused?: ((message: string) => Error | undefined) | undefined;
  /**
   * Names the row that is read, so that a final write can replace its value for later requests of the same transaction.
   */
  rowKey?: string | undefined;
}

/**
 * A write that a transaction makes once per row at its end, however many of its requests changed that row. `value`:
 * the row as later requests read it. `write`: builds the statement when no request follows; null leaves the row
 * unchanged.
 */
export interface FinalWrite {
  rowKey: string;
  value: Row;
  write: (() => Stmt) | null;
}

/** A row by column name. Integers arrive as numbers. */
export type Row = Record<string, any>;

export const stmt = (sql: string, ...args: SqlValue[]): Stmt => ({ sql, args });
export const single = (sql: string, ...args: SqlValue[]): Stmt => ({ sql, args, single: true });

/** The last final write of each row, as statements. */
export const finalStatements = (finalWrites: readonly FinalWrite[]): Stmt[] =>
  [...new Map(finalWrites.map((finalWrite) => [finalWrite.rowKey, finalWrite])).values()].flatMap(({ write }) =>
    write === null ? [] : [write()],
  );

/**
 * One request in the write queue: what it reads, and what it writes in consequence. `decide` is pure and may run more
 * than once; throwing writes nothing. Any write can conflict with another one, and is then decided again.
 */
export interface WriteRequest<A> {
  /** Low priority: nobody waits for it, so other requests go first. */
  priority?: "low" | undefined;
  reads: readonly Stmt[];
  /** Return a promise for long work, so that reads continue meanwhile. */
  decide: (rows: Row[][]) => WriteResult<A> | Promise<WriteResult<A>>;
}

export interface WriteResult<A> {
  writes: readonly Stmt[];
  finalWrites?: readonly FinalWrite[] | undefined;
  answer: A;
}

/** The port to the database: consistent reads, and one queue for all writes. */
export interface Database {
  readonly kind: "file" | "remote";
  /** The key that signs what is written; null where the database was opened for reading only. */
  readonly seal: Seal | null;
  /** Reads in one consistent snapshot. */
  read(stmts: readonly Stmt[]): Promise<Row[][]>;
  /** The same on another thread, one query after the other, for slow queries with few rows. */
  readInBackground(stmts: readonly Stmt[]): Promise<Row[][]>;
  /**
   * Gives `work` a view of the database at one instant, without blocking writers. A remote database cannot do that: see
   * `checkConsistently`.
   */
  withSnapshot<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Resolves once the write is on disk. Throws `busy` if too many requests are waiting. */
  write<A>(request: WriteRequest<A>): Promise<A>;
  /**
   * A number that changes with every commit, whoever wrote: what was read stays true while it is the same. Null where
   * the database can't tell.
   */
  dataVersion(): number | null;
  /** Whether another process has written since the last call. */
  hasExternalWrites(): Promise<boolean>;
  /** Runs statements one by one in one transaction, for migrations. */
  runScript(stmts: readonly Stmt[]): Promise<Row[][]>;
  close(): Promise<void>;
}

/**
 * Converts a value for the database. libsql would store JavaScript numbers as REAL, so integers become bigints.
 * Invalid text is rejected here as a last guard: a lone surrogate in JSON becomes bytes with which libsql crashes the
 * process.
 */
export function toSqlValue(value: SqlValue): SqlValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" && !isValidText(looksLikeJson(value) ? unescapeJson(value) : value))
    throw new Failure("invalid", "api.invalidText", {});
  return value;
}

const looksLikeJson = (text: string): boolean => text.includes("\\u") && /^[[{"]/.test(text);

/** Escapes of lone surrogates and NUL in JSON: neither is valid in stored text. */
const BROKEN_ESCAPES = /(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][\da-f]{2})/g;
const unescapeJson = (json: string): string =>
  json.replace(
    BROKEN_ESCAPES,
    (_, before: string, code: string) => before + String.fromCharCode(Number.parseInt(code, 16)),
  );

/** The same JSON with U+FFFD for each lone surrogate or NUL. */
export const repairJson = (json: string): string =>
  json.includes("\\u") ? json.replace(BROKEN_ESCAPES, "$1\\ufffd") : json;

/** Parses stored JSON. Invalid text was accepted in the past, so it is repaired here. */
export const parseStored = (json: string): any => JSON.parse(repairJson(json));
