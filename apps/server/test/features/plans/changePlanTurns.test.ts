import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, SOLVEIG, balanceOf } from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { HOUR, MINUTE, failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { openLargeBakery } from "../../support/fixtures/planFixtures.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

const COUNT = 160;
const FROZEN = COUNT - 25;

async function openChanged(count = COUNT) {
  const large = await openLargeBakery({ people: 1, balance: 900_000_000 });
  large.app.services.runThreshold = 50;
  const numbers = await addManyNumbers(large.app, "solo", count);
  const caller = await large.me();
  const { run } = await confirm(caller, (await caller.plans.proposeChange({ plan: "essentials" })).proposal);
  return { ...large, numbers, run: run! };
}

const frozenCount = async (app: TestApp): Promise<number> =>
  Number(
    (
      await app.selectRows(
        "SELECT count(*) AS n FROM records WHERE kind = 'number' AND data ->> '$.frozen' IS NOT NULL",
      )
    )[0]!.n,
  );

test("a run killed in the middle continues where it stopped: each number is frozen once, and nothing is paid twice", async () => {
  const { app, me, run, numbers } = await openChanged();
  const caller = await me();
  const before = await balanceOf(caller);
  let settledBefore = 0;
  const checkProgress = async () => {
    const { counts } = await caller.runs.get({ run });
    expect(counts.done + counts.pending).toBe(FROZEN);
    expect(counts.done).toBeGreaterThanOrEqual(settledBefore);
    return (settledBefore = counts.done);
  };
  for (const part of [0.2, 0.6]) {
    const child = startWorker(app);
    await eventually(async () => (await checkProgress()) >= FROZEN * part, 60_000);
    await kill(child);
    app.advance(6 * SECOND);
  }
  const last = startWorker(app);
  await eventually(async () => (await caller.runs.get({ run })).state === "done", 120_000);
  await kill(last);
  const changes = await app.selectRows(
    "SELECT id, count(*) AS n FROM changes WHERE batch = ? AND kind = 'number' GROUP BY id",
    run,
  );
  expect(changes.map(({ id, n }) => [id, Number(n)])).toEqual(numbers.slice(25).map((id) => [id, 1]));
  expect(await balanceOf(caller)).toBe(before);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 240_000);

test("if stopped on the way, the plan page says what is left, and the run can be resumed", async () => {
  const { app, me, run } = await openChanged();
  let caller = await me();
  await caller.runs.stop({ run });
  await runDueJobs(app.services);
  expect(await caller.plans.list()).toMatchObject({
    underWay: null,
    left: { count: FROZEN, run, returns: false },
    use: { numbers: { active: COUNT, frozen: 0 } },
  });
  expect(await caller.runs.get({ run })).toMatchObject({
    state: "stopped",
    mustBeCompleted: true,
    retryIncludesStopped: true,
  });
  caller = await me();
  await caller.runs.retry({ run });
  await runDueJobs(app.services);
  expect((await caller.runs.get({ run })).counts).toMatchObject({ done: FROZEN, pending: 0 });
  expect(await caller.plans.list()).toMatchObject({ left: null, use: { numbers: { active: 25, frozen: FROZEN } } });
  // The same on the way back.
  const back = await caller.plans.proposeChange({ plan: "advanced" });
  const returns = (await confirm(caller, back.proposal)).run!;
  await caller.runs.stop({ run: returns });
  await runDueJobs(app.services);
  expect((await caller.plans.list()).left).toEqual({ count: FROZEN, run: returns, returns: true });
});

test("a new choice replaces the older one, whose remaining items are skipped", async () => {
  const { app, me, run, numbers } = await openChanged();
  let caller = await me();
  await caller.runs.stop({ run });
  await runDueJobs(app.services);
  caller = await me();
  const keepSelection = { numbers: numbers.slice(100, 125) };
  const { proposal } = await caller.plans.proposeChange({ plan: "essentials", keepSelection });
  await confirm(caller, proposal);
  await runDueJobs(app.services);
  caller = await me();
  await caller.runs.retry({ run });
  await runDueJobs(app.services);
  const { items } = await caller.runs.items({ run, state: "skipped" });
  expect(new Set(items.map(({ reason }) => reason))).toEqual(
    new Set(["Changed: the plan or the choice of what to keep is different now. This number was left as it is."]),
  );
  const rows = await app.selectRows(
    "SELECT id FROM records WHERE kind = 'number' AND data ->> '$.frozen' IS NULL AND id LIKE 'many%' ORDER BY id",
  );
  expect(rows.map(({ id }) => id)).toEqual(keepSelection.numbers);
});

test("a run pauses if its starter loses the permission, until somebody who may resumes it", async () => {
  const { app, me, run, ids } = await openChanged();
  const other = ids.people[0]!;
  const caller = await me();
  await app.services.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "UPDATE records SET data = json_set(data, '$.responsible.id', ?) WHERE kind = 'run' AND id = ?",
          args: [other, run],
        },
      ],
      answer: null,
    }),
  });
  await runDueJobs(app.services);
  expect(await caller.runs.get({ run })).toMatchObject({
    state: "paused",
    suspendedReason: expect.stringContaining("may no longer"),
  });
  expect(await frozenCount(app)).toBe(0);
  expect((await caller.plans.list()).underWay).toMatchObject({ id: run, state: "paused" });
  await caller.runs.resume({ run });
  await runDueJobs(app.services);
  expect(await frozenCount(app)).toBe(FROZEN);
  expect((await caller.runs.get({ run })).responsible).toBe("Solveig Baker");
});

