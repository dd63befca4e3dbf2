import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/core/failure";
import { type Client, type InArgs, type InStatement, LibsqlBatchError, LibsqlError } from "@libsql/client";
import { toSqlValue, type Stmt, stmt } from "./port.ts";
import { randomId } from "../randomId.ts";

/** The timeout of one call, and how long to ask for the fate of a batch that got no answer, in milliseconds. */
export interface RemoteTimeouts {
  callMs: number;
  resolveMs: number;
}
export const DEFAULT_TIMEOUTS: RemoteTimeouts = { callMs: 10_000, resolveMs: 20_000 };
/** A marker is needed only until its batch is answered; each batch deletes some older ones. */
const MARKERS_KEPT_SECONDS = 3600;
const MARKERS_DELETED = 8;

/** "done": written. "again": certainly not written, decide again. An error: certainly not written, with the reason. */
export type BatchOutcome = "done" | "again" | Error;

/**
 * Writes one batch, all or nothing, and always finds out whether it was written. The batch carries a marker. If the
 * connection breaks before the answer, the same marker is inserted as "never written": only one of the two inserts can
 * succeed.
 */
export async function writeBatch(
  client: Client,
  writes: readonly Stmt[],
  timeouts: RemoteTimeouts,
): Promise<BatchOutcome> {
  const marker = randomId(0);
  try {
    await client.batch([...writes, ...markerStmts(marker, 1)].map(toStatement), "write");
    return "done";
  } catch (error) {
    const rejected = error instanceof LibsqlBatchError ? writes[error.statementIndex] : undefined;
    const failure = isConstraint(error) ? rejected?.onRefused?.(errorCodes(error)) : undefined;
    if (failure) return failure;
    if (isBusy(error) || isConstraint(error)) return "again";
    if (isDatabaseError(error)) return error as Error;
    return resolveBatch(client, marker, timeouts);
  }
}

const markerStmts = (marker: string, written: 0 | 1): Stmt[] => [
  stmt("INSERT INTO write_batches (mark, written, at) VALUES (?, ?, unixepoch())", marker, written),
  stmt(
    `DELETE FROM write_batches WHERE mark IN (SELECT mark FROM write_batches WHERE at < unixepoch() - ${MARKERS_KEPT_SECONDS} ORDER BY at LIMIT ${MARKERS_DELETED})`,
  ),
];

/** Finds out whether a batch without an answer was written, and if not, makes sure that it never will be. */
async function resolveBatch(client: Client, marker: string, { resolveMs }: RemoteTimeouts): Promise<BatchOutcome> {
  const deadline = performance.now() + resolveMs;
  for (let pause = 20; performance.now() < deadline; pause = Math.min(pause * 2, 1000)) {
    try {
      await client.batch(markerStmts(marker, 0).map(toStatement), "write");
      return "again";
    } catch (error) {
      if (isConstraint(error)) {
        const isWritten = await isBatchWritten(client, marker).catch(() => null);
        if (isWritten !== null) return isWritten ? "done" : "again";
      }
    }
    await wait(pause);
  }
  return new Failure("busy", "api.outcomeUnknown", {});
}

async function isBatchWritten(client: Client, marker: string): Promise<boolean | null> {
  const { rows } = await client.execute({ sql: "SELECT written FROM write_batches WHERE mark = ?", args: [marker] });
  return rows[0] ? Number(rows[0].written) === 1 : null;
}

const errorCodes = (error: unknown): string =>
  error instanceof LibsqlError ? `${error.code} ${error.extendedCode ?? ""} ${error.message}` : "";
export const isBusy = (error: unknown): boolean =>
  /SQLITE_BUSY|database is locked|TRANSACTION_TIMEOUT/.test(errorCodes(error));
const isConstraint = (error: unknown): boolean => /SQLITE_CONSTRAINT|constraint failed/i.test(errorCodes(error));
/** Whether the database rejected the batch; any other error may have happened on the way. */
export const isDatabaseError = (error: unknown): boolean => /^(?:SQLITE_|SQL_|ARGS_)/.test(errorCodes(error));

export const toStatement = ({ sql, args }: Stmt): InStatement => ({ sql, args: args.map(toSqlValue) as InArgs });
