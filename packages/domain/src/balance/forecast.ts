import type { AccountServiceState } from "../lifecycle/serviceState.ts";
import { daysAfter, monthEnd, wallClockAt } from "../core/calendar.ts";
import { type Card, cardName, cardExpiresAt, formatExpiry, type Wallet, cardIdsInOrder } from "../cards/rules.ts";
import type { Currency, Micros } from "../core/money.ts";
import { calendarInZone, monthBounds } from "../core/period.ts";
import { message, type Message } from "../core/message.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import { LIMIT_MESSAGE_KEYS, formatLimit } from "./rechargeLimits.ts";
import { DAY, type Instant } from "../core/time.ts";

/** A forecast needs at least this many days of usage. */
export const MIN_USAGE_DAYS = 7;
/** The days of usage that the averages are taken from. */
export const LOOKBACK_DAYS = 28;
const FORECAST_DAYS = 365;

/** Fees that are due at one instant and in each month after it: numbers bought on the same day, or the subscription. */
export interface ScheduledFee {
  at: Instant;
  /** The instant from which months are counted: the 31st stays the 31st. */
  anchor: Instant;
  micros: Micros;
}

export interface ForecastFacts {
  now: Instant;
  /** The account's zone, for days, months and card expiry. */
  zone: string;
  currency: Currency;
  balance: Micros;
  /** The account's state: while no calls connect there is no usage, and a canceled account pays nothing. */
  service: Pick<AccountServiceState, "label" | "connects">;
  /** The usage cost of each of the last complete days, yesterday first, back to the first usage. */
  dailyUsage: readonly Micros[];
  scheduledFees: readonly ScheduledFee[];
  settings: RechargeSettings | null;
  wallet: Wallet | null;
  cards: readonly Card[];
  /** Charged by recharges in the current month, and today. */
  rechargedThisMonth: Micros;
  rechargedToday: Micros;
}

/**
 * How long calls keep connecting, as far as can be predicted, and what ends that. `until`: null if nothing does within
 * a year.
 */
export interface Forecast {
  until: Instant | null;
  why: Message;
}

/**
 * Simulates the coming days with the average usage of the last four weeks by weekday, the fees due and the recharges,
 * until a day ends below zero. Top-ups are not usage, so more money never means an earlier end.
 */
export function forecast(facts: ForecastFacts): Forecast {
  const { now, zone, service, balance } = facts;
  if (service.label === "canceled") return { until: null, why: message("balance.forecast.canceled") };
  const days = service.connects ? facts.dailyUsage : Array<Micros>(MIN_USAGE_DAYS).fill(0);
  if (balance < 0) return { until: now, why: message("balance.forecast.belowZero") };
  if (days.length < MIN_USAGE_DAYS)
    return { until: null, why: message("balance.forecast.tooEarly", { days: MIN_USAGE_DAYS }) };
  const averages = averageByWeekday(days);
  const dailyFees = feesByDay(facts);
  const simulation = new BalanceSimulation(facts);
  for (let day = 0; day < FORECAST_DAYS; day += 1) {
    simulation.spend(averages[day % 7]!);
    simulation.spend(dailyFees[day]!);
    const block = simulation.recharge(day + 1);
    if (simulation.balance >= 0) continue;
    const until = daysAfter(now, day, zone);
    return { until, why: endMessage(block, until, facts) };
  }
  return { until: null, why: message("balance.forecast.coveredForYear") };
}

/** The average usage of each weekday in micros, starting with today's. */
function averageByWeekday(days: readonly Micros[]): Micros[] {
  return Array.from({ length: 7 }, (_, ahead) => {
    // `days[0]` is yesterday, so `ago + 1 + ahead` days lie between the two.
    const sameWeekday = days.filter((_day, ago) => (ago + 1 + ahead) % 7 === 0);
    const mean =
      (sameWeekday.length > 0 ? sameWeekday : days).reduce((sum, micros) => sum + micros, 0) /
      (sameWeekday.length || days.length);
    return Math.round(mean);
  });
}

// The simulation uses the account's wall-clock time as if it were UTC, so that all days have the same length.

