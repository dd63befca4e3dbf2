import { setTimeout as wait } from "node:timers/promises";
import { measureStatusChanges } from "./support/statusChanges.ts";
import { createClient } from "./support/client.ts";
import { percentile, report } from "./support/figures.ts";
import type { WatchResult } from "./support/server.ts";
import { startServer } from "./status.ts";

const ACCOUNTS = Number(process.env.BENCH_SUB_ACCOUNTS ?? 5000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);

/** The latency of a status change while an agency of 5,000 other accounts is canceled, compared with an idle server. */
export async function benchCancelAgency(): Promise<void> {
  const started = await startServer("jobs", `subs=${ACCOUNTS}`);
  const client = createClient(started);
  const { account, secret } = started.server.largeAgency!;
  const agency = createClient({ ...started, server: { ...started.server, account, owner: secret } });
  try {
    await measureStatusChanges(client, SECONDS);
    const idles = [await measureStatusChanges(client, SECONDS), await measureStatusChanges(client, SECONDS)];
    const { run } = await agency.post("lifecycle.proposeAgencyCancel", {});
    await started.ask<WatchResult>({ watch: "begin" });
    const from = performance.now();
    await agency.post("runs.start", { run, name: "Large Agency" });
    const meanwhile: number[][] = [];
    for (;;) {
      meanwhile.push(await measureStatusChanges(client, 1));
      const { counts } = await agency.get("runs.get", { run });
      if (counts.pending > 0) continue;
      if (counts.done !== ACCOUNTS + 1) throw new Error(JSON.stringify(counts));
      break;
    }
    const took = (performance.now() - from) / 1000;
    const { stallMs } = await started.ask<WatchResult>({ watch: "end" });
    await wait(1000);
    const idle = percentile(idles.flat(), 0.99);
    report("accounts of an agency canceled per second", [ACCOUNTS / took]);
    report("longest time the server answered nobody meanwhile, ms", [stallMs]);
    report(
      "status change with nothing else to do, p99, ms",
      idles.map((one) => percentile(one, 0.99)),
    );
    report(
      "status change elsewhere, p99, while an agency is canceled / with nothing else to do",
      [percentile(meanwhile.flat(), 0.99) / idle],
      { most: 2 },
    );
  } finally {
    client.stop();
  }
}
