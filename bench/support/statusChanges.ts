import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "./client.ts";

/** A busy team: a hundred agents who change their status once a second. */
const PER_SECOND = 100;

let changeCount = 0;
/** Makes status changes at a steady rate, each measured from its due time, so that queueing counts. */
export async function measureStatusChanges({ server, post }: Client, seconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const changes: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n += 1) {
    const due = start + (n * 1000) / PER_SECOND;
    await wait(Math.max(0, due - performance.now()));
    changeCount += 1;
    const status = server.statuses[Math.floor(changeCount / server.secrets.length) % server.statuses.length];
    const secret = server.secrets[changeCount % server.secrets.length]!;
    changes.push(
      post("agents.setStatus", { status }, secret).then(
        () => void latencies.push(performance.now() - Math.max(due, start)),
      ),
    );
  }
  await Promise.all(changes);
  return latencies;
}
