import type { CallData } from "../calls/schema.ts";
import { type Instant, SECOND } from "../core/time.ts";
import { CALL_FIGURES, type CallCell, type CallGroup, type CallSums, type FindCallDay } from "./callTypes.ts";

const NONE: CallSums = { offered: 0, answered: 0, missed: 0, refused: 0, talkMs: 0, wrapUpMs: 0 };

/** What a call that is over adds to the report: to each agent, queue, number and source, and to all calls of its day. */
export function callCells(call: CallData, dayOf: FindCallDay): CallCell[] {
  const { outcome, seconds, startedAt } = call;
  if (outcome === null) return [];
  const whole: CallSums = {
    ...NONE,
    offered: Number(outcome !== "refused"),
    answered: Number(outcome === "answered"),
    missed: Number(outcome === "missed"),
    refused: Number(outcome === "refused"),
    talkMs: outcome === "answered" ? (seconds ?? 0) * SECOND : 0,
  };
  const day = dayOf(startedAt);
  const cell = (group: CallGroup, key: string, sums: Partial<CallSums> = whole): CallCell => ({
    group,
    key,
    day,
    ...NONE,
    ...sums,
  });
  return [
    cell("all", ""),
    cell("number", call.number),
    cell("source", call.source ?? ""),
    ...queueSums(call, whole).map(([queue, sums]) => cell("queue", queue, sums)),
    ...agentSums(call).map(([person, sums]) => cell("agent", person, sums)),
  ];
}

type Keyed = readonly [key: string, sums: Partial<CallSums>];

/** Each queue that a call went through was offered it; the one whose agent answered has its time. */
function queueSums(call: CallData, whole: CallSums): Keyed[] {
  const last = answeringQueue(call);
  const queues = new Set([...call.offers.map(({ queue }) => queue), ...(call.queue === null ? [] : [call.queue])]);
  return [...queues].map((queue): Keyed => {
    if (call.outcome === "refused" || queue === last) return [queue, whole];
    return [queue, { offered: 1, missed: 1 }];
  });
}

/** Null if nobody answered, or a receiving number did. */
function answeringQueue({ outcome, offers, queue, receiver }: CallData): string | null {
  if (outcome !== "answered") return null;
  const answered = offers.findLast(({ result }) => result === "answered");
  return answered ? answered.queue : receiver === null ? queue : null;
}

/** An agent is offered a call once, however often it rings there. One that was passed on is answered by each of them. */
function agentSums(call: CallData): Keyed[] {
  const talk = talkTimes(call);
  const people = new Set([...call.offers.map(({ id }) => id), ...talk.keys()]);
  return [...people].map((person): Keyed => {
    const talkMs = talk.get(person);
    const wasMissed = call.offers.some(({ id, result }) => id === person && result === "missed");
    return [
      person,
      {
        offered: 1,
        answered: Number(talkMs !== undefined),
        missed: Number(talkMs === undefined && wasMissed),
        talkMs: talkMs ?? 0,
      },
    ];
  });
}

/** Each agent's part of the call, from their answer to the next one's; the parts add up to the whole. */
function talkTimes({ outcome, offers, agent, answeredAt, seconds }: CallData): Map<string, number> {
  if (outcome !== "answered") return new Map();
  const answers = offers.filter(({ result }) => result === "answered");
  const people = answers.length > 0 ? answers.map(({ id }) => id) : agent === null ? [] : [agent];
  const begin = answeredAt ?? 0;
  let left = (seconds ?? 0) * SECOND;
  const times = new Map<string, number>();
  people.forEach((person, index) => {
    const next: Instant | undefined = answers[index + 1]?.at;
    const from = index === 0 ? begin : Math.max(begin, answers[index]!.at);
    const ms = next === undefined ? left : Math.min(left, Math.max(0, next - from));
    left -= ms;
    times.set(person, (times.get(person) ?? 0) + ms);
  });
  return times;
}

/** A wrap-up that has ended. `call`: the one it followed, if it is known. */
export interface WrapUp {
  person: string;
  from: Instant;
  to: Instant;
  call: CallData | null;
}

/** What a wrap-up adds: on the day of its call, or without one on its own day to the agent and the day alone. */
export function wrapUpCells({ person, from, to, call }: WrapUp, dayOf: FindCallDay): CallCell[] {
  const wrapUpMs = to - from;
  if (wrapUpMs <= 0) return [];
  const day = dayOf(call?.startedAt ?? from);
  const cell = (group: CallGroup, key: string): CallCell => ({ group, key, day, ...NONE, wrapUpMs });
  const own = [cell("all", ""), cell("agent", person)];
  if (call === null) return own;
  const queue = answeringQueue(call);
  return [
    ...own,
    cell("number", call.number),
    cell("source", call.source ?? ""),
    ...(queue === null ? [] : [cell("queue", queue)]),
  ];
}

/** The same with the opposite sign: what an earlier version of a call added. */
export const negative = (cell: CallCell): CallCell => ({
  ...cell,
  ...(Object.fromEntries(CALL_FIGURES.map((name) => [name, -cell[name]])) as unknown as CallSums),
});

/** Adds up any number of sums. */
export function addCallSums(all: readonly CallSums[]): CallSums {
  const total = { ...NONE };
  for (const sums of all) for (const name of CALL_FIGURES) total[name] += sums[name];
  return total;
}

/** One cell for each group, key and day. */
export function sumCells(cells: readonly CallCell[]): CallCell[] {
  const total = new Map<string, CallCell>();
  for (const cell of cells) {
    const id = `${cell.group} ${cell.day} ${cell.key}`;
    const known = total.get(id);
    if (known) for (const name of CALL_FIGURES) known[name] += cell[name];
    else total.set(id, { ...cell });
  }
  return [...total.values()];
}
