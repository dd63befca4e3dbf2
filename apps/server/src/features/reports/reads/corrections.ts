import { OFFLINE_INTENT_MS } from "@callboard/domain/agents/rules";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import type { AcceptedCorrection } from "@callboard/domain/reports/correctedTime";
import type { CorrectionData } from "@callboard/domain/reports/correctionSchema";
import { type Row, stmt } from "../../../store/database/port.ts";
import { parseRecord, type Query } from "../../../store/queries.ts";
import { UNCOUNTED_SQL } from "./rows.ts";

const COLUMNS = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";
/** Joins the corrections of `p.person` that end after the instant `p.since`, which is sortable text. */
const JOINED = `CROSS JOIN keys k ON k.space = ?1 AND k.kind = 'correction' AND k.name = 'person'
   AND k.value > p.person || ' ' || p.since AND k.value < p.person || '!'
   JOIN records r ON r.account = ?1 AND r.kind = 'correction' AND r.id = k.id`;

/** One person's corrections in any state that end after an instant. */
export const findCorrections = (person: string, since: Instant): Query<Doc<CorrectionData>[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT ${COLUMNS} FROM (SELECT ?2 AS person, ?3 AS since) p ${JOINED} ORDER BY k.value, k.id`,
      account,
      person,
      sortableInstant(since),
    ),
  ],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<"correction">(row, readRecords)),
});

/** Accepted corrections by person. */
export type CorrectionsByPerson = ReadonlyMap<string, AcceptedCorrection[]>;

function byPerson(rows: readonly Row[]): CorrectionsByPerson {
  const found = new Map<string, AcceptedCorrection[]>();
  for (const row of rows) {
    const person = String(row.person);
    const { from, to, status, decided_at: decidedAt } = row;
    const list = found.get(person) ?? [];
    list.push({ id: String(row.id), from: Number(from), to: Number(to), status, decidedAt: Number(decidedAt) });
    found.set(person, list);
  }
  return found;
}

const ACCEPTED = `r.data ->> 'person' AS person, r.id, r.data ->> 'from' AS "from", r.data ->> 'to' AS "to",
  r.data ->> 'status' AS status, r.data ->> 'decidedAt' AS decided_at`;

/** One person's accepted corrections that end after an instant. */
export const findAcceptedOf = (person: string, since: Instant): Query<AcceptedCorrection[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT ${ACCEPTED} FROM (SELECT ?2 AS person, ?3 AS since) p ${JOINED} WHERE r.data ->> 'state' = 'accepted'`,
      account,
      person,
      sortableInstant(Math.max(0, since)),
    ),
  ],
  parse: ([rows]) => byPerson(rows!).get(person) ?? [],
});

/** Everybody's accepted corrections that end after an instant; null: none. */
export const findAcceptedSince = (since: Instant | null): Query<CorrectionsByPerson> => ({
  statements: ({ account }) =>
    since === null
      ? []
      : [
          stmt(
            `SELECT ${ACCEPTED} FROM keys k JOIN records r ON r.account = ?1 AND r.kind = 'correction' AND r.id = k.id
             WHERE k.space = ?1 AND k.kind = 'correction' AND k.name = 'end' AND k.value > ?2 AND r.data ->> 'state' = 'accepted'`,
            account,
            sortableInstant(since),
          ),
        ],
  parse: ([rows]) => byPerson(rows ?? []),
});

/** Those that may concern the time that the first `count` uncounted rows of the log end. */
export const findAcceptedOfEntries = (count: number): Query<CorrectionsByPerson> => ({
  statements: ({ account }) => [
    stmt(
      // The status that lasts began when its version was written, or, chosen offline, a little before.
      `SELECT ${ACCEPTED} FROM (
         SELECT c.id AS person, printf('%016d', max(0, coalesce((
           SELECT a.at FROM report_people o JOIN changes a ON a.account = ?1 AND a.kind = 'agent' AND a.id = o.person
           AND a.version = o.agent_version WHERE o.account = ?1 AND o.person = c.id) - ${OFFLINE_INTENT_MS}, 0))) AS since
         FROM changes c WHERE c.account = ?1 AND ${UNCOUNTED_SQL("c")} AND +c.kind = 'agent' GROUP BY c.id) p ${JOINED} WHERE r.data ->> 'state' = 'accepted'`,
      account,
      count,
    ),
  ],
  parse: ([rows]) => byPerson(rows!),
});

/** Who has a correction that the same rows accept, and from when on. */
export const findNewlyAccepted = (count: number): Query<(readonly [person: string, since: Instant])[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT c.data ->> 'person' AS person, min(c.data ->> 'from') AS since FROM changes c
       WHERE c.account = ?1 AND ${UNCOUNTED_SQL("c")} AND +c.kind = 'correction' AND c.event <> 'deleted'
       AND c.data ->> 'state' = 'accepted' GROUP BY 1`,
      account,
      count,
    ),
  ],
  parse: ([rows]) => rows!.map(({ person, since }) => [String(person), Number(since)] as const),
});

/** Corrections of times that ended before an instant, the oldest first. */
export const findOldCorrections = (before: Instant, limit: number): Query<Doc<CorrectionData>[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT ${COLUMNS} FROM keys k JOIN records r ON r.account = ?1 AND r.kind = 'correction' AND r.id = k.id
       WHERE k.space = ?1 AND k.kind = 'correction' AND k.name = 'end' AND k.value < ?2 ORDER BY k.value LIMIT ?3`,
      account,
      sortableInstant(before),
      limit,
    ),
  ],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<"correction">(row, readRecords)),
});
