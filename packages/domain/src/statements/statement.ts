import type { MessageKey } from "../core/messages/keys.ts";
import type { EntryType } from "../core/ledger.ts";
import { floorCents, roundCents, type Currency, type Micros, MICROS_PER_CENT, money } from "../core/money.ts";
import { type Bounds, type AccountCalendar, dayBounds } from "../core/period.ts";
import { message, type Message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";

/** A movement on a statement, by booking time. */
export interface StatementEntry {
  seq: number;
  type: EntryType;
  memo: Message;
  happenedAt: Instant;
  bookedAt: Instant;
  /** Positive came in, negative went out. */
  micros: Micros;
  /** For usage, in thousandths of its unit. */
  quantity?: number | undefined;
  corrects?: number | undefined;
  /** The sub-account it was paid for. */
  otherAccount: string | null;
  /** Whether the account's own balance paid; otherwise the agency's did. */
  paidByOwnBalance: boolean;
}

/** `cents`: the printed amount, rounded half to even. */
export interface StatementSum {
  micros: Micros;
  cents: number;
}

export interface StatementLine extends StatementSum {
  type: EntryType;
  text: Message;
  /** When it was booked; null for usage summed over the period. */
  bookedAt: Instant | null;
  /** The day or instant it happened, if that was before the period. */
  lateFrom: Instant | null;
  /** For usage, in thousandths of its unit; otherwise a count. */
  quantity: number;
  isUsage: boolean;
  entry: number | null;
  corrects: number | null;
}

/** One account's usage and payments. `account`: a sub-account; null for its own. */
export interface StatementPart extends StatementSum {
  account: string | null;
  lines: StatementLine[];
}

export interface Statement {
  bounds: Bounds;
  currency: Currency;
  /** Null if the agency's balance pays for everything. */
  balance: { opening: StatementSum; closing: StatementSum } | null;
  payments: StatementPart;
  /** Its own first, then each sub-account that the balance pays for. */
  parts: StatementPart[];
  /** The part that the agency's balance paid for this account. */
  paidByAgency: StatementPart | null;
  /** The rounding difference of the lines, with the amounts carried in from the previous period and on to the next. */
  rounding: { cents: number; carriedIn: Micros; carriedOut: Micros };
}

const PAYMENTS: readonly EntryType[] = ["payment", "refund"];
const USAGE: readonly EntryType[] = ["minutes", "messages", "add-on"];
/** The order of lines on a statement. */
const TYPE_ORDER: readonly EntryType[] = ["opening", "subscription", "number", ...USAGE, "adjustment", "correction"];

/**
 * Sums a period's movements, in any order: usage by unit, everything else line by line. Events from before the period
 * that were booked in it are listed separately with their date.
 */
export class StatementBuilder {
  private readonly bounds: Bounds;
  private readonly calendar: AccountCalendar;
  /** The day of the last late usage, kept because much of it is from the same day. */
  private lateDay: Bounds = { from: 0, to: 0 };
  private readonly currency: Currency;
  private readonly payments: StatementLine[] = [];
  private readonly parts = new Map<string, Map<string, StatementLine>>();
  private readonly agencyLines = new Map<string, StatementLine>();

  constructor(bounds: Bounds, calendar: AccountCalendar, currency: Currency) {
    this.bounds = bounds;
    this.calendar = calendar;
    this.currency = currency;
  }

  add(entry: StatementEntry): void {
    if (entry.paidByOwnBalance && PAYMENTS.includes(entry.type)) return void this.payments.push(this.lineOf(entry));
    const lines = entry.paidByOwnBalance ? this.partOf(entry.otherAccount ?? "") : this.agencyLines;
    const key = USAGE.includes(entry.type) ? `${entry.memo.key} ${this.lateTimeOf(entry) ?? ""}` : String(entry.seq);
    const existing = lines.get(key);
    if (!existing) return void lines.set(key, this.lineOf(entry));
    existing.micros += entry.micros;
    existing.quantity += entry.quantity ?? 0;
    existing.cents = this.cents(existing.micros);
  }

  /** Whether the account's own balance was used in the period. */
  get isOwn(): boolean {
    return this.payments.length > 0 || this.parts.size > 0;
  }

  /** `opening`: the balance at the start of the period; null if another balance paid for everything. */
  finish(opening: Micros | null): Statement {
    const payments = this.part(null, this.payments);
    const parts = [...this.parts].map(([account, lines]) => this.part(account || null, [...lines.values()]));
    parts.sort((a, b) => Number(a.account !== null) - Number(b.account !== null));
    const paidByAgency = this.agencyLines.size > 0 ? this.part(null, [...this.agencyLines.values()]) : null;
    const statement = { bounds: this.bounds, currency: this.currency, payments, parts, paidByAgency };
    if (opening === null) return { ...statement, balance: null, rounding: { cents: 0, carriedIn: 0, carriedOut: 0 } };
    const allParts = [payments, ...parts];
    const closing = allParts.reduce((sum, { micros }) => sum + micros, opening);
    const lineCents = allParts.reduce((sum, { cents }) => sum + cents, 0);
    const [openingSum, closingSum] = [this.floorSum(opening), this.floorSum(closing)];
    return {
      ...statement,
      balance: { opening: openingSum, closing: closingSum },
      rounding: {
        cents: closingSum.cents - openingSum.cents - lineCents,
        carriedIn: opening - openingSum.cents * MICROS_PER_CENT,
        carriedOut: closing - closingSum.cents * MICROS_PER_CENT,
      },
    };
  }

  private partOf(account: string): Map<string, StatementLine> {
    const existing = this.parts.get(account);
    if (existing) return existing;
    const lines = new Map<string, StatementLine>();
    this.parts.set(account, lines);
    return lines;
  }

  private lineOf(entry: StatementEntry): StatementLine {
    const { type, memo, micros, bookedAt, seq, corrects } = entry;
    const isUsage = USAGE.includes(type);
    return {
      type,
      text: isUsage ? message(memo.key as MessageKey, { about: "" } as never) : memo,
      bookedAt: isUsage ? null : bookedAt,
      lateFrom: this.lateTimeOf(entry),
      quantity: isUsage ? (entry.quantity ?? 0) : 1,
      isUsage,
      micros,
      cents: this.cents(micros),
      entry: isUsage ? null : seq,
      corrects: corrects ?? null,
    };
  }

  /** When an entry from before the period happened; null for others. Usage counts by day: there may be much of it. */
  private lateTimeOf({ type, happenedAt }: StatementEntry): Instant | null {
    if (happenedAt >= this.bounds.from) return null;
    if (!USAGE.includes(type)) return happenedAt;
    const { from, to } = this.lateDay;
    if (happenedAt < from || happenedAt >= to) this.lateDay = dayBounds(happenedAt, this.calendar);
    return this.lateDay.from;
  }

  private part(account: string | null, lines: StatementLine[]): StatementPart {
    const rank = (line: StatementLine) => TYPE_ORDER.indexOf(line.type);
    const sorted = lines.toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        (a.lateFrom ?? Infinity) - (b.lateFrom ?? Infinity) ||
        (a.bookedAt ?? 0) - (b.bookedAt ?? 0) ||
        (a.entry ?? 0) - (b.entry ?? 0) ||
        (a.text.key < b.text.key ? -1 : 1),
    );
    const sum = (amountOf: (line: StatementLine) => number) => lines.reduce((total, line) => total + amountOf(line), 0);
    return { account, lines: sorted, micros: sum(({ micros }) => micros), cents: sum(({ cents }) => cents) };
  }

  private cents(micros: Micros): number {
    return roundCents(money(micros, this.currency));
  }

  private floorSum(micros: Micros): StatementSum {
    return { micros, cents: floorCents(money(micros, this.currency)) };
  }
}
