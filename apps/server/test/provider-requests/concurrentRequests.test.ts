import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CarrierCall, CarrierFault } from "../../src/integrations/carrier/sandbox/sandbox.ts";
import { reconcileRequests } from "../../src/provider-requests/reconciler.ts";
import { type RequestJob, workRequest } from "../../src/provider-requests/worker.ts";
import { startScheduler } from "../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../src/http/scheduledWork.ts";
import { leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually, HOUR, MINUTE, openTestApp, SECOND, type TestApp } from "../support/kit.ts";
import { faultyNumber, AVAILABLE_NUMBER, openNumberOrders } from "../support/fixtures/numberOrders.ts";

describe("two workers", () => {
  test("one of which slept through its lease: one call with one key, one number, one fee", async () => {
    const it = await openNumberOrders();
    const calls: string[] = [];
    const { buy } = it.carrier;
    const gate = Promise.withResolvers<void>();
    it.carrier.patienceMs = 60_000;
    it.carrier.buy = async (order, signal) => {
      calls.push(order.key);
      if (calls.length === 1) await gate.promise;
      return buy(order, signal);
    };
    const { errand: id } = await it.buy(AVAILABLE_NUMBER);
    const slow = runDueJobs(it.world);
    await expect.poll(() => calls.length).toBe(1);
    // The other one finds it sent without an answer, and asks: the carrier never got it.
    await it.work(2 * MINUTE);
    expect(await it.errand(id)).toMatchObject({ state: "intent", asked: 1 });
    await it.work(10 * SECOND);
    expect(await it.errand(id)).toMatchObject({ state: "settled", tries: 2 });
    gate.resolve();
    await slow;
    expect(new Set(calls)).toEqual(new Set([id]));
    expect([await it.bought(AVAILABLE_NUMBER), await it.fees(id)].map((found) => found.length)).toEqual([1, 1]);
    const moves = await it.rows("SELECT 1 FROM changes WHERE kind = 'errand' AND id = ?", id);
    expect(moves).toHaveLength(5);
  });

  test("one of which slept between saving and calling: it no longer calls", async () => {
    const it = await openNumberOrders();
    const { errand: id } = await it.buy(AVAILABLE_NUMBER);
    const calls: string[] = [];
    it.carrier.buy = async ({ key }) => {
      calls.push(key);
      return { is: "done" };
    };
    const { db } = it.world;
    const sleepy = { ...db, write: (async (work) => db.write(work).finally(() => it.pass(MINUTE))) as typeof db.write };
    const job = (await leaseJob(db, it.now(), "errands"))!;
    await workRequest({ ...it.world, db: sleepy }, job.data as RequestJob);
    expect((await it.errand(id)).state).toBe("sent");
    expect(calls).toEqual([]);
  });

  test("in two servers on one file settle each order once", async () => {
    const it = await openNumberOrders();
    const other = await openTestApp({ file: it.file });
    const ids = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => it.buy(`+1512555011${n}`)));
    await Promise.all([runDueJobs(it.world), runDueJobs(other.world), runDueJobs(it.world), runDueJobs(other.world)]);
    for (const { errand: id } of ids) {
      expect(await it.errand(id)).toMatchObject({ state: "settled", tries: 1 });
      expect(await it.fees(id)).toHaveLength(1);
    }
  });
});

test("the reconciler repairs orders whose worker crashed or whose job was given up", async () => {
  const it = await openNumberOrders();
  const { errand: id } = await it.buy(AVAILABLE_NUMBER);
  await it.world.db.write({
    reads: [],
    decide: () => ({
      writes: [{ sql: "UPDATE jobs SET failed_at = 1 WHERE kind = 'errand'", args: [] }],
      answer: null,
    }),
  });
  await it.work(HOUR);
  expect((await it.errand(id)).state).toBe("intent");
  await reconcileRequests(it.world);
  await it.work();
  expect((await it.errand(id)).state).toBe("settled");
  await reconcileRequests(it.world);
  expect(await it.rows("SELECT 1 FROM jobs WHERE kind = 'errand' AND done_at IS NULL")).toHaveLength(1);
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
      const it = await openNumberOrders();
      it.carrier.patienceMs = 3;
      it.carrier.faulty = ({ verb, came }: CarrierCall) =>
        verb === "ask" ? (asks[came] ?? null) : verb === "buy" ? (sends[came] ?? null) : null;
      const before = await it.balance();
      const { errand: id } = await it.buy(AVAILABLE_NUMBER);
      for (let hour = 0; hour < 30 && (await it.errand(id)).endedAt === null; hour += 1) await it.work(HOUR);
      const end = await it.errand(id);
      expect(["settled", "declined"]).toContain(end.state);
      const count = end.state === "settled" ? 1 : 0;
      expect(end.why).toMatch(count ? /was bought/ : /Nothing was bought/);
      expect(await it.bought(AVAILABLE_NUMBER)).toHaveLength(count);
      expect(await it.sold(AVAILABLE_NUMBER)).toHaveLength(count);
      expect(before - (await it.balance())).toBe(count * 1_500_000);
      await it.close();
    }),
    { numRuns: 15, seed: 5 },
  );
}, 240_000);

