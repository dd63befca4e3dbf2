import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, onTestFinished, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { commit } from "../../src/store/commit.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually, openTestApp, SECOND, type TestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";
import { beginToys, OBSTACLE, toys } from "../support/processes/toyRun.ts";
import { kill, startWorker } from "../support/processes/workers.ts";

const logEntry = { action: message("cause.chosen") };
const COUNT = 1000;

/** Collects the kinds of the events that a call manager's screen gets. */
async function collectProgress(app: TestApp): Promise<string[]> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const told: string[] = [];
  const caller = app.as("milo@callboard.demo", "northwind", { signal: stop.signal });
  const stream = (await caller.feed.changes({})) as unknown as AsyncIterable<[string, { kind: string }]>;
  void (async () => {
    for await (const [, { kind }] of stream) told.push(kind);
  })();
  await eventually(() => told.length > 0);
  return told;
}

test("a thousand items, killed three times, paused, stopped, retried: one outcome each, never backwards", async () => {
  const app = await openTestApp();
  const dana = app.as("dana@callboard.demo", "northwind");
  const actor = { as: "person", id: app.people["dana@callboard.demo"]! } as const;
  const scope = scopeOf(app.world, app.account("northwind"), { actor });
  await commit(scope, {}, () => [
    create(
      scope.account,
      "status",
      OBSTACLE,
      {
        name: "Stone",
        takesCalls: false,
        tone: "teal",
        icon: null,
        order: 0,
        defaultMinutes: null,
        whenOver: "stay",
        archivedAt: null,
      },
      logEntry,
    ),
  ]);
  const run = await beginToys(
    scope,
    toys(COUNT, (n) => (n % 50 === 0 ? "pass" : n % 20 === 7 ? "stumble" : "make")),
  );
  const told = await collectProgress(app);
  let furthest = 0;
  const settled = async () => {
    const { counts } = await dana.runs.get({ run });
    const moved = counts.done + counts.skipped + counts.failed;
    expect(moved).toBeGreaterThanOrEqual(furthest);
    expect(moved + counts.left).toBe(COUNT);
    furthest = moved;
    return moved;
  };
  const reached = (wanted: number) => eventually(async () => (await settled()) >= wanted, 30_000);

  for (const wanted of [50, 150, 250]) {
    const child = startWorker(app);
    await reached(wanted);
    await kill(child);
    // The killed worker's lease expires.
    app.pass(6 * SECOND);
  }
  startWorker(app);
  await reached(350);
  await dana.runs.pause({ run });
  const paused = await settled();
  await eventually(
    async () => (await app.rows("SELECT 1 FROM jobs WHERE kind = 'run' AND done_at IS NULL")).length === 0,
  );
  expect(await settled()).toBe(paused);
  await dana.runs.resume({ run });
  await reached(paused + 20);
  await dana.runs.stop({ run });
  await reached(COUNT);

  // The screens got events although another process did the work.
  expect(told.filter((kind) => kind === "run").length).toBeGreaterThan(5);

  const before = (await dana.runs.get({ run })).counts;
  expect(before.failed).toBeGreaterThan(0);
  await commit(scope, { stone: findOne("status", OBSTACLE) }, ({ stone }) => [remove("status", stone, logEntry)]);
  await dana.runs.retry({ run });
  await eventually(async () => (await dana.runs.get({ run })).state === "done", 30_000);

  const { counts } = await dana.runs.get({ run });
  expect(counts).toEqual({ ...before, done: before.done + before.failed, failed: 0 });
  const made = await app.rows("SELECT made FROM run_items WHERE run = ? AND state = 'done'", run);
  const created = await app.rows("SELECT id FROM changes WHERE batch = ? AND event = 'created'", run);
  expect(made).toHaveLength(counts.done);
  expect(new Set(created.map(({ id }) => id))).toEqual(new Set(made.map(({ made: id }) => id)));
  expect(created).toHaveLength(counts.done);
  expect(await findBrokenLink(app.world.db)).toBeNull();
}, 120_000);
