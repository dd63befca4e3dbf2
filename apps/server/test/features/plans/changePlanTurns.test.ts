import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, SOLVEIG, balanceOf } from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually, HOUR, MINUTE, failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { openLargeBakery } from "../../support/fixtures/planFixtures.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

const COUNT = 160;
const PARKED = COUNT - 25;

async function openChanged(count = COUNT) {
  const large = await openLargeBakery({ people: 1, balance: 900_000_000 });
  large.it.world.longFrom = 50;
  const numbers = await addManyNumbers(large.it, "solo", count);
  const mine = await large.me();
  const { run } = await confirm(mine, (await mine.plans.proposeChange({ plan: "essentials" })).proposal);
  return { ...large, numbers, run: run! };
}

const parked = async (app: TestApp): Promise<number> =>
  Number(
    (await app.rows("SELECT count(*) AS n FROM records WHERE kind = 'number' AND data ->> '$.parked' IS NOT NULL"))[0]!
      .n,
  );

test("a run killed in the middle continues where it was: each number is frozen once, and nothing is paid twice", async () => {
  const { it: app, me, run, numbers } = await openChanged();
  const mine = await me();
  const before = await balanceOf(mine);
  let furthest = 0;
  const moved = async () => {
    const { counts } = await mine.runs.get({ run });
    expect(counts.done + counts.left).toBe(PARKED);
    expect(counts.done).toBeGreaterThanOrEqual(furthest);
    return (furthest = counts.done);
  };
  for (const part of [0.2, 0.6]) {
    const child = startWorker(app);
    await eventually(async () => (await moved()) >= PARKED * part, 60_000);
    await kill(child);
    app.pass(6 * SECOND);
  }
  const last = startWorker(app);
  await eventually(async () => (await mine.runs.get({ run })).state === "done", 120_000);
  await kill(last);
  const changes = await app.rows(
    "SELECT id, count(*) AS n FROM changes WHERE batch = ? AND kind = 'number' GROUP BY id",
    run,
  );
  expect(changes.map(({ id, n }) => [id, Number(n)])).toEqual(numbers.slice(25).map((id) => [id, 1]));
  expect(await balanceOf(mine)).toBe(before);
  expect(await findBrokenLink(app.world.db)).toBeNull();
}, 240_000);

test("if stopped on the way, the plan page says what is left, and the run can be resumed", async () => {
  const { it: app, me, run } = await openChanged();
  let mine = await me();
  await mine.runs.stop({ run });
  await runDueJobs(app.world);
  expect(await mine.plans.list()).toMatchObject({
    underWay: null,
    left: { count: PARKED, run, returns: false },
    use: { numbers: { live: COUNT, parked: 0 } },
  });
  expect(await mine.runs.get({ run })).toMatchObject({ state: "stopped", owed: true, goesOn: true });
  mine = await me();
  await mine.runs.retry({ run });
  await runDueJobs(app.world);
  expect((await mine.runs.get({ run })).counts).toMatchObject({ done: PARKED, left: 0 });
  expect(await mine.plans.list()).toMatchObject({ left: null, use: { numbers: { live: 25, parked: PARKED } } });
  // The same on the way back.
  const back = await mine.plans.proposeChange({ plan: "advanced" });
  const returns = (await confirm(mine, back.proposal)).run!;
  await mine.runs.stop({ run: returns });
  await runDueJobs(app.world);
  expect((await mine.plans.list()).left).toEqual({ count: PARKED, run: returns, returns: true });
});

test("a new choice replaces the older one, whose remaining items are skipped", async () => {
  const { it: app, me, run, numbers } = await openChanged();
  let mine = await me();
  await mine.runs.stop({ run });
  await runDueJobs(app.world);
  mine = await me();
  const keep = { numbers: numbers.slice(100, 125) };
  const { proposal } = await mine.plans.proposeChange({ plan: "essentials", keep });
  await confirm(mine, proposal);
  await runDueJobs(app.world);
  mine = await me();
  await mine.runs.retry({ run });
  await runDueJobs(app.world);
  const { items } = await mine.runs.items({ run, state: "skipped" });
  expect(new Set(items.map(({ reason }) => reason))).toEqual(
    new Set([
      "Changed: the plan, or the choice of what stays on it, is another one by now. This number was left as it is.",
    ]),
  );
  const rows = await app.rows(
    "SELECT id FROM records WHERE kind = 'number' AND data ->> '$.parked' IS NULL AND id LIKE 'many%' ORDER BY id",
  );
  expect(rows.map(({ id }) => id)).toEqual(keep.numbers);
});

