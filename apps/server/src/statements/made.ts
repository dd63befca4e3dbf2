import { dayStart, isDay } from "@callboard/domain/calendar";
import type { Currency } from "@callboard/domain/money";
import { type Bounds, boundsOf, type Calendar, type Period } from "@callboard/domain/period";
import { refuse } from "@callboard/domain/failure";
import { type Former, heldAt } from "@callboard/domain/former";
import { type Statement, StatementMaker } from "@callboard/domain/statement";
import { DAY } from "@callboard/domain/time";
import { setImmediate as breathe } from "node:timers/promises";
import { entriesOf, openingOf } from "../entries.ts";
import { former, type Ruled } from "../former.ts";
import { one } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { look } from "../store.ts";

/** So many that nobody waits longer for a page than for a click. */
const PAGE = 500;

export interface Made {
  statement: Statement;
  /** The period as it was asked for, by the account's calendar. */
  period: Period;
  calendar: Calendar;
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
export async function makeStatement(scope: Scope, period: Period): Promise<Made> {
  const { account, terms, before } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
    before: former("account", () => earliest(period)),
  });
  const calendar = { zone: account.data.zone, before };
  const bounds = boundsOf(period, calendar);
  if (bounds.from > scope.now) refuse("invalid", "statements.periodAhead", {}, "first");
  const { currency } = terms.data;
  const maker = new StatementMaker(bounds, calendar, currency);
  for (let place: number | null = null; ;) {
    const page = await entriesOf(scope, bounds, { before: place, limit: PAGE });
    for (const { result, quantity, corrects, ...entry } of page.entries)
      maker.add({ ...entry, quantity, corrects, own: result !== null });
    if (page.next === null) break;
    place = page.next;
    await breathe();
  }
  const ruled = ruledIn(bounds, before, account.data, scope.now);
  const isOwn = maker.isOwn || ruled.some(({ balanceFrom }) => balanceFrom === "own");
  const opening = isOwn ? await openingOf(scope, bounds.from) : null;
  const agency = ruled.findLast(({ balanceFrom }) => balanceFrom === "agency")?.agency ?? null;
  const paidBy = agency === null ? null : await nameOf(scope, agency);
  const soFar = bounds.to > scope.now ? scope.now : null;
  return {
    statement: maker.finish(opening),
    period,
    calendar: asOf(calendar, soFar ?? bounds.to),
    paidBy,
    currency,
    soFar,
  };
}

/** The calendar as it was then: what comes later is no matter of a period that is closed. */
const asOf = (calendar: Calendar, end: number): Calendar => ({
  zone: heldAt(calendar.before, calendar, end - 1).zone,
  before: calendar.before
    .filter(({ until }) => until < end)
    .map(({ until, data }) => ({ until, data: { zone: data.zone } })),
});

/** No zone's day begins a day before that in London. */
const earliest = ({ first }: Period): number => (isDay(first) ? dayStart(first, "UTC") - DAY : 0);

/** How the account was ruled in the course of a period, one after the other. */
function ruledIn({ from, to }: Bounds, before: readonly Former<Ruled>[], now: Ruled, at: number): Ruled[] {
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
async function nameOf(scope: Scope, agency: string): Promise<string> {
  const { above } = await look({ ...scope, reach: [agency] }, { above: one("account", agency, agency) });
  return above.data.name;
}
