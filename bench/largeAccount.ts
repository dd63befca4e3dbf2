import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Measured } from "../apps/server/test/large/measure.ts";
import { EXCEPTIONS } from "../apps/server/test/large/exceptions.ts";
import { percentile, report, ROUNDS } from "./support/figures.ts";
import { BASELINE } from "./support/largeBaseline.ts";
import type { LargeCommand, LargeReady, Team, ResourceUsage } from "./support/largeServer.ts";
import { openWindows, type Windows } from "./support/windows.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
/** A fraction of the account, for a quick check. */
const ACCOUNT_SHARE = process.env.BENCH_LARGE_SHARE ?? "1";
const CACHE = process.env.BENCH_LARGE_DIR ?? join(tmpdir(), "callboard-large-account");
const CALLS = 7;
const WINDOWS = 5;
/**
 * Status changes per second: elsewhere, where latency is measured, and in the large account that the windows follow.
 */
const ELSEWHERE_PER_SECOND = 50;
const INSIDE_PER_SECOND = 10;
const LIMIT_MS = 15;

interface Large {
  ready: LargeReady;
  ask: <A>(command: LargeCommand) => Promise<A>;
  stop: () => void;
}

async function startLarge(): Promise<Large> {
  const folder = mkdtempSync(join(tmpdir(), "callboard-bench-"));
  const child = fork(join(import.meta.dirname, "support/largeServer.ts"), [folder, CACHE, ACCOUNT_SHARE]);
  const next = <A>() =>
    new Promise<A>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the server ended with ${code}`));
      child.once("exit", ended);
      child.once("message", (message) => {
        child.off("exit", ended);
        resolve(message as A);
      });
    });
  return {
    ready: await next<LargeReady>(),
    ask: <A>(command: LargeCommand) => {
      const answer = next<A>();
      child.send(command);
      return answer;
    },
    stop: () => {
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every procedure's CPU time, sorted by the time on the main event loop. */
async function benchProcedures({ ask }: Large): Promise<void> {
  const all = await ask<Measured[]>({ measure: CALLS });
  const answered = all.filter(({ failure }) => failure === null);
  const sorted = answered.toSorted((a, b) => b.loopMs - a.loopMs);
  const line = (cells: readonly string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(44) : cell.padStart(10))).join(" "));
  console.log(`CPU in ms, medians of ${CALLS} calls. "before" was measured at another time on another machine.`);
  line(["procedure", "loop", "process", "before"]);
  for (const { path, title, loopMs, cpuMs } of sorted) {
    const name = `${path} ${title}`.trim();
    line([name, loopMs.toFixed(2), cpuMs.toFixed(2), BASELINE[name] ?? ""]);
  }
  for (const { path, title, failure } of all)
    if (failure !== null) console.log(`failed, so not measured: ${`${path} ${title}`.trim()}: ${failure}`);
  const tooLong = sorted.filter(({ path, loopMs }) => loopMs >= LIMIT_MS && EXCEPTIONS[path] === undefined);
  for (const { path, title, loopMs } of tooLong) console.log(`too long: ${path} ${title} ${loopMs.toFixed(1)} ms`);
  report(`procedures of ${LIMIT_MS} ms or more on the loop, without a reason`, [tooLong.length], { most: 0 });
}

let changeCount = 0;
/** Makes status changes at a steady rate, each measured from its due time, in ms. */
async function measureStatusChanges(
  address: string,
  { account, agents, statuses }: Team,
  perSecond: number,
): Promise<number[]> {
  const latencies: number[] = [];
  const changes: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < perSecond * SECONDS; n += 1) {
    const due = start + (n * 1000) / perSecond;
    await wait(Math.max(0, due - performance.now()));
    changeCount += 1;
    const body = JSON.stringify({ status: statuses[Math.floor(changeCount / agents.length) % statuses.length] });
    const headers = {
      authorization: `Bearer ${agents[changeCount % agents.length]}`,
      "x-callboard-account": account,
      "content-type": "application/json",
    };
    const change = async (): Promise<void> => {
      const answer = await fetch(`${address}/trpc/agents.setStatus`, { method: "POST", headers, body });
      if (answer.status !== 200) throw new Error(await answer.text());
      await answer.arrayBuffer();
      latencies.push(performance.now() - due);
    };
    changes.push(change());
  }
  await Promise.all(changes);
  return latencies;
}

/** The effect on another account while five popups and five boards of the large account are open and its team works. */
async function benchWindows({ ready, ask }: Large): Promise<void> {
  const { address, largeAccount, otherAccount } = ready;
  const credentialsOf = (secret: string) => ({ address, account: largeAccount.account, secret });
  const measured = async (inside: boolean, windows?: Windows) => {
    const before = (await windows?.answerCount()) ?? 0;
    await ask<ResourceUsage>({ use: "begin" });
    const insideChanges = inside ? measureStatusChanges(address, largeAccount, INSIDE_PER_SECOND) : Promise.resolve([]);
    const latencies = await measureStatusChanges(address, otherAccount, ELSEWHERE_PER_SECOND);
    const requests = latencies.length + (await insideChanges).length;
    const { cpuMs, stallMs } = await ask<ResourceUsage>({ use: "end" });
    const refetches = ((await windows?.answerCount()) ?? 0) - before;
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), cpuMs, stallMs, requests, refetches };
  };
  await measured(true);
  const figures: Record<string, number[]> = {};
  const record = (figure: string, value: number) => (figures[figure] ??= []).push(value);
  for (let round = 0; round < ROUNDS; round += 1) {
    const idle = await measured(false);
    const windows = await openWindows(
      largeAccount.agents.slice(-WINDOWS).map(credentialsOf),
      Array.from({ length: WINDOWS }, () => credentialsOf(largeAccount.administrator)),
    );
    await wait(1000);
    const busy = await measured(true, windows);
    windows.close();
    record("status change elsewhere, nobody looks, p50, ms", idle.p50);
    record("status change elsewhere, nobody looks, p99, ms", idle.p99);
    record("status change elsewhere, five popups and five boards open, p50, ms", busy.p50);
    record("status change elsewhere, five popups and five boards open, p99, ms", busy.p99);
    record("questions of the windows per second", busy.refetches / SECONDS);
    record("CPU of the server per request, nobody looks, ms", idle.cpuMs / idle.requests);
    record("CPU of the server per request, windows open, ms", busy.cpuMs / (busy.requests + busy.refetches));
    record("longest stall of the loop, nobody looks, ms", idle.stallMs);
    record("longest stall of the loop, windows open, ms", busy.stallMs);
    record("status change elsewhere, p99, windows open / nobody looks", busy.p99 / idle.p99);
  }
  for (const [figure, rounds] of Object.entries(figures))
    report(figure, rounds, figure.includes(" / ") ? { most: 2 } : {});
}

/** An account of a hundred thousand numbers, two hundred queues, five thousand people and a long log. */
export async function benchLarge(): Promise<void> {
  const large = await startLarge();
  try {
    await benchWindows(large);
    await benchProcedures(large);
  } finally {
    large.stop();
  }
}
