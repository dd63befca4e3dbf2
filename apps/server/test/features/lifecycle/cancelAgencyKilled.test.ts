import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { openSubAccounts } from "../../support/fixtures/subAccounts.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

/** The full size, five thousand, takes about a minute: `AGENCY_ACCOUNTS=5000`. */
const COUNT = Number(process.env.AGENCY_ACCOUNTS ?? 600);
const ALL = COUNT + 3 + 1;

/** The state of every account and number of the agency, without instants. */
const readStates = (app: TestApp) =>
  app.selectRows(
    `SELECT account, kind, id, CASE kind WHEN 'number' THEN data ->> '$.state.is' ELSE data ->> '$.canceled' IS NOT NULL END AS is_
     FROM records WHERE kind IN ('number', 'lifecycle') ORDER BY account, kind, id`,
  );

/**
 * Runs due jobs until the carrier has every number back. Requests that were open when a worker was killed are looked
 * up.
 */
async function expectReleased(app: TestApp): Promise<void> {
  const unreleased =
    "SELECT 1 FROM records WHERE kind = 'number' AND account LIKE 'acc_sub%' AND data ->> '$.state.is' <> 'released' LIMIT 1";
  for (let round = 0; round < 20; round += 1) {
    await runDueJobs(app.services);
    if ((await app.selectRows(unreleased)).length === 0) return;
    app.advance(30 * SECOND);
  }
  throw new Error("Some numbers were never released");
}

test(`an agency of ${COUNT} accounts, canceled while its worker is killed three times: one outcome each, as if it hadn't been killed`, async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  await openSubAccounts(app.services, app.account("harbor"), app.people["harriet@callboard.demo"]!, COUNT);
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  expect((await harriet.runs.get({ run })).counts).toMatchObject({ total: ALL, pending: ALL });
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await app.selectRows("PRAGMA wal_checkpoint(TRUNCATE)");
  const copy = `${app.file}.copy`;
  copyFileSync(app.file, copy);

  let settledBefore = 0;
  const checkProgress = async () => {
    const { counts } = await harriet.runs.get({ run });
    const settled = counts.done + counts.skipped + counts.failed;
    expect(settled).toBeGreaterThanOrEqual(settledBefore);
    expect(settled + counts.pending).toBe(ALL);
    settledBefore = settled;
    return settled;
  };
  for (const part of [0.1, 0.35, 0.7]) {
    const child = startWorker(app);
    await eventually(async () => (await checkProgress()) >= ALL * part, 60_000);
    await kill(child);
    // The killed worker's lease expires.
    app.advance(6 * SECOND);
  }
  const last = startWorker(app);
  await eventually(async () => (await checkProgress()) === ALL, 120_000);
  await eventually(async () => (await harriet.runs.get({ run })).state === "done", 30_000);
  expect((await harriet.runs.get({ run })).counts).toEqual({
    total: ALL,
    done: ALL,
    skipped: 0,
    failed: 0,
    pending: 0,
  });

  const outcomes = await app.selectRows("SELECT n, state FROM run_items WHERE run = ?", run);
  expect(new Set(outcomes.map(({ n }) => n)).size).toBe(ALL);
  const cancels = await app.selectRows(
    "SELECT account, count(*) AS n FROM changes WHERE batch = ? AND kind = 'lifecycle' GROUP BY account",
    run,
  );
  expect(cancels).toHaveLength(ALL);
  expect(cancels.every(({ n }) => Number(n) === 1)).toBe(true);
  await kill(last);
  await expectReleased(app);
  const releases = await app.selectRows(
    "SELECT data ->> '$.subject' AS about, count(*) AS n FROM records WHERE kind = 'providerRequest' AND data ->> '$.type' = 'release number' GROUP BY about",
  );
  expect(releases.every(({ n }) => Number(n) === 1)).toBe(true);

  const undisturbed = await openTestApp({ file: copy });
  undisturbed.advance(18 * SECOND);
  await expectReleased(undisturbed);
  expect(await readStates(app)).toEqual(await readStates(undisturbed));
  expect(
    (await readStates(app)).filter(
      ({ account, kind, is_: is }) => kind === "number" && is !== "released" && account.startsWith("acc_sub"),
    ),
  ).toEqual([]);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 400_000);
