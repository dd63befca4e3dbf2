import { setTimeout as wait } from "node:timers/promises";
import { measureStatusChanges } from "./support/statusChanges.ts";
import { percentile, report, ROUNDS } from "./support/figures.ts";
import { type Client, createClient } from "./support/client.ts";
import { startServer } from "./status.ts";

const LINES = 10_000;
const INVALID_LINES = 17;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const WINDOWS = 4;

/** 10,000 lines, 17 of them with invalid numbers. */
function csvFor(round: number): string {
  const lines = Array.from({ length: LINES }, (_, n) => {
    const isInvalid =
      n % Math.floor(LINES / INVALID_LINES) === 7 && n < Math.floor(LINES / INVALID_LINES) * INVALID_LINES;
    return `${isInvalid ? "12" : `+1512${2_000_000 + round * LINES + n}`},Spring ${round} ${n}`;
  });
  return `Number,Name\n${lines.join("\n")}\n`;
}

async function waitForRun({ get }: Client, run: string, done: (row: any) => boolean): Promise<any> {
  for (;;) {
    const row = await get("runs.get", { run });
    if (done(row)) return row;
    await wait(100);
  }
}

interface Latencies {
  idle: number[];
  meanwhile: number[];
}

/** Alternates between the paused and the running run, so that other load on the machine affects both alike. */
async function measureLatencies(client: Client, run: string): Promise<Latencies & { perSecond: number }> {
  const { post, get } = client;
  const all: Latencies = { idle: [], meanwhile: [] };
  let done = 0;
  let took = 0;
  for (let window = 0; window < WINDOWS; window += 1) {
    await post("runs.pause", { run });
    all.idle.push(...(await measureStatusChanges(client, SECONDS / WINDOWS)));
    const before = (await get("runs.get", { run })).counts.done;
    await post("runs.resume", { run });
    const resumed = await waitForRun(client, run, ({ counts }) => counts.done > before);
    const from = performance.now();
    all.meanwhile.push(...(await measureStatusChanges(client, SECONDS / WINDOWS)));
    const { state, counts } = await get("runs.get", { run });
    if (state !== "running") throw new Error("the import was over before the measuring");
    done += counts.done - resumed.counts.done;
    took += performance.now() - from;
  }
  return { ...all, perSecond: (done / took) * 1000 };
}

/** The latency of a status change while 10,000 numbers are imported, compared with an idle server. */
export async function benchRuns(): Promise<void> {
  const client = createClient(await startServer("jobs"));
  const { post } = client;
  try {
    await measureStatusChanges(client, SECONDS);
    const rounds: Awaited<ReturnType<typeof measureLatencies>>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { run, rejectedCount } = await post("numbers.import", { name: `${round}.csv`, text: csvFor(round) });
      if (rejectedCount !== INVALID_LINES) throw new Error(`${rejectedCount} lines were rejected`);
      await post("runs.start", { run });
      rounds.push(await measureLatencies(client, run));
      // The first import runs to its end; the others have served their purpose.
      if (round > 0) await post("runs.stop", { run });
      const { counts } = await waitForRun(client, run, ({ counts }) => counts.pending === 0);
      const expected = round > 0 ? counts.done : LINES - INVALID_LINES;
      if (counts.done !== expected || counts.failed !== INVALID_LINES) throw new Error(JSON.stringify(counts));
    }
    const each = (figure: (round: (typeof rounds)[number]) => number) => rounds.map(figure);
    const ratio = (share: number) =>
      each(({ idle, meanwhile }) => percentile(meanwhile, share) / percentile(idle, share));
    report(
      "status change with nothing else to do, p99, ms",
      each(({ idle }) => percentile(idle, 0.99)),
    );
    report(
      "numbers imported a second meanwhile",
      each(({ perSecond }) => perSecond),
    );
    report("status change, p50, during an import of 10,000 / with nothing else to do", ratio(0.5));
    report("status change, p99, during an import of 10,000 / with nothing else to do", ratio(0.99), { most: 2 });
  } finally {
    client.stop();
  }
}
