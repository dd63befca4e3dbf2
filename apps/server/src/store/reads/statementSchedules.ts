import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import type { ScheduleProgress } from "@callboard/domain/statements/schedule";
import { DAY } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "../database/port.ts";
import { type Query, selectRows } from "../queries.ts";
import { defineRowEffect } from "../rowEffects.ts";
import type { Scope } from "../scope.ts";

/** For this long after an account changed its zone, its days may start differently from those of the new zone. */
const ZONE_CHANGE_WINDOW = 3 * DAY;

/**
 * Schedules that may have a statement due by `day`, in the order of their next sending days (`next`): null for a
 * schedule without progress, or whose cadence has changed since. `zone`: the account's zone, in which that day begins;
 * null if its zone or payer changed lately.
 */
export async function readDueSchedules(
  db: Database,
  day: string,
  now: number,
): Promise<{ account: string; id: string; zone: string | null; next: string | null }[]> {
  const [rows] = await db.read([
    stmt(
      `SELECT k.account, k.id, CASE WHEN NOT EXISTS (SELECT 1 FROM former_values f WHERE f.account = k.account AND f.kind = 'account'
       AND f.id = k.account AND f.until > ?2) THEN a.data ->> '$.zone' END AS zone, CASE d.every || ' ' || d.day WHEN k.value THEN d.next_day END AS next_day
       FROM keys k JOIN records a ON a.account = k.account AND a.kind = 'account' AND a.id = k.account
       LEFT JOIN schedule_progress d ON d.account = k.account AND d.schedule = k.id
       WHERE k.kind = 'statementSchedule' AND k.name = 'rhythm'
       AND (d.next_day IS NULL OR d.next_day <= ?1 OR d.every || ' ' || d.day <> k.value)
       ORDER BY d.next_day, k.account, k.id`,
      day,
      now - ZONE_CHANGE_WINDOW,
    ),
  ]);
  return rows!.map(({ account, id, zone, next_day: next }) => ({ account, id, zone, next }));
}

const ORPHANS_SQL = `FROM schedule_progress WHERE NOT EXISTS (SELECT 1 FROM keys k WHERE k.kind = 'statementSchedule'
  AND k.name = 'rhythm' AND k.account = schedule_progress.account AND k.id = schedule_progress.schedule)`;

/**
 * Deletes the progress of paused and removed schedules. A resumed schedule continues from the day of its resumption.
 */
export async function deleteOrphanedProgress(db: Database): Promise<void> {
  // Checked first: usually there is nothing to delete, and the write queue stays free.
  const [rows] = await db.read([stmt(`SELECT 1 ${ORPHANS_SQL} LIMIT 1`)]);
  if (rows!.length === 0) return;
  await db.write({
    priority: "low",
    reads: [],
    decide: () => ({ writes: [stmt(`DELETE ${ORPHANS_SQL}`)], answer: null }),
  });
}

/** A schedule's progress. `coveredThrough`: the last day (inclusive) on any statement that it sent; null if none. */
export const findScheduleProgress = (
  { account }: Scope,
  schedule: string,
): Query<{ progress: ScheduleProgress | null; coveredThrough: string | null }> => ({
  statements: () => [
    stmt(
      "SELECT every, day, first_day, next_day FROM schedule_progress WHERE account = ? AND schedule = ?",
      account,
      schedule,
    ),
    stmt("SELECT max(last_day) AS covered FROM documents WHERE account = ? AND schedule = ?", account, schedule),
  ],
  parse: ([progressRows, documents]) => ({
    progress: progressRows![0] ? progressFromRow(progressRows![0]) : null,
    coveredThrough: documents![0]!.covered ?? null,
  }),
});

const progressFromRow = ({
  every,
  day,
  first_day: uncoveredFrom,
  next_day: nextSendingDay,
}: Row): ScheduleProgress => ({
  every,
  day: Number(day),
  uncoveredFrom,
  nextSendingDay,
});

type ProgressValues = Pick<ScheduleProgress, "every" | "day" | "uncoveredFrom" | "nextSendingDay"> & {
  schedule: string;
};
const progressEffect = defineRowEffect(
  "save schedule progress",
  ({ account }: AccountOwner, { schedule, every, day, uncoveredFrom, nextSendingDay }: ProgressValues) =>
    stmt(
      "INSERT OR REPLACE INTO schedule_progress (account, schedule, every, day, first_day, next_day) VALUES (?, ?, ?, ?, ?, ?)",
      account,
      schedule,
      every,
      day,
      uncoveredFrom,
      nextSendingDay,
    ),
);
export const saveProgress = (
  { account }: Scope,
  schedule: string,
  { every, day, uncoveredFrom, nextSendingDay }: ScheduleProgress,
): Effect => progressEffect.of({ account }, { schedule, every, day, uncoveredFrom, nextSendingDay });

/** Addresses that unsubscribed from the account's scheduled statements. */
export const findUnsubscribed = ({ account }: Scope): Query<string[]> =>
  addressesOf(
    selectRows<{ address: string }>("SELECT address FROM unsubscribes WHERE account = ? ORDER BY address", account),
  );

const unsubscribeEffect = defineRowEffect(
  "unsubscribe",
  ({ account }: AccountOwner, { address, now }: { address: string; now: number }) =>
    stmt("INSERT OR IGNORE INTO unsubscribes (account, address, at) VALUES (?, ?, ?)", account, address, now),
);
export const saveUnsubscribed = ({ account, now }: Scope, address: string): Effect =>
  unsubscribeEffect.of({ account }, { address, now });

export const scheduleEffects = [progressEffect, unsubscribeEffect];

/** The account and recipient of a mailed statement. */
export const mailRecipientStmt = (mail: string): Stmt =>
  single("SELECT account, recipient FROM mails WHERE id = ? AND account IS NOT NULL AND document IS NOT NULL", mail);

/** Addresses on the account's schedules that belong to its members: they need no unsubscribe link. */
export const findMemberAddresses = ({ account }: Scope): Query<string[]> =>
  addressesOf(
    selectRows<{ address: string }>(
      `SELECT DISTINCT p.email AS address FROM records s CROSS JOIN json_each(s.data, '$.recipients') a
       CROSS JOIN people p ON p.email = a.value CROSS JOIN records r ON r.account = ?1 AND r.kind = 'member' AND r.id = p.id
       WHERE s.account = ?1 AND s.kind = 'statementSchedule'`,
      account,
    ),
  );

/** Which of these addresses belong to former members of the account. */
export const findFormerMemberAddresses = ({ account }: Scope, among: readonly string[]): Query<string[]> =>
  addressesOf(
    selectRows<{ address: string }>(
      `SELECT p.email AS address FROM json_each(?2) a JOIN people p ON p.email = a.value
       WHERE EXISTS (SELECT 1 FROM changes c WHERE c.account = ?1 AND c.kind = 'member' AND c.id = p.id)
       AND NOT EXISTS (SELECT 1 FROM records r WHERE r.account = ?1 AND r.kind = 'member' AND r.id = p.id)`,
      account,
      JSON.stringify(among),
    ),
  );

const addressesOf = (query: Query<{ address: string }[]>): Query<string[]> => ({
  ...query,
  parse: (...args) => query.parse(...args).map(({ address }) => address),
});
