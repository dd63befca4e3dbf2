import { monthsAfter } from "../core/calendar.ts";
import { cardState } from "../cards/rules.ts";
import { MIN_USAGE_DAYS, type ScheduledFee, forecast, type ForecastFacts } from "./forecast.ts";
import { type Micros, money, formatBalance, formatAmountDue } from "../core/money.ts";
import { message, type Phrase } from "../core/message.ts";
import { figureLine, type Line } from "../proposals/lines.ts";
import { type NumberServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import { RUNNING } from "../lifecycle/rules.ts";
import { monthlyFee } from "../numbers/rules.ts";
import type { Terms } from "../plans/catalogue.ts";
import type { NumberData } from "../numbers/schema.ts";
import { DAY, type Instant } from "../core/time.ts";

/** The cost of a planned action to a balance. */
export interface MonthlyCost {
  /** Due at once; negative if it is credited. */
  nowMicros: Micros;
  /** Added cost per month from then on; negative if it decreases. */
  monthMicros: Micros;
  /** When it falls due; by default a month from now. */
  dues?: readonly ScheduledFee[];
  /** It replaces everything the balance pays for now. */
  isAll?: boolean;
  /** The payer's cards afterwards, if the action changes them. */
  cards?: Pick<ForecastFacts, "cards" | "wallet"> | undefined;
}

/**
 * The paying balance. If it belongs to another account (the agency), only the name is known here, not the amount or
 * forecast. Null for people who may not read any balance.
 */
export type PayerView = null | { paidBy: string } | { paidBy: null; spendableMicros: Micros; ahead: ForecastFacts };

/**
 * The sentences about a monthly cost: how much it is, whether the balance covers a month, and how long it lasts, in the
 * forecast's words. None if the monthly cost doesn't change.
 */
export function costMessages(cost: MonthlyCost, paying: PayerView, currency: Terms["currency"]): Phrase[] {
  const { nowMicros, monthMicros, isAll = false } = cost;
  if (monthMicros === 0) return [];
  // Rounded up as a whole: the parts shown next to it add up to the same cents.
  const month = formatAmountDue(money(monthMicros, currency), "en").replace("\u2212", "");
  const now = formatAmountDue(money(nowMicros, currency), "en");
  const said: Phrase[] = [
    monthMicros < 0
      ? message("cost.less", { month })
      : nowMicros > 0
        ? message(isAll ? "cost.allAndNow" : "cost.moreAndNow", { month, now })
        : message(isAll ? "cost.all" : "cost.more", { month }),
  ];
  if (paying === null) return said;
  if (paying.paidBy !== null) return [...said, message("cost.paidBy", { agency: paying.paidBy })];
  if (monthMicros > 0) said.push(coverageMessage(cost, paying, currency));
  const facts = forecastFactsAfter(cost, paying.ahead);
  said.push(forecast(facts).why);
  if (paying.ahead.days.length < MIN_USAGE_DAYS) said.push(message("cost.feesOnly"));
  return said;
}

type OwnBalance = Extract<NonNullable<PayerView>, { paidBy: null }>;

function coverageMessage(
  { nowMicros, monthMicros, cards }: MonthlyCost,
  { spendableMicros, ahead }: OwnBalance,
  currency: Terms["currency"],
): Phrase {
  const left = spendableMicros - nowMicros;
  const balance = formatBalance(money(left, currency), "en");
  if (left >= monthMicros) return message("cost.enough", { balance });
  return message(`cost.short-${refillSource({ ...ahead, ...cards })}`, { balance });
}

/** How the balance can be filled up again. */
function refillSource({ settings, cards, now, zone }: ForecastFacts): "recharge" | "card" | "none" {
  if (!cards.some(({ data }) => cardState(data, now, zone) === "ok")) return "none";
  return settings?.on ? "recharge" : "card";
}

/** The forecast's facts after the action. With too few days of usage, only fees count. */
function forecastFactsAfter(
  { nowMicros, monthMicros, dues, isAll, cards }: MonthlyCost,
  ahead: ForecastFacts,
): ForecastFacts {
  const { now, zone, service } = ahead;
  const at = monthsAfter(now, 1, zone);
  const added = dues ?? [{ at, anchor: now, micros: monthMicros }];
  return {
    ...ahead,
    ...cards,
    balance: ahead.balance - nowMicros,
    service: service.label === "canceled" ? { label: "active", connects: true } : service,
    days: ahead.days.length < MIN_USAGE_DAYS ? Array<Micros>(MIN_USAGE_DAYS).fill(0) : ahead.days,
    dues: isAll ? added : [...ahead.dues, ...added],
  };
}

/** The same as lines of a proposal, after its monthly amounts. */
export const costLines = (cost: MonthlyCost, paying: PayerView, currency: Terms["currency"], whose = ""): Line[] =>
  costMessages(cost, paying, currency).map((text, at) => figureLine(`cost${whose}:${at}`, "money per month", text));

/** Whether a line is a cost sentence: they are shown together as one paragraph. */
export const isCostLine = ({ key }: Pick<Line, "key">): boolean => key.startsWith("cost:");

/** Whether the balance doesn't cover a month and nothing fills it automatically. */
export const isUncovered = ({ key }: Phrase): boolean => key === "cost.short-none" || key === "cost.short-card";

/** The sums of a proposal's own lines. */
export function costOfLines(lines: readonly Line[]): MonthlyCost {
  const sum = (fits: (line: Line) => boolean) =>
    lines.reduce((all, line) => all + (fits(line) ? (line.micros ?? 0) : 0), 0);
  return {
    nowMicros: sum(({ as }) => as === "effect"),
    monthMicros: sum(({ as, group }) => as === "figure" && group === "money per month"),
  };
}

/** The monthly cost of numbers by the terms, and when it is due. */
export interface Fees {
  count: number;
  micros: Micros;
  dues: ScheduledFee[];
}

/** Collects the fees of any number of numbers, grouped by due day. */
export class FeesByDay {
  private readonly days = new Map<string, ScheduledFee>();
  private count = 0;
  private micros: Micros = 0;

  add({ count, micros, dues }: Fees): this {
    this.count += count;
    this.micros += micros;
    for (const { at, anchor, micros: sum } of dues) {
      const key = `${Math.floor(at / DAY)} ${Math.floor(anchor / DAY)}`;
      const before = this.days.get(key);
      if (before) before.micros += sum;
      else this.days.set(key, { at, anchor, micros: sum });
    }
    return this;
  }

  fees(): Fees {
    return { count: this.count, micros: this.micros, dues: [...this.days.values()] };
  }
}

/** The same, grouped by due day. */
export const groupFeesByDay = (fees: Fees): Fees => new FeesByDay().add(fees).fees();

type ChargedNumber = NumberServiceFacts & Pick<NumberData, "renewsAt" | "paidFrom">;

/** Fees of numbers in an active account. Released, held and forwarded numbers are not charged for another month. */
export function feesOf(
  numbers: readonly ChargedNumber[],
  terms: Pick<Terms, "numberFees" | "parkedServes">,
  now: Instant,
): Fees {
  const working = { lifecycle: RUNNING, balanceMicros: 0, parkedServes: terms.parkedServes };
  const fees: Fees = { count: 0, micros: 0, dues: [] };
  for (const number of numbers) {
    if (!serviceStateAt(working, number, now).feeGoesOn) continue;
    const micros = monthlyFee(terms, number.kind);
    const at = number.renewsAt ?? now;
    fees.count += 1;
    fees.micros += micros;
    fees.dues.push({ at, anchor: number.paidFrom ?? at, micros });
  }
  return fees;
}
