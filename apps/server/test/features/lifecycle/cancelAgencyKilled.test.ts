import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually, openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { openSubAccounts } from "../../support/fixtures/subAccounts.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

/** The full size, five thousand, takes about a minute: `AGENCY_ACCOUNTS=5000`. */
const COUNT = Number(process.env.AGENCY_ACCOUNTS ?? 600);
const ALL = COUNT + 3 + 1;

/** The state of every account and number of the agency, without instants. */
const readStates = (app: TestApp) =>
  app.rows(
    `SELECT account, kind, id, CASE kind WHEN 'number' THEN data ->> '$.standing.is' ELSE data ->> '$.canceled' IS NOT NULL END AS is_
     FROM records WHERE kind IN ('number', 'lifecycle') ORDER BY account, kind, id`,
  );

/**
 * Runs due jobs until the carrier has every number back. Requests that were open when a worker was killed are looked
 * up.
 */
async function expectReleased(app: TestApp): Promise<void> {
  const left =
    "SELECT 1 FROM records WHERE kind = 'number' AND account LIKE 'acc_sub%' AND data ->> '$.standing.is' <> 'released' LIMIT 1";
  for (let round = 0; round < 20; round += 1) {
    await runDueJobs(app.world);
    if ((await app.rows(left)).length === 0) return;
    app.pass(30 * SECOND);
  }
  throw new Error("Some numbers were never released");
}

test(`an agency of ${COUNT} accounts, canceled while its worker is killed three times: one outcome each, as if it never was`, async () => {
  const app = await openTestApp();
  const harriet = app.as("harriet@callboard.demo", "harbor");
  await openSubAccounts(app.world, app.account("harbor"), app.people["harriet@callboard.demo"]!, COUNT);
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  expect((await harriet.runs.get({ run })).counts).toMatchObject({ total: ALL, left: ALL });
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await app.rows("PRAGMA wal_checkpoint(TRUNCATE)");
  const copy = `${app.file}.copy`;
  copyFileSync(app.file, copy);

  let furthest = 0;
  const moved = async () => {
    const { counts } = await harriet.runs.get({ run });
    const settled = counts.done + counts.skipped + counts.failed;
    expect(settled).toBeGreaterThanOrEqual(furthest);
    expect(settled + counts.left).toBe(ALL);
    furthest = settled;
    return settled;
  };
  for (const part of [0.1, 0.35, 0.7]) {
    const child = startWorker(app);
    await eventually(async () => (await moved()) >= ALL * part, 60_000);
    await kill(child);
    // The killed worker's lease expires.
    app.pass(6 * SECOND);
  }
  const last = startWorker(app);
  await eventually(async () => (await moved()) === ALL, 120_000);
  await eventually(async () => (await harriet.runs.get({ run })).state === "done", 30_000);
  expect((await harriet.runs.get({ run })).counts).toEqual({ total: ALL, done: ALL, skipped: 0, failed: 0, left: 0 });

  const outcomes = await app.rows("SELECT n, state FROM run_items WHERE run = ?", run);
  expect(new Set(outcomes.map(({ n }) => n)).size).toBe(ALL);
  const cancels = await app.rows(
    "SELECT account, count(*) AS n FROM changes WHERE batch = ? AND kind = 'lifecycle' GROUP BY account",
    run,
  );
  expect(cancels).toHaveLength(ALL);
  expect(cancels.every(({ n }) => Number(n) === 1)).toBe(true);
  await kill(last);
  await expectReleased(app);
  const releases = await app.rows(
    "SELECT data ->> '$.about' AS about, count(*) AS n FROM records WHERE kind = 'errand' AND data ->> '$.what' = 'release number' GROUP BY about",
  );
  expect(releases.every(({ n }) => Number(n) === 1)).toBe(true);

  const quiet = await openTestApp({ file: copy });
  quiet.pass(18 * SECOND);
  await expectReleased(quiet);
  expect(await readStates(app)).toEqual(await readStates(quiet));
  expect(
    (await readStates(app)).filter(
      ({ account, kind, is_: is }) => kind === "number" && is !== "released" && account.startsWith("acc_sub"),
    ),
  ).toEqual([]);
  expect(await findBrokenLink(app.world.db)).toBeNull();
}, 400_000);
