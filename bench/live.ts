import { prepare } from "../apps/extension/e2e/support/prepared.ts";
import { startServer } from "../apps/extension/e2e/support/server.ts";
import { readStream } from "../apps/extension/src/data/eventStream.ts";
import { percentile, report, ROUNDS } from "./support/figures.ts";

const CLICKS = 100;

/**
 * Measures from a click in one client to the refetched answer in another, which the live stream triggers. Two clients
 * in Node against a separate server process: the packaged tRPC client, and the extension's own stream reader.
 */
export async function benchLive(): Promise<void> {
  const prepared = await prepare();
  const server = await startServer(prepared);
  const over = new AbortController();
  try {
    const ava = await server.as("ava@callboard.demo");
    const dana = await server.as("dana@callboard.demo");
    const statuses = (await ava.api.agents.statuses.query()).map(({ id }) => id);
    let seen = 0;
    let heard = () => {};
    const refetch = async () => {
      const { rows } = await dana.api.agents.board.query();
      seen = rows.find(({ person }) => person === ava.person)!.version;
      heard();
    };
    const headers = { authorization: `Bearer ${dana.secret}`, "x-callboard-account": dana.account };
    const listening = new Promise<void>((live) => {
      const stream = readStream(`${server.address}/trpc/feed.changes?input={}`, headers, over.signal, () => {
        live();
        void refetch();
      });
      stream.catch(() => {});
    });
    await listening;

    let turn = 0;
    // A different status each time: repeating one would change nothing.
    const click = async (): Promise<number> => {
      turn += 1;
      const { version } = await ava.api.agents.mine.query();
      const start = performance.now();
      const shown = new Promise<void>((done) => (heard = () => seen > version && done()));
      await ava.api.agents.setStatus.mutate({ status: statuses[turn % statuses.length]! });
      await shown;
      return performance.now() - start;
    };
    const bare = async (): Promise<number> => {
      const start = performance.now();
      await (await fetch(`${server.address}/health`)).json();
      return performance.now() - start;
    };
    const clicks: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const own: number[] = [];
      const trips: number[] = [];
      for (let one = 0; one < CLICKS; one += 1) {
        trips.push(await bare());
        own.push(await click());
      }
      clicks.push(percentile(own, 0.95));
      ratios.push(percentile(own, 0.95) / percentile(trips, 0.95));
    }
    report("click to the other client's refetched screen, p95, ms", clicks);
    report("click to the other client's screen, p95 / bare HTTP round trip, p95", ratios);
  } finally {
    over.abort();
    await server.kill();
    prepared.drop();
  }
}
