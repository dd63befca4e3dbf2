import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { recoverRuns } from "../../src/runs/recovery.ts";
import { commit } from "../../src/store/commit.ts";
import { eventually } from "../support/eventually.ts";
import { MINUTE, openTestApp, failureOf, SECOND } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";
import { beginToys, OBSTACLE, type ToyItem, toys } from "../support/processes/toyRun.ts";

const logEntry = { action: message("agents.cause.chosen") };
const STATUS = { takesCalls: false, color: "teal", icon: null, order: 0, defaultMinutes: null } as const;

async function open(count: number, does?: (n: number) => ToyItem["does"], state?: "running" | "proposed") {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const actor = { as: "person", id: app.people["dana@callboard.demo"]! } as const;
  const scope = scopeOf(app.services, app.account("northwind"), { actor });
  const stone = { ...STATUS, name: "Stone", whenOver: "stay", archivedAt: null } as const;
  await commit(scope, {}, () => [create(scope.account, "status", OBSTACLE, stone, logEntry)]);
  const run = await beginToys(scope, toys(count, does), state);
  const createdCount = async () =>
    Number(
      (await app.selectRows("SELECT count(*) AS n FROM changes WHERE batch = ? AND event = 'created'", run))[0]!.n,
    );
  const removeObstacle = () =>
    commit(scope, { stone: findOne("status", OBSTACLE) }, ({ stone }) => [remove("status", stone, logEntry)]);
  return { ...app, dana, scope, run, createdCount, removeObstacle, runJobs: () => runDueJobs(app.services, "runs") };
}

test("each item ends done, skipped or failed, with its reason, in the starter's name and as one batch", async () => {
  const app = await open(40, (n) => (n % 10 === 0 ? "pass" : n % 10 === 5 ? "stumble" : "make"));
  await app.runJobs();
  const run = await app.dana.runs.get({ run: app.run });
  expect(run).toMatchObject({ state: "done", responsible: "Dana Reyes", rate: 0, endedAt: app.now() });
  expect(run.counts).toEqual({ total: 40, done: 32, skipped: 4, failed: 4, pending: 0 });
  expect(await app.createdCount()).toBe(32);
  const failed = (await app.dana.runs.items({ run: app.run, state: "failed" })).items;
  expect(failed.map(({ n }) => n)).toEqual([5, 15, 25, 35]);
  expect(failed[0]).toMatchObject({ about: "Toy 5", reason: expect.stringMatching(/\.$/), at: app.now() });
  const [change] = await app.selectRows("SELECT actor, cause FROM changes WHERE batch = ? LIMIT 1", app.run);
  expect(JSON.parse(change!.actor).id).toBe(app.people["dana@callboard.demo"]);
  expect(JSON.parse(change!.cause)).toEqual(message("runs.cause", { run: "Toys" }));
});

test("the report is read page by page, complete or by outcome", async () => {
  const app = await open(7, (n) => (n === 3 ? "pass" : "make"));
  await app.runJobs();
  const first = await app.dana.runs.items({ run: app.run, limit: 4 });
  expect(first).toMatchObject({ next: 4, items: [{ n: 1 }, { n: 2 }, { n: 3, state: "skipped" }, { n: 4 }] });
  const rest = await app.dana.runs.items({ run: app.run, limit: 4, after: first.next });
  expect(rest.items.map(({ n }) => n)).toEqual([5, 6, 7]);
  expect(rest.next).toBeNull();
});

test("retrying repeats only failed items; the outcomes of the others stay", async () => {
  const app = await open(20, (n) => (n <= 5 ? "stumble" : "make"));
  await app.runJobs();
  expect(await app.createdCount()).toBe(15);
  await app.removeObstacle();
  await app.dana.runs.retry({ run: app.run });
  await app.runJobs();
  const { state, counts } = await app.dana.runs.get({ run: app.run });
  expect({ state, ...counts }).toEqual({ state: "done", total: 20, done: 20, skipped: 0, failed: 0, pending: 0 });
  expect(await app.createdCount()).toBe(20);
  expect(await failureOf(app.dana.runs.retry({ run: app.run }))).toMatchObject({ key: "runs.nothingToRetry" });
});

