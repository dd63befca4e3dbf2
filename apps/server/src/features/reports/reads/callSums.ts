import type { Day } from "@callboard/domain/core/calendar";
import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import type { Instant } from "@callboard/domain/core/time";
import type { Period } from "@callboard/domain/core/period";
import { sumCells, type WrapUp } from "@callboard/domain/reports/callSums";
import type { CallCell, CallGroup, CallSums } from "@callboard/domain/reports/callTypes";
import type { CallData } from "@callboard/domain/calls/schema";
import { type Row, single, stmt } from "../../../store/database/port.ts";
import { parseData, type Query } from "../../../store/queries.ts";
import { defineRowEffect } from "../../../store/rowEffects.ts";
import { COUNTED_SQL, UNCOUNTED_SQL } from "./rows.ts";

const addedCalls = defineRowEffect("add report calls", ({ account }: AccountOwner, { rows }: { rows: string }) =>
  stmt(
    `INSERT INTO report_calls (account, by, day, key, offered, answered, missed, refused, talk_ms, wrap_up_ms)
     SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8
     FROM json_each(?2) WHERE true ON CONFLICT (account, by, day, key) DO UPDATE SET offered = offered + excluded.offered,
     answered = answered + excluded.answered, missed = missed + excluded.missed, refused = refused + excluded.refused,
     talk_ms = talk_ms + excluded.talk_ms, wrap_up_ms = wrap_up_ms + excluded.wrap_up_ms`,
    account,
    rows,
  ),
);
/** Adds calls and wrap-ups to the days, or with negative figures takes them away. */
export function addCalls(account: string, cells: readonly CallCell[]): Effect[] {
  if (cells.length === 0) return [];
  const rows = sumCells(cells).map(({ group, day, key, offered, answered, missed, refused, talkMs, wrapUpMs }) => [
    group,
    day,
    key,
    offered,
    answered,
    missed,
    refused,
    talkMs,
    wrapUpMs,
  ]);
  return [addedCalls.of({ account }, { rows: JSON.stringify(rows) })];
}

const deletedCalls = defineRowEffect(
  "delete old report calls",
  ({ account }: AccountOwner, { before }: { before: string }) =>
    stmt(
      `DELETE FROM report_calls WHERE account = ?1 AND by IN ('agent', 'queue', 'number', 'source', 'all') AND day < ?2`,
      account,
      before,
    ),
);
/** Deletes the calls of the days before this one. */
export const deleteCallsBefore = (account: string, before: Day): Effect => deletedCalls.of({ account }, { before });

export const callSumEffects = [addedCalls, deletedCalls];

/** A call's record in the log, and the version before it. */
interface CallVersion {
  before: CallData | null;
  after: CallData;
}

/** The calls' versions in the first `count` rows of the log that weren't counted. */
export const findCallVersions = (count: number): Query<CallVersion[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT c.shape, c.data, p.shape AS before_shape, p.data AS before, p.event AS before_event FROM changes c
       LEFT JOIN changes p ON p.account = c.account AND p.kind = 'call' AND p.id = c.id AND p.version = c.version - 1
       WHERE c.account = ?1 AND ${UNCOUNTED_SQL("c")} AND +c.kind = 'call' AND c.event <> 'deleted' ORDER BY c.n`,
      account,
      count,
    ),
  ],
  parse: ([rows]) =>
    rows!.map((row) => ({
      // Deleting a call for its age takes nothing from the sums: their days are deleted by themselves.
      before:
        row.before === null || row.before_event === "deleted"
          ? null
          : parseData("call", { shape: row.before_shape, data: row.before }),
      after: parseData("call", row),
    })),
});

/** The wrap-ups that end in the same rows. */
export const findWrapUps = (count: number): Query<WrapUp[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT c.id AS person, p.data ->> 'since' AS since, p.data ->> 'until' AS until,
       CASE c.event WHEN 'deleted' THEN c.at ELSE c.data ->> 'since' END AS ended, r.shape, r.data FROM changes c
       JOIN changes p ON p.account = c.account AND p.kind = 'phone' AND p.id = c.id AND p.version = c.version - 1
       LEFT JOIN records r ON r.account = c.account AND r.kind = 'call' AND r.id = p.data ->> 'callId'
       WHERE c.account = ?1 AND ${UNCOUNTED_SQL("c")} AND +c.kind = 'phone' AND p.data ->> 'state' = 'wrap-up' ORDER BY c.n`,
      account,
      count,
    ),
  ],
  parse: ([rows]) =>
    rows!.map((row) => ({
      person: String(row.person),
      from: Number(row.since),
      to: Math.min(Number(row.ended), row.until === null ? Infinity : Number(row.until)),
      call: row.data === null ? null : parseData("call", row),
    })),
});

/** Whether a call, or what a phone did, was counted that began at an instant or later. */
export const findCountedSince = (since: Instant): Query<boolean> => ({
  statements: ({ account }) => [
    single(
      `SELECT EXISTS (
         SELECT 1 FROM keys k WHERE k.space = ?1 AND k.kind = 'call' AND k.name = 'started' AND k.value >= ?2 AND EXISTS (
           SELECT 1 FROM changes c WHERE c.account = ?1 AND c.kind = 'call' AND c.id = k.id AND c.n <= ${COUNTED_SQL})
       ) OR EXISTS (
         SELECT 1 FROM report_people p JOIN changes f ON f.account = ?1 AND f.kind = 'phone' AND f.id = p.person
         AND f.version = p.phone_version WHERE p.account = ?1 AND f.data ->> 'since' >= ?3
       ) AS counted`,
      account,
      sortableInstant(since),
      since,
    ),
  ],
  parse: ([rows]) => Number(rows![0]!.counted) === 1,
});

const sumsFrom = (row: Row): CallSums => ({
  offered: Number(row.offered),
  answered: Number(row.answered),
  missed: Number(row.missed),
  refused: Number(row.refused),
  talkMs: Number(row.talk_ms),
  wrapUpMs: Number(row.wrap_up_ms),
});

/** The sums in a period, by key or by day. */
export const findCallSums = (
  group: CallGroup,
  column: "key" | "day",
  { first, last }: Period,
): Query<({ id: string } & CallSums)[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT ${column} AS id, sum(offered) AS offered, sum(answered) AS answered, sum(missed) AS missed,
       sum(refused) AS refused, sum(talk_ms) AS talk_ms, sum(wrap_up_ms) AS wrap_up_ms FROM report_calls
       WHERE account = ? AND by = ? AND day >= ? AND day <= ? GROUP BY ${column}`,
      account,
      group,
      first,
      last,
    ),
  ],
  parse: ([rows]) => rows!.map((row) => ({ id: String(row.id), ...sumsFrom(row) })),
});
