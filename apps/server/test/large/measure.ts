import { appRouter } from "../../src/http/router.ts";
import type { LargeContext } from "./context.ts";
import { DAYS_BACK, TRIALS } from "./trials.ts";
import type { Trial } from "./trials/trial.ts";

export interface Measured {
  path: string;
  way: string;
  /** CPU time of the whole process and of the calling thread alone, in milliseconds: the median of the rounds. */
  cpuMs: number;
  loopMs: number;
  /** Rows that the calling thread read, and the length of the answer as JSON: the minimum of the rounds. */
  rows: number;
  length: number;
  refused: string | null;
}

/** All procedures except subscriptions, in the router's order. */
export const PROCEDURES = Object.entries(
  appRouter._def.procedures as object as Record<string, { _def: { type: string } }>,
)
  .filter(([, { _def }]) => _def.type !== "subscription")
  .map(([path]) => path);

export function trialsOf(path: string): readonly Trial[] {
  const found = TRIALS[path];
  if (found === undefined) throw new Error(`No trial calls ${path}`);
  return "length" in found ? found : [found];
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

let turn = 0;

export async function measure(
  ground: LargeContext,
  path: string,
  trial: Trial,
  rounds: number,
  rowsSoFar: () => number = () => 0,
): Promise<Measured> {
  const all: number[] = [];
  const loop: number[] = [];
  let refused: string | null = null;
  let [rows, length] = [Infinity, Infinity];
  for (let round = 0; round < rounds + 1; round += 1) {
    turn += 1;
    try {
      const secret = trial.by ? await trial.by(ground, turn) : null;
      const input = await trial.input?.(ground, turn);
      const asOf = trial.back ? ground.world.now() - DAYS_BACK : undefined;
      const call =
        secret === null
          ? ground.call(trial.as ?? "administrator", path, asOf === undefined ? {} : { asOf })
          : ground.callAs(secret, path);
      const rows0 = rowsSoFar();
      let answer: unknown = null;
      const [process0, thread0] = [process.cpuUsage(), process.threadCpuUsage()];
      try {
        answer = await call(input);
      } catch (error) {
        refused = (error as Error).message;
      }
      const [process1, thread1] = [process.cpuUsage(process0), process.threadCpuUsage(thread0)];
      if (round === 0) continue;
      rows = Math.min(rows, rowsSoFar() - rows0);
      length = Math.min(length, JSON.stringify(answer)?.length ?? 0);
      all.push((process1.user + process1.system) / 1000);
      loop.push((thread1.user + thread1.system) / 1000);
    } catch (error) {
      refused = `preparing: ${(error as Error).message}`;
      break;
    }
  }
  const name = { path, way: trial.way ?? "" };
  return { ...name, cpuMs: median(all) ?? NaN, loopMs: median(loop) ?? NaN, rows, length, refused };
}
