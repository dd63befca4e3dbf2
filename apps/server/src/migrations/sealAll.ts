import type { GrantTable } from "@callboard/domain/decision";
import { type Row, type SqlValue, type Stmt, stmt } from "../db.ts";
import { GRANTS, grantSeal } from "../grants.ts";
import { Found } from "../proof/sums.ts";
import type { Ground } from "../runs/scope.ts";
import type { Seal } from "../seal.ts";
import { ALL, headStmt, sealStmt } from "../sealing.ts";
import { accountElement, add, writtenSums } from "../sums.ts";

const PIECE = 200;

/**
 * Seals what is there, as it is: nobody vouched for it before. What has a seal keeps it. Answers how many accounts were sealed
 * now, which at any other start than an update's says that the seals were taken away.
 */
export async function sealAll({ db }: Ground, seal: Seal): Promise<number> {
  for (const table of Object.keys(GRANTS) as GrantTable[]) await sealGrants(db, seal, table);
  const found = new Found(seal);
  await found.rights(db);
  await found.usage(db);
  await found.money(db);
  const [logs] = await db.read([stmt("SELECT DISTINCT account FROM changes ORDER BY account")]);
  const owners = [...new Set([...logs!.map(({ account }) => account as string), ...found.names()])];
  let sealed = 0;
  for (const account of owners)
    sealed += await db.write({
      reads: [headStmt(account)],
      decide: ([rows]) => {
        const [row] = rows!;
        if (row!["signature"] !== null) return { writes: [], answer: 0 };
        const state = { n: Number(row!["n"] ?? 0), digest: row!["digest"] ?? "", sums: writtenSums(found.of(account)) };
        return { writes: [sealStmt(seal, account, state, null)], answer: 1 };
      },
    });
  await db.write({
    reads: [stmt("SELECT account FROM seals ORDER BY account")],
    decide: ([rows]) => {
      if (rows!.some(({ account }) => account === ALL)) return { writes: [], answer: null };
      const all = { count: 0, sum: 0n, last: "" };
      for (const { account } of rows!) add(all, accountElement(seal, account));
      const state = { n: all.count, digest: all.sum.toString(16), sums: "[]" };
      return { writes: [sealStmt(seal, ALL, state, null)], answer: null };
    },
  });
  return sealed;
}

async function sealGrants(db: Ground["db"], seal: Seal, table: GrantTable): Promise<void> {
  const key = GRANTS[table][0];
  const sealed = (row: Row): Stmt =>
    stmt(`UPDATE ${table} SET seal = ? WHERE ${key} = ?`, grantSeal(seal, table, row), row[key] as SqlValue);
  for (let after: SqlValue = ""; ;) {
    const rows = await db.write<Row[]>({
      reads: [stmt(`SELECT * FROM ${table} WHERE seal = '' AND ${key} > ? ORDER BY ${key} LIMIT ${PIECE}`, after)],
      decide: ([found]) => ({ writes: found!.map(sealed), answer: found! }),
    });
    if (rows.length < PIECE) return;
    after = rows.at(-1)![key] as SqlValue;
  }
}