test("a bug in one item is logged, fails that item, and the run goes on", async () => {
  const app = await open(10, (n) => (n === 4 ? "break" : "make"));
  await app.runJobs();
  const { state, counts } = await app.dana.runs.get({ run: app.run });
  expect({ state, done: counts.done, failed: counts.failed }).toEqual({ state: "done", done: 9, failed: 1 });
  const [broken] = (await app.dana.runs.items({ run: app.run, state: "failed" })).items;
  expect(broken).toMatchObject({ n: 4, reason: expect.stringMatching(/went wrong on our side/) });
  expect(app.bugs.splice(0).join()).toMatch(/a toy that breaks/);
});

test("for a run younger than ten seconds, the rate counts from its start", async () => {
  const app = await open(20, (n) => (n <= 5 ? "stumble" : "make"));
  app.advance(2000);
  await app.runJobs();
  expect((await app.dana.runs.get({ run: app.run })).retriable).toBe(true);
  await app.dana.runs.retry({ run: app.run });
  expect((await app.dana.runs.get({ run: app.run })).rate).toBe(10);
});

test("a paused run waits until it is resumed; a stopped one never continues", async () => {
  const app = await open(10);
  await app.dana.runs.pause({ run: app.run });
  await app.runJobs();
  expect((await app.dana.runs.get({ run: app.run })).counts.pending).toBe(10);
  expect(await failureOf(app.dana.runs.pause({ run: app.run }))).toMatchObject({ key: "runs.notRunning" });
  await app.dana.runs.resume({ run: app.run });
  await app.dana.runs.stop({ run: app.run });
  await app.runJobs();
  const { state, counts } = await app.dana.runs.get({ run: app.run });
  expect({ state, ...counts }).toEqual({ state: "stopped", total: 10, done: 0, skipped: 10, failed: 0, pending: 0 });
  expect(await app.createdCount()).toBe(0);
  expect(await failureOf(app.dana.runs.resume({ run: app.run }))).toMatchObject({ key: "runs.notPaused" });
});

test("a proposed run must be started within half an hour; discarded, it leaves nothing behind", async () => {
  const app = await open(5, undefined, "proposed");
  await app.runJobs();
  expect(await app.createdCount()).toBe(0);
  const other = await beginToys(app.scope, toys(5), "proposed");
  await app.dana.runs.start({ run: app.run });
  await app.runJobs();
  expect(await app.createdCount()).toBe(5);
  expect(await failureOf(app.dana.runs.start({ run: app.run }))).toMatchObject({ key: "runs.notProposed" });
  const third = await beginToys(app.scope, toys(5), "proposed");
  await app.dana.runs.discard({ run: third });
  await app.runJobs();
  expect(await app.selectRows("SELECT 1 FROM run_items WHERE run = ?", third)).toEqual([]);
  app.advance(30 * MINUTE + 1);
  expect(await failureOf(app.dana.runs.start({ run: other }))).toMatchObject({ key: "runs.proposalExpired" });
  await recoverRuns(app.services);
  await app.runJobs();
  expect(await app.selectRows("SELECT 1 FROM run_items WHERE run = ?", other)).toEqual([]);
  expect(await failureOf(app.dana.runs.get({ run: other }))).toMatchObject({ code: "not-found" });
});

test("a run whose worker vanished is taken up within seconds, and one without a job gets one", async () => {
  const app = await open(5);
  expect(await leaseJob(app.services.db, app.now(), "runs")).not.toBeNull();
  await app.runJobs();
  expect(await app.createdCount()).toBe(0);
  app.advance(5 * SECOND);
  await app.runJobs();
  expect(await app.createdCount()).toBe(5);
  const lost = await beginToys(app.scope, toys(5));
  await app.services.db.write({
    reads: [],
    decide: () => ({ writes: [{ sql: "DELETE FROM jobs WHERE key = ?", args: [`${lost}/1`] }], answer: null }),
  });
  await app.runJobs();
  await recoverRuns(app.services);
  await app.runJobs();
  expect((await app.dana.runs.get({ run: lost })).state).toBe("done");
});

