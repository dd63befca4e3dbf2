import type { Currency } from "@callboard/domain/money";
import { boundsOf, type Period } from "@callboard/domain/period";
import { refuse } from "@callboard/domain/failure";
import { type Statement, StatementMaker } from "@callboard/domain/statement";
import { setImmediate as breathe } from "node:timers/promises";
import { entriesOf, openingOf } from "../entries.ts";
import { payerHere } from "../rooms/balance/payer.ts";
import type { Scope } from "../scope.ts";

const PAGE = 2000;

export interface Made {
  statement: Statement;
  /** The period as it was asked for, in the account's zone. */
  period: Period;
  zone: string;
  /** The agency's name where that one pays. */
  paidBy: string | null;
  currency: Currency;
  /** The period is not over: it goes as far as this instant. */
  soFar: number | null;
}

/**
 * A period's statement, by the time of booking. A page of movements at a time, so that a month of a million calls holds up
 * nobody. Throws `invalid` for a period that is none.
 */
export async function makeStatement(scope: Scope, period: Period, zone: string): Promise<Made> {
  const bounds = boundsOf(period, zone);
  if (bounds.from > scope.now) refuse("invalid", "statements.periodAhead", {}, "first");
  const { paidBy, currency } = await payerHere(scope);
  const maker = new StatementMaker(bounds, zone, currency);
  for (let before: number | null = null; ;) {
    const page = await entriesOf(scope, bounds, { before, limit: PAGE });
    for (const { result, quantity, corrects, ...entry } of page.entries)
      maker.add({ ...entry, quantity, corrects, own: result !== null });
    if (page.next === null) break;
    before = page.next;
    await breathe();
  }
  const opening = paidBy === null ? await openingOf(scope, bounds.from) : null;
  const soFar = bounds.to > scope.now ? scope.now : null;
  return { statement: maker.finish(opening), period, zone, paidBy, currency, soFar };
}
