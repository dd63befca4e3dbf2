import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/failure";
import { type Client, type InArgs, type InStatement, LibsqlBatchError, LibsqlError } from "@libsql/client";
import { bound, type Stmt, stmt } from "./db.ts";
import { randomId } from "./random-id.ts";

/** How long one call may take, and how long it is asked what became of a batch whose answer never came. */
export interface Patience {
  callMs: number;
  askedMs: number;
}
export const PATIENCE: Patience = { callMs: 10_000, askedMs: 20_000 };
/** A mark is of use until its batch is answered: some of those that are older go with each batch. */
const KEPT_SECONDS = 3600;
const SWEPT = 8;

/** Whether it was written; `again`: certainly not, and it is to be decided anew. An error: certainly not, and why. */
export type Written = "done" | "again" | Error;

/**
 * Writes one batch, all or nothing, and knows in the end whether it was written. It carries a mark of its own: where the
 * line is cut and no answer comes, the same mark is set as never to be written. Only one of the two can stand.
 */
export async function writeBatch(client: Client, writes: readonly Stmt[], patience: Patience): Promise<Written> {
  const mark = randomId(0);
  try {
    await client.batch([...writes, ...marked(mark, 1)].map(toStatement), "write");
    return "done";
  } catch (error) {
    const refused = error instanceof LibsqlBatchError ? writes[error.statementIndex] : undefined;
    const told = isConstraint(error) ? refused?.taken?.(codes(error)) : undefined;
    if (told) return told;
    if (isBusy(error) || isConstraint(error)) return "again";
    if (isAnswer(error)) return error as Error;
    return whatBecameOf(client, mark, patience);
  }
}

const marked = (mark: string, written: 0 | 1): Stmt[] => [
  stmt("INSERT INTO batches (mark, written, at) VALUES (?, ?, unixepoch())", mark, written),
  stmt(
    `DELETE FROM batches WHERE mark IN (SELECT mark FROM batches WHERE at < unixepoch() - ${KEPT_SECONDS} ORDER BY at LIMIT ${SWEPT})`,
  ),
];

async function whatBecameOf(client: Client, mark: string, { askedMs }: Patience): Promise<Written> {
  const giveUp = performance.now() + askedMs;
  for (let pause = 20; performance.now() < giveUp; pause = Math.min(pause * 2, 1000)) {
    try {
      await client.batch(marked(mark, 0).map(toStatement), "write");
      return "again";
    } catch (error) {
      if (isConstraint(error)) {
        const found = await written(client, mark).catch(() => null);
        if (found !== null) return found ? "done" : "again";
      }
    }
    await wait(pause);
  }
  return new Failure("busy", "call.unsure", {});
}

async function written(client: Client, mark: string): Promise<boolean | null> {
  const { rows } = await client.execute({ sql: "SELECT written FROM batches WHERE mark = ?", args: [mark] });
  return rows[0] ? Number(rows[0].written) === 1 : null;
}

const codes = (error: unknown): string =>
  error instanceof LibsqlError ? `${error.code} ${error.extendedCode ?? ""} ${error.message}` : "";
export const isBusy = (error: unknown): boolean =>
  /SQLITE_BUSY|database is locked|TRANSACTION_TIMEOUT/.test(codes(error));
const isConstraint = (error: unknown): boolean => /SQLITE_CONSTRAINT|constraint failed/i.test(codes(error));
/** The database itself said no; all else may have happened on the way. */
export const isAnswer = (error: unknown): boolean => /^(?:SQLITE_|SQL_|ARGS_)/.test(codes(error));

export const toStatement = ({ sql, args }: Stmt): InStatement => ({ sql, args: args.map(bound) as InArgs });
