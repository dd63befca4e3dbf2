import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { recoverRuns } from "../../src/runs/recovery.ts";
import { commit } from "../../src/store/commit.ts";
import { eventually, MINUTE, openTestApp, failureOf, SECOND } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";
import { beginToys, OBSTACLE, type ToyItem, toys } from "../support/processes/toyRun.ts";

const logEntry = { action: message("cause.chosen") };
const STATUS = { takesCalls: false, tone: "teal", icon: null, order: 0, defaultMinutes: null } as const;

async function open(count: number, does?: (n: number) => ToyItem["does"], state?: "running" | "proposed") {
  const app = await openTestApp();
  const dana = app.as("dana@callboard.demo", "northwind");
  const actor = { as: "person", id: app.people["dana@callboard.demo"]! } as const;
  const scope = scopeOf(app.world, app.account("northwind"), { actor });
  const stone = { ...STATUS, name: "Stone", whenOver: "stay", archivedAt: null } as const;
  await commit(scope, {}, () => [create(scope.account, "status", OBSTACLE, stone, logEntry)]);
  const run = await beginToys(scope, toys(count, does), state);
  const made = async () =>
    Number((await app.rows("SELECT count(*) AS n FROM changes WHERE batch = ? AND event = 'created'", run))[0]!.n);
  const clear = () =>
    commit(scope, { stone: findOne("status", OBSTACLE) }, ({ stone }) => [remove("status", stone, logEntry)]);
  return { ...app, dana, scope, run, made, clear, work: () => runDueJobs(app.world, "runs") };
}

test("each item ends done, skipped or failed, with its reason, in the starter's name and as one batch", async () => {
  const it = await open(40, (n) => (n % 10 === 0 ? "pass" : n % 10 === 5 ? "stumble" : "make"));
  await it.work();
  const run = await it.dana.runs.get({ run: it.run });
  expect(run).toMatchObject({ state: "done", by: "Dana Reyes", rate: 0, endedAt: it.now() });
  expect(run.counts).toEqual({ total: 40, done: 32, skipped: 4, failed: 4, left: 0 });
  expect(await it.made()).toBe(32);
  const failed = (await it.dana.runs.items({ run: it.run, state: "failed" })).items;
  expect(failed.map(({ n }) => n)).toEqual([5, 15, 25, 35]);
  expect(failed[0]).toMatchObject({ about: "Toy 5", reason: expect.stringMatching(/\.$/), at: it.now() });
  const [change] = await it.rows("SELECT actor, cause FROM changes WHERE batch = ? LIMIT 1", it.run);
  expect(JSON.parse(change!.actor).id).toBe(it.people["dana@callboard.demo"]);
  expect(JSON.parse(change!.cause)).toEqual(message("runs.cause", { run: "Toys" }));
});

test("the report is read page by page, complete or by outcome", async () => {
  const it = await open(7, (n) => (n === 3 ? "pass" : "make"));
  await it.work();
  const first = await it.dana.runs.items({ run: it.run, limit: 4 });
  expect(first).toMatchObject({ next: 4, items: [{ n: 1 }, { n: 2 }, { n: 3, state: "skipped" }, { n: 4 }] });
  const rest = await it.dana.runs.items({ run: it.run, limit: 4, after: first.next });
  expect(rest.items.map(({ n }) => n)).toEqual([5, 6, 7]);
  expect(rest.next).toBeNull();
});

test("retrying repeats only failed items; the outcomes of the others stay", async () => {
  const it = await open(20, (n) => (n <= 5 ? "stumble" : "make"));
  await it.work();
  expect(await it.made()).toBe(15);
  await it.clear();
  await it.dana.runs.retry({ run: it.run });
  await it.work();
  const { state, counts } = await it.dana.runs.get({ run: it.run });
  expect({ state, ...counts }).toEqual({ state: "done", total: 20, done: 20, skipped: 0, failed: 0, left: 0 });
  expect(await it.made()).toBe(20);
  expect(await failureOf(it.dana.runs.retry({ run: it.run }))).toMatchObject({ key: "runs.nothingToRetry" });
});

test("a bug in one item is logged, fails that item, and the run goes on", async () => {
  const it = await open(10, (n) => (n === 4 ? "break" : "make"));
  await it.work();
  const { state, counts } = await it.dana.runs.get({ run: it.run });
  expect({ state, done: counts.done, failed: counts.failed }).toEqual({ state: "done", done: 9, failed: 1 });
  const [broken] = (await it.dana.runs.items({ run: it.run, state: "failed" })).items;
  expect(broken).toMatchObject({ n: 4, reason: expect.stringMatching(/went wrong on our side/) });
  expect(it.bugs.splice(0).join()).toMatch(/a toy that breaks/);
});

test("for a run younger than ten seconds, the rate counts from its start", async () => {
  const it = await open(20, (n) => (n <= 5 ? "stumble" : "make"));
  it.pass(2000);
  await it.work();
  expect((await it.dana.runs.get({ run: it.run })).retriable).toBe(true);
  await it.dana.runs.retry({ run: it.run });
  expect((await it.dana.runs.get({ run: it.run })).rate).toBe(10);
});

test("a paused run waits until it is resumed; a stopped one never continues", async () => {
  const it = await open(10);
  await it.dana.runs.pause({ run: it.run });
  await it.work();
  expect((await it.dana.runs.get({ run: it.run })).counts.left).toBe(10);
  expect(await failureOf(it.dana.runs.pause({ run: it.run }))).toMatchObject({ key: "runs.notRunning" });
  await it.dana.runs.resume({ run: it.run });
  await it.dana.runs.stop({ run: it.run });
  await it.work();
  const { state, counts } = await it.dana.runs.get({ run: it.run });
  expect({ state, ...counts }).toEqual({ state: "stopped", total: 10, done: 0, skipped: 10, failed: 0, left: 0 });
  expect(await it.made()).toBe(0);
  expect(await failureOf(it.dana.runs.resume({ run: it.run }))).toMatchObject({ key: "runs.notPaused" });
});

