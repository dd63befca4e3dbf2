import { Temporal } from "temporal-polyfill";

// A simple model of what months cost, with a calendar library, sharing no code with what it is compared with.

const PRICES = {
  essentials: { month: 39_000_000n, number: 2_000_000n, minute: 45_000n },
  advanced: { month: 99_000_000n, number: 1_500_000n, minute: 34_500n },
} as const;
export type PlanName = keyof typeof PRICES;

export interface BookedEntry {
  type: string;
  micros: bigint;
  happenedAt: number;
  bookedAt: number;
}

const zoned = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const monthsOn = (anchor: number, months: number, zone: string): number =>
  zoned(anchor, zone).add({ months }).epochMilliseconds;

/** `a × b ÷ c`, with halves rounded to even. */
function share(a: bigint, b: bigint, c: bigint): bigint {
  const whole = (a * b) / c;
  const twice = (a * b - whole * c) * 2n;
  return twice > c || (twice === c && whole % 2n === 1n) ? whole + 1n : whole;
}

interface Months {
  anchor: number;
  /** The current month: its number, its start and its end. */
  count: number;
  from: number;
  next: number;
}

/** An account in which every month, number and call is paid from one unlimited balance. */
export class MonthsModel {
  balance: bigint;
  readonly booked: BookedEntry[] = [];
  readonly zones: { since: number; zone: string }[];
  private readonly plans: { since: number; plan: PlanName }[];
  private readonly subscription: Months;
  private readonly numbers: Months[] = [];
  /** The price paid for the current month; the first one is free. */
  private paid = 0n;

  constructor(opened: number, zone: string, plan: PlanName, balance: bigint) {
    this.balance = balance;
    this.zones = [{ since: opened, zone }];
    this.plans = [{ since: opened, plan }];
    this.subscription = this.firstMonth(opened, zone);
  }

  get zone(): string {
    return this.zones.at(-1)!.zone;
  }
  get plan(): PlanName {
    return this.plans.at(-1)!.plan;
  }
  zoneAt = (at: number): string => this.zones.findLast(({ since }) => since <= at)!.zone;
  private priceAt = (at: number) => PRICES[this.plans.findLast(({ since }) => since <= at)!.plan];

  private firstMonth = (at: number, zone: string): Months => ({
    anchor: at,
    count: 0,
    from: at,
    next: monthsOn(at, 1, zone),
  });

  private step(months: Months): number {
    const due = months.next;
    months.count += 1;
    months.from = due;
    months.next = monthsOn(months.anchor, months.count + 1, this.zone);
    return due;
  }

  private take(type: string, micros: bigint, happenedAt: number, now: number): void {
    this.balance -= micros;
    this.booked.push({ type, micros, happenedAt, bookedAt: now });
  }

  private chargeSubscription(now: number): void {
    while (this.subscription.next <= now) {
      const due = this.step(this.subscription);
      this.paid = this.priceAt(due).month;
      this.take("subscription", this.paid, due, now);
    }
  }

  bill(now: number): void {
    this.chargeSubscription(now);
    for (const number of this.numbers)
      while (number.next <= now) {
        const due = this.step(number);
        this.take("number", this.priceAt(due).number, due, now);
      }
  }

  /** Answers when its next month begins. */
  addNumber(now: number): number {
    this.numbers.push(this.firstMonth(now, this.zone));
    return this.numbers.at(-1)!.next;
  }

  changePlan(plan: PlanName, now: number): void {
    this.chargeSubscription(now);
    const { count, from, next } = this.subscription;
    this.plans.push({ since: now, plan });
    if (count === 0) return;
    const [remainingMs, monthMs] = [BigInt(next - now), BigInt(next - from)];
    this.take("subscription", -share(this.paid, remainingMs, monthMs), now, now);
    this.paid = PRICES[plan].month;
    this.take("subscription", share(this.paid, remainingMs, monthMs), now, now);
  }

  changeZone(zone: string, now: number): void {
    this.zones.push({ since: now, zone });
  }

  call(minutes: number, happenedAt: number, now: number): void {
    this.take("minutes", this.priceAt(happenedAt).minute * BigInt(minutes), happenedAt, now);
  }

  /** The calendar month in which something was booked; null within about a day of a zone change. */
  monthOf(bookedAt: number): string | null {
    const nearZoneChange = this.zones.slice(1).some(({ since }) => Math.abs(since - bookedAt) < 27 * 3_600_000);
    return nearZoneChange ? null : zoned(bookedAt, this.zoneAt(bookedAt)).toPlainDate().toPlainYearMonth().toString();
  }
}

/** The first and the last day of each month between two instants, in the zone; with an extra month at both ends. */
export function monthsBetween(from: number, to: number, zone: string): { first: string; last: string }[] {
  const months: { first: string; last: string }[] = [];
  const end = zoned(to, zone).toPlainDate().with({ day: 1 });
  let first = zoned(from, zone).toPlainDate().with({ day: 1 }).subtract({ months: 1 });
  for (; Temporal.PlainDate.compare(first, end) <= 0; first = first.add({ months: 1 }))
    months.push({ first: first.toString(), last: first.add({ months: 1 }).subtract({ days: 1 }).toString() });
  return months;
}

/** The instant of a local time in the zone, such as `2027-01-31T05:00`. */
export const instantIn = (text: string, zone: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
