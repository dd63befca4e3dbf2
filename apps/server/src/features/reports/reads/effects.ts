import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { monthOf } from "@callboard/domain/reports/periods";
import type { DayCell } from "@callboard/domain/reports/types";
import { stmt } from "../../../store/database/port.ts";
import { defineRowEffect } from "../../../store/rowEffects.ts";
import type { OpenVersions, Progress } from "./rows.ts";

/** In place of a person: the sums of everybody in the account. */
export const EVERYBODY = "";

/** Time to add to what has been counted, or with negative figures to take from it. */
export interface CountedCell extends DayCell {
  person: string;
}

const adding =
  (unit: "day" | "month") =>
  ({ account }: AccountOwner, { rows }: { rows: string }) =>
    stmt(
      `INSERT INTO report_${unit}s (account, person, ${unit}, layer, status, ms, over_ms, kept, overruns)
       SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
       FROM json_each(?2) WHERE true ON CONFLICT (account, person, ${unit}, layer, status) DO UPDATE SET
       ms = ms + excluded.ms, over_ms = over_ms + excluded.over_ms, kept = kept + excluded.kept,
       overruns = overruns + excluded.overruns`,
      account,
      rows,
    );
const addedDays = defineRowEffect("add time by day", adding("day"));
const addedMonths = defineRowEffect("add time by month", adding("month"));

/** Adds time to the days and months of its agents, and to everybody's. */
export function addTime(account: string, cells: readonly CountedCell[]): Effect[] {
  if (cells.length === 0) return [];
  const rows = (period: (cell: CountedCell) => string) => {
    const sums = new Map<string, [string, string, string, string, number, number, number, number]>();
    for (const cell of cells)
      for (const person of [cell.person, EVERYBODY]) {
        const key = JSON.stringify([person, period(cell), cell.layer, cell.status]);
        const row = sums.get(key) ?? [person, period(cell), cell.layer, cell.status, 0, 0, 0, 0];
        row[4] += cell.ms;
        row[5] += cell.overMs;
        row[6] += cell.kept;
        row[7] += cell.overruns;
        sums.set(key, row);
      }
    return { rows: JSON.stringify([...sums.values()]) };
  };
  return [
    addedDays.of(
      { account },
      rows(({ day }) => day),
    ),
    addedMonths.of(
      { account },
      rows(({ day }) => monthOf(day)),
    ),
  ];
}

const savedProgress = defineRowEffect("save report progress", ({ account }: AccountOwner, { n, zoneSince }: Progress) =>
  stmt(
    `INSERT INTO report_progress (account, n, zone_since) VALUES (?1, ?2, ?3)
     ON CONFLICT (account) DO UPDATE SET n = ?2, zone_since = ?3`,
    account,
    n,
    zoneSince,
  ),
);
export const saveProgress = (account: string, { n, zoneSince }: Progress): Effect =>
  savedProgress.of({ account }, { n, zoneSince });

const savedPeople = defineRowEffect(
  "save report people",
  ({ account }: AccountOwner, { rows, n }: { rows: string; n: number }) =>
    stmt(
      `INSERT INTO report_people (account, person, agent_version, phone_version, first_day, gone_day, n)
     SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ?3 FROM json_each(?2) WHERE true
     ON CONFLICT (account, person) DO UPDATE SET agent_version = excluded.agent_version,
     phone_version = excluded.phone_version, first_day = min(first_day, excluded.first_day), gone_day = excluded.gone_day,
     n = excluded.n`,
      account,
      rows,
      n,
    ),
);
/**
 * Saves which versions of people's records are in force, and from which day to which they had a seat. `n`: the position
 * in the log up to which they were counted.
 */
export function savePeople(account: string, people: readonly OpenVersions[], n: number): Effect[] {
  if (people.length === 0) return [];
  const rows = people.map(({ person, agentVersion, phoneVersion, firstDay, goneDay }) => [
    person,
    agentVersion,
    phoneVersion,
    firstDay,
    goneDay,
  ]);
  return [savedPeople.of({ account }, { rows: JSON.stringify(rows), n })];
}

