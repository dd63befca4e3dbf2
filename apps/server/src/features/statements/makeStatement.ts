import { dayStart, isDay } from "@callboard/domain/core/calendar";
import type { Currency } from "@callboard/domain/core/money";
import { type Bounds, boundsOf, type AccountCalendar, type Period } from "@callboard/domain/core/period";
import { fail } from "@callboard/domain/core/failure";
import { type FormerValue, valueAt } from "@callboard/domain/core/formerValue";
import { type Statement, StatementBuilder } from "@callboard/domain/statements/statement";
import { DAY } from "@callboard/domain/core/time";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { readEntries, openingBalance } from "../../store/ledger/entries.ts";
import { findFormerValues, type BillingSettings } from "../../store/formerValues.ts";
import { findOne } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

/** Movements per page: few enough that no other call waits long for one. */
const PAGE_SIZE = 500;

export interface StatementResult {
  statement: Statement;
  /** The period that was asked for, by the account's calendar. */
  period: Period;
  calendar: AccountCalendar;
  /** The agency's name if the agency paid, even for only a part of the period. */
  paidBy: string | null;
  currency: Currency;
  /** The last instant covered, if the period isn't over yet. */
  openUntil: number | null;
}

/**
 * A period's statement, by the time of booking. Uses the account's time zone and payer as they were then. Reads
 * movements page by page, so that a month of a million calls doesn't block others. Throws `invalid` for an invalid
 * period.
 */
export async function makeStatement(scope: Scope, period: Period): Promise<StatementResult> {
  const { account, terms, formerZones } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
    formerZones: findFormerValues("account", () => earliestStart(period)),
  });
  const calendar = { zone: account.data.zone, formerZones };
  const bounds = boundsOf(period, calendar);
  if (bounds.from > scope.now) fail("invalid", "statements.periodInFuture", {}, "first");
  const { currency } = terms.data;
  const builder = new StatementBuilder(bounds, calendar, currency);
  for (let cursor: number | null = null; ;) {
    const page = await readEntries(scope, bounds, { beforePosition: cursor, limit: PAGE_SIZE });
    for (const { balanceAfter, quantity, corrects, ...entry } of page.entries)
      builder.add({ ...entry, quantity, corrects, paidByOwnBalance: balanceAfter !== null });
    if (page.next === null) break;
    cursor = page.next;
    await yieldToEventLoop();
  }
  const settings = settingsInPeriod(bounds, formerZones, account.data, scope.now);
  const isOwn = builder.isOwn || settings.some(({ balanceFrom }) => balanceFrom === "own");
  const opening = isOwn ? await openingBalance(scope, bounds.from) : null;
  const agency = settings.findLast(({ balanceFrom }) => balanceFrom === "agency")?.agency ?? null;
  const paidBy = agency === null ? null : await readAgencyName(scope, agency);
  const openUntil = bounds.to > scope.now ? scope.now : null;
  return {
    statement: builder.finish(opening),
    period,
    calendar: calendarUntil(calendar, openUntil ?? bounds.to),
    paidBy,
    currency,
    openUntil,
  };
}

/** The calendar as it was then: later changes don't affect a closed period. */
const calendarUntil = (calendar: AccountCalendar, end: number): AccountCalendar => ({
  zone: valueAt(calendar.formerZones, calendar, end - 1).zone,
  formerZones: calendar.formerZones
    .filter(({ until }) => until < end)
    .map(({ until, data }) => ({ until, data: { zone: data.zone } })),
});

/** No time zone's day begins more than 24 hours before the day in UTC does. */
const earliestStart = ({ first }: Period): number => (isDay(first) ? dayStart(first, "UTC") - DAY : 0);

/** The account's settings in the course of a period, one after the other. */
function settingsInPeriod(
  { from, to }: Bounds,
  former: readonly FormerValue<BillingSettings>[],
  current: BillingSettings,
  now: number,
): BillingSettings[] {
  // Ends are exclusive, so the settings of this instant count too.
  const end = Math.min(to, now + 1);
  let since = -Infinity;
  const all = [...former, { until: Infinity, data: current }];
  return all.flatMap(({ until, data }) => {
    const start = since;
    since = until;
    return until > from && start < end ? [data] : [];
  });
}

/** The name of an agency to which the account belongs or once belonged. */
async function readAgencyName(scope: Scope, agency: string): Promise<string> {
  const { account } = await read(
    { ...scope, relatedAccounts: [agency] },
    { account: findOne("account", agency, agency) },
  );
  return account.data.name;
}
