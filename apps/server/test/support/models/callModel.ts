import { Temporal } from "temporal-polyfill";

// What a calls report must say, worked out from a list of what happened: no code of the product, and no database.

export interface LivedCall {
  at: number;
  number: string;
  source: string | null;
  /** The queues that it went through, in order. */
  queues: string[];
  /** Agents whose phones rang in vain: they missed it, or it stopped ringing. */
  rung: { agent: string; queue: string; missed: boolean }[];
  /** Who spoke, one after the other; null: a receiving number. */
  talk: { agent: string | null; ms: number }[];
  receiver: string | null;
  isRefused: boolean;
  wrapUps: { agent: string; from: number; to: number; isKnown: boolean }[];
  /** What was recorded at first, before a correction. */
  again?: LivedCall | undefined;
}

export type Figures = [
  offered: number,
  answered: number,
  missed: number,
  refused: number,
  talk: number,
  wrapUp: number,
];

const dayOf = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();

/** A queue in which no phone rang leaves no trace, but for the last one. */
const reachedQueues = ({ queues, rung }: LivedCall): string[] =>
  [...new Set(queues)].filter((queue) => queue === queues.at(-1) || rung.some((one) => one.queue === queue));

/** What a report must show, by the id of each row that isn't empty. */
export function expectedCalls(
  calls: readonly LivedCall[],
  by: "agent" | "queue" | "number" | "source" | "day",
  [first, last]: readonly [string, string],
  zone: string,
): Record<string, Figures> {
  const rows: Record<string, Figures> = {};
  const add = (id: string, figures: Partial<Record<0 | 1 | 2 | 3 | 4 | 5, number>>) => {
    const row = (rows[id] ??= [0, 0, 0, 0, 0, 0]);
    for (const [index, value] of Object.entries(figures)) row[Number(index)]! += value;
  };
  for (const call of calls) {
    const day = dayOf(call.at, zone);
    const isCounted = day >= first && day <= last;
    const talkMs = call.talk.reduce((sum, { ms }) => sum + ms, 0);
    const isAnswered = call.talk.length > 0;
    const asWhole = call.isRefused ? { 3: 1 } : { 0: 1, 1: Number(isAnswered), 2: Number(!isAnswered), 4: talkMs };
    const answeringQueue = isAnswered && call.receiver === null ? call.queues.at(-1) : undefined;
    const keyOf = { number: call.number, source: call.source ?? "", day };
    if (isCounted && by !== "agent" && by !== "queue") add(keyOf[by], asWhole);
    if (isCounted && by === "queue")
      for (const queue of reachedQueues(call))
        add(queue, call.isRefused || queue === answeringQueue ? asWhole : { 0: 1, 2: 1 });
    if (isCounted && by === "agent") {
      const spoke = new Set(call.talk.flatMap(({ agent }) => agent ?? []));
      const missed = new Set(
        call.rung.filter(({ agent, missed: was }) => was && !spoke.has(agent)).map(({ agent }) => agent),
      );
      for (const agent of new Set([...spoke, ...call.rung.map((one) => one.agent)]))
        add(agent, {
          0: 1,
          1: Number(spoke.has(agent)),
          2: Number(missed.has(agent)),
          4: call.talk.reduce((sum, one) => (one.agent === agent ? sum + one.ms : sum), 0),
        });
    }
    for (const { agent, from, to, isKnown } of call.wrapUps) {
      const wrapUpDay = isKnown ? day : dayOf(from, zone);
      if (wrapUpDay < first || wrapUpDay > last) continue;
      if (by === "agent") add(agent, { 5: to - from });
      else if (by === "day") add(wrapUpDay, { 5: to - from });
      else if (isKnown && by === "queue") {
        if (answeringQueue !== undefined) add(answeringQueue, { 5: to - from });
      } else if (isKnown) add(by === "number" ? call.number : (call.source ?? ""), { 5: to - from });
    }
  }
  return Object.fromEntries(Object.entries(rows).filter(([, figures]) => figures.some(Boolean)));
}
