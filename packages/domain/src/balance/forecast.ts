import type { AccountServiceState } from "../lifecycle/serviceState.ts";
import { daysAfter, monthEnd, wallClockAt } from "../core/calendar.ts";
import { type Card, cardName, cardExpiresAt, formatExpiry, type Wallet, cardIdsInOrder } from "../cards/rules.ts";
import type { Currency, Micros } from "../core/money.ts";
import { calendarInZone, monthBounds } from "../core/period.ts";
import { message, type Phrase } from "../core/message.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import { LIMIT_MESSAGE_KEYS, formatLimit } from "./rechargeLimits.ts";
import { DAY, type Instant } from "../core/time.ts";

/** A forecast needs at least this many days of usage. */
export const MIN_USAGE_DAYS = 7;
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
  /** Usage cost of each of the last complete days, yesterday first, back to the first usage. */
  days: readonly Micros[];
  dues: readonly ScheduledFee[];
  settings: RechargeSettings | null;
  wallet: Wallet | null;
  cards: readonly Card[];
  /** Charged by recharges in the current month, and today. */
  charged: Micros;
  chargedToday: Micros;
}

/**
 * How long calls keep connecting, as far as can be predicted, and what ends that. `until`: null if nothing does within
 * a year.
 */
export interface Forecast {
  until: Instant | null;
  why: Phrase;
}

/**
 * Simulates the coming days with the average usage of the last four weeks by weekday, the fees due and the recharges,
 * until a day ends below zero. Top-ups are not usage, so more money never means an earlier end.
 */
export function forecast(facts: ForecastFacts): Forecast {
  const { now, zone, service, balance } = facts;
  if (service.label === "canceled") return { until: null, why: message("forecast.canceled") };
  const days = service.connects ? facts.days : Array<Micros>(MIN_USAGE_DAYS).fill(0);
  if (balance < 0) return { until: now, why: message("forecast.over") };
  if (days.length < MIN_USAGE_DAYS) return { until: null, why: message("forecast.tooEarly", { days: MIN_USAGE_DAYS }) };
  const usual = averageByWeekday(days);
  const due = feesByDay(facts);
  const road = new BalanceSimulation(facts);
  for (let day = 0; day < FORECAST_DAYS; day += 1) {
    road.spend(usual[day % 7]!);
    road.spend(due[day]!);
    const blocked = road.recharge(day + 1);
    if (road.balance >= 0) continue;
    const until = daysAfter(now, day, zone);
    return { until, why: endMessage(blocked, until, facts) };
  }
  return { until: null, why: message("forecast.year") };
}

/** The average of each weekday, starting with today's. */
function averageByWeekday(days: readonly Micros[]): Micros[] {
  return Array.from({ length: 7 }, (_, ahead) => {
    const same = days.filter((_day, ago) => (ago + 1 + ahead) % 7 === 0);
    const mean =
      (same.length > 0 ? same : days).reduce((sum, micros) => sum + micros, 0) / (same.length || days.length);
    return Math.round(mean);
  });
}

// The simulation uses the account's wall-clock time, in which all days have the same length.

/** The fees of each coming day; overdue ones count for the first. */
function feesByDay({ now, zone, dues }: ForecastFacts): Micros[] {
  const sums = Array<Micros>(FORECAST_DAYS).fill(0);
  const begins = wallClockAt(now, zone);
  for (const { at, anchor, micros } of dues) {
    const counted = wallClockAt(anchor, zone);
    for (let due = wallClockAt(at, zone); due < begins + FORECAST_DAYS * DAY; due = monthEnd(counted, due, "UTC"))
      sums[Math.max(0, Math.floor((due - begins) / DAY))]! += micros;
  }
  return sums;
}

type RechargeBlock =
  | { by: "off" }
  | { by: "none" }
  | { by: "cap" | "perCharge" | "perDay"; most: Micros }
  | { by: "expired"; card: Card }
  | { by: "declined"; card: Card };

/** A simulated balance with the cards and limits that recharge it. */
class BalanceSimulation {
  balance: Micros;
  private charged: Micros;
  private nextMonth: number;
  private readonly begins: number;
  private readonly facts: ForecastFacts;

  constructor(facts: ForecastFacts) {
    this.facts = facts;
    this.balance = facts.balance;
    this.charged = facts.charged;
    this.begins = wallClockAt(facts.now, facts.zone);
    this.nextMonth = monthBounds(this.begins, calendarInZone("UTC")).to;
  }

  spend(micros: Micros): void {
    this.balance -= micros;
  }

  /** Recharges if the balance is below the threshold, `days` days ahead; returns what prevents it, or null. */
  recharge(days: number): RechargeBlock | null {
    const { settings } = this.facts;
    const at = this.begins + days * DAY;
    if (this.nextMonth <= at) {
      this.nextMonth = monthBounds(at, calendarInZone("UTC")).to;
      this.charged = 0;
    }
    if (!settings?.on) return { by: "off" };
    const { threshold, target, cap, perCharge, perDay } = settings;
    if (this.balance >= threshold) return null;
    const sum = target - this.balance;
    if (sum > perCharge) return { by: "perCharge", most: perCharge };
    if (cap !== null && sum > cap - this.charged) return { by: "cap", most: cap };
    if (sum > perDay - (days === 1 ? this.facts.chargedToday : 0)) return { by: "perDay", most: perDay };
    const blocked = this.cardAt(at);
    if (blocked !== null) return blocked;
    this.balance = target;
    this.charged += sum;
    return null;
  }

  /** The card that would be charged. One whose last charge was declined doesn't count. */
  private cardAt(at: number): RechargeBlock | null {
    const { wallet, cards } = this.facts;
    const all =
      wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);
    if (all.length === 0) return { by: "none" };
    const good = all.filter(({ data }) => data.refused === null);
    if (good.some(({ data }) => cardExpiresAt(data, "UTC") > at)) return null;
    const last = good.toSorted((a, b) => cardExpiresAt(b.data, "UTC") - cardExpiresAt(a.data, "UTC"))[0];
    return last ? { by: "expired", card: last } : { by: "declined", card: all[0]! };
  }
}

function endMessage(blocked: RechargeBlock | null, day: Instant, { currency }: ForecastFacts): Phrase {
  if (blocked === null || blocked.by === "off") return message("forecast.off", { day });
  if (blocked.by === "none") return message("forecast.noCard", { day });
  if ("most" in blocked)
    return message(LIMIT_MESSAGE_KEYS.forecast[blocked.by], { day, most: formatLimit(blocked, currency) });
  const card = cardName(blocked.card.data);
  if (blocked.by === "declined") return message("forecast.declined", { day, card });
  return message("forecast.expired", { day, card, end: formatExpiry(blocked.card.data) });
}
