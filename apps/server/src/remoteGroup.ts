import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@libsql/client";
import { closingStmts, type Database, type Outcome, type Row, type Stmt, type Work } from "./db.ts";
import { isAnswer, isBusy, type Patience, toStatement, writeBatch, type Written } from "./remoteBatch.ts";

export interface Waiting {
  work: Work<unknown>;
  tries: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

interface Decided {
  waiting: Waiting;
  outcome: Outcome<unknown>;
}

/**
 * Writes the group as one batch; where that is refused, its first work alone. Answers the works to be decided again, in
 * the order in which they came.
 */
export async function commitGroup(
  client: Client,
  read: Database["read"],
  group: Waiting[],
  patience: Patience,
): Promise<Waiting[]> {
  const decided: Decided[] = [];
  try {
    const rows = await read(group.flatMap(({ work }) => work.reads));
    // Works of one batch follow one another: what one leaves of a row the next begins with.
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
    // Nothing was written yet: a line that broke is tried again.
    if (isBusy(error) || !isAnswer(error)) return retried(group);
    for (const { reject } of group) reject(error);
    return [];
  }
  for (const { waiting, outcome } of decided) if (outcome.writes.length === 0) waiting.resolve(outcome.answer);
  const writing = decided.filter(({ outcome }) => outcome.writes.length > 0);
  if (writing.length === 0) return [];
  const whole = await writeBatch(client, batchOf(writing), patience);
  if (whole === "done") {
    for (const { waiting, outcome } of writing) waiting.resolve(outcome.answer);
    return [];
  }
  const [first, ...rest] = writing;
  // The first may still be right; the rest were decided before it and look again.
  const how = rest.length === 0 ? whole : await writeBatch(client, batchOf([first!]), patience);
  return [...(await settled(first!, how)), ...rest.map(({ waiting }) => waiting)];
}

const batchOf = (decided: readonly Decided[]): Stmt[] => [
  ...decided.flatMap(({ outcome }) => outcome.writes),
  ...closingStmts(decided.flatMap(({ outcome }) => outcome.closings ?? [])),
];

async function settled({ waiting, outcome }: Decided, how: Written): Promise<Waiting[]> {
  if (how === "again") return retried([waiting]);
  if (how === "done") waiting.resolve(outcome.answer);
  else waiting.reject(how);
  return [];
}

async function retried(group: Waiting[]): Promise<Waiting[]> {
  for (const one of group) one.tries += 1;
  await wait(5 + (performance.now() % 1) * 20);
  return group;
}
