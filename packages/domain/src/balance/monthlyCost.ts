import { monthsAfter } from "../core/calendar.ts";
import { cardState } from "../cards/rules.ts";
import { MIN_USAGE_DAYS, type ScheduledFee, forecast, type ForecastFacts } from "./forecast.ts";
import { type Micros, money, formatBalance, formatAmountDue } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
import { figureLine, type Line } from "../proposals/lines.ts";
import { serviceStateAt } from "../numbers/serviceState.ts";
import type { NumberServiceFacts } from "../numbers/types.ts";
import { RUNNING } from "../lifecycle/rules.ts";
import { monthlyFee } from "../numbers/rules.ts";
import type { Terms } from "../plans/catalogue.ts";
import type { NumberData } from "../numbers/schema.ts";
import { DAY, type Instant } from "../core/time.ts";

/** The cost of a planned action to a balance. */
export interface MonthlyCost {
  /** Due at once; negative if it is credited. */
  nowMicros: Micros;
  /** Added cost per month from then on; negative if it decreases. With `replacesAllFees` the whole cost. */
  monthMicros: Micros;
  /** When it falls due; by default a month from now. */
  scheduledFees?: readonly ScheduledFee[];
  /** It replaces everything the balance pays for now. */
  replacesAllFees?: boolean;
  /** The payer's cards afterwards, if the action changes them. */
  cards?: Pick<ForecastFacts, "cards" | "wallet"> | undefined;
}

/**
 * The paying balance. If it belongs to another account (the agency), only the name is known here, not the amount or
 * forecast. Null for people who may not read any balance.
 */
export type PayerView =
  | null
  | { paidBy: string }
  | { paidBy: null; spendableMicros: Micros; forecastFacts: ForecastFacts };

/**
 * The sentences about a monthly cost: how much it is, whether the balance covers a month, and how long it lasts, in the
 * forecast's words. None if the monthly cost doesn't change.
 */
export function costMessages(cost: MonthlyCost, payer: PayerView, currency: Terms["currency"]): Message[] {
  const { nowMicros, monthMicros, replacesAllFees = false } = cost;
  if (monthMicros === 0) return [];
  // Rounded up as a whole: the parts shown next to it add up to the same cents. A decrease is said in words, not by a
  // minus sign.
  const month = formatAmountDue(money(monthMicros, currency), "en").replace("\u2212", "");
  const now = formatAmountDue(money(nowMicros, currency), "en");
  const messages: Message[] = [
    monthMicros < 0
      ? message("balance.cost.decrease", { month })
      : nowMicros > 0
        ? message(replacesAllFees ? "balance.cost.totalAndNow" : "balance.cost.increaseAndNow", { month, now })
        : message(replacesAllFees ? "balance.cost.total" : "balance.cost.increase", { month }),
  ];
  if (payer === null) return messages;
  if (payer.paidBy !== null) return [...messages, message("balance.cost.paidBy", { agency: payer.paidBy })];
  if (monthMicros > 0) messages.push(coverageMessage(cost, payer, currency));
  const facts = forecastFactsAfter(cost, payer.forecastFacts);
  messages.push(forecast(facts).why);
  if (payer.forecastFacts.dailyUsage.length < MIN_USAGE_DAYS) messages.push(message("balance.cost.feesOnly"));
  return messages;
}

type OwnBalance = Extract<NonNullable<PayerView>, { paidBy: null }>;

function coverageMessage(
  { nowMicros, monthMicros, cards }: MonthlyCost,
  { spendableMicros, forecastFacts }: OwnBalance,
  currency: Terms["currency"],
): Message {
  const remaining = spendableMicros - nowMicros;
  const balance = formatBalance(money(remaining, currency), "en");
  if (remaining >= monthMicros) return message("balance.cost.enough", { balance });
  return message(`balance.cost.notCovered-${refillSource({ ...forecastFacts, ...cards })}`, { balance });
}

/** How the balance can be filled up again. */
function refillSource({ settings, cards, now, zone }: ForecastFacts): "recharge" | "card" | "none" {
  if (!cards.some(({ data }) => cardState(data, now, zone) === "ok")) return "none";
  return settings?.enabled ? "recharge" : "card";
}

