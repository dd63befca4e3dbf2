import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { CarrierCall, CarrierFault } from "../../src/integrations/carrier/sandbox/sandbox.ts";
import { restartOverdueRequests } from "../../src/provider-requests/restartOverdue.ts";
import { type RequestJob, sendOrCheck } from "../../src/provider-requests/sendOrCheck.ts";
import { startScheduler } from "../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../src/start/scheduledWork.ts";
import { leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually } from "../support/eventually.ts";
import { HOUR, MINUTE, openTestApp, SECOND, type TestApp } from "../support/kit.ts";
import { faultyNumber, AVAILABLE_NUMBER, openNumberOrders } from "../support/fixtures/numberOrders.ts";

describe("two workers", () => {
  test("one of which slept through its lease: one call with one key, one number, one fee", async () => {
    const app = await openNumberOrders();
    const calls: string[] = [];
    const { buy } = app.carrier;
    const gate = Promise.withResolvers<void>();
    app.carrier.timeoutMs = 60_000;
    app.carrier.buy = async (order, signal) => {
      calls.push(order.key);
      if (calls.length === 1) await gate.promise;
      return buy(order, signal);
    };
    const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
    const slow = runDueJobs(app.services);
    await expect.poll(() => calls.length).toBe(1);
    // The other one finds it sent without an answer, and asks: the carrier never got it.
    await app.runJobs(2 * MINUTE);
    expect(await app.order(id)).toMatchObject({ state: "requested", checks: 1 });
    await app.runJobs(10 * SECOND);
    expect(await app.order(id)).toMatchObject({ state: "settled", attempts: 2 });
    gate.resolve();
    await slow;
    expect(new Set(calls)).toEqual(new Set([id]));
    expect([await app.boughtNumbers(AVAILABLE_NUMBER), await app.fees(id)].map((rows) => rows.length)).toEqual([1, 1]);
    const versions = await app.selectRows("SELECT 1 FROM changes WHERE kind = 'providerRequest' AND id = ?", id);
    expect(versions).toHaveLength(5);
  });

  test("one of which slept between saving and calling: it no longer calls", async () => {
    const app = await openNumberOrders();
    const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
    const calls: string[] = [];
    app.carrier.buy = async ({ key }) => {
      calls.push(key);
      return { outcome: "done" };
    };
    const { db } = app.services;
    const slowDb = {
      ...db,
      write: (async (work) => db.write(work).finally(() => app.advance(MINUTE))) as typeof db.write,
    };
    const job = (await leaseJob(db, app.now(), "requests"))!;
    await sendOrCheck({ ...app.services, db: slowDb }, job.data as RequestJob);
    expect((await app.order(id)).state).toBe("sent");
    expect(calls).toEqual([]);
  });

  test("in two servers on one file settle each order once", async () => {
    const app = await openNumberOrders();
    const other = await openTestApp({ file: app.file });
    const ids = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => app.buy(`+1512555011${n}`)));
    await Promise.all([
      runDueJobs(app.services),
      runDueJobs(other.services),
      runDueJobs(app.services),
      runDueJobs(other.services),
    ]);
    for (const { requestId: id } of ids) {
      expect(await app.order(id)).toMatchObject({ state: "settled", attempts: 1 });
      expect(await app.fees(id)).toHaveLength(1);
    }
  });
});

test("the reconciler repairs orders whose worker crashed or whose job was given up", async () => {
  const app = await openNumberOrders();
  const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
  await app.services.db.write({
    reads: [],
    decide: () => ({
      writes: [{ sql: "UPDATE jobs SET failed_at = 1 WHERE kind = 'providerRequest'", args: [] }],
      answer: null,
    }),
  });
  await app.runJobs(HOUR);
  expect((await app.order(id)).state).toBe("requested");
  await restartOverdueRequests(app.services);
  await app.runJobs();
  expect((await app.order(id)).state).toBe("settled");
  await restartOverdueRequests(app.services);
  expect(await app.selectRows("SELECT 1 FROM jobs WHERE kind = 'providerRequest' AND done_at IS NULL")).toHaveLength(1);
});

