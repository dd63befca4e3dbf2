import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { type EarliestRenewal, renewalOfGroup } from "@callboard/domain/numbers/renewalGroups";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import {
  LOOKBACK_DAYS,
  type ScheduledFee,
  forecast,
  type Forecast,
  type ForecastFacts,
} from "@callboard/domain/balance/forecast";
import { book } from "@callboard/domain/core/ledger";
import { chargedSince } from "@callboard/domain/balance/rechargeLimits";
import { dayAfter, dayIn, dayStart } from "@callboard/domain/core/calendar";
import { MINUTE } from "@callboard/domain/core/time";
import { type Database, type Row, stmt } from "../database/port.ts";
import { PAID_SUB_ACCOUNTS_SQL } from "./payer.ts";
import { parseData, type Facts } from "../queries.ts";
import { bookRanges } from "../ledger/balances.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";
import { rechargeFactsFrom, type RechargeQueries } from "./rechargeFacts.ts";

/** Usage is summed by quarter of an hour, because days begin on one in every zone. */
const QUARTER_HOUR = 15 * MINUTE;
const USAGE_TYPES_SQL = "('minutes', 'messages', 'add-on')";

/** Micros of usage on each day before `today` (its start), yesterday first. */
interface PastUsage {
  today: number;
  previousDays: number[];
}

/** Past days don't change, so their usage is summed once a day. */
const USAGE_CACHE = new WeakMap<Database, Map<string, PastUsage>>();
const USAGE_CACHE_MAX = 10_000;

/** How long the account's own balance lasts, and what exhausts it. */
export const readForecast = async (scope: Scope, zone: string, facts: Facts<RechargeQueries>): Promise<Forecast> =>
  forecast(await readForecastFacts(scope, zone, facts));

/** The facts for the forecast of the account's own balance. */
export async function readForecastFacts(
  scope: Scope,
  zone: string,
  facts: Facts<RechargeQueries>,
): Promise<ForecastFacts> {
  const recharge = rechargeFactsFrom(facts, scope.now);
  return {
    now: scope.now,
    zone,
    currency: recharge.currency,
    balance: recharge.balance,
    service: serviceAt(facts, scope.now),
    dailyUsage: await readDailyUsage(scope, zone),
    scheduledFees: await readScheduledFees(scope, zone),
    settings: recharge.settings?.data ?? null,
    wallet: recharge.wallet,
    cards: recharge.cards,
    rechargedThisMonth: chargedSince(recharge.recentCharges, recharge.recentCharges.month.from),
    rechargedToday: chargedSince(recharge.recentCharges, recharge.recentCharges.day.from),
  };
}

const serviceAt = ({ lifecycle, terms, balance }: Facts<RechargeQueries>, now: number) =>
  accountServiceStateAt(
    { lifecycle: lifecycle.data, balanceMicros: balance, frozenConnects: terms.data.frozenConnects },
    null,
    now,
  );

/** Usage costs of complete days, yesterday first, back to the first day with usage. */
async function readDailyUsage(scope: Scope, zone: string): Promise<number[]> {
  const day = dayIn(scope.now, zone);
  const today = dayStart(day, zone);
  const bookName = book(scope.account, "balance");
  const cache = USAGE_CACHE.get(scope.db) ?? new Map<string, PastUsage>();
  USAGE_CACHE.set(scope.db, cache);
  const cached = cache.get(bookName);
  if (cached?.today === today) return cached.previousDays;
  const starts = Array.from({ length: LOOKBACK_DAYS }, (_, index) => dayStart(dayAfter(day, -1 - index), zone));
  const from = starts.at(-1)!;
  const { ranges } = await read(scope, { ranges: bookRanges([bookName], from, today) });
  const [sums, firstUsage] = await scope.db.read([
    stmt(
      `SELECT booked_at / ${QUARTER_HOUR} AS quarter, sum(micros) AS micros FROM postings WHERE from_book = ? AND seq > ?
       AND booked_at >= ? AND booked_at < ? AND type IN ${USAGE_TYPES_SQL} GROUP BY 1`,
      bookName,
      ranges[0]!.after,
      from,
      today,
    ),
    stmt(
      `SELECT booked_at AS at FROM postings WHERE from_book = ? AND type IN ${USAGE_TYPES_SQL} ORDER BY seq LIMIT 1`,
      bookName,
    ),
  ]);
  const firstUsageAt = Number(firstUsage![0]?.at ?? today);
  const firstDay = starts.findIndex((start) => start <= firstUsageAt);
  const count = firstUsageAt >= today ? 0 : firstDay === -1 ? LOOKBACK_DAYS : firstDay + 1;
  const previousDays = Array<number>(count).fill(0);
  for (const { quarter, micros } of sums!)
    previousDays[starts.findIndex((start) => start <= Number(quarter) * QUARTER_HOUR)]! += Number(micros);
  if (cache.size >= USAGE_CACHE_MAX) cache.clear();
  cache.set(bookName, { today, previousDays });
  return previousDays;
}

