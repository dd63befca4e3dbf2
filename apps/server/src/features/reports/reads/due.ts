import { type Database, stmt } from "../../../store/database/port.ts";

/** Accounts with at least `rows` rows in the log that weren't counted. */
export async function findAccountsBehind(db: Database, rows: number): Promise<string[]> {
  const [found] = await db.read([
    stmt(
      `SELECT s.account FROM seals s JOIN records r ON r.account = s.account AND r.kind = 'account' AND r.id = s.account
       LEFT JOIN report_progress p ON p.account = s.account WHERE s.n - coalesce(p.n, 0) >= ?`,
      rows,
    ),
  ]);
  return found!.map(({ account }) => String(account));
}

/** All accounts of which anything was counted. */
export async function findCountedAccounts(db: Database): Promise<string[]> {
  const [found] = await db.read([stmt("SELECT account FROM report_progress ORDER BY account")]);
  return found!.map(({ account }) => String(account));
}

export async function findAllAccounts(db: Database): Promise<string[]> {
  const [found] = await db.read([
    stmt("SELECT account FROM records WHERE kind = 'account' AND id = account ORDER BY account"),
  ]);
  return found!.map(({ account }) => String(account));
}