test("whatever the carrier does, each click ends in one explanation, at most one number, and a fee only with it", async () => {
  const faults: (CarrierFault | null)[] = [
    null,
    "taken",
    "timeout before",
    "timeout after",
    "late",
    "failure",
    "garbage",
    "busy",
  ];
  const run = fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(run, fc.array(fc.constantFrom(...faults.slice(2)), { maxLength: 3 }), async (sends, asks) => {
      const app = await openNumberOrders();
      app.carrier.timeoutMs = 3;
      app.carrier.faultFor = ({ verb, timesSent }: CarrierCall) =>
        verb === "check" ? (asks[timesSent] ?? null) : verb === "buy" ? (sends[timesSent] ?? null) : null;
      const before = await app.balance();
      const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
      for (let hour = 0; hour < 30 && (await app.order(id)).endedAt === null; hour += 1) await app.runJobs(HOUR);
      const order = await app.order(id);
      expect(["settled", "declined"]).toContain(order.state);
      const count = order.state === "settled" ? 1 : 0;
      expect(order.why).toMatch(count ? /was bought/ : /Nothing was bought/);
      expect(await app.boughtNumbers(AVAILABLE_NUMBER)).toHaveLength(count);
      expect(await app.soldNumbers(AVAILABLE_NUMBER)).toHaveLength(count);
      expect(before - (await app.balance())).toBe(count * 1_500_000);
      await app.close();
    }),
    { numRuns: 15, seed: 5 },
  );
});

/** A worker in its own process on the same file, with this fault of the carrier. */
function runner(app: TestApp, fault: CarrierFault | "none"): ChildProcess {
  const path = join(import.meta.dirname, "../support/processes/requestRunner.ts");
  const args = [path, app.file, String(app.now()), fault];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
}

test.each([
  ["timeout before", 2],
  ["timeout after", 1],
] as const)(
  "a server killed during the call (%s): the next one finds out what became of it",
  async (fault, attempts) => {
    const app = await openNumberOrders();
    const before = await app.balance();
    const { requestId: id } = await app.buy(AVAILABLE_NUMBER);
    const child = runner(app, fault);
    await eventually(
      async () => (await app.selectRows("SELECT 1 FROM sandbox_orders WHERE key = ?", id)).length > 0,
      20_000,
    );
    await kill(child);
    expect(await app.order(id)).toMatchObject({ state: "sent", attempts: 1 });
    await app.runJobs(2 * MINUTE);
    await app.runJobs(10 * SECOND);
    expect(await app.order(id)).toMatchObject({ state: "settled", attempts, checks: 1 });
    expect(
      [await app.boughtNumbers(AVAILABLE_NUMBER), await app.fees(id), await app.soldNumbers(AVAILABLE_NUMBER)].map(
        (rows) => rows.length,
      ),
    ).toEqual([1, 1, 1]);
    expect(await app.balance()).toBe(before - 1_500_000);
  },
  120_000,
);

test("servers killed again and again during many orders: as many fees as numbers that the carrier sold", async () => {
  const app = await openNumberOrders();
  const before = await app.balance();
  const numbers = Array.from({ length: 40 }, (_, n) =>
    n % 5 === 0 ? faultyNumber(192 + (n % 6)) : `+151255501${10 + n}`,
  );
  const uniqueNumbers = [...new Set(numbers)];
  const ids = await Promise.all(uniqueNumbers.map(async (e164) => (await app.buy(e164)).requestId));
  const bookedFees = async () =>
    (
      await app.selectRows(
        "SELECT count(*) AS n FROM postings WHERE key LIKE 'request:%' AND booked_at >= ?",
        app.now() - HOUR,
      )
    )[0]!.n as number;
  for (const count of [3, 9, 16]) {
    const child = runner(app, "none");
    await eventually(async () => (await bookedFees()) >= count, 20_000);
    await kill(child);
    app.advance(MINUTE);
  }
  for (let turn = 0; turn < 12; turn += 1) await app.runJobs(MINUTE);
  for (const [index, id] of ids.entries()) {
    expect(await app.order(id)).toMatchObject({ state: "settled" });
    const outcome = [
      await app.boughtNumbers(uniqueNumbers[index]!),
      await app.fees(id),
      await app.soldNumbers(uniqueNumbers[index]!),
    ];
    expect(outcome.map((rows) => rows.length)).toEqual([1, 1, 1]);
  }
  expect(before - (await app.balance())).toBe(uniqueNumbers.length * 1_500_000);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 240_000);

test("a running server takes up an order at once, not at its next poll", async () => {
  const app = await openNumberOrders();
  // It polls once a second: here the second poll never comes.
  const { setTimeout: realSetTimeout } = globalThis;
  const late = (callback: () => void, ms?: number) => realSetTimeout(callback, ms === SECOND ? HOUR : ms);
  vi.stubGlobal("setTimeout", late);
  onTestFinished(() => void vi.unstubAllGlobals());
  const stop = startScheduler(app.services, scheduledWork(app.services));
  for (let n = 0; n < 5; n += 1) {
    const { requestId: id } = await app.buy(`+1512555010${n}`);
    await eventually(async () => (await app.order(id)).state === "settled", 20_000);
  }
  await stop();
});
