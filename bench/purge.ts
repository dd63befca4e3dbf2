import { join } from "node:path";
import { measureStatusChanges } from "./support/statusChanges.ts";
import { createClient } from "./support/client.ts";
import { percentile, report, ROUNDS } from "./support/figures.ts";
import { fillChanges } from "./history.ts";
import type { PurgeResult } from "./support/server.ts";
import { startServer } from "./status.ts";

const ROWS = Number(process.env.BENCH_PURGE_ROWS ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The latency of a status change while a million old versions of the same account are removed. */
export async function benchPurge(): Promise<void> {
  const started = await startServer();
  const client = createClient(started);
  const { server, folder, ask } = started;
  try {
    const part = Math.floor(ROWS / ROUNDS);
    const cut = Date.now() - 120 * DAY;
    // A part expires with each hour that the server's clock moves ahead, so idle and purging alternate.
    for (let round = 0; round < ROUNDS; round += 1)
      fillChanges(join(folder, "bench.db"), server.account, server.ownerId, part, {
        name: `old${round}_`,
        last: cut + (round + 1) * HOUR,
      });
    await measureStatusChanges(client, SECONDS);
    const ratios = { p50: [] as number[], p99: [] as number[] };
    const idleP99: number[] = [];
    const rates: number[] = [];
    const stalls: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const idle = await measureStatusChanges(client, SECONDS);
      const purging = ask<PurgeResult>({ purge: (round + 1) * HOUR + 60_000 });
      const meanwhile: number[] = [];
      let done: PurgeResult | null = null;
      void purging.then((purged) => (done = purged));
      while (done === null) meanwhile.push(...(await measureStatusChanges(client, 1)));
      const { removed, ms, stallMs } = await purging;
      // The last version of each record stays, hidden.
      if (removed < part * 0.98) throw new Error(`${removed} of ${part} were removed`);
      ratios.p50.push(percentile(meanwhile, 0.5) / percentile(idle, 0.5));
      ratios.p99.push(percentile(meanwhile, 0.99) / percentile(idle, 0.99));
      idleP99.push(percentile(idle, 0.99));
      rates.push((removed / ms) * 1000);
      stalls.push(stallMs);
    }
    report("versions removed a second meanwhile", rates);
    report("status change with nothing else to do, p99, ms", idleP99);
    report(`status change, p50, while ${ROWS} versions are removed / with nothing else to do`, ratios.p50);
    report(`status change, p99, while ${ROWS} versions are removed / with nothing else to do`, ratios.p99, { most: 2 });
    report("longest stall of the server's loop while versions are removed, ms", stalls);
  } finally {
    client.stop();
  }
}
