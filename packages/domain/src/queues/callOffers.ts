import { type AgentData, type Phone, currentStatus, type Status } from "../agents/rules.ts";
import { OFFLINE } from "../agents/types.ts";
import { type Message, message } from "../core/message.ts";
import type { QueueData, QueueMember } from "./schema.ts";
import { type QueueTurns, weightOf } from "./turns.ts";
import type { Instant } from "../core/time.ts";

/**
 * A member's place on the team as stored; without a softphone there is none. Status changes that are due but not yet
 * recorded are applied for `now`.
 */
export interface QueueSeat {
  person: string;
  agent: AgentData;
  phone: Phone;
  /** A frozen seat takes no calls. */
  frozen?: boolean;
}

/** The context of an offered call. */
export interface OfferContext {
  statuses: readonly Status[];
  /** The opening state at `now`. */
  opening: { isOpen: boolean; why: Message };
  turns: QueueTurns;
  /** People whose phone is about to ring for another call: it isn't reported as ringing yet. */
  reserved?: ReadonlySet<string> | undefined;
}

export interface CallOffer {
  person: string;
  eligible: boolean;
  /** 1 is rung first; equal ranks ring together. Null if no call is offered. */
  rank: number | null;
  why: Message;
}

/** Whom the queue would offer a call at `now`, and why not the others. One entry per member, in order. */
export function rankMembers(
  queue: QueueData,
  seats: readonly QueueSeat[],
  now: Instant,
  context: OfferContext,
): CallOffer[] {
  const seatOf = new Map(seats.map((seat) => [seat.person, seat]));
  const candidates = queue.members.map((member) => {
    const seat = seatOf.get(member.id);
    return { member, seat, ineligible: ineligibleReason(queue, member, seat, now, context) };
  });
  const eligibleMembers = candidates.flatMap(({ member, seat, ineligible }) =>
    seat && !ineligible ? [{ ...member, seat }] : [],
  );
  const ranks = rankEligible(queue, eligibleMembers, now, context);
  return candidates.map(({ member, ineligible }) => {
    if (ineligible) return { person: member.id, eligible: false, rank: null, why: ineligible };
    const rank = ranks.get(member.id)!;
    const why =
      queue.routing === "simultaneous"
        ? message("queues.eligibleTogether")
        : message("queues.eligibleAt", { place: rank });
    return { person: member.id, eligible: true, rank, why };
  });
}

/** The first reason why this member is offered no call; null if they are eligible. */
function ineligibleReason(
  queue: QueueData,
  member: QueueMember,
  seat: QueueSeat | undefined,
  now: Instant,
  { opening, statuses, reserved }: OfferContext,
): Message | null {
  if (!opening.isOpen) return opening.why;
  if (!seat) return message("queues.noSoftphone");
  if (seat.frozen) return message("queues.memberFrozen");
  const { phone } = seat;
  if (phone.state === "not connected") return message("queues.notConnected");
  const current = currentStatus(seat.agent, phone, now);
  const status = statuses.find(({ id }) => id === current.status);
  if (status?.takesCalls !== true)
    return current.status === OFFLINE
      ? message("queues.offline")
      : message("queues.takesNone", { status: current.statusName });
  // The status is checked before the phone: one chosen during a call says whether the next call comes, and this call
  // keeps the phone busy anyway.
  if (phone.state === "wrap-up") return message("queues.wrappingUp");
  if (phone.state === "ringing") return message("queues.ringing");
  if (phone.state !== "idle") return message("queues.inCall");
  if (reserved?.has(member.id)) return message("queues.ringing");
  return isExcludedByWeight(queue, member) ? message("queues.weightZero") : null;
}

/** Weight 0 means no calls, unless everybody has it: then all are equal. */
const isExcludedByWeight = (queue: QueueData, member: QueueMember): boolean =>
  queue.routing === "weighted" && member.weight === 0 && queue.members.some(({ weight }) => weight > 0);

type EligibleMember = QueueMember & { seat: QueueSeat };

function rankEligible(
  queue: QueueData,
  eligibleMembers: readonly EligibleMember[],
  now: Instant,
  context: OfferContext,
): Map<string, number> {
  if (queue.routing === "simultaneous") return new Map(eligibleMembers.map(({ id }) => [id, 1]));
  const sorted = eligibleMembers.toSorted(memberOrder(queue, now, context));
  return new Map(sorted.map(({ id }, index) => [id, index + 1]));
}

/** The sort is stable, so equal members keep their order. */
function memberOrder(
  queue: QueueData,
  now: Instant,
  context: OfferContext,
): (a: EligibleMember, b: EligibleMember) => number {
  if (queue.routing === "longest idle") return (a, b) => idleSince(a.seat, now) - idleSince(b.seat, now);
  if (queue.routing === "round robin") {
    const turnsAway = roundRobinOrder(queue, context.turns.lastOffered);
    return (a, b) => turnsAway.get(a.id)! - turnsAway.get(b.id)!;
  }
  // Calls in proportion to the weights: whoever is owed most comes first.
  const claim = (member: EligibleMember) => (context.turns.credits[member.id] ?? 0) + weightOf(queue, member);
  return (a, b) => claim(b) - claim(a) || b.weight - a.weight;
}

/**
 * How many turns away each member is: the one after the member who was last offered a call comes first. If nobody was,
 * the first member does.
 */
function roundRobinOrder({ members }: QueueData, lastOffered: string | null): Map<string, number> {
  const lastIndex = members.findIndex(({ id }) => id === lastOffered);
  return new Map(members.map(({ id }, index) => [id, (index - lastIndex - 1 + members.length) % members.length]));
}

/**
 * Since when somebody has been waiting for a call: since the phone became idle or their status began, whichever is
 * later.
 */
const idleSince = ({ agent, phone }: QueueSeat, now: Instant): Instant =>
  Math.max(phone.since, currentStatus(agent, phone, now).since);
