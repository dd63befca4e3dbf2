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
  const closing = new AbortController();
  try {
    const ava = await server.signInAs("ava@callboard.demo");
    const dana = await server.signInAs("dana@callboard.demo");
    const statuses = (await ava.api.agents.statuses.query()).map(({ id }) => id);
    let seen = 0;
    let onRefetch = () => {};
    const refetch = async () => {
      const { rows } = await dana.api.agents.board.query();
      seen = rows.find(({ person }) => person === ava.person)!.version;
      onRefetch();
    };
    const headers = { authorization: `Bearer ${dana.secret}`, "x-callboard-account": dana.account };
    const listening = new Promise<void>((resolve) => {
      const stream = readStream(`${server.address}/trpc/feed.changes?input={}`, headers, closing.signal, () => {
        resolve();
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
      const shown = new Promise<void>((done) => (onRefetch = () => seen > version && done()));
      await ava.api.agents.setStatus.mutate({ status: statuses[turn % statuses.length]! });
      await shown;
      return performance.now() - start;
    };
    const roundTrip = async (): Promise<number> => {
      const start = performance.now();
      await (await fetch(`${server.address}/health`)).json();
      return performance.now() - start;
    };
    const clicks: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const clickTimes: number[] = [];
      const roundTrips: number[] = [];
      for (let n = 0; n < CLICKS; n += 1) {
        roundTrips.push(await roundTrip());
        clickTimes.push(await click());
      }
      clicks.push(percentile(clickTimes, 0.95));
      ratios.push(percentile(clickTimes, 0.95) / percentile(roundTrips, 0.95));
    }
    report("click to the other client's refetched screen, p95, ms", clicks);
    report("click to the other client's screen, p95 / bare HTTP round trip, p95", ratios);
  } finally {
    closing.abort();
    await server.kill();
    prepared.drop();
  }
}
