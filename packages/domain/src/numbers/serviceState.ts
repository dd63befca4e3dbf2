import { isInactive } from "../core/ledger.ts";
import { type Fact, factAt, type Lifecycle } from "../lifecycle/rules.ts";
import type { Micros } from "../core/money.ts";
import { type Phrase, message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "./types.ts";

/** What an account brings along for all of its numbers. */
export interface AccountServiceFacts {
  lifecycle: Lifecycle;
  /** The payer's balance: the agency's where that one pays. */
  balanceMicros: Micros;
  /** The plan's policy: whether calls to a parked number still connect, and with them its fee goes on. */
  parkedServes: boolean;
}

/** From the gravest to none. The first that holds is the number's label and its one reason. */
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
  /** Whether a call to the number is connected; else the caller hears the disconnected tone. */
  connects: boolean;
  /** Whether the tracking code shows the number on the website. */
  swaps: boolean;
  label: ServiceLabel;
  why: Phrase;
  /** Whether another month of it is charged when it renews; on an inactive account it is owed. */
  feeGoesOn: boolean;
}

interface ServiceCondition {
  label: ServiceLabel;
  why: Phrase;
  connects: boolean;
  swaps: boolean;
  feeGoesOn: boolean;
}

/** What of a number decides what it does. */
export type NumberServiceFacts = Pick<NumberData, "kind" | "standing" | "stopped" | "paused" | "parked">;

/** What a number does at `now`. Everything that holds counts; the gravest gives the label and the reason. */
export function serviceStateAt(account: AccountServiceFacts, number: NumberServiceFacts, now: Instant): ServiceState {
  const { standing } = number;
  // Prepaid with the cancellation: neither that nor the balance stops it.
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
  // The account's flag comes first: lifting the number's own alone would bring nothing back.
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

/** A hold that is over has let the number go, whether or not anybody has written that down yet. */
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
  // Until the carrier says that it is gone its callers are ours; no new visitor is shown it, no new month begins.
  if (standing.is === "releasing")
    return [{ ...gone, label: "releasing", why: message("service.releasing", sinceValue(standing)), connects: true }];
  // A number on its way to another carrier is ours, with all that it does, until it has arrived there.
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
