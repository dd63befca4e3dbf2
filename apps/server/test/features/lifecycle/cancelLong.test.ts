import { describe, expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import {
  BAKERY,
  confirm,
  effectLines,
  readProposal,
  SOLVEIG,
  numberStates,
  balanceOf,
} from "../../support/fixtures/bakery.ts";
import { DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const COUNT = 60;
const DOLLAR = 1_000_000;

async function openLong(count = COUNT) {
  const app = await openTestApp();
  app.services.runThreshold = 50;
  await setBalance(app, "solo", 5000 * DOLLAR);
  const ids = await addManyNumbers(app, "solo", count);
  return { app, ids, me: () => app.signInAgain(SOLVEIG, "solo") };
}

/** The state of each number, without the instant since when. */
const readNumbers = (app: TestApp) =>
  app.selectRows(
    `SELECT id, json_remove(data, '$.state.since') AS data FROM records WHERE kind = 'number' AND id LIKE 'many%' ORDER BY id`,
  );

describe("canceling an account with many numbers", () => {
  test("cancels the account at once and its numbers in a run, with the same result as a short cancellation", async () => {
    const { app, ids, me } = await openLong();
    const short = await openTestApp();
    await setBalance(short, "solo", 5000 * DOLLAR);
    await addManyNumbers(short, "solo", 40, (at) => ({ e164: `+1512${3_000_000 + at}` }));
    const input = (count: number) => ({
      others: { is: "hold" as const, days: 30 },
      numbers: Array.from({ length: count }, (_, at) => ({
        id: ids[at]!,
        disposition:
          at % 2 === 0
            ? ({ is: "release" } as const)
            : ({ is: "forward", to: "+4930901820", days: 20, minutes: 10 } as const),
      })),
    });
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeCancel(input(20));
    const shown = await readProposal(solveig, proposal);
    expect(shown.lines.length).toBeLessThan(15);
    expect(shown.lines.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Released to the carrier: 10 numbers",
        expect.stringMatching(/^Forwarded, the last until .*: 10 numbers; unused minutes are not refunded/),
        expect.stringMatching(/^Held until .*, within the paid month: |^Held until /),
      ]),
    );
    expect(shown).toMatchObject({ stale: false, name: BAKERY, state: "open" });
    // The lines can be paged and searched.
    const first = await solveig.proposals.items({ proposal, limit: 20 });
    expect(first.items).toHaveLength(20);
    expect(first.next).toBe(20);
    expect(first.items[0]!.about).toBe("+1 512 300 0000 (Line 0) is released to the carrier");
    const matches = await solveig.proposals.items({ proposal, search: "300 0049" });
    expect(matches.items.map(({ about }) => about)).toEqual([
      expect.stringMatching(/^\+1 512 300 0049 \(Line 49\) is held/),
    ]);
    expect(matches.next).toBeNull();

    const before = await balanceOf(solveig);
    const { run } = await confirm(solveig, proposal, BAKERY);
    expect((await solveig.lifecycle.status()).label).toBe("canceled");
    expect(await solveig.runs.get({ run: run! })).toMatchObject({
      state: "running",
      counts: { total: COUNT, pending: COUNT },
    });
    await runDueJobs(app.services);
    expect((await solveig.runs.get({ run: run! })).counts).toEqual({
      total: COUNT,
      done: COUNT,
      skipped: 0,
      failed: 0,
      pending: 0,
    });
    const cost = effectLines(shown.lines).reduce((all, { micros }) => all + (micros ?? 0), 0);
    expect(before - (await balanceOf(solveig))).toBe(cost);

    const shortSolveig = await short.signInAgain(SOLVEIG, "solo");
    await confirm(shortSolveig, (await shortSolveig.lifecycle.proposeCancel(input(20))).proposal, BAKERY);
    await runDueJobs(short.services);
    expect((await readNumbers(app)).slice(0, 40)).toEqual(await readNumbers(short));
    expect(await numberStates(app, ids.slice(0, 3))).toEqual(["released", "forwarded", "released"]);
  });

  test("can be paused, stopped and undone on the way: the remaining numbers stay and cost nothing", async () => {
    const { app, ids, me } = await openLong();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 30 } });
    const { run } = await confirm(solveig, proposal);
    await solveig.runs.pause({ run: run! });
    await runDueJobs(app.services);
    expect((await solveig.runs.get({ run: run! })).counts).toMatchObject({ pending: COUNT });
    // A number whose month ends meanwhile is neither charged nor lost.
    app.advance(3 * DAY);
    const before = await balanceOf(solveig);
    await runBilling(app.services);
    expect(await balanceOf(solveig)).toBe(before);
    expect(new Set(await numberStates(app, ids))).toEqual(new Set(["active"]));
    await solveig.runs.resume({ run: run! });
    await runDueJobs(app.services);
    expect((await solveig.runs.get({ run: run! })).counts).toMatchObject({ done: COUNT });
    const { proposal: undo } = await solveig.lifecycle.proposeUndo();
    const shown = await readProposal(solveig, undo);
    expect(shown.lines.map(({ text }) => text)).toContain(`Returned with the account: ${COUNT} numbers`);
    const returned = await confirm(solveig, undo);
    expect((await solveig.lifecycle.status()).label).toBe("active");
    await runDueJobs(app.services);
    expect((await solveig.runs.get({ run: returned.run! })).counts).toMatchObject({ total: COUNT, done: COUNT });
    expect(new Set(await numberStates(app, ids))).toEqual(new Set(["active"]));
  });

  test("when stopped on the way, says what is left, and resumes with the chosen dispositions", async () => {
    const { app, ids, me } = await openLong();
    const solveig = await me();
    const numbers = [{ id: ids[7]!, disposition: { is: "release" } as const }];
    const input = { numbers, others: { is: "hold", days: 300 } as const };
    const { proposal } = await solveig.lifecycle.proposeCancel(input);
    const run = (await confirm(solveig, proposal, BAKERY)).run!;
    const readRemaining = async () => (await (await me()).lifecycle.outstanding()).remainingNumbers;
    // A run in progress reports itself.
    expect(await readRemaining()).toBeNull();
    await solveig.runs.stop({ run });
    await runDueJobs(app.services);
    const { cancellation } = await solveig.lifecycle.status();
    expect(await readRemaining()).toEqual({ count: COUNT, run, until: cancellation!.undoUntil });
    expect(await solveig.runs.get({ run })).toMatchObject({
      state: "stopped",
      retriable: true,
      retryIncludesStopped: true,
    });
    await app.services.db.write({
      reads: [],
      decide: () => ({
        writes: [
          {
            sql: `UPDATE run_items SET reason = '{"key":"lifecycle.numberGone","values":{}}' WHERE n IN (SELECT min(n) FROM run_items)`,
            args: [],
          },
        ],
        answer: null,
      }),
    });
    await (await me()).runs.retry({ run });
    await runDueJobs(app.services);
    // An item that was skipped for its own reason isn't retried.
    expect((await (await me()).runs.get({ run })).counts).toMatchObject({ done: COUNT - 1, skipped: 1, pending: 0 });
    expect(await readRemaining()).toMatchObject({ count: 1, run: null });
    const states = await numberStates(app, ids);
    expect(states[7]).toBe("released");
    expect(states.filter((is) => is === "held")).toHaveLength(COUNT - 2);
    expect(await failureOf((await me()).runs.retry({ run }))).toMatchObject({ key: "runs.nothingToRetry" });
  });

  test("checks its facts again: for the account at the confirmation, for each number at its turn", async () => {
    const { app, ids, me } = await openLong();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeCancel({ others: { is: "release" } });
    await addNumber(app, "solo", "+15125550177", { name: "Late" });
    expect(await readProposal(solveig, proposal)).toMatchObject({
      stale: true,
      why: expect.stringContaining("numbers changed since"),
    });
    expect(await failureOf(confirm(solveig, proposal, BAKERY))).toMatchObject({ key: "lifecycle.accountMeanwhile" });
    const remade = await solveig.proposals.remake({ proposal, names: {} });
    const { run } = await confirm(solveig, remade.proposal, BAKERY);
    // One number is put on hold by somebody else meanwhile: it is skipped, by name.
    await app.services.db.write({
      reads: [],
      decide: () => ({
        writes: [
          {
            sql: "UPDATE records SET data = json_set(data, '$.state', json(?)) WHERE id = ?",
            args: [JSON.stringify({ is: "held", since: app.now(), until: app.now() + DAY }), ids[3]!],
          },
        ],
        answer: null,
      }),
    });
    await runDueJobs(app.services);
    const { items } = await solveig.runs.items({ run: run!, state: "skipped" });
    expect(items).toEqual([
      expect.objectContaining({ reason: "Changed: +1 512 300 0003 is now held. It was left as it is." }),
    ]);
    expect((await solveig.runs.get({ run: run! })).counts).toMatchObject({ total: COUNT + 1, done: COUNT, skipped: 1 });
  });

  test("refuses a hold that isn't covered before anything happens", async () => {
    const { app, me } = await openLong();
    await setBalance(app, "solo", 10 * DOLLAR);
    const solveig = await me();
    expect(await failureOf(solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 365 } }))).toMatchObject({
      key: "lifecycle.holdUnpaid",
    });
    expect(
      await failureOf(
        solveig.lifecycle.proposeCancel({ numbers: [{ id: "nothing", disposition: { is: "release" } }] }),
      ),
    ).toMatchObject({ key: "lifecycle.noSuchNumber" });
  });

  test("names a number that is being ported to another carrier", async () => {
    const { app, me } = await openLong();
    await addNumber(app, "solo", "+15125550100", { name: "Van", state: { is: "porting", since: app.now() } });
    expect(await failureOf((await me()).lifecycle.proposeCancel({}))).toMatchObject({ key: "lifecycle.porting" });
  });

  test("leaves nothing behind if it is never confirmed", async () => {
    const { app, me } = await openLong();
    const solveig = await me();
    await solveig.lifecycle.proposeCancel({});
    const rows = () => app.selectRows("SELECT count(*) AS n FROM run_items");
    expect(await rows()).toEqual([{ n: COUNT }]);
    app.advance(40 * MINUTE);
    const { recoverRuns } = await import("../../../src/runs/recovery.ts");
    await recoverRuns(app.services);
    await runDueJobs(app.services);
    expect(await rows()).toEqual([{ n: 0 }]);
  });
});
