import { discardRun, RUN_PROPOSAL_LIFETIME_MS, runJob } from "@callboard/domain/runs/rules";
import { MINUTE } from "@callboard/domain/core/time";
import { stmt } from "../store/database/port.ts";
import { findOptional } from "../store/queries.ts";
import { commit } from "../store/commit.ts";
import type { Services } from "../services.ts";
import { runsScope } from "../store/systemScope.ts";

/** The runs in a state, each with the job of its present version if there is one. */
const OPEN_RUNS_SQL = `SELECT k.account, k.id, r.version, r.at, j.id AS job, j.done_at, j.failed_at FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = 'run' AND r.id = k.id
  LEFT JOIN jobs j ON j.kind = 'run' AND j.key = k.id || '/' || r.version
  WHERE k.kind = 'run' AND k.name = 'open' AND k.value = ?`;
/** A job that failed for good is started again after this long. */
const RESTART_AFTER_MS = MINUTE;
/**
 * Items without a run are deleted after this long: their proposal can't be confirmed any more, even in its last moment
 * by a server whose clock is behind.
 */
const STRAY_ITEMS_MS = RUN_PROPOSAL_LIFETIME_MS + 5 * MINUTE;

/** Makes sure that every running run has a job, and deletes expired proposals. */
export async function recoverRuns(services: Services): Promise<void> {
  const now = services.now();
  const [running, proposed] = await services.db.read([
    stmt(
      `${OPEN_RUNS_SQL} AND (j.id IS NULL OR j.done_at IS NOT NULL OR j.failed_at < ?)`,
      "running",
      now - RESTART_AFTER_MS,
    ),
    stmt(`${OPEN_RUNS_SQL} AND r.at < ?`, "proposed", now - RUN_PROPOSAL_LIFETIME_MS),
  ]);
  for (const { account, id, version, job } of running!) await restartRun(services, account, id, version, job);
  for (const { account, id } of proposed!) {
    await commit(runsScope(services, account), { run: findOptional("run", id) }, ({ run }) =>
      run?.data.state === "proposed" ? discardRun(run, now) : [],
    );
  }
  await deleteStrayItems(services);
}

/** Restarts a running run whose worker crashed: requeues its job, or creates a new one. */
async function restartRun(
  services: Services,
  account: string,
  run: string,
  version: number,
  job: number | null,
): Promise<void> {
  const now = services.now();
  if (job !== null) {
    const requeueSql =
      "UPDATE jobs SET done_at = NULL, failed_at = NULL, attempts = 0, lease_until = 0, due_at = ? WHERE id = ?";
    await services.db.write({ reads: [], decide: () => ({ writes: [stmt(requeueSql, now, job)], answer: null }) });
    return;
  }
  await commit(runsScope(services, account), { current: findOptional("run", run) }, ({ current }) =>
    current?.version === version ? [runJob(account, run, version, now)] : [],
  );
}

/**
 * Deletes items whose run was never written because its server crashed. Version 0 of a run never exists: its job finds
 * no run and deletes the items.
 */
async function deleteStrayItems(services: Services): Promise<void> {
  const [strays] = await services.db.read([
    stmt(
      `SELECT c.account, c.run FROM run_counts c WHERE c.total > c.done + c.skipped + c.failed AND c.listed_from < ?
       AND NOT EXISTS (SELECT 1 FROM records r WHERE r.account = c.account AND r.kind = 'run' AND r.id = c.run)
       AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'run' AND j.key = c.run || '/0')`,
      services.now() - STRAY_ITEMS_MS,
    ),
  ]);
  for (const { account, run } of strays!)
    await commit(runsScope(services, account), {}, () => [runJob(account, run, 0, services.now())]);
}
