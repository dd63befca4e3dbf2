import type { IdleReport } from "@callboard/domain/agents/idleRule";
import type { PersonOwner } from "@callboard/domain/core/effect";
import { stmt } from "../../../store/database/port.ts";
import type { Query } from "../../../store/queries.ts";
import { defineRowEffect } from "../../../store/rowEffects.ts";

/** What a person's other signed-in devices last reported. `session`: that of the device that reports now. */
export const findOtherIdleReports = (person: string, session: string): Query<IdleReport[]> => ({
  statements: ({ now }) => [
    stmt(
      `SELECT i.idle_since, i.reported_at FROM idle_reports i JOIN sessions s ON s.id = i.session
       WHERE i.person = ? AND i.session <> ? AND s.expires_at > ?`,
      person,
      session,
      now,
    ),
  ],
  parse: ([rows]) =>
    rows!.map((row) => ({
      idleSince: row.idle_since === null ? null : Number(row.idle_since),
      reportedAt: Number(row.reported_at),
    })),
});

const savedReport = defineRowEffect(
  "save idle report",
  ({ person }: PersonOwner, report: { session: string; idleSince: number | null; reportedAt: number }) =>
    stmt(
      `INSERT INTO idle_reports (session, person, idle_since, reported_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (session) DO UPDATE SET idle_since = ?3, reported_at = ?4`,
      report.session,
      person,
      report.idleSince,
      report.reportedAt,
    ),
);
export const saveIdleReport = (person: string, session: string, report: IdleReport) =>
  savedReport.of({ person }, { session, ...report });

export const idleReportEffects = [savedReport];
