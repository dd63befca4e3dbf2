import type { UsageEvent } from "@callboard/domain/balance/usage";
import type { RatedEvent } from "@callboard/domain/core/effect";
import { type Row, single, type Stmt, stmt } from "../database/port.ts";
import type { Query } from "../queries.ts";

const INSERT_USAGE_SQL = `INSERT INTO usage (account, id, kind, quantity, happened_at, received_at, number, description, micros)
  SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, ?2, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?3)`;

/** Stores events, so that the same event reported again isn't counted twice. */
export const insertUsageStmt = (account: string, events: readonly RatedEvent[], now: number): Stmt =>
  stmt(INSERT_USAGE_SQL, account, now, JSON.stringify(events.map(columnsOf)));

const columnsOf = ({ id, kind, quantity, at, number, description, micros }: RatedEvent) => [
  id,
  kind,
  quantity,
  at,
  number,
  description,
  micros,
];

/** The columns of an event that the seal covers: all of them. */
export const usageColumns = (account: string, event: RatedEvent, now: number): unknown[] => [
  account,
  ...columnsOf(event),
  now,
];
/** The same columns of a stored event. */
export const storedUsageColumns = (row: Row): unknown[] =>
  ["account", "id", "kind", "quantity", "happened_at", "number", "description", "micros", "received_at"].map(
    (name) => row[name],
  );

/** Which of these ids were counted before, with their data, in the current account. */
export const findCountedUsage = (ids: readonly string[]): Query<Map<string, UsageEvent>> => ({
  statements: ({ account }) => [
    stmt(
      `SELECT id, kind, quantity, happened_at, number, description FROM usage
       WHERE account = ? AND id IN (SELECT value FROM json_each(?))`,
      account,
      JSON.stringify(ids),
    ),
  ],
  parse: ([rows]) => new Map(rows!.map((row) => [String(row.id), eventOf(row)])),
});

const eventOf = (row: Row): UsageEvent => ({
  id: row.id,
  kind: row.kind,
  quantity: Number(row.quantity),
  at: Number(row.happened_at),
  number: row.number,
  description: row.description,
});

/** When the current account was opened; 0 if unknown. */
export const findAccountOpening: Query<number> = {
  statements: ({ account }) => [single("SELECT at FROM account_openings WHERE account = ?", account)],
  parse: ([rows]) => Number(rows![0]?.at ?? 0),
};
