import type { NumberServiceFacts } from "./types.ts";
import { isInactive } from "../core/ledger.ts";
import { type Fact, factAt, type Lifecycle } from "../lifecycle/rules.ts";
import type { Micros } from "../core/money.ts";
import { type Message, message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";

/** The account's facts for all of its numbers. */
export interface AccountServiceFacts {
  lifecycle: Lifecycle;
  /** The payer's balance: the agency's if it pays. */
  balanceMicros: Micros;
  /** The plan's policy: whether calls to a frozen number still connect. If so, its fee continues. */
  frozenConnects: boolean;
}

/** From the most serious to none. The first that applies is the number's label and reason. */
const SERVICE_LABELS = [
  "released",
  "canceled",
  "held",
  "forwarded",
  "inactive",
  "stopped",
  "frozen",
  "releasing",
  "paused",
  "porting",
  "active",
] as const;
export type ServiceLabel = (typeof SERVICE_LABELS)[number];

export interface ServiceState {
  /** Whether a call to the number connects; otherwise the caller hears the disconnected tone. */
  connects: boolean;
  /** Whether the tracking code shows the number on the website. */
  swaps: boolean;
  label: ServiceLabel;
  why: Message;
  /** Whether another month is charged at renewal; on an inactive account it becomes a debt. */
  isCharged: boolean;
}

interface ServiceCondition {
  label: ServiceLabel;
  why: Message;
  connects: boolean;
  swaps: boolean;
  feeContinues: boolean;
}

/** A number's service state at `now`. All conditions count; the most serious one gives the label and reason. */
export function serviceStateAt(account: AccountServiceFacts, number: NumberServiceFacts, now: Instant): ServiceState {
  const { state } = number;
  // Forwarding was prepaid with the cancellation, so neither the cancellation nor the balance stops it.
  if (state.is === "forwarded" && state.until > now && state.remaining > 0) {
    const why = message("numbers.service.forwarded", { until: state.until });
    return { connects: true, swaps: false, label: "forwarded", why, isCharged: false };
  }
  const conditions = serviceConditions(account, number, now);
  conditions.sort((a, b) => SERVICE_LABELS.indexOf(a.label) - SERVICE_LABELS.indexOf(b.label));
  const mostSerious = conditions[0];
  return {
    connects: conditions.every((one) => one.connects),
    swaps: conditions.every((one) => one.swaps),
    label: mostSerious?.label ?? "active",
    why: mostSerious?.why ?? message("numbers.service.active"),
    isCharged: conditions.every((one) => one.feeContinues),
  };
}

function serviceConditions(
  { lifecycle, balanceMicros, frozenConnects }: AccountServiceFacts,
  number: NumberServiceFacts,
  now: Instant,
) {
  const conditions: ServiceCondition[] = stateConditions(number, now);
  const add = (label: ServiceLabel, why: Message, connects: boolean, feeContinues = true) =>
    conditions.push({ label, why, connects, swaps: false, feeContinues });
  const canceled = factAt(lifecycle.canceled, now);
  if (canceled) add("canceled", message("numbers.service.accountCanceled", sinceValue(canceled)), false, false);
  if (isInactive(balanceMicros)) add("inactive", message("numbers.service.inactive"), false);
  // The account's stop or pause is named first: ending the number's own alone would change nothing.
  for (const [label, connects] of [["stopped", false] as const, ["paused", true] as const]) {
    const accountFact = factAt(lifecycle[label], now);
    if (accountFact) add(label, flagMessage("account", label, accountFact), connects);
    const numberFact = factAt(number[label], now);
    if (numberFact) add(label, flagMessage("number", label, numberFact), connects);
  }
  const frozen = factAt(number.frozen, now);
  if (frozen) {
    const why = message(
      frozenConnects ? "numbers.service.frozenConnects" : "numbers.service.frozenSilent",
      sinceValue(frozen),
    );
    add("frozen", why, frozenConnects, frozenConnects);
  }
  return conditions;
}

/** An ended hold counts as released, whether or not that has been recorded. */
function stateConditions({ state }: NumberServiceFacts, now: Instant): ServiceCondition[] {
  const outOfService = { connects: false, swaps: false, feeContinues: false };
  if (state.is === "released")
    return [{ label: "released", why: message("numbers.service.released", sinceValue(state)), ...outOfService }];
  if (state.is === "held")
    return state.until > now
      ? [{ label: "held", why: message("numbers.service.held", { until: state.until }), ...outOfService }]
      : [{ label: "released", why: message("numbers.service.holdEnded", { until: state.until }), ...outOfService }];
  if (state.is === "forwarded")
    return [{ label: "released", why: message("numbers.service.forwardingEnded", sinceValue(state)), ...outOfService }];
  // Until the carrier confirms, calls still reach us; the number is no longer shown and starts no new month.
  if (state.is === "releasing")
    return [
      {
        ...outOfService,
        label: "releasing",
        why: message("numbers.service.releasing", sinceValue(state)),
        connects: true,
      },
    ];
  // A number being ported away stays fully in service until it has arrived there.
  if (state.is === "porting") {
    const why = message("numbers.service.porting", sinceValue(state));
    return [{ label: "porting", why, connects: true, swaps: true, feeContinues: true }];
  }
  return [];
}

const sinceValue = (fact: { since: Instant }): { since: Instant } => ({ since: fact.since });

const flagMessage = (owner: "account" | "number", flag: "stopped" | "paused", { since, until }: Fact): Message =>
  until === null
    ? message(`numbers.service.${owner}-${flag}`, { since })
    : message(`numbers.service.${owner}-${flag}-until`, { since, until });
