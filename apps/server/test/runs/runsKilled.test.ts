import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, onTestFinished, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { commit } from "../../src/store/commit.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually } from "../support/eventually.ts";
import { openTestApp, SECOND, type TestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";
import { beginToys, OBSTACLE, toys } from "../support/processes/toyRun.ts";
import { kill, startWorker } from "../support/processes/workers.ts";

const logEntry = { action: message("agents.cause.chosen") };
const COUNT = 1000;

/** Collects the kinds of the events that a call manager's screen gets. */
async function collectProgress(app: TestApp): Promise<string[]> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const kinds: string[] = [];
  const caller = app.callerFor("milo@callboard.demo", "northwind", { signal: stop.signal });
  const stream = (await caller.feed.changes({})) as unknown as AsyncIterable<[string, { kind: string }]>;
  void (async () => {
    for await (const [, { kind }] of stream) kinds.push(kind);
  })();
  await eventually(() => kinds.length > 0);
  return kinds;
}

test("a thousand items, killed three times, paused, stopped, retried: one outcome each, never backwards", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const actor = { as: "person", id: app.people["dana@callboard.demo"]! } as const;
  const scope = scopeOf(app.services, app.account("northwind"), { actor });
  await commit(scope, {}, () => [
    create(
      scope.account,
      "status",
      OBSTACLE,
      {
        name: "Stone",
        takesCalls: false,
        color: "teal",
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
  const kinds = await collectProgress(app);
  let settledBefore = 0;
  const checkProgress = async () => {
    const { counts } = await dana.runs.get({ run });
    const settled = counts.done + counts.skipped + counts.failed;
    expect(settled).toBeGreaterThanOrEqual(settledBefore);
    expect(settled + counts.pending).toBe(COUNT);
    settledBefore = settled;
    return settled;
  };
  const waitUntilSettled = (count: number) => eventually(async () => (await checkProgress()) >= count, 30_000);

  for (const count of [50, 150, 250]) {
    const child = startWorker(app);
    await waitUntilSettled(count);
    await kill(child);
    // The killed worker's lease expires.
    app.advance(6 * SECOND);
  }
  startWorker(app);
  await waitUntilSettled(350);
  await dana.runs.pause({ run });
  const settledAtPause = await checkProgress();
  await eventually(
    async () => (await app.selectRows("SELECT 1 FROM jobs WHERE kind = 'run' AND done_at IS NULL")).length === 0,
  );
  expect(await checkProgress()).toBe(settledAtPause);
  await dana.runs.resume({ run });
  await waitUntilSettled(settledAtPause + 20);
  await dana.runs.stop({ run });
  await waitUntilSettled(COUNT);

  // The screens got events although another process did the work.
  expect(kinds.filter((kind) => kind === "run").length).toBeGreaterThan(5);

  const before = (await dana.runs.get({ run })).counts;
  expect(before.failed).toBeGreaterThan(0);
  await commit(scope, { stone: findOne("status", OBSTACLE) }, ({ stone }) => [remove("status", stone, logEntry)]);
  await dana.runs.retry({ run });
  await eventually(async () => (await dana.runs.get({ run })).state === "done", 30_000);

  const { counts } = await dana.runs.get({ run });
  expect(counts).toEqual({ ...before, done: before.done + before.failed, failed: 0 });
  const items = await app.selectRows("SELECT created_record FROM run_items WHERE run = ? AND state = 'done'", run);
  const created = await app.selectRows("SELECT id FROM changes WHERE batch = ? AND event = 'created'", run);
  expect(items).toHaveLength(counts.done);
  expect(new Set(created.map(({ id }) => id))).toEqual(new Set(items.map(({ created_record: id }) => id)));
  expect(created).toHaveLength(counts.done);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 240_000);
