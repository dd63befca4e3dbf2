import { factAt, type Lifecycle, type LifecycleLabel } from "./rules.ts";
import { type Message, message } from "../core/message.ts";
import { type AccountServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "../numbers/schema.ts";

/** A number without states of its own: it does what the account does. */
const PLAIN_NUMBER: NumberData = {
  e164: "+10000000",
  name: "plain",
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  frozen: null,
  state: { is: "active", since: 0 },
  renewsAt: null,
  billingAnchor: null,
  graceUntil: null,
  origin: "bought",
};

/** The state of a whole account. Every label, sentence and screen about it uses this. */
export interface AccountServiceState {
  label: LifecycleLabel;
  /** Whether calls to a number without a stop of its own connect, and whether websites show it. */
  connects: boolean;
  swaps: boolean;
  /** Whether monthly fees continue. */
  charged: boolean;
  /** The state in one or two sentences. */
  message: Message;
  /** When it changes next through time alone; null: never. */
  changesAt: Instant | null;
}

/** `paidBy`: the agency's name if its balance pays. */
export function accountServiceStateAt(
  account: AccountServiceFacts,
  paidBy: string | null,
  now: Instant,
): AccountServiceState {
  const { connects, swaps, isCharged, ...service } = serviceStateAt(account, PLAIN_NUMBER, now);
  // Every other label comes from a state of the number itself.
  const label = service.label as LifecycleLabel;
  return {
    label,
    connects,
    swaps,
    charged: isCharged,
    message: serviceMessage(label, account, paidBy, now),
    changesAt: nextChangeAt(account.lifecycle, now),
  };
}

function nextChangeAt({ stopped, paused, canceled }: Lifecycle, now: Instant): Instant | null {
  // A fact without an end adds only `now`, which isn't upcoming.
  const changes = [stopped, paused, canceled].flatMap((fact) => (fact ? [fact.since, fact.until ?? now] : []));
  const upcoming = changes.filter((at) => at > now);
  return upcoming.length === 0 ? null : Math.min(...upcoming);
}

function serviceMessage(
  label: LifecycleLabel,
  { lifecycle }: AccountServiceFacts,
  paidBy: string | null,
  now: Instant,
): Message {
  if (label === "active") return message("lifecycle.state.active");
  if (label === "inactive")
    return paidBy === null
      ? message("lifecycle.state.inactive")
      : message("lifecycle.state.inactiveAgency", { agency: paidBy });
  const { since, until } = factAt(lifecycle[label], now)!;
  if (label === "canceled") return message("lifecycle.state.canceled", { since });
  return until === null
    ? message(`lifecycle.state.${label}`, { since })
    : message(`lifecycle.state.${label}Until`, { since, until });
}