test("a proposed run must be started within half an hour; discarded, it leaves nothing behind", async () => {
  const it = await open(5, undefined, "proposed");
  await it.work();
  expect(await it.made()).toBe(0);
  const other = await beginToys(it.scope, toys(5), "proposed");
  await it.dana.runs.start({ run: it.run });
  await it.work();
  expect(await it.made()).toBe(5);
  expect(await failureOf(it.dana.runs.start({ run: it.run }))).toMatchObject({ key: "runs.notProposed" });
  const third = await beginToys(it.scope, toys(5), "proposed");
  await it.dana.runs.discard({ run: third });
  await it.work();
  expect(await it.rows("SELECT 1 FROM run_items WHERE run = ?", third)).toEqual([]);
  it.pass(30 * MINUTE + 1);
  expect(await failureOf(it.dana.runs.start({ run: other }))).toMatchObject({ key: "runs.proposalOld" });
  await recoverRuns(it.world);
  await it.work();
  expect(await it.rows("SELECT 1 FROM run_items WHERE run = ?", other)).toEqual([]);
  expect(await failureOf(it.dana.runs.get({ run: other }))).toMatchObject({ code: "not-found" });
});

test("a run whose worker vanished is taken up within seconds, and one without a job gets one", async () => {
  const it = await open(5);
  expect(await leaseJob(it.world.db, it.now(), "runs")).not.toBeNull();
  await it.work();
  expect(await it.made()).toBe(0);
  it.pass(5 * SECOND);
  await it.work();
  expect(await it.made()).toBe(5);
  const lost = await beginToys(it.scope, toys(5));
  await it.world.db.write({
    reads: [],
    decide: () => ({ writes: [{ sql: "DELETE FROM jobs WHERE key = ?", args: [`${lost}/1`] }], answer: null }),
  });
  await it.work();
  await recoverRuns(it.world);
  await it.work();
  expect((await it.dana.runs.get({ run: lost })).state).toBe("done");
});

test("two workers on one run settle each item once", async () => {
  const it = await open(200);
  const job = (await it.rows("SELECT id FROM jobs WHERE kind = 'run'"))[0]!;
  const again = { sql: "UPDATE jobs SET lease_until = 0 WHERE id = ?", args: [job.id] };
  const first = it.work();
  for (let turn = 0; turn < 3; turn += 1) {
    await it.world.db.write({ reads: [], decide: () => ({ writes: [again], answer: null }) });
    await it.work();
  }
  await first;
  expect((await it.dana.runs.get({ run: it.run })).counts).toMatchObject({ done: 200, failed: 0, left: 0 });
  expect(await it.made()).toBe(200);
});

test("in an account that was canceled meanwhile nothing more is done", async () => {
  const it = await open(5);
  await commit(it.scope, { life: findOne("lifecycle", it.scope.account) }, ({ life }) => [
    {
      do: "save",
      account: life.account,
      kind: "lifecycle",
      id: life.id,
      base: life.version,
      ...logEntry,
      data: { ...life.data, canceled: { since: it.now(), by: "x", until: null } },
    },
  ]);
  await it.work();
  const { counts } = await it.dana.runs.get({ run: it.run });
  expect(counts).toMatchObject({ done: 0, failed: 5 });
});

test("another tenant's run doesn't exist", async () => {
  const it = await open(5);
  const ida = it.as("ida@callboard.demo", "parkside");
  const missing = { code: "not-found", key: "record.gone" };
  for (const ask of [
    ida.runs.get,
    ida.runs.items,
    ida.runs.start,
    ida.runs.pause,
    ida.runs.stop,
    ida.runs.retry,
    ida.runs.discard,
  ])
    expect(await failureOf(ask({ run: it.run }))).toEqual(missing);
  expect((await ida.runs.list({})).runs).toEqual([]);
  expect((await it.dana.runs.list({})).runs.map(({ id }) => id)).toEqual([it.run]);
});

test("screens get events about a run and its changes about four times a second, and only with the permission", async () => {
  const it = await open(300);
  const stop = new AbortController();
  const listen = async (email: string) => {
    const told: string[] = [];
    const caller = it.as(email, "northwind", { signal: stop.signal });
    const stream = (await caller.feed.changes({})) as unknown as AsyncIterable<[string, { kind: string }]>;
    const over = (async () => {
      for await (const [, { kind }] of stream) told.push(kind);
    })();
    await eventually(() => told.length > 0);
    return { told, over };
  };
  const [milo, ben] = [await listen("milo@callboard.demo"), await listen("ben@callboard.demo")];
  const from = performance.now();
  await it.work();
  const most = ((performance.now() - from) / 1000) * 4 + 3;
  // The last event arrives too, at the end of the pause.
  await eventually(async () => {
    const before = milo.told.length;
    await new Promise((next) => setTimeout(next, 300));
    return milo.told.length === before;
  });
  stop.abort();
  await Promise.all([milo.over, ben.over]);
  const count = (told: readonly string[], kind: string) => told.filter((one) => one === kind).length;
  expect(count(milo.told, "status")).toBeGreaterThan(0);
  expect(count(milo.told, "status")).toBeLessThan(most);
  expect(count(milo.told, "run")).toBeGreaterThan(0);
  expect(count(milo.told, "run")).toBeLessThan(most + 1);
  expect(count(ben.told, "run")).toBe(0);
});
