import { book } from "@callboard/domain/core/ledger";
import type { KindName } from "@callboard/domain/core/records";
import { type Row, single, type Stmt, stmt } from "../../../store/database/port.ts";
import { type Query } from "../../../store/queries.ts";
import { reservedAmount } from "../../../store/reads/numberOwner.ts";
import { bookBalance } from "../../../store/ledger/balances.ts";
import { findPaidCalls } from "./callsInProgress.ts";

/** The kinds of record that decide about calls, besides agents and their phones. */
const GATE_KINDS = ["account", "lifecycle", "terms", "number", "queue", "receiver"] as const satisfies KindName[];
export type GateKind = (typeof GATE_KINDS)[number];
const TEAM_KINDS = ["agent", "phone", "member", "status"];

/** What changed in an account's log after a position, up to its end. */
export interface LogChanges {
  head: number;
  /** Records of the gate's kinds, as `kind:id`. */
  keys: string[];
  /** The position of the last change of an agent, a phone or a status; 0 without one. */
  team: number;
}

const CHANGES_MAX = 2000;
const CHANGES_SQL = `SELECT n, kind, id FROM changes WHERE account = ? AND n > ? ORDER BY n LIMIT ${CHANGES_MAX}`;

/** Null if there are too many changes to follow. */
export const findChangesAfter = (position: number): Query<LogChanges | null> => ({
  statements: ({ account }) => [stmt(CHANGES_SQL, account, position)],
  parse: ([rows]) => {
    if (rows!.length >= CHANGES_MAX) return null;
    const changes: LogChanges = { head: position, keys: [], team: 0 };
    for (const { n, kind, id } of rows!) {
      changes.head = Number(n);
      if (TEAM_KINDS.includes(kind)) changes.team = changes.head;
      else if ((GATE_KINDS as readonly string[]).includes(kind)) changes.keys.push(`${kind}:${id}`);
    }
    return changes;
  },
});

/** The id of the current account's number with this E.164; null if it has none. */
export const findNumberId = (e164: string): Query<string | null> => ({
  statements: ({ account }) => [
    single(
      "SELECT id FROM keys WHERE space = '' AND kind = 'number' AND name = '=e164' AND value = ? AND account = ?",
      e164,
      account,
    ),
  ],
  parse: ([rows]) => (rows![0]?.id as string | undefined) ?? null,
});

const RINGING_SQL = `SELECT id, ringing, ringing_until FROM calls_in_progress WHERE account = ?1 AND ringing_until > ?2
  UNION ALL SELECT c.id, c.ringing, c.ringing_until FROM records own
    JOIN keys k ON k.kind = 'account' AND k.name = 'agency' AND k.value = coalesce(own.data ->> '$.agency', own.account)
    JOIN calls_in_progress c ON c.account = k.id AND c.ringing_until > ?2
    WHERE own.account = ?1 AND own.kind = 'account' AND own.id = ?1 AND k.id <> ?1
  UNION ALL SELECT c.id, c.ringing, c.ringing_until FROM records own
    JOIN calls_in_progress c ON c.account = own.data ->> '$.agency' AND c.ringing_until > ?2
    WHERE own.account = ?1 AND own.kind = 'account' AND own.id = ?1`;
const NEXT_LAPSE_SQL =
  "SELECT min(alive_until) AS at FROM phone_leases WHERE account = ? AND connected = 1 AND alive_until > ?";
const SILENT_SQL = `SELECT person FROM phone_leases WHERE connected = 1 AND alive_until <= ?2 AND account = ?1
  UNION ALL SELECT person FROM phone_leases WHERE account = ?1 AND offered_until IS NOT NULL`;

/** What changes without a record: money, calls in progress, and phones without a sign of life. */
export const liveFacts = (payer: string) => ({
  balanceMicros: bookBalance(book(payer, "balance")),
  reservedMicros: reservedAmount(payer),
  paidCalls: findPaidCalls(payer),
  ringing: findRinging,
  silent: findSilent,
  /** When the next lease runs out, or a call stops ringing: until then time alone changes nothing of this. */
  nextLapse: findNextLapse,
});

const findNextLapse: Query<number> = {
  statements: ({ account, now }) => [single(NEXT_LAPSE_SQL, account, now)],
  parse: ([rows]) => Number(rows![0]?.at ?? Infinity),
};

const findRinging: Query<{ call: string; people: string[]; until: number }[]> = {
  statements: ({ account, now }) => [stmt(RINGING_SQL, account, now)],
  parse: ([rows]) =>
    rows!.map((row: Row) => ({
      call: row.id,
      people: JSON.parse(row.ringing) as string[],
      until: Number(row.ringing_until),
    })),
};

/** People whose phone is taken for dead: its lease ran out, or it gave no sign of life since its last offer. */
const findSilent: Query<string[]> = {
  statements: ({ account, now }): Stmt[] => [stmt(SILENT_SQL, account, now)],
  parse: ([rows]) => rows!.map((row: Row) => row.person as string),
};
