import { dayStart, isDay } from "@callboard/domain/core/calendar";
import type { Currency } from "@callboard/domain/core/money";
import { type Bounds, boundsOf, type AccountCalendar, type Period } from "@callboard/domain/core/period";
import { fail } from "@callboard/domain/core/failure";
import { type FormerValue, valueAt } from "@callboard/domain/core/formerValue";
import { type Statement, StatementBuilder } from "@callboard/domain/statements/statement";
import { DAY } from "@callboard/domain/core/time";
import { setImmediate as breathe } from "node:timers/promises";
import { readEntries, openingBalance } from "../../store/ledger/entries.ts";
import { findFormerValues, type BillingSettings } from "../../store/formerValues.ts";
import { findOne } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

/** Movements per page: few enough that no click waits long behind one. */
const PAGE = 500;

export interface StatementResult {
  statement: Statement;
  /** The period that was asked for, by the account's calendar. */
  period: Period;
  calendar: AccountCalendar;
  /** The agency's name if the agency paid, even for only a part of the period. */
  paidBy: string | null;
  currency: Currency;
  /** The last instant covered, if the period isn't over yet. */
  soFar: number | null;
}

/**
 * A period's statement, by the time of booking. Uses the account's time zone and payer as they were then. Reads
 * movements page by page, so that a month of a million calls doesn't block others. Throws `invalid` for an invalid
 * period.
 */
export async function makeStatement(scope: Scope, period: Period): Promise<StatementResult> {
  const { account, terms, before } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
    before: findFormerValues("account", () => earliestStart(period)),
  });
  const calendar = { zone: account.data.zone, before };
  const bounds = boundsOf(period, calendar);
  if (bounds.from > scope.now) fail("invalid", "statements.periodAhead", {}, "first");
  const { currency } = terms.data;
  const maker = new StatementBuilder(bounds, calendar, currency);
  for (let place: number | null = null; ;) {
    const page = await readEntries(scope, bounds, { before: place, limit: PAGE });
    for (const { result, quantity, corrects, ...entry } of page.entries)
      maker.add({ ...entry, quantity, corrects, own: result !== null });
    if (page.next === null) break;
    place = page.next;
    await breathe();
  }
  const ruled = settingsInPeriod(bounds, before, account.data, scope.now);
  const isOwn = maker.isOwn || ruled.some(({ balanceFrom }) => balanceFrom === "own");
  const opening = isOwn ? await openingBalance(scope, bounds.from) : null;
  const agency = ruled.findLast(({ balanceFrom }) => balanceFrom === "agency")?.agency ?? null;
  const paidBy = agency === null ? null : await readAgencyName(scope, agency);
  const soFar = bounds.to > scope.now ? scope.now : null;
  return {
    statement: maker.finish(opening),
    period,
    calendar: calendarUntil(calendar, soFar ?? bounds.to),
    paidBy,
    currency,
    soFar,
  };
}

/** The calendar as it was then: later changes don't affect a closed period. */
const calendarUntil = (calendar: AccountCalendar, end: number): AccountCalendar => ({
  zone: valueAt(calendar.before, calendar, end - 1).zone,
  before: calendar.before
    .filter(({ until }) => until < end)
    .map(({ until, data }) => ({ until, data: { zone: data.zone } })),
});

/** No time zone's day begins a whole day before London's. */
const earliestStart = ({ first }: Period): number => (isDay(first) ? dayStart(first, "UTC") - DAY : 0);

/** The account's settings in the course of a period, one after the other. */
function settingsInPeriod(
  { from, to }: Bounds,
  before: readonly FormerValue<BillingSettings>[],
  now: BillingSettings,
  at: number,
): BillingSettings[] {
  const end = Math.min(to, at + 1);
  let since = -Infinity;
  const all = [...before, { until: Infinity, data: now }];
  return all.flatMap(({ until, data }) => {
    const begun = since;
    since = until;
    return until > from && begun < end ? [data] : [];
  });
}

/** The name of an agency that the account is, or was, proved to belong to. */
async function readAgencyName(scope: Scope, agency: string): Promise<string> {
  const { above } = await read({ ...scope, reach: [agency] }, { above: findOne("account", agency, agency) });
  return above.data.name;
}