test("a run pauses if its starter loses the permission, until somebody who may resumes it", async () => {
  const { it: app, me, run, ids } = await openChanged();
  const other = ids.people[0]!;
  const mine = await me();
  await app.world.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "UPDATE records SET data = json_set(data, '$.by.id', ?) WHERE kind = 'run' AND id = ?",
          args: [other, run],
        },
      ],
      answer: null,
    }),
  });
  await runDueJobs(app.world);
  expect(await mine.runs.get({ run })).toMatchObject({
    state: "paused",
    halted: expect.stringContaining("may no longer"),
  });
  expect(await parked(app)).toBe(0);
  expect((await mine.plans.list()).underWay).toMatchObject({ id: run, state: "paused" });
  await mine.runs.resume({ run });
  await runDueJobs(app.world);
  expect(await parked(app)).toBe(PARKED);
  expect((await mine.runs.get({ run })).by).toBe("Solveig Baker");
});

test("a run waits if its account is canceled meanwhile, and continues once the account is reactivated", async () => {
  const { it: app, me, run } = await openChanged();
  let mine = await me();
  await mine.runs.pause({ run });
  const { proposal } = await mine.lifecycle.proposeCancel({ others: { is: "hold", days: 30 } });
  await confirm(mine, proposal);
  await runDueJobs(app.world);
  mine = await me();
  expect(await failureOf(mine.runs.resume({ run }))).toMatchObject({ key: "lifecycle.canceled" });
  const back = await mine.lifecycle.proposeUndo();
  await confirm(mine, back.proposal);
  await runDueJobs(app.world);
  mine = await me();
  await mine.runs.resume({ run });
  await runDueJobs(app.world);
  expect(await parked(app)).toBe(PARKED);
});

test("a proposal that is never confirmed leaves nothing behind", async () => {
  const { it: app, me } = await openLargeBakery({});
  app.world.longFrom = 50;
  await addManyNumbers(app, "solo", 60);
  const mine = await me();
  await mine.plans.proposeChange({ plan: "essentials" });
  expect(await app.rows("SELECT count(*) AS n FROM run_items")).toEqual([{ n: 35 }]);
  app.pass(40 * MINUTE);
  const { recoverRuns } = await import("../../../src/runs/recovery.ts");
  await recoverRuns(app.world);
  await runDueJobs(app.world);
  expect(await app.rows("SELECT count(*) AS n FROM run_items")).toEqual([{ n: 0 }]);
  app.pass(HOUR);
  expect((await (await me()).plans.list()).current).toBe("advanced");
});

test("with many numbers, the choice is made by name or number, and people of a large team can be found too", async () => {
  const { it: app, me, numbers } = await openChanged();
  await runDueJobs(app.world);
  app.world.longFrom = 1;
  const mine = await me();
  const found = async (words: string) => (await mine.plans.limitedItems({ what: "numbers", words })).items;
  expect(await found("300 0159")).toEqual([
    { id: numbers[159], name: "+1 512 300 0159", more: "Line 159", parked: true, must: false },
  ]);
  expect((await found("Line 7")).map(({ more }) => more)).toEqual(expect.arrayContaining(["Line 7", "Line 70"]));
  expect(await mine.plans.limitedItems({ what: "numbers", limit: 10 })).toMatchObject({ more: true });
  const people = await mine.plans.limitedItems({ what: "people", words: "solv" });
  expect(people).toEqual({ items: [expect.objectContaining({ id: app.people[SOLVEIG], must: true })], more: false });
  const { limits } = await mine.plans.overLimit({ plan: "essentials" });
  expect(limits[0]).toMatchObject({ total: COUNT, parked: PARKED, long: true });
  expect(limits[0]!.items.map(({ id }) => id)).toEqual(numbers.slice(0, 25));
});