test("a run waits if its account is canceled meanwhile, and continues once the account is reactivated", async () => {
  const { app, me, run } = await openChanged();
  let caller = await me();
  await caller.runs.pause({ run });
  const { proposal } = await caller.lifecycle.proposeCancel({ others: { is: "hold", days: 30 } });
  await confirm(caller, proposal);
  await runDueJobs(app.services);
  caller = await me();
  expect(await failureOf(caller.runs.resume({ run }))).toMatchObject({ key: "lifecycle.canceled" });
  const back = await caller.lifecycle.proposeUndo();
  await confirm(caller, back.proposal);
  await runDueJobs(app.services);
  caller = await me();
  await caller.runs.resume({ run });
  await runDueJobs(app.services);
  expect(await frozenCount(app)).toBe(FROZEN);
});

test("a proposal that is never confirmed leaves nothing behind", async () => {
  const { app, me } = await openLargeBakery({});
  app.services.runThreshold = 50;
  await addManyNumbers(app, "solo", 60);
  const caller = await me();
  await caller.plans.proposeChange({ plan: "essentials" });
  expect(await app.selectRows("SELECT count(*) AS n FROM run_items")).toEqual([{ n: 35 }]);
  app.advance(40 * MINUTE);
  const { recoverRuns } = await import("../../../src/runs/recovery.ts");
  await recoverRuns(app.services);
  await runDueJobs(app.services);
  expect(await app.selectRows("SELECT count(*) AS n FROM run_items")).toEqual([{ n: 0 }]);
  app.advance(HOUR);
  expect((await (await me()).plans.list()).current).toBe("advanced");
});

test("with many numbers, the choice is made by name or number, and people of a large team can be found too", async () => {
  const { app, me, numbers } = await openChanged();
  await runDueJobs(app.services);
  app.services.runThreshold = 1;
  const caller = await me();
  const findNumbers = async (search: string) =>
    (await caller.plans.limitedItems({ resource: "numbers", search })).items;
  expect(await findNumbers("300 0159")).toEqual([
    { id: numbers[159], name: "+1 512 300 0159", more: "Line 159", frozen: true, required: false },
  ]);
  expect((await findNumbers("Line 7")).map(({ more }) => more)).toEqual(expect.arrayContaining(["Line 7", "Line 70"]));
  expect(await caller.plans.limitedItems({ resource: "numbers", limit: 10 })).toMatchObject({ more: true });
  const people = await caller.plans.limitedItems({ resource: "people", search: "solv" });
  expect(people).toEqual({
    items: [expect.objectContaining({ id: app.people[SOLVEIG], required: true })],
    more: false,
  });
  const { limits } = await caller.plans.overLimit({ plan: "essentials" });
  expect(limits[0]).toMatchObject({ total: COUNT, frozen: FROZEN, long: true });
  expect(limits[0]!.items.map(({ id }) => id)).toEqual(numbers.slice(0, 25));
});
