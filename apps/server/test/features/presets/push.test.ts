import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { commit } from "../../../src/store/commit.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { openTestApp, failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

const logEntry = { action: message("agents.cause.chosen") };

/** Sources that follow an agency's preset, in its own account and two of its sub-accounts. */
async function openPush(app: TestApp, count: number) {
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const values = { description: "Trade fairs", site: "offsite" as const, ruleGroups: [] };
  const { id: preset } = await harriet.presets.save({ kind: "source", name: "Fairs", values });
  const accounts = ["harbor", "northwind", "parkside"].map((name) => app.account(name));
  const follows = { preset, owner: accounts[0]!, version: 1, name: "Fairs", values, overrides: [] };
  for (let from = 0; from < count; from += 200)
    await commit(scopeOf(app.services, accounts[0]!, { relatedAccounts: accounts.slice(1) }), {}, () =>
      Array.from({ length: Math.min(200, count - from) }, (_, at) => {
        const n = from + at;
        const data: DataOf<"source"> = { name: `Fair ${n}`, position: n, follows, ...values };
        return create(accounts[n % 3]!, "source", `fair${n}`, data, logEntry);
      }),
    );
  await harriet.presets.save({
    id: preset,
    version: 1,
    kind: "source",
    name: "Fairs",
    values: { ...values, description: "Fairs and open days" },
  });
  const { proposal, run } = await harriet.presets.proposeApply({ preset, to: { followers: true } });
  expect(proposal).toBeNull();
  const countDescribed = async (text: string) =>
    Number(
      (
        await app.selectRows(
          "SELECT count(*) AS n FROM records WHERE kind = 'source' AND json_extract(data, '$.description') = ?",
          text,
        )
      )[0]!.n,
    );
  return { harriet, preset, run: run!, accounts, countDescribed };
}

test("a push over 2,000 records in three accounts, killed twice: one outcome each", async () => {
  const app = await openTestApp();
  const { harriet, run, countDescribed } = await openPush(app, 2000);
  expect(await harriet.runs.get({ run })).toMatchObject({ state: "proposed", counts: { total: 2000, pending: 2000 } });
  expect(await countDescribed("Fairs and open days")).toBe(0);
  // An administrator of the agency's own account can neither read nor start it.
  await harriet.access.invite({ email: "adam@ten.test", name: "Adam", role: "administrator" });
  const token = await app.mailedLink("adam@ten.test");
  const { secret } = await app.callerWith(null).access.acceptInvitation({ token, password: "long enough to be one" });
  const adam = app.callerWith(secret, { account: "harbor" });
  for (const attempt of [() => adam.runs.start({ run }), () => adam.runs.items({ run })])
    expect(await failureOf(attempt())).toMatchObject({ code: "forbidden" });
  await harriet.runs.start({ run });
  const waitUntilSettled = (settledCount: number) =>
    eventually(async () => {
      const { counts } = await harriet.runs.get({ run });
      return counts.done + counts.skipped + counts.failed >= settledCount;
    }, 60_000);
  for (const settledCount of [200, 700]) {
    const child = startWorker(app);
    await waitUntilSettled(settledCount);
    await kill(child);
    // The killed worker's lease expires.
    app.advance(6 * SECOND);
  }
  startWorker(app);
  await waitUntilSettled(2000);
  await eventually(async () => (await harriet.runs.get({ run })).state === "done", 30_000);
  expect((await harriet.runs.get({ run })).counts).toEqual({
    total: 2000,
    done: 2000,
    skipped: 0,
    failed: 0,
    pending: 0,
  });
  const written = await app.selectRows(
    "SELECT id, count(*) AS times FROM changes WHERE batch = ? AND kind = 'source' GROUP BY id",
    run,
  );
  expect(written).toHaveLength(2000);
  expect(written.every(({ times }) => Number(times) === 1)).toBe(true);
  expect(await countDescribed("Fairs and open days")).toBe(2000);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 180_000);

test("a long push writes exactly what its lines said, and is undone as one across the accounts", async () => {
  const app = await openTestApp();
  const { harriet, run, countDescribed, accounts } = await openPush(app, 600);
  const { items } = await harriet.runs.items({ run });
  expect(items[0]!.about).toMatch(/^Fair \d+( \(.+\))?: Description Trade fairs → Fairs and open days$/);
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  await dana.sources.save({
    id: "fair1",
    version: 1,
    name: "Fair 1",
    site: "offsite",
    ruleGroups: [],
    description: "Ours",
  });
  const ida = app.callerFor("ida@callboard.demo", "parkside");
  await ida.sources.remove({ id: "fair2", version: 1 });
  await harriet.runs.start({ run });
  await runDueJobs(app.services, "runs");
  expect((await harriet.runs.get({ run })).counts).toMatchObject({ done: 598, skipped: 2, failed: 0 });
  const skipped = await harriet.runs.items({ run, state: "skipped" });
  expect(skipped.items.map(({ reason }) => reason).toSorted()).toEqual([
    "Changed: Fair 1 was edited since this was proposed.",
    "Changed: it was removed.",
  ]);

  await dana.sources.save({
    id: "fair4",
    version: 2,
    name: "Fair 4",
    site: "offsite",
    ruleGroups: [],
    description: "Ours too",
  });
  // A sub-account has its own part of the batch, and nothing of the others'.
  const ownUndo = await dana.history.proposeUndo({ batch: run });
  const { lines } = await dana.proposals.get({ proposal: ownUndo.proposal! });
  expect(new Set(lines.map(({ key }) => key.split(":")[0]))).toEqual(new Set([accounts[1]]));
  const undo = await harriet.history.proposeUndo({ batch: run });
  expect(undo.proposal).toBeNull();
  await harriet.runs.start({ run: undo.run! });
  await runDueJobs(app.services, "runs");
  expect((await harriet.runs.get({ run: undo.run! })).counts).toMatchObject({ total: 598, done: 597, skipped: 1 });
  expect(await countDescribed("Trade fairs")).toBe(597);
});

test("if a preset changes during its push, the remaining records are skipped with the reason", async () => {
  const app = await openTestApp();
  const { harriet, preset, run } = await openPush(app, 510);
  const { preset: current } = await harriet.presets.get({ id: preset });
  await harriet.presets.save({
    id: preset,
    version: current.version,
    kind: "source",
    name: "Fairs",
    values: { ...(current.values as object), description: "Third" },
  });
  await harriet.runs.start({ run });
  await runDueJobs(app.services, "runs");
  expect((await harriet.runs.get({ run })).counts).toMatchObject({ done: 0, skipped: 510 });
  const { items } = await harriet.runs.items({ run });
  expect(items[0]!.reason).toBe("The preset changed since this was proposed. Propose it again.");
});