/** The forecast's facts after the action. With too few days of usage, only fees count. */
function forecastFactsAfter(
  { nowMicros, monthMicros, scheduledFees, replacesAllFees, cards }: MonthlyCost,
  facts: ForecastFacts,
): ForecastFacts {
  const { now, zone, service } = facts;
  const at = monthsAfter(now, 1, zone);
  const added = scheduledFees ?? [{ at, anchor: now, micros: monthMicros }];
  return {
    ...facts,
    ...cards,
    balance: facts.balance - nowMicros,
    service: service.label === "canceled" ? { label: "active", connects: true } : service,
    dailyUsage: facts.dailyUsage.length < MIN_USAGE_DAYS ? Array<Micros>(MIN_USAGE_DAYS).fill(0) : facts.dailyUsage,
    scheduledFees: replacesAllFees ? added : [...facts.scheduledFees, ...added],
  };
}

/** The cost sentences as lines of a proposal. `keySuffix` tells payers apart if there are several. */
export const costLines = (cost: MonthlyCost, payer: PayerView, currency: Terms["currency"], keySuffix = ""): Line[] =>
  costMessages(cost, payer, currency).map((text, index) =>
    figureLine(`cost${keySuffix}:${index}`, "money per month", text),
  );

/** Whether a line is a cost sentence of the only payer: these are shown together as one paragraph. */
export const isCostLine = ({ key }: Pick<Line, "key">): boolean => key.startsWith("cost:");

/** Whether a cost message says that the balance doesn't cover a month and nothing fills it automatically. */
export const isUncovered = ({ key }: Message): boolean =>
  key === "balance.cost.notCovered-none" || key === "balance.cost.notCovered-card";

/** The cost of a proposal by its lines: effects are due at once, figures in "money per month" every month. */
export function costOfLines(lines: readonly Line[]): MonthlyCost {
  const sum = (matches: (line: Line) => boolean) =>
    lines.reduce((total, line) => total + (matches(line) ? (line.micros ?? 0) : 0), 0);
  return {
    nowMicros: sum(({ type }) => type === "effect"),
    monthMicros: sum(({ type, group }) => type === "figure" && group === "money per month"),
  };
}

/** The monthly cost of numbers by the terms, and when it is due. */
export interface Fees {
  count: number;
  micros: Micros;
  scheduledFees: ScheduledFee[];
}

/** Collects the fees of any number of numbers, grouped by due day. */
export class FeesByDay {
  private readonly days = new Map<string, ScheduledFee>();
  private count = 0;
  private micros: Micros = 0;

  add({ count, micros, scheduledFees }: Fees): this {
    this.count += count;
    this.micros += micros;
    for (const { at, anchor, micros: sum } of scheduledFees) {
      const key = `${Math.floor(at / DAY)} ${Math.floor(anchor / DAY)}`;
      const sameDay = this.days.get(key);
      if (sameDay) sameDay.micros += sum;
      else this.days.set(key, { at, anchor, micros: sum });
    }
    return this;
  }

  fees(): Fees {
    return { count: this.count, micros: this.micros, scheduledFees: [...this.days.values()] };
  }
}

/** The same fees with one scheduled fee for each due day. */
export const groupFeesByDay = (fees: Fees): Fees => new FeesByDay().add(fees).fees();

type ChargedNumber = NumberServiceFacts & Pick<NumberData, "renewsAt" | "billingAnchor">;

/** Fees of numbers in an active account. Released, held and forwarded numbers are not charged for another month. */
export function feesOf(
  numbers: readonly ChargedNumber[],
  terms: Pick<Terms, "numberFees" | "frozenConnects">,
  now: Instant,
): Fees {
  const activeAccount = { lifecycle: RUNNING, balanceMicros: 0, frozenConnects: terms.frozenConnects };
  const fees: Fees = { count: 0, micros: 0, scheduledFees: [] };
  for (const number of numbers) {
    if (!serviceStateAt(activeAccount, number, now).isCharged) continue;
    const micros = monthlyFee(terms, number.kind);
    const at = number.renewsAt ?? now;
    fees.count += 1;
    fees.micros += micros;
    fees.scheduledFees.push({ at, anchor: number.billingAnchor ?? at, micros });
  }
  return fees;
}
