import type { AccountService } from "./accountService.ts";
import { daysAfter, monthEnd, shownAt } from "./calendar.ts";
import { type Card, cardName, endOf, endText, type Wallet, inOrder } from "./cards.ts";
import type { Currency, Micros } from "./money.ts";
import { inZone, monthAround } from "./period.ts";
import { phrase, type Phrase } from "./phrase.ts";
import type { RechargeSettings } from "./recharge.schema.ts";
import { HOLD_WORDS, limitText } from "./rechargeHolds.ts";
import { DAY, type Instant } from "./time.ts";

/** So many days of usage are needed before anything is foretold from them. */
export const DAYS_NEEDED = 7;
export const DAYS_LOOKED_BACK = 28;
const DAYS_AHEAD = 365;

/** Fees that fall due on one instant and each month after it: numbers that were bought on a day, the subscription. */
export interface DueSum {
  at: Instant;
  /** From which their months are counted: the 31st stays the 31st. */
  anchor: Instant;
  micros: Micros;
}

export interface ForecastFacts {
  now: Instant;
  /** The account's: days, months and the ends of cards are counted in it. */
  zone: string;
  currency: Currency;
  balance: Micros;
  /** How the account stands: where no call is connected none costs anything, and a canceled one pays for nothing. */
  service: Pick<AccountService, "label" | "connects">;
  /** What each of the last whole days cost in usage, yesterday first; only days since the first usage there was. */
  days: readonly Micros[];
  dues: readonly DueSum[];
  settings: RechargeSettings | null;
  wallet: Wallet | null;
  cards: readonly Card[];
  /** By recharges since the month began, and since the day did. */
  charged: Micros;
  chargedToday: Micros;
}

/** Until when calls are connected, as far as can be told, and what ends it. `until`: none where nothing does for a year. */
export interface Forecast {
  until: Instant | null;
  why: Phrase;
}

/**
 * Lets the days ahead pass as the last four weeks did, weekday by weekday, with what falls due and what the recharge would
 * do: until a day ends below zero. What was topped up is no usage, so more money never means an earlier end.
 */
export function forecast(facts: ForecastFacts): Forecast {
  const { now, zone, service, balance } = facts;
  if (service.label === "canceled") return { until: null, why: phrase("forecast.canceled") };
  const days = service.connects ? facts.days : Array<Micros>(DAYS_NEEDED).fill(0);
  if (balance < 0) return { until: now, why: phrase("forecast.over") };
  if (days.length < DAYS_NEEDED) return { until: null, why: phrase("forecast.tooEarly", { days: DAYS_NEEDED }) };
  const usual = byWeekday(days);
  const due = dueByDay(facts);
  const road = new Road(facts);
  for (let day = 0; day < DAYS_AHEAD; day += 1) {
    road.spend(usual[day % 7]!);
    road.spend(due[day]!);
    const blocked = road.recharge(day + 1);
    if (road.balance >= 0) continue;
    const until = daysAfter(now, day, zone);
    return { until, why: whyOver(blocked, until, facts) };
  }
  return { until: null, why: phrase("forecast.year") };
}

/** The mean of each weekday, today's first. */
function byWeekday(days: readonly Micros[]): Micros[] {
  return Array.from({ length: 7 }, (_, ahead) => {
    const same = days.filter((_day, ago) => (ago + 1 + ahead) % 7 === 0);
    const mean =
      (same.length > 0 ? same : days).reduce((sum, micros) => sum + micros, 0) / (same.length || days.length);
    return Math.round(mean);
  });
}

// What lies ahead is reckoned in what the account's clocks show, where no day is longer than another.

/** What falls due on each of the coming days; what is overdue on the first. */
function dueByDay({ now, zone, dues }: ForecastFacts): Micros[] {
  const sums = Array<Micros>(DAYS_AHEAD).fill(0);
  const begins = shownAt(now, zone);
  for (const { at, anchor, micros } of dues) {
    const counted = shownAt(anchor, zone);
    for (let due = shownAt(at, zone); due < begins + DAYS_AHEAD * DAY; due = monthEnd(counted, due, "UTC"))
      sums[Math.max(0, Math.floor((due - begins) / DAY))]! += micros;
  }
  return sums;
}

type Blocked =
  | { by: "off" }
  | { by: "none" }
  | { by: "cap" | "perCharge" | "perDay"; most: Micros }
  | { by: "expired"; card: Card }
  | { by: "declined"; card: Card };

/** A balance on its way, with the cards and the limits that would fill it. */
class Road {
  balance: Micros;
  private charged: Micros;
  private nextMonth: number;
  private readonly begins: number;
  private readonly facts: ForecastFacts;

  constructor(facts: ForecastFacts) {
    this.facts = facts;
    this.balance = facts.balance;
    this.charged = facts.charged;
    this.begins = shownAt(facts.now, facts.zone);
    this.nextMonth = monthAround(this.begins, inZone("UTC")).to;
  }

  spend(micros: Micros): void {
    this.balance -= micros;
  }

  /** Fills the balance where it is below the threshold, so many days ahead; else says what keeps it from being filled. */
  recharge(days: number): Blocked | null {
    const { settings } = this.facts;
    const at = this.begins + days * DAY;
    if (this.nextMonth <= at) {
      this.nextMonth = monthAround(at, inZone("UTC")).to;
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

  /** A card that was declined last is not counted on. */
  private cardAt(at: number): Blocked | null {
    const { wallet, cards } = this.facts;
    const all = wallet === null ? [] : inOrder(wallet.data).flatMap((id) => cards.find((card) => card.id === id) ?? []);
    if (all.length === 0) return { by: "none" };
    const good = all.filter(({ data }) => data.refused === null);
    if (good.some(({ data }) => endOf(data, "UTC") > at)) return null;
    const last = good.toSorted((a, b) => endOf(b.data, "UTC") - endOf(a.data, "UTC"))[0];
    return last ? { by: "expired", card: last } : { by: "declined", card: all[0]! };
  }
}

function whyOver(blocked: Blocked | null, day: Instant, { currency }: ForecastFacts): Phrase {
  if (blocked === null || blocked.by === "off") return phrase("forecast.off", { day });
  if (blocked.by === "none") return phrase("forecast.noCard", { day });
  if ("most" in blocked) return phrase(HOLD_WORDS.forecast[blocked.by], { day, most: limitText(blocked, currency) });
  const card = cardName(blocked.card.data);
  if (blocked.by === "declined") return phrase("forecast.declined", { day, card });
  return phrase("forecast.expired", { day, card, end: endText(blocked.card.data) });
}
