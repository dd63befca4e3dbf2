import type { NumberData } from "@callboard/domain/numbers/schema";
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
const NUMBER_LIMIT = 25;

/** Corner Bakery on Advanced with more numbers than one commit changes. */
async function openLong(overrides: (at: number) => Partial<NumberData> = () => ({}), queues = 7) {
  const large = await openLargeBakery({ queues, people: 2, balance: 900_000_000 });
  const { app } = large;
  app.services.runThreshold = 50;
  const numbers = await addManyNumbers(app, "solo", COUNT, overrides);
  return { ...large, ids: { ...large.ids, numbers } };
}

const withoutRuns = (rows: readonly unknown[]) => rows.filter((row) => (row as { kind?: string }).kind !== "run");

const frozenOf = async (app: TestApp): Promise<string[]> =>
  (
    await app.selectRows(
      "SELECT id FROM records WHERE kind = 'number' AND id LIKE 'many%' AND data ->> '$.frozen' IS NOT NULL ORDER BY id",
    )
  ).map(({ id }) => String(id));

describe("changing the plan of an account with many numbers", () => {
  test("changes the account at once and its numbers in a run, and everything returns the same way", async () => {
    const { app, me, ids } = await openLong();
    const before = await settingsSnapshot(app);
    app.advance(40 * DAY);
    let caller = await me();
    const { limits } = await caller.plans.overLimit({ plan: "essentials" });
    expect(
      limits.map(({ resource, total, frozen, long, items }) => [resource, total, frozen, long, items.length]),
    ).toEqual([
      ["numbers", COUNT, 0, true, NUMBER_LIMIT],
      ["queues", 7, 0, false, 7],
      ["people", 3, 0, false, 3],
    ]);
    expect(limits[0]!.items.map(({ id }) => id)).toEqual(ids.numbers.slice(0, NUMBER_LIMIT));
    const { proposal } = await caller.plans.proposeChange({ plan: "essentials" });
    const shown = await readProposal(caller, proposal);
    expect(shown.lines.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Corner Bakery changes from Advanced to Essentials immediately",
        expect.stringMatching(/^Frozen: 35 numbers; calls connect/),
        "The queue Queue 5 is frozen: it takes calls as it is set, and can’t be changed",
      ]),
    );
    expect((await caller.proposals.items({ proposal, search: "300 0059" })).items).toEqual([
      expect.objectContaining({ about: expect.stringMatching(/^\+1 512 300 0059 \(Line 59\) is frozen/) }),
    ]);
    const balanceBefore = await balanceOf(caller);
    const { run, batch } = await confirm(caller, proposal);
    expect(balanceBefore - (await balanceOf(caller))).toBe(costOf(shown.lines));
    expect(shown.lines.find(({ key }) => key === "after")!.micros).toBe(await balanceOf(caller));
    const plans = await caller.plans.list();
    expect(plans).toMatchObject({
      current: "essentials",
      use: { queues: { active: 5, frozen: 2 }, numbers: { active: COUNT, frozen: 0 } },
      underWay: { id: run, type: "change plan", title: "Corner Bakery on Essentials", counts: { pending: 35 } },
      left: null,
    });
    expect((await app.selectRows("SELECT kind FROM changes WHERE batch = ? AND kind = 'number'", batch)).length).toBe(
      0,
    );
    await runDueJobs(app.services);
    expect(await caller.runs.get({ run: run! })).toMatchObject({ state: "done", counts: { total: 35, done: 35 } });
    expect(await frozenOf(app)).toEqual(ids.numbers.slice(NUMBER_LIMIT));
    const history = await caller.history.versions({ kind: "number", id: ids.numbers[40]! });
    expect(JSON.stringify(history)).toContain("froze +1 512 300 0040");
    expect(JSON.stringify(history)).toContain("run Corner Bakery on Essentials");

    caller = await me();
    expect((await caller.plans.overLimit({ plan: "advanced" })).limits[0]).toMatchObject({ frozen: 35, items: [] });
    const back = await caller.plans.proposeChange({ plan: "advanced" });
    expect((await readProposal(caller, back.proposal)).lines.map(({ text }) => text)).toContain(
      "Returned as they were: 35 numbers",
    );
    await confirm(caller, back.proposal);
    await runDueJobs(app.services);
    expect(withoutRuns(await settingsSnapshot(app))).toEqual(withoutRuns(before));
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
    expect(await findBrokenLink(app.services.db)).toBeNull();
  });

  test("keeps the chosen numbers; choosing again on the same plan first frees the places for those that return", async () => {
    const { app, me, ids } = await openLong();
    let caller = await me();
    const first = ids.numbers.slice(30, 55);
    await keepNumbers(app, caller, first);
    expect(await frozenOf(app)).toEqual(ids.numbers.filter((id) => !first.includes(id)));
    caller = await me();
    expect((await caller.plans.overLimit({ plan: "essentials" })).limits[0]!.items.map(({ id }) => id)).toEqual(first);
    const other = ids.numbers.slice(0, NUMBER_LIMIT);
    const { run, proposal } = await keepNumbers(app, caller, other);
    expect(await frozenOf(app)).toEqual(ids.numbers.slice(NUMBER_LIMIT));
    expect((await caller.runs.get({ run })).counts).toMatchObject({ total: 50, done: 50 });
    // Those that are frozen come first, to make room.
    const { items } = await caller.proposals.items({ proposal, limit: 60 });
    expect(items.map(({ about }) => about.includes("is frozen"))).toEqual([
      ...Array<boolean>(25).fill(true),
      ...Array<boolean>(25).fill(false),
    ]);
    const terms = await caller.history.versions({ kind: "terms", id: app.account("solo") });
    expect(JSON.stringify(terms)).toContain("chose again what to keep on Essentials");
    expect(await failureOf(caller.plans.proposeChange({ plan: "essentials" }))).toMatchObject({ key: "plans.same" });
  });

  test("refuses an impossible choice by its field before anything is listed", async () => {
    const { app, me, ids } = await openLong();
    const caller = await me();
    const refusal = (numbers: string[]) =>
      failureOf(caller.plans.proposeChange({ plan: "essentials", keepSelection: { numbers } }));
    const field = "keepSelection.numbers";
    expect(await refusal(ids.numbers.slice(0, 26))).toMatchObject({ key: "plans.tooMany-numbers", field });
    expect(await refusal(["nobody's"])).toMatchObject({ key: "plans.unknown-numbers", field });
    expect(await app.selectRows("SELECT 1 FROM run_items")).toEqual([]);
    await caller.numbers.buy({ e164: "+15125550990", name: "New", source: null, route: null });
    expect(await failureText(caller.plans.proposeChange({ plan: "essentials" }))).toContain(
      "is being bought right now",
    );
  });

  test("is stale if numbers, queues or the plan changed since the listing", async () => {
    const { app, me, ids } = await openLong();
    let caller = await me();
    const { proposal } = await caller.plans.proposeChange({ plan: "essentials" });
    await addNumber(app, "solo", "+15125550177", { name: "Late" });
    expect(await readProposal(caller, proposal)).toMatchObject({
      stale: true,
      why: expect.stringContaining("numbers changed since"),
    });
    expect(await failureOf(confirm(caller, proposal))).toMatchObject({ key: "lifecycle.accountMeanwhile" });
    const again = await caller.proposals.remake({ proposal, names: {} });
    const [queue] = (await caller.queues.list()).queues.filter(({ name }) => name === "Queue 6");
    const { version } = await caller.queues.get({ id: queue!.id });
    await caller.queues.save({ ...queueOf(app, "Other"), id: queue!.id, version });
    expect(await failureOf(confirm(caller, again.proposal))).toMatchObject({ key: "proposals.changed" });
    const third = await caller.proposals.remake({ proposal, names: {} });
    caller = await me();
    await keepNumbers(app, caller, ids.numbers.slice(0, NUMBER_LIMIT));
    expect(await failureOf(confirm(caller, third.proposal))).toMatchObject({ code: "conflict" });
    expect((await caller.plans.list()).use.numbers).toEqual({ active: NUMBER_LIMIT, frozen: COUNT + 1 - NUMBER_LIMIT });
  });

  test("checks each number again at its turn: changed ones are skipped, and one that was bought has its place", async () => {
    const { app, me, ids } = await openLong();
    let caller = await me();
    await keepNumbers(app, caller, ids.numbers.slice(0, 24));
    await addNumber(app, "solo", "+15125550177", { name: "Bought" });
    caller = await me();
    const keepSelection = { numbers: [...ids.numbers.slice(0, 23), ...ids.numbers.slice(58)] };
    const { proposal } = await caller.plans.proposeChange({ plan: "essentials", keepSelection });
    const { run } = await confirm(caller, proposal);
    await caller.runs.pause({ run: run! });
    await write(
      app,
      "UPDATE records SET data = json_set(data, '$.state.is', 'releasing') WHERE id = ?",
      ids.numbers[23]!,
    );
    await write(app, "UPDATE record_counts SET n = 25 WHERE kind = 'number' AND name = 'limited' AND value = 'live'");
    await caller.runs.resume({ run: run! });
    await runDueJobs(app.services);
    const items = async (state: "skipped" | "failed") =>
      (await caller.runs.items({ run: run!, state })).items.map(({ reason }) => reason);
    expect(await items("skipped")).toEqual(["Changed: +1 512 300 0023 is now releasing. It was left as it is."]);
    expect(await items("failed")).toEqual([
      "Essentials allows 25 numbers, and 25 are in use. Release one or change the plan.",
    ]);
  });
});

async function write(app: TestApp, sql: string, ...args: string[]): Promise<void> {
  await app.services.db.write({ reads: [], decide: () => ({ writes: [{ sql, args }], answer: null }) });
}

type Caller = Awaited<ReturnType<typeof openLargeBakery>>["solveig"];
async function keepNumbers(app: TestApp, who: Caller, numbers: string[]) {
  const { proposal } = await who.plans.proposeChange({ plan: "essentials", keepSelection: { numbers } });
  const { run } = await confirm(who, proposal);
  await runDueJobs(app.services);
  return { proposal, run: run! };
}
