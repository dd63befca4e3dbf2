import { setTimeout as wait } from "node:timers/promises";
import { measureStatusChanges } from "./support/statusChanges.ts";
import { createClient } from "./support/client.ts";
import { cpuTimeOf } from "./support/cpuTime.ts";
import { percentile, report } from "./support/figures.ts";
import type { WatchResult } from "./support/server.ts";
import { startServer } from "./status.ts";

const NUMBERS = Number(process.env.BENCH_CANCEL_NUMBERS ?? 20_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);

/** Cancels a large account, number by number, while an agent elsewhere changes status; compared with an idle server. */
export async function benchCancelAccount(): Promise<void> {
  const started = await startServer("jobs", `elsewhere=${NUMBERS}`);
  const client = createClient(started);
  const { accounts, agency, pid } = started.server;
  const large = createClient({
    ...started,
    server: { ...started.server, account: accounts["parkside"]!, owner: agency },
  });
  const step = async <A>(name: string, work: () => Promise<A>): Promise<A> => {
    await started.ask<WatchResult>({ watch: "begin" });
    const [from, before] = [performance.now(), cpuTimeOf(pid)];
    const answer = await work();
    const [took, cpu] = [performance.now() - from, cpuTimeOf(pid) - before];
    const { stallMs } = await started.ask<WatchResult>({ watch: "end" });
    report(`canceling ${NUMBERS} numbers: ${name}, ms`, [took]);
    report(`canceling ${NUMBERS} numbers: ${name}, CPU ms`, [cpu]);
    report(`canceling ${NUMBERS} numbers: ${name}, longest time the server answered nobody, ms`, [stallMs]);
    return answer;
  };
  try {
    await measureStatusChanges(client, SECONDS);
    const idles = [await measureStatusChanges(client, SECONDS), await measureStatusChanges(client, SECONDS)];
    const others = { is: "hold", days: 14 };
    const { proposal } = await step("propose", () => large.post("lifecycle.proposeCancel", { others }));
    await step("get", () => large.get("proposals.get", { proposal }));
    await step("search", () => large.get("proposals.items", { proposal, search: "2000143" }));
    const { run } = await step("confirm", () => large.post("proposals.confirm", { proposal }));
    const meanwhile: number[][] = [];
    await step("run", async () => {
      for (let pending = NUMBERS; pending > 0;) {
        meanwhile.push(await measureStatusChanges(client, 1));
        const { counts } = await large.get("runs.get", { run });
        pending = counts.pending;
        if (pending === 0 && counts.done !== NUMBERS) throw new Error(JSON.stringify(counts));
      }
    });
    await wait(1000);
    const p99 = (all: readonly number[]) => percentile(all, 0.99);
    report("status change with nothing else to do, p99, ms", idles.map(p99));
    report(
      "status change elsewhere, p99, while a large account is canceled / with nothing else to do",
      [p99(meanwhile.flat()) / p99(idles.flat())],
      { most: 2 },
    );
  } finally {
    client.stop();
  }
}
