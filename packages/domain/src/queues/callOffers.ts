import { type AgentData, OFFLINE, type Phone, currentStatus, type Status } from "../agents/rules.ts";
import { type Phrase, message } from "../core/message.ts";
import type { QueueData } from "./types.ts";
import type { QueueMember } from "./schema.ts";
import type { Instant } from "../core/time.ts";

/** A stored seat: changes through time are computed at `now`. */
export interface QueueSeat {
  person: string;
  agent: AgentData;
  phone: Phone;
  /** A frozen seat takes no calls. */
  parked?: boolean;
}

/** The context of an offered call. */
export interface OfferContext {
  statuses: readonly Status[];
  /** The opening state at `now`. */
  opening: { open: boolean; why: Phrase };
  /** Who was offered the last call; null at first. */
  lastOffered?: string | null | undefined;
  /** Calls taken so far, by person. */
  taken?: ReadonlyMap<string, number> | undefined;
}

export interface CallOffer {
  person: string;
  offered: boolean;
  /** 1 is rung first; equal places ring together. Null if no call is offered. */
  place: number | null;
  why: Phrase;
}

/** Whom the queue would offer a call at `now`, and why not the others. One entry per member, in order. */
export function rankMembers(
  queue: QueueData,
  seats: readonly QueueSeat[],
  now: Instant,
  given: OfferContext,
): CallOffer[] {
  const seatOf = new Map(seats.map((seat) => [seat.person, seat]));
  const sets = queue.members.map((member) => {
    const seat = seatOf.get(member.id);
    return { member, seat, barred: ineligibleReason(queue, member, seat, now, given) };
  });
  const free = sets.flatMap(({ member, seat, barred }) => (seat && !barred ? [{ ...member, seat }] : []));
  const placed = placesOf(queue, free, now, given);
  return sets.map(({ member, barred }) => {
    if (barred) return { person: member.id, offered: false, place: null, why: barred };
    const place = placed.get(member.id)!;
    const why =
      queue.routing === "simultaneous" ? message("queues.offeredTogether") : message("queues.offered", { place });
    return { person: member.id, offered: true, place, why };
  });
}

/** The first reason why this member gets no calls; null if there is none. */
function ineligibleReason(
  queue: QueueData,
  member: QueueMember,
  seat: QueueSeat | undefined,
  now: Instant,
  { opening, statuses }: OfferContext,
): Phrase | null {
  if (!opening.open) return opening.why;
  if (!seat) return message("queues.noSeat");
  if (seat.parked) return message("queues.memberParked");
  const { phone } = seat;
  if (phone.state === "not connected") return message("queues.notConnected");
  const current = currentStatus(seat.agent, phone, now);
  const status = statuses.find(({ id }) => id === current.status);
  if (status?.takesCalls !== true)
    return current.status === OFFLINE
      ? message("queues.offline")
      : message("queues.takesNone", { status: current.statusName });
  // A status chosen during a call applies to the next one: until this call ends the phone is busy anyway.
  if (phone.state === "wrap-up") return message("queues.wrapsUp");
  if (phone.state === "ringing") return message("queues.rings");
  if (phone.state !== "idle") return message("queues.inCall");
  return neverByWeight(queue, member) ? message("queues.weightNone") : null;
}

/** Weight 0 means no calls, unless everybody has it: then all are equal. */
const neverByWeight = (queue: QueueData, member: QueueMember): boolean =>
  queue.routing === "weighted" && member.weight === 0 && queue.members.some(({ weight }) => weight > 0);

type EligibleMember = QueueMember & { seat: QueueSeat };

function placesOf(
  queue: QueueData,
  free: readonly EligibleMember[],
  now: Instant,
  given: OfferContext,
): Map<string, number> {
  if (queue.routing === "simultaneous") return new Map(free.map(({ id }) => [id, 1]));
  const sorted = free.toSorted(memberOrder(queue, now, given));
  return new Map(sorted.map(({ id }, index) => [id, index + 1]));
}

/** The sort is stable, so equal members keep their order. */
function memberOrder(
  queue: QueueData,
  now: Instant,
  given: OfferContext,
): (a: EligibleMember, b: EligibleMember) => number {
  if (queue.routing === "longest idle") return (a, b) => idleSince(a.seat, now) - idleSince(b.seat, now);
  if (queue.routing === "round robin") {
    const turn = roundRobinOrder(queue, given.lastOffered ?? null);
    return (a, b) => turn.get(a.id)! - turn.get(b.id)!;
  }
  const share = ({ id, weight }: EligibleMember) => (given.taken?.get(id) ?? 0) / Math.max(weight, 1);
  return (a, b) => share(a) - share(b) || b.weight - a.weight;
}

/**
 * How many turns away each member is: whoever follows the last one offered comes first. Without one it starts at the
 * top.
 */
function roundRobinOrder({ members }: QueueData, lastOffered: string | null): Map<string, number> {
  const last = members.findIndex(({ id }) => id === lastOffered);
  return new Map(members.map(({ id }, index) => [id, (index - last - 1 + members.length) % members.length]));
}

/**
 * Since when somebody has been waiting for a call: since the phone became idle or their status began, whichever is
 * later.
 */
const idleSince = ({ agent, phone }: QueueSeat, now: Instant): Instant =>
  Math.max(phone.since, currentStatus(agent, phone, now).since);