const markedRepairs = defineRowEffect("mark report repairs", ({ account }: AccountOwner, { rows }: { rows: string }) =>
  stmt(
    `INSERT INTO report_repairs (account, person, since) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2) WHERE true
     ON CONFLICT (account, person) DO UPDATE SET since = min(since, excluded.since)`,
    account,
    rows,
  ),
);
/** Time of these people that was counted has changed since an instant, so it is counted again. */
export const markRepairs = (
  account: string,
  repairs: readonly (readonly [person: string, since: number])[],
): Effect[] => (repairs.length === 0 ? [] : [markedRepairs.of({ account }, { rows: JSON.stringify(repairs) })]);

const markedDays = defineRowEffect(
  "mark report days",
  ({ account }: AccountOwner, { since, day }: { since: number; day: string }) =>
    stmt(
      `INSERT INTO report_repairs (account, person, since) SELECT p.account, p.person, ?2 FROM report_people p WHERE p.account = ?1
       AND EXISTS (SELECT 1 FROM report_days d WHERE d.account = p.account AND d.person = p.person AND d.day >= ?3)
       ON CONFLICT (account, person) DO UPDATE SET since = min(since, excluded.since)`,
      account,
      since,
      day,
    ),
);
/** The same for everybody of whom time on or after this day was counted. */
export const markDays = (account: string, since: number, day: string): Effect =>
  markedDays.of({ account }, { since, day });

const clearedRepair = defineRowEffect(
  "clear report repair",
  ({ account }: AccountOwner, { person }: { person: string }) =>
    stmt("DELETE FROM report_repairs WHERE account = ? AND person = ?", account, person),
);
export const clearRepair = (account: string, person: string): Effect => clearedRepair.of({ account }, { person });

const forgetting =
  (table: "progress" | "people" | "repairs" | "days" | "months" | "calls") =>
  ({ account }: AccountOwner, _values: Record<string, never>) =>
    stmt(`DELETE FROM report_${table} WHERE account = ?`, account);
const forgottenProgress = defineRowEffect("forget report progress", forgetting("progress"));
const forgottenPeople = defineRowEffect("forget report people", forgetting("people"));
const forgottenRepairs = defineRowEffect("forget report repairs", forgetting("repairs"));
const forgottenDays = defineRowEffect("forget report days", forgetting("days"));
const forgottenMonths = defineRowEffect("forget report months", forgetting("months"));
const forgottenCalls = defineRowEffect("forget report calls", forgetting("calls"));
const forgotten = [
  forgottenProgress,
  forgottenPeople,
  forgottenRepairs,
  forgottenDays,
  forgottenMonths,
  forgottenCalls,
];
/** Forgets everything that was counted in an account, so that it is counted again from the log. */
export const forgetCounted = (account: string): Effect[] => forgotten.map((kind) => kind.of({ account }, {}));

const deleting =
  (unit: "day" | "month") =>
  ({ account }: AccountOwner, { before }: { before: string }) =>
    stmt(
      `DELETE FROM report_${unit}s WHERE account = ?1 AND ${unit} < ?2
       AND person IN (SELECT person FROM report_people WHERE account = ?1 UNION ALL SELECT '${EVERYBODY}')`,
      account,
      before,
    );
const deletedDays = defineRowEffect("delete old report days", deleting("day"));
const deletedMonths = defineRowEffect("delete old report months", deleting("month"));
/** Deletes the days and sums of the months before this one. */
export const deleteMonthsBefore = (account: string, month: string): Effect[] => [
  deletedDays.of({ account }, { before: `${month}-01` }),
  deletedMonths.of({ account }, { before: month }),
];

export const reportEffects = [
  addedDays,
  addedMonths,
  savedProgress,
  savedPeople,
  markedRepairs,
  markedDays,
  clearedRepair,
  ...forgotten,
  deletedDays,
  deletedMonths,
];
