import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@libsql/client";
import type { Database, Outcome, Work } from "./db.ts";
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
    let at = 0;
    for (const waiting of group) {
      const own = rows.slice(at, (at += waiting.work.reads.length));
      try {
        const outcome = waiting.work.decide(own);
        outcome.writes.forEach(toStatement);
        decided.push({ waiting, outcome });
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
  const whole = await writeBatch(
    client,
    writing.flatMap(({ outcome }) => outcome.writes),
    patience,
  );
  if (whole === "done") {
    for (const { waiting, outcome } of writing) waiting.resolve(outcome.answer);
    return [];
  }
  const [first, ...rest] = writing;
  // The first may still be right; the rest were decided before it and look again.
  const how = rest.length === 0 ? whole : await writeBatch(client, first!.outcome.writes, patience);
  return [...(await settled(first!, how)), ...rest.map(({ waiting }) => waiting)];
}

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
