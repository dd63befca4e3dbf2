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
  counts: {},
  finds: { n: "the place in the index of words, which is made from these rows" },
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
  about: "says in which row of the log somebody is meant; the row itself is proved",
  batches: "what became of a batch whose answer was lost; kept an hour",
  commands: "answers that are repeated to whoever asked; kept 30 days, and no right follows from them",
  complete_since: "how far back the past is shown",
  devices: "from where somebody signed in before: they are slowed down less, and let in by nothing of it",
  find_stamps: "when a count of a search was worked out",
  former_values:
    "prices and zones of before: what is told or falls due late counts by them, and what that came to is proved",
  found: "the index of words over finds, which SQLite keeps",
  heard_cards: "what the provider said last; the provider is asked",
  jobs: "what waits to be done; what was done is in the log",
  late_rows: "which rows a slow clock wrote, by which periods are found sooner",
  low_balances: "who was told of a low balance",
  mails: "what was mailed, and what waits to be; secrets are sealed by themselves, to whom they go is not",
  migrations: "which shape the tables have; without its mark all is sealed anew, which a start says",
  opened: "when an account was opened, as its log says",
  papers: "kept as they were sent; what they say is in the ledger, which is proved",
  platform: "the operator's settings",
  renamed: "who took another name, for other servers",
  run_counts: "how far runs are, counted by triggers",
  run_items: "items of runs, and what waits to be done of them; what they did is in the log",
  sandbox_charges: "the sandbox's own",
  sandbox_numbers: "the sandbox's own",
  sandbox_orders: "the sandbox's own",
  sandbox_refunds: "the sandbox's own",
  sendings: "how many mails went out, for the limits",
  settings: "the demo's clock, and since when digests speak of what: movements are proved by their seals",
  sqlite_sequence: "SQLite's own",
  statement_days: "how far schedules have come",
  statement_seals: "how far statements have left",
  tallies: "counts of before there were counts",
  tries: "how often somebody guessed, for the limits",
  turns: "whose turn it is on a remote database",
  unsubscribed: "who wants no mails",
};
const ROUNDS = 60;

async function columnsOf(by: Attacker, table: string): Promise<string[]> {
  return (await by.rows(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => name as string);
}

test("each table is covered by verification, or is listed here with the reason why not", async () => {
  const app = await openTestApp();
  const by = new Attacker(app.world.db);
  const tables = (
    await by.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'found\\_%' ESCAPE '\\'")
  )
    .map(({ name }) => name as string)
    .toSorted();
  expect(tables).toEqual([...Object.keys(COVERED), ...Object.keys(NOT_COVERED)].toSorted());
  for (const [table, but] of Object.entries(COVERED))
    expect(await columnsOf(by, table)).toEqual(expect.arrayContaining(Object.keys(but)));
});

test("rows that let somebody in are only written together with their seals", () => {
  const src = join(import.meta.dirname, "../../src");
  const files = (readdirSync(src, { recursive: true }) as string[]).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("store/migrations"),
  );
  const own = /(?:INSERT[^"`]*INTO|UPDATE(?: OR \w+)?) (?:people|sessions|tokens|api_keys)\b(?! SET used_at)/;
  expect(files.filter((name) => own.test(readFileSync(join(src, name), "utf8")))).toEqual([]);
});

test("a random change of any one covered cell is found", async () => {
  const app = await openTestApp();
  const { db, seal } = app.world;
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({
    events: [usageEvent(app, "a", { quantity: 2 }), usageEvent(app, "b", { kind: "messages" })],
  });
  await app.as("dana@callboard.demo", "northwind").sources.save({ name: "Billboard" });
  await app.with(null).access.requestReset({ email: "ava@callboard.demo" });
  app.pass(8 * DAY);
  await purge(app.world);
  const by = new Attacker(db);
  expect((await verify(db, seal)).broken).toBeNull();
  const cells: [table: string, column: string][] = [];
  for (const [table, but] of Object.entries(COVERED))
    for (const column of await columnsOf(by, table)) if (!(column in but)) cells.push([table, column]);
  const unseen: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [table, column] = cells[Math.floor(Math.random() * cells.length)]!;
    const key = await keyOf(by, table);
    const holds = table === "tokens" ? "WHERE used_at IS NULL" : "";
    const [row] = await by.rows(`SELECT * FROM ${table} ${holds} ORDER BY random() LIMIT 1`);
    if (row === undefined) continue;
    const other = otherThan(row[column]);
    const found = await tried(by, table, column, key, row, other, async () => (await verify(db, seal)).broken !== null);
    if (!found)
      unseen.push(`${table}.${column} of ${key.map((name) => row[name]).join(" ")}: ${row[column]} → ${other}`);
  }
  expect(unseen).toEqual([]);
  expect((await verify(db, seal)).broken).toBeNull();
}, 120_000);

async function keyOf(by: Attacker, table: string): Promise<string[]> {
  const keys = await by.rows(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`);
  return keys.map(({ name }) => name as string);
}

const otherThan = (value: SqlValue): SqlValue => (typeof value === "number" ? value + 1 : `${String(value ?? "")}x`);

/** Changes the cell, verifies, and changes it back. A change that the database itself refuses counts as found. */
async function tried(
  by: Attacker,
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
    await by.run(set(other, row));
  } catch {
    return true;
  }
  const found = await isFound();
  await by.run(set(row[column] as SqlValue, { ...row, [column]: other }));
  return found;
}
