import type { AccessTable } from "@callboard/domain/core/effect";
import { type Database, type Row, type SqlValue, type Stmt, stmt } from "../database/port.ts";
import { GRANT_COLUMNS, keyColumnOf, signGrant } from "../seals/grants.ts";
import { VALID_ROWS_SQL } from "../verify/grants.ts";
import { sumPeople } from "../verify/seals.ts";
import { StoredSums } from "../verify/storedSums.ts";
import type { Seal } from "../seals/seal.ts";
import { ALL_ACCOUNTS, headStmt, sealStmt } from "../seals/accountSeals.ts";
import { accountElement, addElement, emptySum, formatPeople, formatSums } from "../seals/sealSums.ts";

const PAGE = 200;

/**
 * Seals existing data as it is, since nothing protected it before; data with a seal keeps it. The seal over all
 * accounts comes last: once it exists nothing is sealed this way any more, otherwise inserted data would be. Resolves
 * to the number of accounts and grants sealed now; at a start that isn't an upgrade, this means that seals were
 * removed.
 */
export async function sealAll(db: Database, seal: Seal): Promise<number> {
  const [existing] = await db.read([stmt("SELECT 1 FROM seals WHERE account = ?", ALL_ACCOUNTS)]);
  if (existing![0]) return 0;
  let grants = 0;
  for (const table of Object.keys(GRANT_COLUMNS) as AccessTable[]) grants += await sealGrants(db, seal, table);
  const storedSums = new StoredSums(seal);
  await storedSums.readRecords(db);
  await storedSums.readUsage(db);
  await storedSums.readMovements(db);
  const [logs] = await db.read([stmt("SELECT DISTINCT account FROM changes ORDER BY account")]);
  const owners = [...new Set([...logs!.map(({ account }) => account as string), ...storedSums.accountNames()])];
  for (const account of owners)
    await db.write({
      reads: [headStmt(account)],
      decide: ([rows]) => {
        const [row] = rows!;
        if (row!["signature"] !== null) return { writes: [], answer: null };
        const state = {
          n: Number(row!["n"] ?? 0),
          digest: row!["digest"] ?? "",
          sums: formatSums(storedSums.forAccount(account)),
        };
        return { writes: [sealStmt(seal, account, state, null)], answer: null };
      },
    });
  const people = formatPeople(await sumPeople(db, seal));
  return db.write({
    reads: [stmt("SELECT account FROM seals ORDER BY account")],
    decide: ([rows]) => {
      if (rows!.some(({ account }) => account === ALL_ACCOUNTS)) return { writes: [], answer: 0 };
      const sum = emptySum();
      for (const { account } of rows!) addElement(sum, accountElement(seal, account));
      const state = { n: sum.count, digest: sum.total.toString(16), sums: people };
      return { writes: [sealStmt(seal, ALL_ACCOUNTS, state, null)], answer: sum.count + grants };
    },
  });
}

async function sealGrants(db: Database, seal: Seal, table: AccessTable): Promise<number> {
  let count = 0;
  const key = keyColumnOf(table);
  const sealRowStmt = (row: Row): Stmt =>
    stmt(`UPDATE ${table} SET seal = ? WHERE ${key} = ?`, signGrant(seal, table, row), row[key] as SqlValue);
  for (let after: SqlValue = ""; ;) {
    const rows = await db.write<Row[]>({
      reads: [
        stmt(
          `SELECT * FROM ${table} WHERE seal = '' AND ${VALID_ROWS_SQL[table]} AND ${key} > ? ORDER BY ${key} LIMIT ${PAGE}`,
          after,
        ),
      ],
      decide: ([unsealed]) => ({ writes: unsealed!.map(sealRowStmt), answer: unsealed! }),
    });
    count += rows.length;
    if (rows.length < PAGE) return count;
    after = rows.at(-1)![key] as SqlValue;
  }
}
