import type { Day } from "@callboard/domain/core/calendar";
import type { Instant } from "@callboard/domain/core/time";
import type { LogEntry, Timeline } from "@callboard/domain/reports/timeline";
import { addEntry } from "@callboard/domain/reports/timeline";
import { type Row, single, stmt } from "../../../store/database/port.ts";
import { type Query, parseData } from "../../../store/queries.ts";

/** How far an account's log has been counted, and the last change of zone that was taken into account. */
export type Progress = { n: number; zoneSince: Instant };

const progressFrom = (row: Row | undefined): Progress =>
  row ? { n: Number(row.n), zoneSince: Number(row.zone_since) } : { n: 0, zoneSince: 0 };

export const findProgress: Query<Progress> = {
  statements: ({ account }) => [single("SELECT n, zone_since FROM report_progress WHERE account = ?", account)],
  parse: ([rows]) => progressFrom(rows![0]),
};

/** Whether there is more in the log than was counted, and who must be counted again, since when. */
export interface Backlog {
  hasMore: boolean;
  repairs: { person: string; since: Instant }[];
}

export const findBacklog: Query<Backlog> = {
  statements: ({ account }) => [
    single(
      `SELECT coalesce((SELECT n FROM report_progress WHERE account = ?1), 0) AS counted,
       coalesce((SELECT max(n) FROM changes WHERE account = ?1), 0) AS head`,
      account,
    ),
    stmt("SELECT person, since FROM report_repairs WHERE account = ? ORDER BY person", account),
  ],
  parse: ([heads, repairs]) => ({
    hasMore: Number(heads![0]!.head) > Number(heads![0]!.counted),
    repairs: repairs!.map(({ person, since }) => ({ person: String(person), since: Number(since) })),
  }),
};

/** Since when a person must be counted again; null if they needn't. */
export const findRepair = (person: string): Query<Instant | null> => ({
  statements: ({ account }) => [
    single("SELECT since FROM report_repairs WHERE account = ? AND person = ?", account, person),
  ],
  parse: ([rows]) => (rows![0] ? Number(rows![0].since) : null),
});

/** A version of an agent's or a phone's record. */
export interface VersionEntry {
  person: string;
  version: number;
  entry: LogEntry;
}

const entryFrom = ({ kind, id, version, event, shape, data, at }: Row): VersionEntry => ({
  person: String(id),
  version: Number(version),
  // A removed record's row holds its last value.
  entry: { kind, at: Number(at), data: event === "deleted" ? null : parseData(kind, { shape, data }) } as LogEntry,
});

/** Up to which row the log of the account `?1` was counted. */
export const COUNTED_SQL = "coalesce((SELECT n FROM report_progress WHERE account = ?1), 0)";
/** A condition: of the account `?1`, the first `?2` rows of the log that weren't counted. */
export const UNCOUNTED_SQL = (table: string): string =>
  `${table}.n > ${COUNTED_SQL} AND ${table}.n <= ${COUNTED_SQL} + ?2`;

/** The versions in the first `count` rows of the log that weren't counted, and the number of the last of these rows. */
export function findEntries(count: number): Query<{ entries: VersionEntry[]; end: number }> {
  return {
    statements: ({ account }) => [
      // The plus keeps SQLite from reading all versions of a kind in place of these rows.
      stmt(
        `SELECT kind, id, version, event, shape, data, at FROM changes c WHERE account = ?1 AND ${UNCOUNTED_SQL("c")}
         AND +kind IN ('agent', 'phone') ORDER BY n`,
        account,
        count,
      ),
      single(
        `SELECT min(coalesce((SELECT max(n) FROM changes WHERE account = ?1), 0), ${COUNTED_SQL} + ?2) AS n`,
        account,
        count,
      ),
    ],
    parse: ([rows, ends]) => ({ entries: rows!.map(entryFrom), end: Number(ends![0]!.n) }),
  };
}

/**
 * One person's versions from those that were in force at an instant, in the order of the log, as far as it was counted.
 */
export const findEntriesSince = (person: string, since: Instant): Query<VersionEntry[]> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT c.kind, c.id, c.version, c.event, c.shape, c.data, c.at FROM (SELECT 'agent' AS kind UNION ALL SELECT 'phone') k
       CROSS JOIN changes c ON c.account = ?1 AND c.kind = k.kind AND c.id = ?2 AND c.version >= coalesce((
         SELECT version FROM changes WHERE account = ?1 AND kind = k.kind AND id = ?2 AND at <= ?3 ORDER BY version DESC LIMIT 1), 0)
       WHERE c.n <= ${COUNTED_SQL} ORDER BY c.n`,
      account,
      person,
      since,
    ),
  ],
  parse: ([rows]) => rows!.map(entryFrom),
});

/** Which versions of a person's records are in force, and from which day to which they had a seat. */
export interface OpenVersions {
  person: string;
  agentVersion: number | null;
  phoneVersion: number | null;
  firstDay: Day;
  /** Null while they have a seat. */
  goneDay: Day | null;
}
export interface OpenPerson extends OpenVersions {
  /** The segments that last: at most one of each. */
  timeline: Timeline;
}

const OPEN_SQL = `SELECT p.*, a.shape AS agent_shape, a.data AS agent, a.at AS agent_at, f.shape AS phone_shape, f.data AS phone,
  f.at AS phone_at FROM report_people p
  LEFT JOIN changes a ON a.account = p.account AND a.kind = 'agent' AND a.id = p.person AND a.version = p.agent_version
  LEFT JOIN changes f ON f.account = p.account AND f.kind = 'phone' AND f.id = p.person AND f.version = p.phone_version
  WHERE p.account = ?1`;

function openFrom(row: Row): OpenPerson {
  const timeline: Timeline = { agent: [], phone: [] };
  for (const kind of ["agent", "phone"] as const)
    if (row[kind] !== null) {
      const data = parseData(kind, { shape: row[`${kind}_shape`], data: row[kind] });
      addEntry(timeline, { kind, at: Number(row[`${kind}_at`]), data } as LogEntry);
    }
  return {
    person: String(row.person),
    agentVersion: row.agent_version === null ? null : Number(row.agent_version),
    phoneVersion: row.phone_version === null ? null : Number(row.phone_version),
    firstDay: String(row.first_day),
    goneDay: row.gone_day === null ? null : String(row.gone_day),
    timeline,
  };
}

/** Everybody who ever had a seat and of whom something was counted after a position in the log. */
export const findPeopleAfter = (n: number): Query<OpenPerson[]> => ({
  statements: ({ account }) => [stmt(`${OPEN_SQL} AND p.n > ?2`, account, n)],
  parse: ([rows]) => rows!.map(openFrom),
});

/** One person; null if they never had a seat. */
export const findOpenPerson = (person: string): Query<OpenPerson | null> => ({
  statements: ({ account }) => [single(`${OPEN_SQL} AND p.person = ?2`, account, person)],
  parse: ([rows]) => (rows![0] ? openFrom(rows![0]) : null),
});

/** The people of the entries that `findEntries` finds with the same count. */
export const findPeopleOfEntries = (count: number): Query<OpenPerson[]> => ({
  statements: ({ account }) => [
    stmt(
      `${OPEN_SQL} AND p.person IN (SELECT id FROM changes c WHERE account = ?1 AND ${UNCOUNTED_SQL("c")}
       AND +kind IN ('agent', 'phone'))`,
      account,
      count,
    ),
  ],
  parse: ([rows]) => rows!.map(openFrom),
});
