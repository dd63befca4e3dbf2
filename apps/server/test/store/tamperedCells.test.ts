import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Row, SqlValue } from "../../src/store/database/port.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { Attacker } from "../support/checks/attacker.ts";
import { DAY, openTestApp } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { purge } from "../../src/store/purge.ts";

/** Tables whose every cell is covered by verification, except the columns named with a reason. */
const COVERED: Record<string, Record<string, string>> = {
  api_keys: {},
  changes: { seq: "the order in an account's log is proved, and not the numbers that lie between" },
  checkpoints: {},
  record_counts: {},
  search_entries: { n: "the place in the index of words, which is made from these rows" },
  keys: {},
  people: {},
  postings: {
    seq: "the order is proved by the sums, and not the numbers",
    booked_at: "where a statement closed a period later, any instant before that is in order",
  },
  records: {},
  removed: {},
  seals: {},
  sessions: { device: "shown only", created_at: "shown only", seen_at: "shown only" },
  tokens: { used_at: "a used link has lost its seal: only taking the note away would matter, and is found" },
  usage: {},
};

/** Tables that aren't covered, each with the reason. */
const NOT_COVERED: Record<string, string> = {
  change_people: "says in which row of the log somebody is meant; the row itself is proved",
  write_batches: "what became of a batch whose answer was lost; kept an hour",
  commands: "answers repeated to the same caller, kept for 30 days; they grant nothing",
  history_complete_since: "how far back the past is shown",
  devices: "where somebody signed in before: it slows them down less, and lets nobody in",
  search_stamps: "when a search count was computed",
  former_values: "former prices and zones, for late events and fees; what they came to is covered",
  search_index: "the full-text index over search_entries, which SQLite keeps",
  provider_cards: "the provider's last report; the provider can be asked",
  jobs: "pending work; completed work is in the log",
  late_rows: "rows written by a slow clock, so that searches by period find them",
  low_balances: "who got a low-balance alert",
  mails: "sent and pending mails; their secrets are encrypted, their recipients aren't covered",
  migrations: "which migrations were applied; without the mark everything is sealed again, and the start says so",
  account_openings: "when an account was opened, also in its log",
  documents: "kept as they were sent; their figures are in the ledger, which is covered",
  platform_settings: "the operator's settings",
  person_renames: "people who changed their name, for other servers",
  run_counts: "the progress of runs, counted by triggers",
  run_items: "items of runs; what they did is in the log",
  sandbox_charges: "the sandbox's own",
  sandbox_numbers: "the sandbox's own",
  sandbox_orders: "the sandbox's own",
  sandbox_refunds: "the sandbox's own",
  mail_sends: "the number of mails sent, for the limits",
  settings: "the demo's clock and the version of derived rows",
  sqlite_sequence: "SQLite's own",
  schedule_progress: "the progress of schedules",
  book_closings: "the periods that sent statements closed",
  list_counts: "the number of records per kind, for lists",
  sign_in_attempts: "failed attempts, for the limits",
  calls_in_progress: "calls that aren’t over; what they came to is in the log and in the ledger",
  idle_reports: "when somebody last used each device; what follows from it is in the log",
  phone_leases: "until when phones count as connected; what follows from it is in the log",
  queue_turns: "whose turn it is in each queue",
  report_progress: "how far time was counted from the log, which is covered: it can be counted again",
  report_people: "counted from the log",
  report_repairs: "what must be counted again from the log",
  report_days: "counted from the log",
  report_months: "counted from the log",
  report_calls: "counted from the log",
  owner_versions: "version guards on a remote database",
  unsubscribes: "addresses that unsubscribed",
};
const ROUNDS = 60;

async function columnsOf(attacker: Attacker, table: string): Promise<string[]> {
  return (await attacker.rows(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => name as string);
}

test("each table is covered by verification, or is listed here with the reason why not", async () => {
  const app = await openTestApp();
  const attacker = new Attacker(app.services.db);
  const tables = (
    await attacker.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search\\_index\\_%' ESCAPE '\\'",
    )
  )
    .map(({ name }) => name as string)
    .toSorted();
  expect(tables).toEqual([...Object.keys(COVERED), ...Object.keys(NOT_COVERED)].toSorted());
  for (const [table, exceptions] of Object.entries(COVERED))
    expect(await columnsOf(attacker, table)).toEqual(expect.arrayContaining(Object.keys(exceptions)));
});

test("rows that let somebody in are only written together with their seals", () => {
  const src = join(import.meta.dirname, "../../src");
  const files = (readdirSync(src, { recursive: true }) as string[]).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("store/migrations"),
  );
  const writesCredentials =
    /(?:INSERT[^"`]*INTO|UPDATE(?: OR \w+)?) (?:people|sessions|tokens|api_keys)\b(?! SET used_at)/;
  expect(files.filter((name) => writesCredentials.test(readFileSync(join(src, name), "utf8")))).toEqual([]);
});

test("a random change of any one covered cell is found", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({
    events: [usageEvent(app, "a", { quantity: 2 }), usageEvent(app, "b", { kind: "messages" })],
  });
  await app.callerFor("dana@callboard.demo", "northwind").sources.save({ name: "Billboard" });
  await app.callerWith(null).access.requestReset({ email: "ava@callboard.demo" });
  app.advance(8 * DAY);
  await purge(app.services);
  const attacker = new Attacker(db);
  expect((await verify(db, seal)).broken).toBeNull();
  const cells: [table: string, column: string][] = [];
  for (const [table, exceptions] of Object.entries(COVERED))
    for (const column of await columnsOf(attacker, table)) if (!(column in exceptions)) cells.push([table, column]);
  const missed: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [table, column] = cells[Math.floor(Math.random() * cells.length)]!;
    const key = await keyOf(attacker, table);
    const condition = table === "tokens" ? "WHERE used_at IS NULL" : "";
    const [row] = await attacker.rows(`SELECT * FROM ${table} ${condition} ORDER BY random() LIMIT 1`);
    if (row === undefined) continue;
    const other = otherThan(row[column]);
    const detected = await detectsChange(
      attacker,
      table,
      column,
      key,
      row,
      other,
      async () => (await verify(db, seal)).broken !== null,
    );
    if (!detected)
      missed.push(`${table}.${column} of ${key.map((name) => row[name]).join(" ")}: ${row[column]} → ${other}`);
  }
  expect(missed).toEqual([]);
  expect((await verify(db, seal)).broken).toBeNull();
}, 240_000);

async function keyOf(attacker: Attacker, table: string): Promise<string[]> {
  const keys = await attacker.rows(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`);
  return keys.map(({ name }) => name as string);
}

const otherThan = (value: SqlValue): SqlValue => (typeof value === "number" ? value + 1 : `${String(value ?? "")}x`);

/** Changes the cell, verifies, and changes it back. A change that the database itself refuses counts as found. */
async function detectsChange(
  attacker: Attacker,
  table: string,
  column: string,
  key: readonly string[],
  row: Row,
  other: SqlValue,
  isFound: () => Promise<boolean>,
): Promise<boolean> {
  const set = (value: SqlValue, now: Row): [string, ...SqlValue[]] => [
    `UPDATE ${table} SET ${column} = ? WHERE (${key.join(", ")}) = (${key.map(() => "?").join(", ")})`,
    value,
    ...key.map((name) => now[name] as SqlValue),
  ];
  try {
    await attacker.run(set(other, row));
  } catch {
    return true;
  }
  const detected = await isFound();
  await attacker.run(set(row[column] as SqlValue, { ...row, [column]: other }));
  return detected;
}
