import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "./client.ts";

/** A busy team: a hundred agents who change their status once a second. */
const PER_SECOND = 100;

let changeCount = 0;
/** Status changes at a steady pace, each measured from its due time, so that queueing counts. */
export async function measureStatusChanges({ ready, post }: Client, seconds: number): Promise<number[]> {
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n += 1) {
    const due = start + (n * 1000) / PER_SECOND;
    await wait(Math.max(0, due - performance.now()));
    changeCount += 1;
    const status = ready.statuses[Math.floor(changeCount / ready.secrets.length) % ready.statuses.length];
    const secret = ready.secrets[changeCount % ready.secrets.length]!;
    asked.push(
      post("agents.setStatus", { status }, secret).then(() => void took.push(performance.now() - Math.max(due, start))),
    );
  }
  await Promise.all(asked);
  return took;
}
