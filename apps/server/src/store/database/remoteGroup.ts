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
  work: WriteRequest<unknown>;
  tries: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

interface DecidedWrite {
  waiting: QueuedWrite;
  outcome: WriteResult<unknown>;
}

/**
 * Writes the group as one batch; if that is rejected, only its first request. Resolves to the requests that must be
 * decided again, in their original order.
 */
export async function commitGroup(
  client: Client,
  read: Database["read"],
  group: QueuedWrite[],
  patience: RemoteTimeouts,
): Promise<QueuedWrite[]> {
  const decided: DecidedWrite[] = [];
  try {
    const rows = await read(group.flatMap(({ work }) => work.reads));
    // Requests of one batch build on each other: each reads the rows that the previous ones leave.
    const left = new Map<string, Row>();
    let at = 0;
    for (const waiting of group) {
      const { reads } = waiting.work;
      const own = rows.slice(at, (at += reads.length)).map((found, index) => {
        const known = left.get(reads[index]!.row ?? "");
        return known === undefined ? found : [known];
      });
      try {
        const outcome = await waiting.work.decide(own);
        outcome.writes.forEach(toStatement);
        decided.push({ waiting, outcome });
        for (const { row, leaves } of outcome.closings ?? []) left.set(row, leaves);
      } catch (error) {
        waiting.reject(error);
      }
    }
  } catch (error) {
    // Nothing was written yet, so a broken connection is retried.
    if (isBusy(error) || !isDatabaseError(error)) return retryWrites(group);
    for (const { reject } of group) reject(error);
    return [];
  }
  for (const { waiting, outcome } of decided) if (outcome.writes.length === 0) waiting.resolve(outcome.answer);
  const writing = decided.filter(({ outcome }) => outcome.writes.length > 0);
  if (writing.length === 0) return [];
  const whole = await writeBatch(client, batchStatements(writing), patience);
  if (whole === "done") {
    for (const { waiting, outcome } of writing) waiting.resolve(outcome.answer);
    return [];
  }
  const [first, ...rest] = writing;
  // The first request may still be valid; the others were decided on top of it and must read again.
  const how = rest.length === 0 ? whole : await writeBatch(client, batchStatements([first!]), patience);
  return [...(await settleWrite(first!, how)), ...rest.map(({ waiting }) => waiting)];
}

const batchStatements = (decided: readonly DecidedWrite[]): Stmt[] => [
  ...decided.flatMap(({ outcome }) => outcome.writes),
  ...finalStatements(decided.flatMap(({ outcome }) => outcome.closings ?? [])),
];

async function settleWrite({ waiting, outcome }: DecidedWrite, how: BatchOutcome): Promise<QueuedWrite[]> {
  if (how === "again") return retryWrites([waiting]);
  if (how === "done") waiting.resolve(outcome.answer);
  else waiting.reject(how);
  return [];
}

async function retryWrites(group: QueuedWrite[]): Promise<QueuedWrite[]> {
  for (const one of group) one.tries += 1;
  await wait(5 + (performance.now() % 1) * 20);
  return group;
}
