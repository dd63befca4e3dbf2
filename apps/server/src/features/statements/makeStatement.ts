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

/** So many that nobody waits longer for a page than for a click. */
const PAGE = 500;

export interface StatementResult {
  statement: Statement;
  /** The period as it was asked for, by the account's calendar. */
  period: Period;
  calendar: AccountCalendar;
  /** The agency's name where that one paid, if only for a part of the period. */
  paidBy: string | null;
  currency: Currency;
  /** The period is not over: it goes as far as this instant. */
  soFar: number | null;
}

/**
 * A period's statement, by the time of booking. It is cut and paid as the account stood then, whatever its zone and its payer are
 * now. A page of movements at a time, so that a month of a million calls holds up nobody. Throws `invalid` for a period that is none.
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

/** The calendar as it was then: what comes later is no matter of a period that is closed. */
const calendarUntil = (calendar: AccountCalendar, end: number): AccountCalendar => ({
  zone: valueAt(calendar.before, calendar, end - 1).zone,
  before: calendar.before
    .filter(({ until }) => until < end)
    .map(({ until, data }) => ({ until, data: { zone: data.zone } })),
});

/** No zone's day begins a day before that in London. */
const earliestStart = ({ first }: Period): number => (isDay(first) ? dayStart(first, "UTC") - DAY : 0);

/** How the account was ruled in the course of a period, one after the other. */
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

/** An agency that the account is or was proved to stand under. */
async function readAgencyName(scope: Scope, agency: string): Promise<string> {
  const { above } = await read({ ...scope, reach: [agency] }, { above: findOne("account", agency, agency) });
  return above.data.name;
}
