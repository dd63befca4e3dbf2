import { isRecentFailure } from "@callboard/domain/alerts/rules";
import { FAILURE_DAYS } from "@callboard/domain/alerts/types";
import { mayAll } from "@callboard/domain/core/permissions";
import { DAY } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import type { Scope } from "../../store/scope.ts";
import { readPage } from "../../store/search/lists.ts";

const MAILS_MAX = 100;
const RUNS_MAX = 50;

/** The account's mails that couldn't be delivered lately; the newest of them. */
export async function readFailedMails({ db, account, now }: Scope) {
  const [rows] = await db.read([
    stmt(
      `SELECT id, created_at FROM mails WHERE account = ? AND created_at > ? AND state = 'failed'
       ORDER BY created_at DESC, id DESC LIMIT ${MAILS_MAX}`,
      account,
      now - FAILURE_DAYS * DAY,
    ),
  ]);
  const [latest] = rows!;
  return { count: rows!.length, latest: String(latest?.id ?? ""), at: Number(latest?.created_at ?? 0) };
}

/** The latest runs that ended with failed items, of those that the caller may read. */
export async function readFailedRuns(scope: Scope) {
  const { docs } = await readPage(scope, "run", { by: "proposed", descending: true, limit: RUNS_MAX, after: null });
  const ended = docs.flatMap(({ id, data: { title, state, endedAt, permissions } }) =>
    (state === "done" || state === "stopped") &&
    endedAt !== null &&
    isRecentFailure(endedAt, scope.now) &&
    mayAll(scope.membership, permissions)
      ? [{ id, title, endedAt }]
      : [],
  );
  if (ended.length === 0) return [];
  const [rows] = await scope.db.read([
    stmt(
      "SELECT run, failed FROM run_counts WHERE account = ? AND run IN (SELECT value FROM json_each(?)) AND failed > 0",
      scope.account,
      JSON.stringify(ended.map(({ id }) => id)),
    ),
  ]);
  const failed = new Map(rows!.map((row) => [String(row.run), Number(row.failed)]));
  return ended.flatMap((run) => (failed.has(run.id) ? [{ ...run, failed: failed.get(run.id)! }] : []));
}
