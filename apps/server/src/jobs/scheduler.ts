import { SECOND } from "@callboard/domain/core/time";
import type { Services } from "../services.ts";
import { type JobQueue, runDueJobs } from "./queue.ts";

const TICK_MS = SECOND;
/** Changes to these kinds of records may create jobs, so they start a poll at once. */
const WAKING_KINDS: Partial<Record<JobQueue, readonly string[]>> = {
  runs: ["run"],
  requests: ["providerRequest", "charge"],
};

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

/** Runs a task at once, and then whenever the clock has moved by this much, in either direction. */
export function every(ms: number, task: ScheduledTask): ScheduledTask {
  let doneAt = 0;
  return async (services, stopped) => {
    if (Math.abs(services.now() - doneAt) <= ms) return;
    doneAt = services.now();
    await task(services, stopped);
  };
}

/** Runs tasks one after the other, as one task. */
export const inSequence =
  (...tasks: readonly ScheduledTask[]): ScheduledTask =>
  async (services, stopped) => {
    for (const task of tasks) await task(services, stopped);
  };

function pollEverySecond(services: Services, queue: JobQueue | null, task: ScheduledTask): () => Promise<void> {
  let stopped = false;
  let pollAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const tick = async () => {
    timer = undefined;
    pollAgain = false;
    try {
      if (queue !== null) await runDueJobs(services, queue, () => stopped);
      await task(services, () => stopped);
    } catch (error) {
      services.log.error({ err: error }, "running jobs failed");
    }
    if (!stopped) timer = setTimeout(() => (running = tick()), pollAgain ? 0 : TICK_MS);
  };
  running = tick();
  // A new provider request or run needn't wait for the next poll.
  services.feed.onInvalidate(({ kind, unlogged }) => {
    if (queue === null || !WAKING_KINDS[queue]?.includes(kind) || unlogged || stopped) return;
    pollAgain = true;
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
