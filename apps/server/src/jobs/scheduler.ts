import { SECOND } from "@callboard/domain/core/time";
import type { Services } from "../services.ts";
import { type JobQueue, runDueJobs } from "./queue.ts";

const TICK_MS = SECOND;
const WAKING_KINDS: Partial<Record<JobQueue, readonly string[]>> = { runs: ["run"], errands: ["errand", "charge"] };

export type ScheduledTask = (services: Services, stopped: () => boolean) => Promise<unknown>;

/** A worker's task: the due jobs of its queue, if it has one, then its own task. */
export interface Worker {
  queue: JobQueue | null;
  task: ScheduledTask;
}

/** Polls every second; the returned function stops it after the current job. */
export function startScheduler(services: Services, workers: readonly Worker[]): () => Promise<void> {
  const stops = workers.map(({ queue, task }) => pollEverySecond(services, queue, task));
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

/** Runs at once and then at this interval of real time. */
export function every(ms: number, chore: ScheduledTask): ScheduledTask {
  let doneAt = 0;
  return async (services, stopped) => {
    if (Math.abs(services.now() - doneAt) <= ms) return;
    doneAt = services.now();
    await chore(services, stopped);
  };
}

export const inSequence =
  (...chores: readonly ScheduledTask[]): ScheduledTask =>
  async (services, stopped) => {
    for (const chore of chores) await chore(services, stopped);
  };

function pollEverySecond(services: Services, row: JobQueue | null, chore: ScheduledTask): () => Promise<void> {
  let stopped = false;
  let rung = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const tick = async () => {
    timer = undefined;
    rung = false;
    try {
      if (row !== null) await runDueJobs(services, row, () => stopped);
      await chore(services, () => stopped);
    } catch (error) {
      services.log.error({ err: error }, "running jobs failed");
    }
    if (!stopped) timer = setTimeout(() => (running = tick()), rung ? 0 : TICK_MS);
  };
  running = tick();
  // A new request needn't wait for the next poll.
  services.feed.onWrite(({ kind, passing }) => {
    if (row === null || !WAKING_KINDS[row]?.includes(kind) || passing || stopped) return;
    rung = true;
    if (timer === undefined) return;
    clearTimeout(timer);
    running = tick();
  });
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
