import type { Period } from "@callboard/domain/core/period";
import type { PeriodParts } from "@callboard/domain/reports/periods";
import type { DayCell, StatusSums } from "@callboard/domain/reports/types";
import { type Row, stmt } from "../../../store/database/port.ts";
import type { Query } from "../../../store/queries.ts";

const sumsFrom = (row: Row): StatusSums => ({
  layer: row.layer,
  status: String(row.status),
  ms: Number(row.ms),
  overMs: Number(row.over_ms),
  kept: Number(row.kept),
  overruns: Number(row.overruns),
});

// One row a person: converting a row from SQLite takes longer than parsing JSON.
const sumsSql = (unit: "day" | "month") =>
  `SELECT j.value AS person, (
     SELECT json_group_array(json_array(layer, status, ms, over_ms, kept, overruns)) FROM (
       SELECT layer, status, sum(ms) AS ms, sum(over_ms) AS over_ms, sum(kept) AS kept, sum(overruns) AS overruns FROM report_${unit}s
       WHERE account = ?1 AND person = j.value AND ${unit} >= ?3 AND ${unit} <= ?4 GROUP BY layer, status)) AS sums
   FROM json_each(?2) j`;
const [DAYS_SQL, MONTHS_SQL] = [sumsSql("day"), sumsSql("month")];

type StoredSums = [
  layer: StatusSums["layer"],
  status: string,
  ms: number,
  overMs: number,
  kept: number,
  overruns: number,
];

/** What was counted in a period of each of these people, in as many pieces as the period has parts. */
export const findSums = (
  people: readonly string[],
  { months, days }: PeriodParts,
): Query<Map<string, StatusSums[]>> => ({
  statements: ({ account }) => {
    const list = JSON.stringify(people);
    return [
      ...(months ? [stmt(MONTHS_SQL, account, list, months.first, months.last)] : []),
      ...days.map(({ first, last }) => stmt(DAYS_SQL, account, list, first, last)),
    ];
  },
  parse(parts) {
    const byPerson = new Map<string, StatusSums[]>();
    for (const { person, sums } of parts.flat()) {
      const list = byPerson.get(person) ?? [];
      for (const [layer, status, ms, overMs, kept, overruns] of JSON.parse(sums) as StoredSums[])
        list.push({ layer, status, ms, overMs, kept, overruns });
      byPerson.set(person, list);
    }
    return byPerson;
  },
});

/** What was counted of one person, by day. */
export const findDays = (person: string, { first, last }: Period): Query<DayCell[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT day, layer, status, ms, over_ms, kept, overruns FROM report_days
       WHERE account = ? AND person = ? AND day >= ? AND day <= ? ORDER BY day`,
      account,
      person,
      first,
      last,
    ),
  ],
  parse: ([rows]) => rows!.map((row) => ({ day: String(row.day), ...sumsFrom(row) })),
});
