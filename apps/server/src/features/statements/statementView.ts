import type { StatementLine, StatementPart } from "@callboard/domain/statements/statement";
import type { Currency } from "@callboard/domain/core/money";
import { type AccountCalendar, dayAt, type Period } from "@callboard/domain/core/period";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { findOne } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withFormerAccounts } from "../../store/ledger/entries.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import type { StatementResult } from "./makeStatement.ts";
import { formatDay } from "./pdf/formatDays.ts";

/** A line as people read it; amounts in cents, as printed. */
export interface StatementLineView {
  type: StatementLine["type"];
  typeName: string;
  text: string;
  bookedAt: number | null;
  /** When it happened, if that was before the period. */
  lateFrom: number | null;
  /** In units, such as minutes; null if nothing is counted. */
  quantity: number | null;
  cents: number;
  /** The exact amount. */
  micros: number;
  entry: number | null;
}

export interface StatementPartView {
  /** The sub-account's name; null for the account itself. */
  name: string | null;
  lines: StatementLineView[];
  cents: number;
}

/** A complete statement as people read it: the source for the screen, the PDF and the CSV file. */
export interface StatementView {
  account: string;
  billTo: { company: string; name: string; address: string };
  /** The first and the last day, by the calendar. */
  first: string;
  last: string;
  /** The dates of lines are in this calendar. Its zone is the one at the end of the period. */
  calendar: AccountCalendar;
  /** The time zone in words, and where it changed within the period. */
  zones: string;
  /** The period's first instant, and the one after its last. */
  from: number;
  to: number;
  currency: Currency;
  /** The agency's name, if it paid. */
  paidBy: string | null;
  /** The last instant covered, if the period isn't over yet. */
  unfinished: number | null;
  /** The balances in cents; null if the agency paid throughout. */
  opening: number | null;
  closing: number | null;
  payments: StatementPartView;
  parts: StatementPartView[];
  /** The part that the agency's balance paid for this account. */
  byAgency: StatementPartView | null;
  rounding: { cents: number; carriedIn: number; carriedOut: number };
}

/** The ledger keeps quantities in thousandths of a unit. */
const THOUSANDTHS = 1000;

export async function statementView(scope: Scope, result: StatementResult): Promise<StatementView> {
  const { statement, period, calendar, currency, paidBy, openUntil } = result;
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  const formerAccountsScope = withFormerAccounts(
    scope,
    statement.parts.map((part) => part.account),
  );
  return withDisplayNames(formerAccountsScope, { zone: calendar.zone, currency }, (show) => ({
    account: account.data.name,
    billTo: account.data.billTo,
    ...period,
    calendar,
    zones: zoneNames(calendar, period),
    ...statement.bounds,
    currency,
    paidBy,
    unfinished: openUntil,
    opening: statement.balance?.opening.cents ?? null,
    closing: statement.balance?.closing.cents ?? null,
    payments: partView(statement.payments, show),
    parts: statement.parts.map((part) => partView(part, show)),
    byAgency: statement.paidByAgency && partView(statement.paidByAgency, show),
    rounding: statement.rounding,
  }));
}

/** `America/New York`, or `America/New York until Nov 15, 2026, then Asia/Tokyo`. */
function zoneNames(calendar: AccountCalendar, { first }: Period): string {
  const name = (zone: string) => zone.replaceAll("_", " ");
  const changes = calendar.formerZones.filter(({ until }) => dayAt(until, calendar) >= first);
  return [
    ...changes.map(({ until, data }) => `${name(data.zone)} until ${formatDay(dayAt(until, calendar))}`),
    name(calendar.zone),
  ].join(", then ");
}

const partView = ({ account, lines, cents }: StatementPart, show: ValueFormatter): StatementPartView => ({
  name: account === null ? null : show.record("account", account),
  lines: lines.map((line) => lineView(line, show)),
  cents,
});

const lineView = (line: StatementLine, show: ValueFormatter): StatementLineView => ({
  type: line.type,
  typeName: show.word(`balance.entryType.${line.type}`),
  text: show.message(line.text),
  bookedAt: line.bookedAt,
  lateFrom: line.lateFrom,
  quantity: line.isUsage ? line.quantity / THOUSANDTHS : null,
  cents: line.cents,
  micros: line.micros,
  entry: line.entry,
});

/** One card payment with its refunds. */
export interface ReceiptView {
  account: string;
  billTo: { company: string; name: string; address: string };
  zone: string;
  currency: Currency;
  entry: number;
  bookedAt: number;
  text: string;
  cents: number;
  refunds: { bookedAt: number; text: string; cents: number }[];
}
