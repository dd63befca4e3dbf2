import type { SqlValue } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { isValidText } from "@callboard/domain/core/text/text";
import type { Seal } from "../seals/seal.ts";

export type { SqlValue } from "@callboard/domain/core/effect";

export interface Stmt {
  sql: string;
  args: readonly SqlValue[];
  /** At most one row is looked for: the binding then answers without building an iterator. */
  single?: boolean | undefined;
  /** What to say where a rule of the database refuses this very statement; `why`: its own words. */
  taken?: ((why: string) => Error | undefined) | undefined;
  /** Of a read: the name of its row, by which a closing says what that is from then on. */
  row?: string | undefined;
}

/**
 * What a transaction ends with, once for each row however many works of it moved that. `leaves`: what the row is for works
 * that come after, as it is read. `write`: made when nothing follows any more; null where it is left as it is.
 */
export interface FinalWrite {
  row: string;
  leaves: Row;
  write: (() => Stmt) | null;
}

/** A row by column name. Integers arrive as numbers. */
export type Row = Record<string, any>;

export const stmt = (sql: string, ...args: SqlValue[]): Stmt => ({ sql, args });
export const single = (sql: string, ...args: SqlValue[]): Stmt => ({ sql, args, single: true });

/** Ready to be written, each row's last one. */
export const finalStatements = (closings: readonly FinalWrite[]): Stmt[] =>
  [...new Map(closings.map((one) => [one.row, one])).values()].flatMap(({ write }) =>
    write === null ? [] : [write()],
  );

/**
 * One thing to be done in the lane: what it must see, and what follows from it. `decide` is pure and may run more
 * than once; throwing refuses and writes nothing. Any write can collide with another's: then it is decided anew.
 */
export interface WriteRequest<A> {
  /** Nobody sits and waits for it: it lets others go first. */
  calm?: boolean | undefined;
  reads: readonly Stmt[];
  /** Long work answers later, and lets everybody but writers go on meanwhile. */
  decide: (rows: Row[][]) => WriteResult<A> | Promise<WriteResult<A>>;
}

export interface WriteResult<A> {
  writes: readonly Stmt[];
  closings?: readonly FinalWrite[] | undefined;
  answer: A;
}

/** The port to the database: consistent reads, and one lane through which every write goes. */
export interface Database {
  readonly kind: "file" | "remote";
  /** The key by which what is written is vouched for; null where it was opened to be read. */
  readonly seal: Seal | null;
  /** Reads in one consistent snapshot. */
  read(stmts: readonly Stmt[]): Promise<Row[][]>;
  /** The same on another thread, one question after the other: for what takes long to find and is a few rows. */
  readInBackground(stmts: readonly Stmt[]): Promise<Row[][]>;
  /**
   * Looks at the whole database as it was at one instant, whatever is written meanwhile, without keeping anybody from it. A remote
   * one holds nothing still: see `lookedAt`.
   */
  still<T>(look: (db: Database) => Promise<T>): Promise<T>;
  /** Resolves once the work is on disk. Throws `busy` where too much is waiting. */
  write<A>(work: WriteRequest<A>): Promise<A>;
  /** Whether another process has written since this was last asked. */
  writtenElsewhere(): Promise<boolean>;
  /** Statements as they are, one by one, inside one transaction: for migrations. */
  script(stmts: readonly Stmt[]): Promise<Row[][]>;
  close(): Promise<void>;
}

/**
 * A value as the database takes it. JavaScript's numbers would be written as REAL: whole ones go as integers. What is no
 * text is refused here whatever let it in: half a sign in JSON becomes bytes on which the binding ends the process.
 */
export function toSqlValue(value: SqlValue): SqlValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" && !isValidText(looksLikeJson(value) ? unescapeJson(value) : value))
    throw new Failure("invalid", "call.noText", {});
  return value;
}

const looksLikeJson = (text: string): boolean => text.includes("\\u") && /^[[{"]/.test(text);

/** Whole signs are never escaped by `JSON.stringify`: what is escaped so is half of one, or NUL. */
const BROKEN_ESCAPES = /(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][\da-f]{2})/g;
const unescapeJson = (json: string): string =>
  json.replace(
    BROKEN_ESCAPES,
    (_, before: string, code: string) => before + String.fromCharCode(Number.parseInt(code, 16)),
  );

/** The same JSON with a sign of its own in the place of each that is none. */
export const repairJson = (json: string): string =>
  json.includes("\\u") ? json.replace(BROKEN_ESCAPES, "$1\\ufffd") : json;

/** Reads JSON as it is stored. What is no text in it was taken once. */
export const parseStored = (json: string): any => JSON.parse(repairJson(json));
