import { anyKind } from "@callboard/domain/core/records";
import { type Database, type Row, stmt } from "../database/port.ts";
import { searchEntryOf, ownerWord } from "../search/searchIndex.ts";
import { countKeysOf, recordKeysOf, type RecordRef } from "../recordKeys.ts";
import { parseData } from "../queries.ts";
import { type Finding, yieldToEventLoop } from "./finding.ts";

const PAGE = 500;

/** The first of the expected keys that the table doesn't have. */
const MISSING_KEY_SQL = `SELECT e.value AS key FROM json_each(?) e LEFT JOIN keys k ON k.space = e.value ->> 0 AND k.kind = e.value ->> 1
  AND k.name = e.value ->> 2 AND k.value = e.value ->> 3 AND k.id = e.value ->> 5 AND k.account = e.value ->> 4
  WHERE k.space IS NULL LIMIT 1`;

/** The number of keys per account, read once because no index of that table is by account. */
export async function countKeysByAccount(db: Database): Promise<Map<string, number>> {
  const [rows] = await db.read([stmt("SELECT account, count(*) AS n FROM keys GROUP BY account")]);
  return new Map(rows!.map(({ account, n }) => [account as string, Number(n)]));
}

export async function countKeys(db: Database, account: string): Promise<number> {
  const [rows] = await db.read([
    stmt(
      `SELECT (SELECT count(*) FROM keys WHERE space = ?1 AND account = ?1)
       + (SELECT count(*) FROM keys WHERE space = '' AND account = ?1) AS n`,
      account,
    ),
  ]);
  return Number(rows![0]!["n"]);
}

/** Compares an account's keys, counts and search entries with those that its records produce. */
export async function findBrokenDerived(db: Database, account: string, keyCount: number): Promise<Finding | null> {
  const counts = new Map<string, number>();
  const expected = { keys: 0, searchEntries: 0 };
  for (let cursor: readonly [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT r.account, r.kind, r.id, r.shape, r.data, d.owner, d.words, d.tags, d.sorts FROM records r
         LEFT JOIN search_entries d ON d.account = r.account AND d.kind = r.kind AND d.id = r.id
         WHERE r.account = ? AND (r.kind, r.id) > (?, ?) ORDER BY r.kind, r.id LIMIT ${PAGE}`,
        account,
        ...cursor,
      ),
    ]);
    const keys: string[][] = [];
    for (const row of rows!) {
      const data = parseData(row["kind"], row);
      for (const [args] of recordKeysOf(row as RecordRef, data).values()) keys.push(args);
      for (const countKey of countKeysOf(row as RecordRef, data)) counts.set(countKey, (counts.get(countKey) ?? 0) + 1);
      if (!anyKind(row["kind"]).search) continue;
      expected.searchEntries += 1;
      if (!isSearchEntryCorrect(row, data)) return brokenAt("search_entries", row, "its search entry is wrong");
    }
    expected.keys += keys.length;
    const [missing] = await db.read([stmt(MISSING_KEY_SQL, JSON.stringify(keys))]);
    if (missing![0]) {
      const [, kind, name, , , id] = JSON.parse(missing![0]["key"]) as string[];
      return brokenAt("keys", { account, kind, id }, `its key “${name}” is missing`);
    }
    if (rows!.length < PAGE) break;
    cursor = [rows!.at(-1)!["kind"], rows!.at(-1)!["id"]];
    await yieldToEventLoop();
  }
  if (keyCount !== expected.keys)
    return {
      table: "keys",
      account,
      row: "keys",
      problem: `${expected.keys} keys are its records’, ${keyCount} are there`,
    };
  return (await findBrokenCounts(db, account, counts)) ?? findBrokenSearchEntries(db, account, expected.searchEntries);
}

const brokenAt = (table: Finding["table"], { account, kind, id }: Row, problem: string): Finding => ({
  table,
  account,
  row: `${kind} ${id}`,
  problem,
});

function isSearchEntryCorrect(row: Row, data: unknown): boolean {
  const { words, tags, sorts } = searchEntryOf(anyKind(row["kind"]), data);
  const owner = ownerWord(row["account"], row["kind"]);
  return row["owner"] === owner && row["words"] === words && row["tags"] === tags && row["sorts"] === sorts;
}

async function findBrokenCounts(db: Database, account: string, counts: Map<string, number>): Promise<Finding | null> {
  const [rows] = await db.read([
    stmt("SELECT account, kind, name, value, n FROM record_counts WHERE account = ?", account),
  ]);
  for (const { kind, name, value, n } of rows!) {
    const countKey = JSON.stringify([account, kind, name, value]);
    if (counts.get(countKey) !== Number(n))
      return { table: "record_counts", account, row: `${kind} ${name} ${value}`.trim(), problem: "the count is wrong" };
    counts.delete(countKey);
  }
  const [missing] = counts.keys();
  if (missing === undefined) return null;
  const [, kind, name, value] = JSON.parse(missing) as string[];
  return { table: "record_counts", account, row: `${kind} ${name} ${value}`.trim(), problem: "it is missing" };
}

async function findBrokenSearchEntries(db: Database, account: string, expected: number): Promise<Finding | null> {
  const [rows] = await db.read([stmt("SELECT count(*) AS n FROM search_entries WHERE account = ?", account)]);
  const n = Number(rows![0]!["n"]);
  if (n === expected) return null;
  return {
    table: "search_entries",
    account,
    row: "search_entries",
    problem: `${expected} records can be found, ${n} are listed`,
  };
}
