import { isInactive } from "../core/ledger.ts";
import { type Fact, factAt, type Lifecycle } from "../lifecycle/rules.ts";
import type { Micros } from "../core/money.ts";
import { type Phrase, message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "./types.ts";

/** The account's facts for all of its numbers. */
export interface AccountServiceFacts {
  lifecycle: Lifecycle;
  /** The payer's balance: the agency's if it pays. */
  balanceMicros: Micros;
  /** The plan's policy: whether calls to a frozen number still connect. If so, its fee continues. */
  parkedServes: boolean;
}

/** From the most serious to none. The first that applies is the number's label and reason. */
const SERVICE_LABELS = [
  "released",
  "canceled",
  "held",
  "forwarded",
  "inactive",
  "stopped",
  "parked",
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
  why: Phrase;
  /** Whether another month is charged at renewal; on an inactive account it becomes a debt. */
  feeGoesOn: boolean;
}

interface ServiceCondition {
  label: ServiceLabel;
  why: Phrase;
  connects: boolean;
  swaps: boolean;
  feeGoesOn: boolean;
}

/** The parts of a number that decide its service state. */
export type NumberServiceFacts = Pick<NumberData, "kind" | "standing" | "stopped" | "paused" | "parked">;

/** A number's service state at `now`. All conditions count; the most serious one gives the label and reason. */
export function serviceStateAt(account: AccountServiceFacts, number: NumberServiceFacts, now: Instant): ServiceState {
  const { standing } = number;
  // Prepaid with the cancellation, so neither the cancellation nor the balance stops it.
  if (standing.is === "forwarded" && standing.until > now && standing.left > 0) {
    const why = message("service.forwarded", { until: standing.until });
    return { connects: true, swaps: false, label: "forwarded", why, feeGoesOn: false };
  }
  const found = serviceConditions(account, number, now);
  found.sort((a, b) => SERVICE_LABELS.indexOf(a.label) - SERVICE_LABELS.indexOf(b.label));
  const gravest = found[0];
  return {
    connects: found.every((one) => one.connects),
    swaps: found.every((one) => one.swaps),
    label: gravest?.label ?? "active",
    why: gravest?.why ?? message("service.active"),
    feeGoesOn: found.every((one) => one.feeGoesOn),
  };
}

function serviceConditions(
  { lifecycle, balanceMicros, parkedServes }: AccountServiceFacts,
  number: NumberServiceFacts,
  now: Instant,
) {
  const found: ServiceCondition[] = stateConditions(number, now);
  const add = (label: ServiceLabel, why: Phrase, connects: boolean, feeGoesOn = true) =>
    found.push({ label, why, connects, swaps: false, feeGoesOn });
  const canceled = factAt(lifecycle.canceled, now);
  if (canceled) add("canceled", message("service.accountCanceled", sinceValue(canceled)), false, false);
  if (isInactive(balanceMicros)) add("inactive", message("service.inactive"), false);
  // The account's flag first: lifting the number's own flag alone would change nothing.
  for (const [label, connects] of [["stopped", false] as const, ["paused", true] as const]) {
    const whole = factAt(lifecycle[label], now);
    if (whole) add(label, flagMessage("account", label, whole), connects);
    const own = factAt(number[label], now);
    if (own) add(label, flagMessage("number", label, own), connects);
  }
  const parked = factAt(number.parked, now);
  if (parked) {
    const why = message(parkedServes ? "service.parkedServes" : "service.parkedSilent", sinceValue(parked));
    add("parked", why, parkedServes, parkedServes);
  }
  return found;
}

/** An ended hold counts as released, whether or not that has been recorded. */
function stateConditions({ standing }: NumberServiceFacts, now: Instant): ServiceCondition[] {
  const gone = { connects: false, swaps: false, feeGoesOn: false };
  if (standing.is === "released")
    return [{ label: "released", why: message("service.released", sinceValue(standing)), ...gone }];
  if (standing.is === "held")
    return standing.until > now
      ? [{ label: "held", why: message("service.held", { until: standing.until }), ...gone }]
      : [{ label: "released", why: message("service.holdOver", { until: standing.until }), ...gone }];
  if (standing.is === "forwarded")
    return [{ label: "released", why: message("service.forwardOver", sinceValue(standing)), ...gone }];
  // Until the carrier confirms, calls still reach us; the number is no longer shown and starts no new month.
  if (standing.is === "releasing")
    return [{ ...gone, label: "releasing", why: message("service.releasing", sinceValue(standing)), connects: true }];
  // A number being ported away stays fully in service until it has arrived there.
  if (standing.is === "porting") {
    const why = message("service.porting", sinceValue(standing));
    return [{ label: "porting", why, connects: true, swaps: true, feeGoesOn: true }];
  }
  return [];
}

const sinceValue = (fact: { since: Instant }): { since: Instant } => ({ since: fact.since });

const flagMessage = (whose: "account" | "number", flag: "stopped" | "paused", { since, until }: Fact): Phrase =>
  until === null
    ? message(`service.${whose}-${flag}`, { since })
    : message(`service.${whose}-${flag}-until`, { since, until });
