import { anyKind, type KindName, KINDS } from "@callboard/domain/records";
import { COUNT, countsOf, keysOf, type Owner } from "./keys.ts";
import { type Database, type Row, type Stmt, stmt } from "./db.ts";
import { findsOf, insertFinds } from "./find.ts";
import { dataOf } from "./needs.ts";

/** Raised whenever a kind's keys, counts, words, tags or sort values are made otherwise than before. */
const MADE = 3;
const CHUNK = 500;

/**
 * Makes anew what is derived from records, where it was made otherwise: keys that are missing are added, what lists find
 * records by and how many there are is as the kinds say now. Before anybody is let in; cut off, it begins again. Answers
 * how many records it went through.
 */
export async function deriveAnew(db: Database): Promise<number> {
  if (isMade((await db.read([MADE_SO_FAR]))[0]!)) return 0;
  const counts = new Map<string, number>();
  let done = 0;
  for (const kind of Object.keys(KINDS) as KindName[]) done += await deriveKind(db, kind, counts);
  const counted = [...counts].map(([value, n]) => [...JSON.parse(value), n]);
  await db.write({
    reads: [MADE_SO_FAR],
    decide: ([made]) => {
      const writes = [
        stmt("DELETE FROM counts"),
        stmt(COUNT, JSON.stringify(counted)),
        stmt("INSERT OR REPLACE INTO settings (name, value) VALUES ('derived', ?)", String(MADE)),
      ];
      // Another server that was started beside this one may be done, and count on by now.
      return { writes: isMade(made!) ? [] : writes, answer: null };
    },
  });
  return done;
}

/** Makes the keys of all records from nothing, where there are any: what no record gives any more is gone as well. */
export async function deriveWhole(db: Database): Promise<void> {
  const [any] = await db.read([stmt("SELECT 1 FROM records LIMIT 1")]);
  if (any!.length === 0) return;
  await db.script([stmt("DELETE FROM keys"), stmt("DELETE FROM settings WHERE name = 'derived'")]);
  await deriveAnew(db);
}

const MADE_SO_FAR = stmt("SELECT value FROM settings WHERE name = 'derived'");
const isMade = (rows: readonly Row[]): boolean => Number(rows[0]?.value ?? 0) >= MADE;

async function deriveKind(db: Database, kind: KindName, counts: Map<string, number>): Promise<number> {
  let done = 0;
  for (let place: readonly [string, string] = ["", ""]; ;) {
    const page = stmt(
      `SELECT r.account, r.kind, r.id, r.shape, r.data, d.words, d.tags, d.sorts FROM records r
       LEFT JOIN finds d ON d.account = r.account AND d.kind = r.kind AND d.id = r.id
       WHERE r.kind = ? AND (r.id, r.account) > (?, ?) ORDER BY r.id, r.account LIMIT ${CHUNK}`,
      kind,
      ...place,
    );
    const rows = await db.write<Row[]>({
      reads: [page],
      decide: ([rows]) => ({ writes: rows!.flatMap(derivedStmts), answer: rows! }),
    });
    for (const row of rows)
      for (const counted of countsOf(row as Owner, dataOf(kind, row)))
        counts.set(counted, (counts.get(counted) ?? 0) + 1);
    const last = rows.at(-1);
    if (!last) return done;
    done += rows.length;
    place = [last.id, last.account];
  }
}

function derivedStmts(row: Row): Stmt[] {
  const owner = row as Owner;
  const data = dataOf(owner.kind, row);
  const kind = anyKind(owner.kind);
  const keys = [...keysOf(owner, data).values()].map(([args]) =>
    stmt("INSERT OR IGNORE INTO keys (space, kind, name, value, account, id) VALUES (?, ?, ?, ?, ?, ?)", ...args),
  );
  if (!kind.find) return keys;
  const finds = findsOf(kind, data);
  if (finds.words === row.words && finds.tags === row.tags && finds.sorts === row.sorts) return keys;
  const gone = stmt("DELETE FROM finds WHERE account = ? AND kind = ? AND id = ?", owner.account, owner.kind, owner.id);
  return [...keys, gone, insertFinds(owner.kind, owner.account, owner.id, finds)];
}
