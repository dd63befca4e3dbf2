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

/** What is taken from a balance because of something that is about to be done. */
export interface MonthlyCost {
  /** At once; below zero it comes in. */
  nowMicros: Micros;
  /** More each month from then on; below zero: less. */
  monthMicros: Micros;
  /** When that falls due. Where it is not said, a month from now. */
  dues?: readonly ScheduledFee[];
  /** It is all that the balance then pays for: what is due from it today goes with it. */
  isAll?: boolean;
  /** The payer's cards as they then are, where it changes them. */
  cards?: Pick<ForecastFacts, "cards" | "wallet"> | undefined;
}

/**
 * Whose balance pays. Where it is another account's (the agency's), only its name is known here: how much is there, and
 * for how long that is enough, is not told; nothing of any balance to who may not read it.
 */
export type PayerView = null | { paidBy: string } | { paidBy: null; spendableMicros: Micros; ahead: ForecastFacts };

/**
 * What everything that costs something each month says of it: how much, whether the balance is enough for a month, and
 * for how long, in the forecast's words. Nothing where no month costs more or less than before.
 */
export function costMessages(cost: MonthlyCost, paying: PayerView, currency: Terms["currency"]): Phrase[] {
  const { nowMicros, monthMicros, isAll = false } = cost;
  if (monthMicros === 0) return [];
  // Rounded up as it stands: what is shown beside it in parts adds up to the same cents.
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

/** What could fill the balance up again. */
function refillSource({ settings, cards, now, zone }: ForecastFacts): "recharge" | "card" | "none" {
  if (!cards.some(({ data }) => cardState(data, now, zone) === "ok")) return "none";
  return settings?.on ? "recharge" : "card";
}

/** How the balance stands once it is done. Of calls too few are known where the days are too few: then fees alone count. */
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

/** The same as lines of a proposal, behind its sums of each month. */
export const costLines = (cost: MonthlyCost, paying: PayerView, currency: Terms["currency"], whose = ""): Line[] =>
  costMessages(cost, paying, currency).map((text, at) => figureLine(`cost${whose}:${at}`, "money per month", text));

/** They are told together, as one sentence after the other. */
export const isCostLine = ({ key }: Pick<Line, "key">): boolean => key.startsWith("cost:");

/** Nothing that is there bears a month of it by itself. */
export const isUncovered = ({ key }: Phrase): boolean => key === "cost.short-none" || key === "cost.short-card";

/** What a proposal's own lines come to. */
export function costOfLines(lines: readonly Line[]): MonthlyCost {
  const sum = (fits: (line: Line) => boolean) =>
    lines.reduce((all, line) => all + (fits(line) ? (line.micros ?? 0) : 0), 0);
  return {
    nowMicros: sum(({ as }) => as === "effect"),
    monthMicros: sum(({ as, group }) => as === "figure" && group === "money per month"),
  };
}

/** What numbers cost a month by these terms, and when. */
export interface Fees {
  count: number;
  micros: Micros;
  dues: ScheduledFee[];
}

/** Fees of as many numbers as there may be, kept by the day on which they fall due: they are added as they come. */
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

/** The same, with a sum for each day. */
export const groupFeesByDay = (fees: Fees): Fees => new FeesByDay().add(fees).fees();

type ChargedNumber = NumberServiceFacts & Pick<NumberData, "renewsAt" | "paidFrom">;

/** In an account that works: of what is given back, held or forwarded no further month is charged. */
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