/** The fees of each coming day; overdue ones count for the first. */
function feesByDay({ now, zone, scheduledFees }: ForecastFacts): Micros[] {
  const sums = Array<Micros>(FORECAST_DAYS).fill(0);
  const start = wallClockAt(now, zone);
  for (const { at, anchor, micros } of scheduledFees) {
    const anchorClock = wallClockAt(anchor, zone);
    for (let due = wallClockAt(at, zone); due < start + FORECAST_DAYS * DAY; due = monthEnd(anchorClock, due, "UTC"))
      sums[Math.max(0, Math.floor((due - start) / DAY))]! += micros;
  }
  return sums;
}

/** What prevents a recharge: it is off, there is no card, a limit, or the state of the cards. */
type RechargeBlock =
  | { by: "off" }
  | { by: "none" }
  | { by: "cap" | "perCharge" | "perDay"; limit: Micros }
  | { by: "expired"; card: Card }
  | { by: "declined"; card: Card };

/** A simulated balance with the cards and limits that recharge it. */
class BalanceSimulation {
  balance: Micros;
  private chargedThisMonth: Micros;
  private nextMonth: number;
  private readonly start: number;
  private readonly facts: ForecastFacts;

  constructor(facts: ForecastFacts) {
    this.facts = facts;
    this.balance = facts.balance;
    this.chargedThisMonth = facts.rechargedThisMonth;
    this.start = wallClockAt(facts.now, facts.zone);
    this.nextMonth = monthBounds(this.start, calendarInZone("UTC")).to;
  }

  spend(micros: Micros): void {
    this.balance -= micros;
  }

  /** Recharges at the end of a day if the balance is below the threshold; returns what prevents it. Today is day 1. */
  recharge(day: number): RechargeBlock | null {
    const { settings } = this.facts;
    const at = this.start + day * DAY;
    if (this.nextMonth <= at) {
      this.nextMonth = monthBounds(at, calendarInZone("UTC")).to;
      this.chargedThisMonth = 0;
    }
    if (!settings?.enabled) return { by: "off" };
    const { threshold, target, monthlyCap, perCharge, perDay } = settings;
    if (this.balance >= threshold) return null;
    const sum = target - this.balance;
    if (sum > perCharge) return { by: "perCharge", limit: perCharge };
    if (monthlyCap !== null && sum > monthlyCap - this.chargedThisMonth) return { by: "cap", limit: monthlyCap };
    if (sum > perDay - (day === 1 ? this.facts.rechargedToday : 0)) return { by: "perDay", limit: perDay };
    const block = this.cardBlockAt(at);
    if (block !== null) return block;
    this.balance = target;
    this.chargedThisMonth += sum;
    return null;
  }

  /** Why no card could be charged, or null. A card whose last charge was declined doesn't count. */
  private cardBlockAt(at: number): RechargeBlock | null {
    const { wallet, cards } = this.facts;
    const ordered =
      wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);
    if (ordered.length === 0) return { by: "none" };
    const accepted = ordered.filter(({ data }) => data.lastDecline === null);
    if (accepted.some(({ data }) => cardExpiresAt(data, "UTC") > at)) return null;
    const expiresLast = accepted.toSorted((a, b) => cardExpiresAt(b.data, "UTC") - cardExpiresAt(a.data, "UTC"))[0];
    return expiresLast ? { by: "expired", card: expiresLast } : { by: "declined", card: ordered[0]! };
  }
}

function endMessage(block: RechargeBlock | null, day: Instant, { currency }: ForecastFacts): Message {
  if (block === null || block.by === "off") return message("balance.forecast.off", { day });
  if (block.by === "none") return message("balance.forecast.noCard", { day });
  if ("limit" in block)
    return message(LIMIT_MESSAGE_KEYS.forecast[block.by], { day, max: formatLimit(block, currency) });
  const card = cardName(block.card.data);
  if (block.by === "declined") return message("balance.forecast.declined", { day, card });
  return message("balance.forecast.expired", { day, card, end: formatExpiry(block.card.data) });
}
