import { type Database, stmt } from "../../store/database/port.ts";
import { bookBalanceSql } from "../../store/ledger/postings.ts";
import { selectRows } from "../../store/queries.ts";
import { defineRowEffect } from "../../store/rowEffects.ts";
import { type BalanceLevel } from "@callboard/domain/balance/lowBalance";
import type { AccountOwner, Effect } from "@callboard/domain/core/effect";

const PAGE_SIZE = 1000;
/** A page of the fees that fell due from ?1 to ?2, in order. The other parameters are the cursor: the last row read. */
export const DUE_SQL = `SELECT value, account, kind, id FROM keys WHERE kind IN ('number', 'subscription') AND name = 'due'
  AND value >= ?1 AND value <= ?2 AND (value, account, kind, id) > (?1, ?3, ?4, ?5) ORDER BY value, account, kind, id LIMIT ${PAGE_SIZE}`;

/** Numbers whose fee couldn't be paid, in the order in which they fell due. The parameter: 1: held ones, 0: in grace. */
export const UNPAID_SQL = `SELECT k.account, k.kind, k.id FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'number' AND k.name = 'unpaid' AND k.value = 'yes' AND (r.data ->> '$.state.is' = 'held') = ?
  ORDER BY r.data ->> '$.renewsAt', k.account, k.id`;

/** Accounts that pay for themselves and have no subscription yet. */
export const WITHOUT_SUBSCRIPTION_SQL = `SELECT r.account FROM records r WHERE r.kind = 'account' AND r.data ->> '$.agency' IS NULL
  AND NOT EXISTS (SELECT 1 FROM records s WHERE s.account = r.account AND s.kind = 'subscription' AND s.id = r.account)`;

/** Accounts whose own balance is below the alert level, and those whose administrators were alerted. */
export const LOW_BALANCES_SQL = `SELECT a.id AS account FROM records a
  LEFT JOIN records s ON s.account = a.id AND s.kind = 'rechargeSettings' AND s.id = a.id
  JOIN records t ON t.account = a.id AND t.kind = 'terms' AND t.id = a.id
  WHERE a.kind = 'account' AND a.data ->> '$.balanceFrom' = 'own'
  AND ${bookBalanceSql("(a.id || '/balance')")} < coalesce(s.data ->> '$.threshold', t.data ->> '$.recharge.threshold', 0)
  UNION SELECT account FROM low_balances`;

/** The level of the last low-balance alert; no row when the balance isn't low. */
export const findAlertedLevel = (account: string) =>
  selectRows<{ level: BalanceLevel }>("SELECT level FROM low_balances WHERE account = ?", account);

const alertedLevel = defineRowEffect(
  "save alerted level",
  ({ account }: AccountOwner, { level }: { level: BalanceLevel }) =>
    level === "fine"
      ? stmt("DELETE FROM low_balances WHERE account = ?", account)
      : stmt("INSERT OR REPLACE INTO low_balances (account, level) VALUES (?, ?)", account, level),
);
export const balanceEffects = [alertedLevel];

export const saveAlertedLevel = (account: string, level: BalanceLevel): Effect =>
  alertedLevel.of({ account }, { level });

/** Accounts whose balance is below their threshold, and those with an unfinished recharge. */
export const RECHARGE_NEEDED_SQL = `SELECT k.account FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'rechargeSettings' AND k.name = 'on' AND k.value = 'yes'
  AND ${bookBalanceSql("(k.account || '/balance')")} < r.data ->> '$.threshold'
  UNION SELECT account FROM keys WHERE kind = 'recharge' AND name = 'open' AND value = 'open'`;

/** The same for these accounts only. */
export const rechargeNeededStmt = (accounts: readonly string[]) =>
  stmt(
    `SELECT account FROM (${RECHARGE_NEEDED_SQL}) WHERE account IN (SELECT value FROM json_each(?))`,
    JSON.stringify(accounts),
  );

/** The account of the charge or refund with this idempotency key; null if there is none. */
export async function findRequestAccount({ db }: { db: Database }, key: string): Promise<string | null> {
  const [rows] = await db.read([stmt("SELECT account FROM records WHERE kind = 'charge' AND id = ?", key)]);
  return rows![0]?.account ?? null;
}
