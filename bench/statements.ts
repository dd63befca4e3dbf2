import { measureStatusChanges } from "./support/statusChanges.ts";
import { createClient } from "./support/client.ts";
import { percentile, report } from "./support/figures.ts";
import { startServer } from "./status.ts";

const STATEMENTS = Number(process.env.BENCH_STATEMENTS ?? 1000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const LINES = 50;
const WINDOWS = 4;
const CONNECTIONS = 2;

/** The number of 50-line statements rendered as PDFs per second, and the latency of a status change meanwhile. */
export async function benchStatements(): Promise<void> {
  const started = await startServer();
  const client = createClient(started);
  const { address, account, owner, operator } = started.server;
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const fetchPdf = async (): Promise<number> => {
    const answer = await fetch(`${address}/export/statement.pdf?first=${day(-1)}&last=${day(1)}`, {
      headers: { authorization: `Bearer ${owner}`, "x-callboard-account": account },
    });
    const bytes = await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`a statement was answered with ${answer.status}`);
    return bytes.byteLength;
  };
  try {
    for (let line = 1; line <= LINES; line += 1)
      await client.post("balance.adjust", { account, micros: line * 10_000, reason: `Line ${line}` }, operator);
    await fetchPdf();
    await measureStatusChanges(client, SECONDS);
    const rates: number[] = [];
    const ratios: number[] = [];
    const idles: number[] = [];
    for (let window = 0; window < WINDOWS; window += 1) {
      const idle = await measureStatusChanges(client, SECONDS);
      const from = performance.now();
      let remaining = Math.ceil(STATEMENTS / WINDOWS);
      const workers = Array.from({ length: CONNECTIONS }, async () => {
        while (remaining-- > 0) await fetchPdf();
      });
      const meanwhile: number[] = [];
      let done = false;
      const finished = Promise.all(workers).then(() => (done = true));
      while (!done) meanwhile.push(...(await measureStatusChanges(client, 1)));
      await finished;
      rates.push(Math.ceil(STATEMENTS / WINDOWS) / ((performance.now() - from) / 1000));
      idles.push(percentile(idle, 0.99));
      ratios.push(percentile(meanwhile, 0.99) / percentile(idle, 0.99));
    }
    console.log(JSON.stringify({ statements: { made: STATEMENTS, lines: LINES, bytes: await fetchPdf() } }));
    report("statements of 50 lines as PDFs per second", rates);
    report("status change with nothing else to do, p99, ms", idles);
    report("status change, p99, while statements are made / with nothing else to do", ratios, { most: 2 });
  } finally {
    client.stop();
  }
}
