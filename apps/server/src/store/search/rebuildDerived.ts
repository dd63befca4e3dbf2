import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";
import { COUNT_SQL, countKeysOf, recordKeysOf, type RecordRef } from "../recordKeys.ts";
import { type Database, type Row, type Stmt, stmt } from "../database/port.ts";
import { searchEntryOf, insertSearchEntryStmt } from "./searchIndex.ts";
import { parseData } from "../queries.ts";

/** Increase it whenever a kind's keys, counts, words, tags or sort values are derived differently. */
const DERIVED_VERSION = 4;
const CHUNK = 500;

/**
 * Rebuilds data derived from records if the derivation changed: adds missing keys, and brings search entries and counts
 * up to date. Runs before the server accepts calls; if interrupted, it starts over. Resolves to the number of records
 * it went through.
 */
export async function rebuildOutdated(db: Database): Promise<number> {
  if (isCurrent((await db.read([CURRENT_VERSION_STMT]))[0]!)) return 0;
  const counts = new Map<string, number>();
  let rebuilt = 0;
  for (const kind of Object.keys(KINDS) as KindName[]) rebuilt += await rebuildKind(db, kind, counts);
  const countRows = [...counts].map(([countKey, n]) => [...JSON.parse(countKey), n]);
  await db.write({
    reads: [CURRENT_VERSION_STMT],
    decide: ([version]) => {
      const writes = [
        stmt("DELETE FROM record_counts"),
        stmt(COUNT_SQL, JSON.stringify(countRows)),
        stmt("INSERT OR REPLACE INTO settings (name, value) VALUES ('derived', ?)", String(DERIVED_VERSION)),
      ];
      // Another server that started at the same time may have finished; its counts may have changed since.
      return { writes: isCurrent(version!) ? [] : writes, answer: null };
    },
  });
  return rebuilt;
}

/** Rebuilds the keys of all records from scratch, which also removes obsolete ones. */
export async function rebuildAll(db: Database): Promise<void> {
  const [firstRecord] = await db.read([stmt("SELECT 1 FROM records LIMIT 1")]);
  if (firstRecord!.length === 0) return;
  await db.runScript([stmt("DELETE FROM keys"), stmt("DELETE FROM settings WHERE name = 'derived'")]);
  await rebuildOutdated(db);
}

const CURRENT_VERSION_STMT = stmt("SELECT value FROM settings WHERE name = 'derived'");
const isCurrent = (rows: readonly Row[]): boolean => Number(rows[0]?.value ?? 0) >= DERIVED_VERSION;

async function rebuildKind(db: Database, kind: KindName, counts: Map<string, number>): Promise<number> {
  let rebuilt = 0;
  for (let cursor: readonly [string, string] = ["", ""]; ;) {
    const page = stmt(
      `SELECT r.account, r.kind, r.id, r.shape, r.data, d.words, d.tags, d.sorts FROM records r
       LEFT JOIN search_entries d ON d.account = r.account AND d.kind = r.kind AND d.id = r.id
       WHERE r.kind = ? AND (r.id, r.account) > (?, ?) ORDER BY r.id, r.account LIMIT ${CHUNK}`,
      kind,
      ...cursor,
    );
    const rows = await db.write<Row[]>({
      reads: [page],
      decide: ([rows]) => ({ writes: rows!.flatMap(derivedStmts), answer: rows! }),
    });
    for (const row of rows)
      for (const countKey of countKeysOf(row as RecordRef, parseData(kind, row)))
        counts.set(countKey, (counts.get(countKey) ?? 0) + 1);
    const last = rows.at(-1);
    if (!last) return rebuilt;
    rebuilt += rows.length;
    cursor = [last.id, last.account];
  }
}

function derivedStmts(row: Row): Stmt[] {
  const ref = row as RecordRef;
  const data = parseData(ref.kind, row);
  const kind = anyKind(ref.kind);
  const keys = [...recordKeysOf(ref, data).values()].map(([args]) =>
    stmt("INSERT OR IGNORE INTO keys (space, kind, name, value, account, id) VALUES (?, ?, ?, ?, ?, ?)", ...args),
  );
  if (!kind.search) return keys;
  const entry = searchEntryOf(kind, data);
  if (entry.words === row.words && entry.tags === row.tags && entry.sorts === row.sorts) return keys;
  const deletion = stmt(
    "DELETE FROM search_entries WHERE account = ? AND kind = ? AND id = ?",
    ref.account,
    ref.kind,
    ref.id,
  );
  return [...keys, deletion, insertSearchEntryStmt(ref.kind, ref.account, ref.id, entry)];
}
