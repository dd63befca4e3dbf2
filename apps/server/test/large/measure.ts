import { appRouter } from "../../src/http/router.ts";
import type { LargeContext } from "./context.ts";
import { DAYS_BACK, TRIALS } from "./trials.ts";
import type { Trial } from "./trials/trial.ts";

export interface Measured {
  path: string;
  title: string;
  /** CPU time of the whole process and of the calling thread alone, in milliseconds: the median of the rounds. */
  cpuMs: number;
  loopMs: number;
  /** The least of the calling thread's rounds: other work on the machine only adds to it. */
  minLoopMs: number;
  /** Rows that the calling thread read, and the length of the answer as JSON: the minimum of the rounds. */
  rows: number;
  length: number;
  failure: string | null;
}

/** All procedures except subscriptions, in the router's order. */
export const PROCEDURES = Object.entries(
  appRouter._def.procedures as object as Record<string, { _def: { type: string } }>,
)
  .filter(([, { _def }]) => _def.type !== "subscription")
  .map(([path]) => path);

export function trialsOf(path: string): readonly Trial[] {
  const trials = TRIALS[path];
  if (trials === undefined) throw new Error(`No trial calls ${path}`);
  return "length" in trials ? trials : [trials];
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

let callCount = 0;

export async function measure(
  context: LargeContext,
  path: string,
  trial: Trial,
  rounds: number,
  rowsSoFar: () => number = () => 0,
): Promise<Measured> {
  const cpuTimes: number[] = [];
  const loopTimes: number[] = [];
  let failure: string | null = null;
  let [rows, length] = [Infinity, Infinity];
  for (let round = 0; round < rounds + 1; round += 1) {
    callCount += 1;
    try {
      const secret = trial.session ? await trial.session(context, callCount) : null;
      const input = await trial.input?.(context, callCount);
      const asOf = trial.inPast ? context.services.now() - DAYS_BACK : undefined;
      const call =
        secret === null
          ? context.call(trial.as ?? "administrator", path, asOf === undefined ? {} : { asOf })
          : context.callAs(secret, path);
      const rowsBefore = rowsSoFar();
      let answer: unknown = null;
      const [processBefore, threadBefore] = [process.cpuUsage(), process.threadCpuUsage()];
      try {
        answer = await call(input);
      } catch (error) {
        failure = (error as Error).message;
      }
      const [processUsage, threadUsage] = [process.cpuUsage(processBefore), process.threadCpuUsage(threadBefore)];
      if (round === 0) continue;
      rows = Math.min(rows, rowsSoFar() - rowsBefore);
      length = Math.min(length, JSON.stringify(answer)?.length ?? 0);
      cpuTimes.push((processUsage.user + processUsage.system) / 1000);
      loopTimes.push((threadUsage.user + threadUsage.system) / 1000);
    } catch (error) {
      failure = `preparing: ${(error as Error).message}`;
      break;
    }
  }
  const name = { path, title: trial.title ?? "" };
  const [cpuMs, loopMs] = [median(cpuTimes) ?? NaN, median(loopTimes) ?? NaN];
  return { ...name, cpuMs, loopMs, minLoopMs: Math.min(...loopTimes), rows, length, failure };
}