/** A worker in its own process on the same file, with this fault of the carrier. */
function runner(app: TestApp, fault: CarrierFault | "none"): ChildProcess {
  const path = join(import.meta.dirname, "../support/processes/requestRunner.ts");
  const args = [path, app.file, String(app.now()), fault];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

test.each([
  ["timeout before", 2],
  ["timeout after", 1],
] as const)(
  "a server killed during the call (%s): the next one finds out what became of it",
  async (fault, tries) => {
    const it = await openNumberOrders();
    const before = await it.balance();
    const { errand: id } = await it.buy(AVAILABLE_NUMBER);
    const child = runner(it, fault);
    await eventually(async () => (await it.rows("SELECT 1 FROM sandbox_orders WHERE key = ?", id)).length > 0, 20_000);
    await killed(child);
    expect(await it.errand(id)).toMatchObject({ state: "sent", tries: 1 });
    await it.work(2 * MINUTE);
    await it.work(10 * SECOND);
    expect(await it.errand(id)).toMatchObject({ state: "settled", tries, asked: 1 });
    expect(
      [await it.bought(AVAILABLE_NUMBER), await it.fees(id), await it.sold(AVAILABLE_NUMBER)].map(
        (found) => found.length,
      ),
    ).toEqual([1, 1, 1]);
    expect(await it.balance()).toBe(before - 1_500_000);
  },
  40_000,
);

test("servers killed again and again during many orders: as many fees as numbers that the carrier sold", async () => {
  const it = await openNumberOrders();
  const before = await it.balance();
  const numbers = Array.from({ length: 40 }, (_, n) =>
    n % 5 === 0 ? faultyNumber(192 + (n % 6)) : `+151255501${10 + n}`,
  );
  const wanted = [...new Set(numbers)];
  const ids = await Promise.all(wanted.map(async (e164) => (await it.buy(e164)).errand));
  const over = async () =>
    (
      await it.rows("SELECT count(*) AS n FROM postings WHERE key LIKE 'errand:%' AND booked_at >= ?", it.now() - HOUR)
    )[0]!.n as number;
  for (const reached of [3, 9, 16]) {
    const child = runner(it, "none");
    await eventually(async () => (await over()) >= reached, 20_000);
    await killed(child);
    it.pass(MINUTE);
  }
  for (let turn = 0; turn < 12; turn += 1) await it.work(MINUTE);
  for (const [index, id] of ids.entries()) {
    expect(await it.errand(id)).toMatchObject({ state: "settled" });
    const found = [await it.bought(wanted[index]!), await it.fees(id), await it.sold(wanted[index]!)];
    expect(found.map((rows) => rows.length)).toEqual([1, 1, 1]);
  }
  expect(before - (await it.balance())).toBe(wanted.length * 1_500_000);
  expect(await findBrokenLink(it.world.db)).toBeNull();
}, 120_000);

test("a running server takes up an order at once, not at its next poll", async () => {
  const it = await openNumberOrders();
  const stop = startScheduler(it.world, scheduledWork(it.world));
  // Longer than the first poll takes, shorter than the pause until the second.
  await eventually(() => it.rows("SELECT 1").then((rows) => rows.length > 0));
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const from = performance.now();
    const { errand: id } = await it.buy(`+1512555010${n}`);
    await eventually(async () => (await it.errand(id)).state === "settled");
    times.push(performance.now() - from);
  }
  await stop();
  expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(500);
});
