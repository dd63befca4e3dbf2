import { SECOND } from "@callboard/domain/core/time";
import type { Services } from "../services.ts";
import { type JobQueue, runDueJobs } from "./queue.ts";

const TICK_MS = SECOND;
const WAKING_KINDS: Partial<Record<JobQueue, readonly string[]>> = { runs: ["run"], errands: ["errand", "charge"] };

export type ScheduledTask = (services: Services, stopped: () => boolean) => Promise<unknown>;

/** What one worker does: the jobs of its queue first, where it has one, then its task. */
export interface Worker {
  queue: JobQueue | null;
  task: ScheduledTask;
}

/** Looks every second; stops at once when told, after the job in hand. */
export function startScheduler(services: Services, workers: readonly Worker[]): () => Promise<void> {
  const stops = workers.map(({ queue, task }) => pollEverySecond(services, queue, task));
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

/** At once, and then at this distance by the world's clock. */
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
      services.log.error({ err: error }, "jobs stood still");
    }
    if (!stopped) timer = setTimeout(() => (running = tick()), rung ? 0 : TICK_MS);
  };
  running = tick();
  // What was wanted just now need not wait for the next look.
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