test("two workers on one run settle each item once", async () => {
  const app = await open(200);
  const job = (await app.selectRows("SELECT id FROM jobs WHERE kind = 'run'"))[0]!;
  const expireLease = { sql: "UPDATE jobs SET lease_until = 0 WHERE id = ?", args: [job.id] };
  const first = app.runJobs();
  for (let turn = 0; turn < 3; turn += 1) {
    await app.services.db.write({ reads: [], decide: () => ({ writes: [expireLease], answer: null }) });
    await app.runJobs();
  }
  await first;
  expect((await app.dana.runs.get({ run: app.run })).counts).toMatchObject({ done: 200, failed: 0, pending: 0 });
  expect(await app.createdCount()).toBe(200);
});

test("in an account that was canceled meanwhile nothing more is done", async () => {
  const app = await open(5);
  await commit(app.scope, { life: findOne("lifecycle", app.scope.account) }, ({ life }) => [
    {
      do: "save",
      account: life.account,
      kind: "lifecycle",
      id: life.id,
      base: life.version,
      ...logEntry,
      data: { ...life.data, canceled: { since: app.now(), by: "x", until: null } },
    },
  ]);
  await app.runJobs();
  const { counts } = await app.dana.runs.get({ run: app.run });
  expect(counts).toMatchObject({ done: 0, failed: 5 });
});

test("another tenant's run doesn't exist", async () => {
  const app = await open(5);
  const ida = app.callerFor("ida@callboard.demo", "parkside");
  const missing = { code: "not-found", key: "record.notFound" };
  for (const call of [
    ida.runs.get,
    ida.runs.items,
    ida.runs.start,
    ida.runs.pause,
    ida.runs.stop,
    ida.runs.retry,
    ida.runs.discard,
  ])
    expect(await failureOf(call({ run: app.run }))).toEqual(missing);
  expect((await ida.runs.list({})).runs).toEqual([]);
  expect((await app.dana.runs.list({})).runs.map(({ id }) => id)).toEqual([app.run]);
});

test("screens get events about a run and its changes about four times a second, and only with the permission", async () => {
  const app = await open(300);
  const stop = new AbortController();
  const listen = async (email: string) => {
    const kinds: string[] = [];
    const ids = new Set<string>();
    const caller = app.callerFor(email, "northwind", { signal: stop.signal });
    const stream = (await caller.feed.changes({})) as unknown as AsyncIterable<[string, { kind: string; id: string }]>;
    const finished = (async () => {
      for await (const [, { kind, id }] of stream) {
        kinds.push(kind);
        ids.add(id);
      }
    })();
    await eventually(() => kinds.length > 0);
    return { kinds, ids, finished };
  };
  const [milo, ben] = [await listen("milo@callboard.demo"), await listen("ben@callboard.demo")];
  const start = performance.now();
  await app.runJobs();
  // The run caused at least 300 changes. A slow machine only raises this bound.
  const limit = ((performance.now() - start) / 1000) * 4 + 3;
  // A change that is sent at once comes after all of them.
  await app.removeObstacle();
  await eventually(() => milo.ids.has(OBSTACLE) && ben.ids.has(OBSTACLE));
  stop.abort();
  await Promise.all([milo.finished, ben.finished]);
  const count = (kinds: readonly string[], kind: string) => kinds.filter((one) => one === kind).length;
  expect(count(milo.kinds, "status")).toBeGreaterThan(0);
  expect(count(milo.kinds, "status")).toBeLessThan(limit);
  expect(count(milo.kinds, "run")).toBeGreaterThan(0);
  expect(count(milo.kinds, "run")).toBeLessThan(limit + 1);
  expect(count(ben.kinds, "run")).toBe(0);
});