/**
 * The monthly fees charged to this balance: its subscription and numbers, including those of accounts that it pays for.
 */
export async function readScheduledFees({ db, account }: Scope, zone: string): Promise<ScheduledFee[]> {
  const [subAccounts] = await db.read([stmt(PAID_SUB_ACCOUNTS_SQL, account)]);
  const accounts = JSON.stringify([account, ...subAccounts!.map(({ id }) => id)]);
  const [terms, groups, subscription] = await db.read([
    stmt(
      "SELECT account, shape, data FROM records WHERE kind = 'terms' AND account IN (SELECT value FROM json_each(?))",
      accounts,
    ),
    stmt(
      `SELECT c.account, c.value, c.n FROM json_each(?) j
       CROSS JOIN record_counts c ON c.account = j.value AND c.kind = 'number' AND c.name = 'due'`,
      accounts,
    ),
    stmt("SELECT shape, data FROM records WHERE account = ?1 AND kind = 'subscription' AND id = ?1", account),
  ]);
  const firstDue = await findFirstDue(db, groups!);
  const termsOf = new Map(terms!.map((row) => [String(row.account), parseData("terms", row)]));
  const fees = new Map<string, ScheduledFee>();
  for (const { account: owner, value, n } of groups!) {
    const ownerTerms = termsOf.get(owner);
    const { kind, at, anchor } = renewalOfGroup(value, firstDue.get(dayKey(owner, value)) ?? null, zone);
    const feesSoFar = fees.get(`${at} ${anchor}`)?.micros ?? 0;
    if (ownerTerms)
      fees.set(`${at} ${anchor}`, { at, anchor, micros: feesSoFar + Number(n) * monthlyFee(ownerTerms, kind) });
  }
  if (!subscription![0]) return [...fees.values()];
  const { renewsAt: at, billingAnchor: anchor } = parseData("subscription", subscription![0]);
  return [...fees.values(), { at, anchor, micros: termsOf.get(account)!.pricePerMonth }];
}

const dayKey = (account: string, group: string): string => `${account} ${renewalOfGroup(group, null, "UTC").day}`;

/** For each group's renewal day, the account's number that falls due first. */
async function findFirstDue(db: Database, groups: readonly Row[]): Promise<Map<string, EarliestRenewal>> {
  const days = new Map(
    groups.map(({ account, value }) => [dayKey(account, value), [account, renewalOfGroup(value, null, "UTC").day]]),
  );
  const [rows] = await db.read([
    stmt(
      `SELECT j.value ->> 0 AS account, j.value ->> 1 AS day, (SELECT json_array(k.value, r.data ->> '$.billingAnchor')
         FROM keys k CROSS JOIN records r ON r.account = k.space AND r.kind = 'number' AND r.id = k.id
         WHERE k.space = j.value ->> 0 AND k.kind = 'number' AND k.name = 'due' AND k.value >= printf('%016d', j.value ->> 1)
         ORDER BY k.value LIMIT 1) AS first
       FROM json_each(?) j`,
      JSON.stringify([...days.values()]),
    ),
  ]);
  return new Map(
    rows!.flatMap(({ account, day, first }) => {
      if (first === null) return [];
      const [at, anchor] = JSON.parse(String(first)) as (string | number | null)[];
      return [[`${account} ${day}`, { at: Number(at), anchor: Number(anchor ?? at) }]];
    }),
  );
}
