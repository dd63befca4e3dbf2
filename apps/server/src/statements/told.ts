import type { StatementLine, StatementPart } from "@callboard/domain/statement";
import type { Currency } from "@callboard/domain/money";
import { type Calendar, dayAt, type Period } from "@callboard/domain/period";
import type { Show } from "@callboard/domain/showing";
import { one } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { look } from "../store.ts";
import { knowing } from "../entries.ts";
import { inWords } from "../words.ts";
import type { Made } from "./made.ts";
import { plainDay } from "./paper/words.ts";

/** A line in words; sums in cents, as they stand on paper. */
export interface ToldLine {
  type: StatementLine["type"];
  typeName: string;
  text: string;
  bookedAt: number | null;
  /** When it happened, where that was before the period. */
  lateFrom: number | null;
  /** In units, such as minutes; null where nothing is counted. */
  quantity: number | null;
  cents: number;
  /** The exact sum. */
  micros: number;
  entry: number | null;
}

export interface ToldPart {
  /** The sub-account's name; null for one's own. */
  name: string | null;
  lines: ToldLine[];
  cents: number;
}

/** A statement in words, complete: what the screen, the paper and the file are made from. */
export interface ToldStatement {
  account: string;
  billTo: { company: string; name: string; address: string };
  first: string;
  last: string;
  /** Lines are told by its days. Its zone is the one in which the period ends. */
  calendar: Calendar;
  /** The zone in words, and where it changed within the period. */
  zones: string;
  from: number;
  to: number;
  currency: Currency;
  paidBy: string | null;
  soFar: number | null;
  opening: number | null;
  closing: number | null;
  payments: ToldPart;
  parts: ToldPart[];
  /** What the agency's balance paid for this account. */
  byAgency: ToldPart | null;
  rounding: { cents: number; carriedIn: number; carriedOut: number };
}

const THOUSANDTHS = 1000;

export async function tellStatement(scope: Scope, made: Made): Promise<ToldStatement> {
  const { statement, period, calendar, currency, paidBy, soFar } = made;
  const { account } = await look(scope, { account: one("account", scope.account) });
  const reaching = knowing(
    scope,
    statement.parts.map((part) => part.account),
  );
  return inWords(reaching, { zone: calendar.zone, currency }, (show) => ({
    account: account.data.name,
    billTo: account.data.billTo,
    ...period,
    calendar,
    zones: zonesText(calendar, period),
    ...statement.bounds,
    currency,
    paidBy,
    soFar,
    opening: statement.balance?.opening.cents ?? null,
    closing: statement.balance?.closing.cents ?? null,
    payments: toldPart(statement.payments, show),
    parts: statement.parts.map((part) => toldPart(part, show)),
    byAgency: statement.paidByAgency && toldPart(statement.paidByAgency, show),
    rounding: statement.rounding,
  }));
}

/** `America/New York`, or `America/New York until Nov 15, 2026, then Asia/Tokyo`. */
function zonesText(calendar: Calendar, { first }: Period): string {
  const name = (zone: string) => zone.replaceAll("_", " ");
  const changes = calendar.before.filter(({ until }) => dayAt(until, calendar) >= first);
  return [
    ...changes.map(({ until, data }) => `${name(data.zone)} until ${plainDay(dayAt(until, calendar))}`),
    name(calendar.zone),
  ].join(", then ");
}

const toldPart = ({ account, lines, cents }: StatementPart, show: Show): ToldPart => ({
  name: account === null ? null : show.record("account", account),
  lines: lines.map((line) => toldLine(line, show)),
  cents,
});

const toldLine = (line: StatementLine, show: Show): ToldLine => ({
  type: line.type,
  typeName: show.word(`entry.${line.type}`),
  text: show.phrase(line.text),
  bookedAt: line.bookedAt,
  lateFrom: line.lateFrom,
  quantity: line.isUsage ? line.quantity / THOUSANDTHS : null,
  cents: line.cents,
  micros: line.micros,
  entry: line.entry,
});

/** One card payment, with what of it was given back. */
export interface ToldReceipt {
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
