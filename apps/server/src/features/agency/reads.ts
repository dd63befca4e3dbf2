import { payerOf } from "@callboard/domain/account/rules";
import { Failure } from "@callboard/domain/core/failure";
import { book, isInactive } from "@callboard/domain/core/ledger";
import { type LifecycleLabel, lifecycleLabel } from "@callboard/domain/lifecycle/rules";
import type { SubAccountPageInput } from "@callboard/domain/lifecycle/schema";
import type { Currency } from "@callboard/domain/core/money";
import { monthBounds } from "@callboard/domain/core/period";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import type * as z from "zod/mini";
import { type Row, stmt } from "../../store/database/port.ts";
import { accountCalendar } from "../../store/reads/accountCalendar.ts";
import { parseData, findOne } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { reactivationDeadline, findReactivationDays } from "../../store/reads/platformSettings.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

export interface SubAccountRow {
  id: string;
  name: string;
  zone: string;
  label: LifecycleLabel;
  balanceFrom: "own" | "agency";
  people: number;
  numbers: number;
  /** Fees and usage of this month, in the agency's time zone. */
  spentMicros: number;
  canceledAt: number | null;
  /** The last instant at which it can be reactivated; null where the operator set no limit. */
  returnUntil: number | null;
}

/** The index value is the agency's id, a line feed (char 10) and the sub-account's name as search compares it. */
const NAME_SQL = "substr(k.value, length(?1) + 2)";
const SUB_ACCOUNTS_SQL = `FROM keys k
  JOIN records a ON a.account = k.account AND a.kind = 'account' AND a.id = k.id
  JOIN records l ON l.account = k.account AND l.kind = 'lifecycle' AND l.id = k.id
  WHERE k.kind = 'account' AND k.name = 'under' AND k.value >= ?1 || char(10) AND k.value < ?1 || char(11)
  AND (?2 = 'all' OR (l.data ->> '$.canceled' IS NULL) = (?2 = 'working'))
  AND instr(${NAME_SQL}, ?3) > 0`;

/** The sub-accounts of this agency, by name. */
export async function readSubAccounts(
  scope: Scope,
  { state, search, after, limit }: z.output<typeof SubAccountPageInput>,
): Promise<{ accounts: SubAccountRow[]; total: number; next: string | null; currency: Currency; now: number }> {
  const filterArgs = [scope.account, state, normalizeForSearch(search.trim())] as const;
  const [afterName, afterId] = decodeAccountCursor(after);
  const [rows, totals] = await scope.db.read([
    stmt(
      `SELECT a.id, a.shape, a.data, l.shape AS lifeShape, l.data AS life, ${NAME_SQL} AS searchName ${SUB_ACCOUNTS_SQL}
       AND (k.value, k.id) > (?1 || char(10) || ?4, ?5) ORDER BY k.value, k.id LIMIT ?6`,
      ...filterArgs,
      afterName,
      afterId,
      limit + 1,
    ),
    stmt(`SELECT count(*) AS n ${SUB_ACCOUNTS_SQL}`, ...filterArgs),
  ]);
  const shown = rows!.slice(0, limit);
  const last = shown.at(-1);
  const { terms } = await read(scope, { terms: findOne("terms", scope.account) });
  return {
    accounts: await subAccountRows(scope, shown),
    total: Number(totals![0]!.n),
    next: rows!.length > limit && last ? JSON.stringify([last.searchName, last.id]) : null,
    currency: terms.data.currency,
    now: scope.now,
  };
}

function decodeAccountCursor(after: string | null | undefined): [string, string] {
  if (after === null || after === undefined) return ["", ""];
  try {
    const [name, id] = JSON.parse(after);
    return [String(name), String(id)];
  } catch {
    throw new Failure("invalid", "fields.invalid", { field: "after" }, "after");
  }
}

const COUNTS_SQL = `SELECT requested.value AS account,
  (SELECT n FROM record_counts c WHERE c.account = requested.value AND c.kind = 'member' AND c.name = '' AND c.value = '') AS people,
  (SELECT n FROM list_counts t WHERE t.account = requested.value AND t.kind = 'number') AS numbers FROM json_each(?) requested`;

async function subAccountRows(scope: Scope, rows: readonly Row[]): Promise<SubAccountRow[]> {
  const ids = rows.map(({ id }) => String(id));
  const subAccountsScope = { ...scope, relatedAccounts: ids };
  const spendingQueries = Object.fromEntries(
    ids.flatMap((id) => [
      [`${id} fees`, bookBalance(book(id, "fees"))],
      [`${id} usage`, bookBalance(book(id, "usage"))],
    ]),
  );
  const monthStart = monthBounds(scope.now, await accountCalendar(scope)).from;
  const balanceQueries = Object.fromEntries(
    [scope.account, ...ids].map((id) => [id, bookBalance(book(id, "balance"))]),
  );
  const { reactivationDays } = await read(scope, { reactivationDays: findReactivationDays });
  const [spentUntilNow, spentBefore, balances, [counts]] = await Promise.all([
    read(subAccountsScope, spendingQueries),
    // The last instant before this month.
    read({ ...subAccountsScope, asOf: monthStart - 1 }, spendingQueries),
    read(subAccountsScope, balanceQueries),
    scope.db.read([stmt(COUNTS_SQL, JSON.stringify(ids))]),
  ]);
  const countsByAccount = new Map(counts!.map((row) => [String(row.account), row]));
  const spent = (key: string) => spentUntilNow[key]! - spentBefore[key]!;
  return rows.map((row) => {
    const id = String(row.id);
    const settings = parseData("account", row);
    const lifecycle = parseData("lifecycle", { shape: row.lifeShape, data: row.life });
    return {
      id,
      name: settings.name,
      zone: settings.zone,
      label: lifecycleLabel(lifecycle, isInactive(balances[payerOf(id, settings)]!), scope.now),
      balanceFrom: settings.balanceFrom,
      people: Number(countsByAccount.get(id)?.people ?? 0),
      numbers: Number(countsByAccount.get(id)?.numbers ?? 0),
      spentMicros: spent(`${id} fees`) + spent(`${id} usage`),
      canceledAt: lifecycle.canceled?.since ?? null,
      returnUntil: reactivationDeadline(lifecycle.canceled, reactivationDays, settings.zone),
    };
  });
}
