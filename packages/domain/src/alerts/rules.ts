import { ruleLoop } from "../agents/choiceGuard.ts";
import type { AgentData } from "../agents/rules.ts";
import { balanceLevel } from "../balance/lowBalance.ts";
import type { RechargeData } from "../balance/rechargeSchema.ts";
import { type Card, cardName, cardState, daysLeft, EXPIRY_WARNING_DAYS, formatExpiry } from "../cards/rules.ts";
import { type Message, message } from "../core/message.ts";
import { type Currency, formatBalance, type Micros, money } from "../core/money.ts";
import type { Doc } from "../core/record.ts";
import { DAY, type Instant } from "../core/time.ts";
import { isInForce, type Lifecycle } from "../lifecycle/rules.ts";
import { type CallTakers, coverageOf } from "../queues/coverage.ts";
import { type AlertKind, FAILURE_DAYS } from "./types.ts";

/** The page on which something can be done about it: its address in the console, by parts, and its query. */
interface Cure {
  page: string;
  id?: string;
  query?: Readonly<Record<string, string>>;
}

/** Something that needs a person now. `subject`: what it is about; another occurrence has another subject. */
export interface Alert {
  kind: AlertKind;
  subject: string;
  /** `bad`: callers or money are affected already. */
  tone: "bad" | "warn";
  sentence: Message;
  detail: Message | null;
  since: Instant | null;
  cure: Cure;
}

const alert = (
  kind: AlertKind,
  subject: string,
  tone: Alert["tone"],
  sentence: Message,
  cure: Cure,
  more: Partial<Pick<Alert, "detail" | "since">> = {},
): Alert => ({ kind, subject, tone, sentence, detail: null, since: null, cure, ...more });

export interface BalanceFacts {
  balance: Micros;
  currency: Currency;
  /** The balance below which administrators are alerted. */
  alertThreshold: Micros;
  rechargesItself: boolean;
}

/** The own balance of an account that isn't canceled is below zero, or low and nothing fills it up. */
export function balanceAlerts({ balance, currency, ...facts }: BalanceFacts): Alert[] {
  const level = balanceLevel({ balance, ...facts, canceled: false });
  if (level === "fine") return [];
  const values = { balance: formatBalance(money(balance, currency), "en") };
  return level === "over"
    ? [alert("balance", level, "bad", message("alerts.balanceNegative", values), { page: "balance" })]
    : [alert("balance", level, "warn", message("alerts.balanceLow", values), { page: "balance" })];
}

/** The agency that pays has a balance below zero: no sum is named, because it is the agency's. */
export const agencyBalanceAlert = (agency: string): Alert =>
  alert("balance", "agency", "bad", message("lifecycle.state.inactiveAgency", { agency }), { page: "balance" });

/** A recharge that can't charge any card now. */
export const rechargeAlerts = (open: readonly Doc<RechargeData>[]): Alert[] =>
  open
    .filter(({ data }) => data.type === "recharge" && data.state === "waiting")
    .map(({ id, data }) =>
      alert(
        "recharge",
        id,
        "bad",
        message("alerts.rechargeWaiting"),
        { page: "balance", id: `recharges/${id}` },
        { detail: data.why, since: data.startedAt },
      ),
    );

/** Cards that were declined, have expired or soon will: from the day on which the mail about it goes out. */
export function cardAlerts(cards: readonly Card[], now: Instant, zone: string): Alert[] {
  return cards.flatMap(({ id, data }) => {
    const state = cardState(data, now, zone);
    const values = { card: cardName(data), end: formatExpiry(data) };
    const cure = { page: "cards" };
    if (state === "expired")
      return [alert("card", `${id} expired`, "bad", message("alerts.cardExpired", values), cure)];
    if (state !== "ok") {
      const since = data.lastDecline?.at ?? null;
      // Tried again and declined again is the same alert: a snooze holds.
      return [alert("card", `${id} ${state}`, "bad", message("alerts.cardDeclined", values), cure, { since })];
    }
    if (daysLeft(data, now, zone) > EXPIRY_WARNING_DAYS[0]) return [];
    return [alert("card", `${id} expires`, "warn", message("alerts.cardExpires", values), cure)];
  });
}

export function lifecycleAlerts({ stopped, canceled }: Lifecycle, now: Instant): Alert[] {
  if (!isInForce(stopped, now) || isInForce(canceled, now)) return [];
  const since = stopped!.since;
  return [alert("account stopped", `${since}`, "warn", message("alerts.stopped"), { page: "lifecycle" }, { since })];
}

/** A queue that may have too few agents. `members`: their ids. */
interface CoveredQueue {
  id: string;
  name: string;
  members: readonly string[];
  isOpen: boolean;
  least: number | null;
}

/** The queues that are open and have fewer agents than they need. */
export function coverageAlerts(queues: readonly CoveredQueue[], takers: CallTakers): Alert[] {
  return queues.flatMap(({ id, name, members, isOpen, least }) => {
    if (least === null || !isOpen) return [];
    const { takingCalls } = coverageOf(members, takers);
    if (takingCalls >= least) return [];
    const sentence = message("alerts.coverage", { queue: name, takingCalls, least });
    return [alert("coverage", id, "bad", sentence, { page: "agents", query: { queue: id } })];
  });
}

/** An agent whose status rules kept changing until they were stopped. */
export function ruleLoopAlerts(person: string, name: string, agent: Pick<AgentData, "ruleFlips">): Alert[] {
  const loop = ruleLoop(agent);
  if (loop === null) return [];
  const [{ at: since, fromName, toName }] = loop as [NonNullable<typeof loop>[number]];
  const values = { who: name, from: fromName, to: toName };
  // The board's row lists the changes one by one.
  return [
    alert(
      "rule loop",
      `${person} ${since}`,
      "warn",
      message("alerts.ruleLoop", values),
      { page: "agents", query: { search: name } },
      { since },
    ),
  ];
}

/** Mails of the last days that couldn't be delivered. `latest`: the id of the last one. */
export const failedMailAlerts = ({ count, latest, at }: { count: number; latest: string; at: Instant }): Alert[] =>
  count === 0
    ? []
    : [alert("failed mail", latest, "warn", message("alerts.failedMail", { count }), { page: "mail" }, { since: at })];

/** Whether a run or mail of `at` is still shown. */
export const isRecentFailure = (at: Instant, now: Instant): boolean => now - at < FAILURE_DAYS * DAY;

export const failedRunAlerts = (
  runs: readonly { id: string; title: string; failed: number; endedAt: Instant }[],
): Alert[] =>
  runs.map(({ id, title, failed: count, endedAt: since }) =>
    alert(
      "failed run",
      `${id} ${since}`,
      "warn",
      message("alerts.failedRun", { title, count }),
      { page: "runs", id },
      { since },
    ),
  );

/**
 * Versions that are deleted within a day, from `first` on. Most days have some, so all days are one alert: a snooze for a
 * week lasts a week. `more`: there are more than `count`.
 */
export function expiringVersionAlerts(count: number, more: boolean, first: Instant | null): Alert[] {
  if (first === null) return [];
  const key = more ? "alerts.expiringVersionsMany" : "alerts.expiringVersions";
  return [alert("expiring versions", "soon", "warn", message(key, { count, first }), { page: "history" })];
}
