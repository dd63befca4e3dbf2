import type { Rates } from "../balance/types.ts";
import { type Message, message } from "../core/message.ts";
import type { Micros } from "../core/money.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { minuteRate } from "../balance/minutes.ts";
import type { NumberData } from "../numbers/schema.ts";
import { type AccountServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import { type OfferContext, type QueueSeat, rankMembers } from "../queues/callOffers.ts";
import { openingStateAt } from "../queues/schedule.ts";
import type { QueueData } from "../queues/schema.ts";
import { NO_TURNS, type QueueTurns } from "../queues/turns.ts";
import type { ReceiverData } from "../receivers/schema.ts";
import { type CallCost, prepaidSeconds, secondsPaid } from "./callBudget.ts";
import type { Announcement, RefusalReason } from "./types.ts";

/** The records that decide about a call, all read at one instant. */
export interface GateFacts {
  number: Doc<NumberData>;
  service: AccountServiceFacts;
  zone: string;
  rates: Rates;
  /** What the paying account can spend, in micros. */
  spendableMicros: Micros;
  /** The paying account's other calls in progress. */
  callsInProgress: readonly CallCost[];
  /** The other calls in progress on this number: a forwarded one has minutes of its own. */
  callsOnNumber: readonly CallCost[];
  queues: ReadonlyMap<string, Doc<QueueData>>;
  receivers: ReadonlyMap<string, Doc<ReceiverData>>;
  seatOf: (person: string) => QueueSeat | undefined;
  statuses: OfferContext["statuses"];
  turns: ReadonlyMap<string, QueueTurns>;
  /** People whose phone is about to ring for another call. */
  reserved: ReadonlySet<string>;
}

/** Whom a call is connected to. `agents`: the eligible ones, in the order in which they are rung. */
export type CallTarget =
  | { to: "agents"; queue: Doc<QueueData>; agents: readonly string[] }
  | { to: "receiver"; receiver: Doc<ReceiverData> }
  /** A forwarded number of a canceled account. */
  | { to: "number"; e164: string };

export type Admission =
  | { connect: true; target: CallTarget; maxSeconds: number; rateMicros: Micros; prepaid: boolean }
  | { connect: false; reason: RefusalReason; hears: Announcement; why: Message; queue: Doc<QueueData> | null };

/** A call that isn't connected. `hears`: what the caller hears. */
export type Refusal = Extract<Admission, { connect: false }>;

const notConnected = (
  reason: RefusalReason,
  why: Message,
  hears: Announcement = "disconnected tone",
  queue: Doc<QueueData> | null = null,
): Refusal => ({ connect: false, reason, hears, why, queue });

/** The answer for a number that no account has. */
export const UNKNOWN_NUMBER = notConnected("unknown number", message("calls.refused.unknownNumber"));

/** Whether and to whom a call to the number is connected at `now`. */
export function admitCall(facts: GateFacts, now: Instant): Admission {
  const { number } = facts;
  const { state, route } = number.data;
  const service = serviceStateAt(facts.service, number.data, now);
  if (!service.connects) return notConnected(service.label as RefusalReason, service.why);
  const limit = callLimit(facts, now);
  if (limit.maxSeconds === 0) return notConnected("balance", message("calls.refused.balance"));
  if (limit.prepaid && state.is === "forwarded")
    return { connect: true, target: { to: "number", e164: state.to }, ...limit };
  if (route === null) return notConnected("no target", message("calls.refused.noTarget"));
  const target =
    route.to === "receiver" ? receiverTarget(facts, route.id) : queueTarget(facts, route.id, now, new Set());
  return "to" in target ? { connect: true, target, ...limit } : target;
}

/** How long a call to the number may last, and its price a minute; a forwarded number has prepaid minutes. */
export function callLimit(
  facts: GateFacts,
  now: Instant,
): Pick<Extract<Admission, { connect: true }>, "maxSeconds" | "rateMicros" | "prepaid"> {
  const { state, kind } = facts.number.data;
  if (state.is === "forwarded") {
    const maxSeconds = prepaidSeconds(state.remaining, [...facts.callsOnNumber, NEW_CALL], now);
    return { maxSeconds, rateMicros: 0, prepaid: true };
  }
  const rateMicros = minuteRate({ rates: facts.rates }, kind);
  const calls = [...facts.callsInProgress, { ...NEW_CALL, rateMicros }];
  return { maxSeconds: secondsPaid(facts.spendableMicros, calls, now), rateMicros, prepaid: false };
}

const NEW_CALL: CallCost = { rateMicros: 0, answeredAt: null };

/** Where a call goes that nobody in this queue answered. */
export function afterNoAnswer(facts: GateFacts, queue: Doc<QueueData>, now: Instant): CallTarget | Refusal {
  const why = message("calls.refused.noAgent", { queue: queue.data.name });
  return noAnswerTarget(facts, queue, now, new Set([queue.id]), "no agent", why);
}

const receiverTarget = ({ receivers }: GateFacts, id: string): CallTarget | Refusal => {
  const receiver = receivers.get(id);
  return receiver ? { to: "receiver", receiver } : notConnected("no target", message("calls.refused.noTarget"));
};

/** `visited`: the queues that have sent the call on, so that it can't go round in a circle. */
function queueTarget(facts: GateFacts, id: string, now: Instant, visited: Set<string>): CallTarget | Refusal {
  const queue = facts.queues.get(id);
  if (!queue || visited.has(id)) return notConnected("no target", message("calls.refused.noTarget"));
  visited.add(id);
  const opening = openingStateAt(queue.data.schedule, facts.zone, now);
  if (!opening.isOpen) return noAnswerTarget(facts, queue, now, visited, "closed", opening.why);
  const agents = rankedAgents(facts, queue, now);
  if (agents.length > 0) return { to: "agents", queue, agents };
  const why = message("calls.refused.noAgent", { queue: queue.data.name });
  return noAnswerTarget(facts, queue, now, visited, "no agent", why);
}

/** The eligible agents in the order in which they are rung. */
function rankedAgents(facts: GateFacts, { id, data }: Doc<QueueData>, now: Instant): string[] {
  const seats = data.members.flatMap((member) => facts.seatOf(member.id) ?? []);
  const offers = rankMembers(data, seats, now, {
    statuses: facts.statuses,
    opening: OPEN,
    turns: facts.turns.get(id) ?? NO_TURNS,
    reserved: facts.reserved,
  });
  return offers
    .filter((offer) => offer.rank !== null)
    .sort((a, b) => a.rank! - b.rank!)
    .map(({ person }) => person);
}

const OPEN = { isOpen: true, why: message("queues.openAlways") };

function noAnswerTarget(
  facts: GateFacts,
  queue: Doc<QueueData>,
  now: Instant,
  visited: Set<string>,
  reason: RefusalReason,
  why: Message,
): CallTarget | Refusal {
  const { noAnswer } = queue.data;
  if (noAnswer.to === "receiver") return receiverTarget(facts, noAnswer.id);
  if (noAnswer.to === "queue") return queueTarget(facts, noAnswer.id, now, visited);
  return notConnected(reason, why, noAnswer.to === "voicemail" ? "voicemail" : "announcement", queue);
}
