import type { NumberData } from "@callboard/domain/numbers/types";
import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, readProposal, failureText, costOf, balanceOf } from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { DAY, failureOf, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { openLargeBakery, queueOf, settingsSnapshot } from "../../support/fixtures/planFixtures.ts";

const COUNT = 60;
const ROOM = 25;

/** Corner Bakery on Advanced with more numbers than one commit changes. */
async function openLong(more: (at: number) => Partial<NumberData> = () => ({}), queues = 7) {
  const large = await openLargeBakery({ queues, people: 2, balance: 900_000_000 });
  const { it: app } = large;
  app.world.longFrom = 50;
  const numbers = await addManyNumbers(app, "solo", COUNT, more);
  return { ...large, ids: { ...large.ids, numbers } };
}

const withoutRuns = (rows: readonly unknown[]) => rows.filter((row) => (row as { kind?: string }).kind !== "run");

const parkedOf = async (app: TestApp): Promise<string[]> =>
  (
    await app.rows(
      "SELECT id FROM records WHERE kind = 'number' AND id LIKE 'many%' AND data ->> '$.parked' IS NOT NULL ORDER BY id",
    )
  ).map(({ id }) => String(id));

describe("changing the plan of an account with many numbers", () => {
  test("changes the account at once and its numbers in a run, and everything returns the same way", async () => {
    const { it: app, me, ids } = await openLong();
    const before = await settingsSnapshot(app);
    app.pass(40 * DAY);
    let mine = await me();
    const { limits } = await mine.plans.overLimit({ plan: "essentials" });
    expect(limits.map(({ what, total, parked, long, items }) => [what, total, parked, long, items.length])).toEqual([
      ["numbers", COUNT, 0, true, ROOM],
      ["queues", 7, 0, false, 7],
      ["people", 3, 0, false, 3],
    ]);
    expect(limits[0]!.items.map(({ id }) => id)).toEqual(ids.numbers.slice(0, ROOM));
    const { proposal } = await mine.plans.proposeChange({ plan: "essentials" });
    const shown = await readProposal(mine, proposal);
    expect(shown.lines.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Corner Bakery goes from Advanced to Essentials, at once",
        expect.stringMatching(/^Parked: 35 numbers; calls connect/),
        "The queue Queue 5 is parked: it takes calls as it is set, and cannot be changed",
      ]),
    );
    expect((await mine.proposals.items({ proposal, words: "300 0059" })).items).toEqual([
      expect.objectContaining({ about: expect.stringMatching(/^\+1 512 300 0059 \(Line 59\) is parked/) }),
    ]);
    const money = await balanceOf(mine);
    const { run, batch } = await confirm(mine, proposal);
    expect(money - (await balanceOf(mine))).toBe(costOf(shown.lines));
    expect(shown.lines.find(({ key }) => key === "after")!.micros).toBe(await balanceOf(mine));
    const plans = await mine.plans.list();
    expect(plans).toMatchObject({
      current: "essentials",
      use: { queues: { live: 5, parked: 2 }, numbers: { live: COUNT, parked: 0 } },
      underWay: { id: run, what: "change plan", title: "Corner Bakery on Essentials", counts: { left: 35 } },
      left: null,
    });
    expect((await app.rows("SELECT kind FROM changes WHERE batch = ? AND kind = 'number'", batch)).length).toBe(0);
    await runDueJobs(app.world);
    expect(await mine.runs.get({ run: run! })).toMatchObject({ state: "done", counts: { total: 35, done: 35 } });
    expect(await parkedOf(app)).toEqual(ids.numbers.slice(ROOM));
    const told = await mine.history.versions({ kind: "number", id: ids.numbers[40]! });
    expect(JSON.stringify(told)).toContain("parked +1 512 300 0040");
    expect(JSON.stringify(told)).toContain("run Corner Bakery on Essentials");

    mine = await me();
    expect((await mine.plans.overLimit({ plan: "advanced" })).limits[0]).toMatchObject({ parked: 35, items: [] });
    const back = await mine.plans.proposeChange({ plan: "advanced" });
    expect((await readProposal(mine, back.proposal)).lines.map(({ text }) => text)).toContain(
      "Returned as they were: 35 numbers",
    );
    await confirm(mine, back.proposal);
    await runDueJobs(app.world);
    expect(withoutRuns(await settingsSnapshot(app))).toEqual(withoutRuns(before));
    expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
    expect(await findBrokenLink(app.world.db)).toBeNull();
  });

  test("keeps the chosen numbers; choosing again on the same plan first frees the places for those that return", async () => {
    const { it: app, me, ids } = await openLong();
    let mine = await me();
    const first = ids.numbers.slice(30, 55);
    await changed(app, mine, first);
    expect(await parkedOf(app)).toEqual(ids.numbers.filter((id) => !first.includes(id)));
    mine = await me();
    expect((await mine.plans.overLimit({ plan: "essentials" })).limits[0]!.items.map(({ id }) => id)).toEqual(first);
    const other = ids.numbers.slice(0, ROOM);
    const { run, proposal } = await changed(app, mine, other);
    expect(await parkedOf(app)).toEqual(ids.numbers.slice(ROOM));
    expect((await mine.runs.get({ run })).counts).toMatchObject({ total: 50, done: 50 });
    // Those that are frozen come first, to make room.
    const { items } = await mine.proposals.items({ proposal, limit: 60 });
    expect(items.map(({ about }) => about.includes("is parked"))).toEqual([
      ...Array<boolean>(25).fill(true),
      ...Array<boolean>(25).fill(false),
    ]);
    const terms = await mine.history.versions({ kind: "terms", id: app.account("solo") });
    expect(JSON.stringify(terms)).toContain("chose again what stays at work on Essentials");
    expect(await failureOf(mine.plans.proposeChange({ plan: "essentials" }))).toMatchObject({ key: "plans.same" });
  });

  test("refuses an impossible choice by its field before anything is listed", async () => {
    const { it: app, me, ids } = await openLong();
    const mine = await me();
    const ask = (numbers: string[]) => failureOf(mine.plans.proposeChange({ plan: "essentials", keep: { numbers } }));
    const field = "keep.numbers";
    expect(await ask(ids.numbers.slice(0, 26))).toMatchObject({ key: "plans.tooMany-numbers", field });
    expect(await ask(["nobody's"])).toMatchObject({ key: "plans.unknown-numbers", field });
    expect(await app.rows("SELECT 1 FROM run_items")).toEqual([]);
    await mine.numbers.buy({ e164: "+15125550990", name: "New", source: null, route: null });
    expect(await failureText(mine.plans.proposeChange({ plan: "essentials" }))).toContain("is being bought right now");
  });

  test("is stale if numbers, queues or the plan changed since the listing", async () => {
    const { it: app, me, ids } = await openLong();
    let mine = await me();
    const { proposal } = await mine.plans.proposeChange({ plan: "essentials" });
    await addNumber(app, "solo", "+15125550177", { name: "Late" });
    expect(await readProposal(mine, proposal)).toMatchObject({
      stale: true,
      why: expect.stringContaining("other numbers"),
    });
    expect(await failureOf(confirm(mine, proposal))).toMatchObject({ key: "lifecycle.accountMeanwhile" });
    const anew = await mine.proposals.remake({ proposal, names: {} });
    const [queue] = (await mine.queues.list()).queues.filter(({ name }) => name === "Queue 6");
    const { version } = await mine.queues.get({ id: queue!.id });
    await mine.queues.save({ ...queueOf(app, "Other"), id: queue!.id, version });
    expect(await failureOf(confirm(mine, anew.proposal))).toMatchObject({ key: "proposals.changed" });
    const third = await mine.proposals.remake({ proposal, names: {} });
    mine = await me();
    await changed(app, mine, ids.numbers.slice(0, ROOM));
    expect(await failureOf(confirm(mine, third.proposal))).toMatchObject({ code: "conflict" });
    expect((await mine.plans.list()).use.numbers).toEqual({ live: ROOM, parked: COUNT + 1 - ROOM });
  });

  test("checks each number again at its turn: changed ones are skipped, and one that was bought has its place", async () => {
    const { it: app, me, ids } = await openLong();
    let mine = await me();
    await changed(app, mine, ids.numbers.slice(0, 24));
    await addNumber(app, "solo", "+15125550177", { name: "Bought" });
    mine = await me();
    const keep = { numbers: [...ids.numbers.slice(0, 23), ...ids.numbers.slice(58)] };
    const { proposal } = await mine.plans.proposeChange({ plan: "essentials", keep });
    const { run } = await confirm(mine, proposal);
    await mine.runs.pause({ run: run! });
    await write(
      app,
      "UPDATE records SET data = json_set(data, '$.standing.is', 'releasing') WHERE id = ?",
      ids.numbers[23]!,
    );
    await write(app, "UPDATE counts SET n = 25 WHERE kind = 'number' AND name = 'limited' AND value = 'live'");
    await mine.runs.resume({ run: run! });
    await runDueJobs(app.world);
    const items = async (state: "skipped" | "failed") =>
      (await mine.runs.items({ run: run!, state })).items.map(({ reason }) => reason);
    expect(await items("skipped")).toEqual(["Changed: +1 512 300 0023 is releasing by now. It was left as it is."]);
    expect(await items("failed")).toEqual([
      "Essentials has room for 25 numbers, and 25 are in use. Release one or change the plan.",
    ]);
  });
});

async function write(app: TestApp, sql: string, ...args: string[]): Promise<void> {
  await app.world.db.write({ reads: [], decide: () => ({ writes: [{ sql, args }], answer: null }) });
}

type Caller = Awaited<ReturnType<typeof openLargeBakery>>["solveig"];
async function changed(app: TestApp, who: Caller, numbers: string[]) {
  const { proposal } = await who.plans.proposeChange({ plan: "essentials", keep: { numbers } });
  const { run } = await confirm(who, proposal);
  await runDueJobs(app.world);
  return { proposal, run: run! };
}
