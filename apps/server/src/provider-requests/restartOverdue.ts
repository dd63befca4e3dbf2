import {
  requestJob,
  type RequestRecordKind,
  RECONCILER,
  nextStep,
} from "@callboard/domain/core/provider-request/providerRequest";
import { MINUTE } from "@callboard/domain/core/time";
import { stmt } from "../store/database/port.ts";
import { findOptional } from "../store/queries.ts";
import { commit } from "../store/commit.ts";
import { systemScope } from "../store/systemScope.ts";
import type { Services } from "../services.ts";

/** A step that is overdue by this long has no working job. */
const LATE_MS = MINUTE;
/** Overdue requests whose job for their present version is missing, done or failed. */
const STUCK_SQL = `SELECT k.account, k.kind, k.id, r.version, j.id AS job FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  LEFT JOIN jobs j ON j.kind = 'providerRequest' AND j.key = k.id || '/' || r.version
  WHERE k.kind IN ('providerRequest', 'charge') AND k.name = 'due' AND k.value <= ?
  AND (j.id IS NULL OR j.done_at IS NOT NULL OR j.failed_at IS NOT NULL)`;
const RETRY_SQL =
  "UPDATE jobs SET done_at = NULL, failed_at = NULL, attempts = 0, lease_until = 0, due_at = ? WHERE id = ?";

/** Makes sure that every open request has a job for its next step, whatever happened to its workers. */
export async function restartOverdueRequests(services: Services): Promise<void> {
  const now = services.now();
  // Keys are text: zeros in front make instants sort by time.
  const [stuck] = await services.db.read([stmt(STUCK_SQL, String(now - LATE_MS).padStart(16, "0"))]);
  for (const { account, kind, id, version, job } of stuck!) {
    if (job !== null)
      await services.db.write({ reads: [], decide: () => ({ writes: [stmt(RETRY_SQL, now, job)], answer: null }) });
    else
      await commit(
        systemScope(services, account, RECONCILER),
        { request: findOptional(kind as RequestRecordKind, id) },
        ({ request }) =>
          nextStep(request, Number(version)) === null ? [] : [requestJob(kind, account, id, Number(version), now)],
      );
  }
}
