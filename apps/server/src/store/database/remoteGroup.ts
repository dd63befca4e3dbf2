import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@libsql/client";
import { finalStatements, type Database, type WriteResult, type Row, type Stmt, type WriteRequest } from "./port.ts";
import {
  isDatabaseError,
  isBusy,
  type RemoteTimeouts,
  toStatement,
  writeBatch,
  type BatchOutcome,
} from "./remoteBatch.ts";

export interface QueuedWrite {
  request: WriteRequest<unknown>;
  tries: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

interface DecidedWrite {
  write: QueuedWrite;
  result: WriteResult<unknown>;
}

/**
 * Writes the group as one batch; if that is rejected, only its first request. Resolves to the requests that must be
 * decided again, in their original order.
 */
export async function commitGroup(
  client: Client,
  read: Database["read"],
  group: QueuedWrite[],
  timeouts: RemoteTimeouts,
): Promise<QueuedWrite[]> {
  const decided: DecidedWrite[] = [];
  try {
    const rows = await read(group.flatMap(({ request }) => request.reads));
    // Requests of one batch build on each other: each reads the rows that the previous ones leave.
    const writtenRows = new Map<string, Row>();
    let offset = 0;
    for (const write of group) {
      const { reads } = write.request;
      const ownRows = rows.slice(offset, (offset += reads.length)).map((stored, index) => {
        const written = writtenRows.get(reads[index]!.rowKey ?? "");
        return written === undefined ? stored : [written];
      });
      try {
        const result = await write.request.decide(ownRows);
        // Throws for invalid values, which in the batch would fail the other requests too.
        result.writes.forEach(toStatement);
        decided.push({ write, result });
        for (const { rowKey, value } of result.finalWrites ?? []) writtenRows.set(rowKey, value);
      } catch (error) {
        write.reject(error);
      }
    }
  } catch (error) {
    // Nothing was written yet, so a broken connection is retried.
    if (isBusy(error) || !isDatabaseError(error)) return retryWrites(group);
    for (const { reject } of group) reject(error);
    return [];
  }
  for (const { write, result } of decided) if (result.writes.length === 0) write.resolve(result.answer);
  const pending = decided.filter(({ result }) => result.writes.length > 0);
  if (pending.length === 0) return [];
  const groupOutcome = await writeBatch(client, batchStatements(pending), timeouts);
  if (groupOutcome === "done") {
    for (const { write, result } of pending) write.resolve(result.answer);
    return [];
  }
  const [first, ...rest] = pending;
  // The first request may still be valid; the others were decided on top of it and must read again.
  const firstOutcome = rest.length === 0 ? groupOutcome : await writeBatch(client, batchStatements([first!]), timeouts);
  return [...(await settleWrite(first!, firstOutcome)), ...rest.map(({ write }) => write)];
}

const batchStatements = (decided: readonly DecidedWrite[]): Stmt[] => [
  ...decided.flatMap(({ result }) => result.writes),
  ...finalStatements(decided.flatMap(({ result }) => result.finalWrites ?? [])),
];

async function settleWrite({ write, result }: DecidedWrite, outcome: BatchOutcome): Promise<QueuedWrite[]> {
  if (outcome === "again") return retryWrites([write]);
  if (outcome === "done") write.resolve(result.answer);
  else write.reject(outcome);
  return [];
}

async function retryWrites(group: QueuedWrite[]): Promise<QueuedWrite[]> {
  for (const write of group) write.tries += 1;
  // 5 to 25 ms, varied by the clock's fraction so that two servers don't collide again and again.
  await wait(5 + (performance.now() % 1) * 20);
  return group;
}
