import { type AgentData, OFFLINE, type Phone, currentStatus, type Status } from "../agents/rules.ts";
import { type Phrase, message } from "../core/message.ts";
import type { QueueData } from "./types.ts";
import type { QueueMember } from "./schema.ts";
import type { Instant } from "../core/time.ts";

/** A seat as it is stored: what time has done since is worked out at `now`. */
export interface QueueSeat {
  person: string;
  agent: AgentData;
  phone: Phone;
  /** Whose seat goes beyond the plan takes no calls. */
  parked?: boolean;
}

/** What a call for the queue meets. */
export interface OfferContext {
  statuses: readonly Status[];
  /** What the queue's hours say at `now`. */
  opening: { open: boolean; why: Phrase };
  /** Whom the last call was offered to; null at first. */
  lastOffered?: string | null | undefined;
  /** Calls taken so far, by person. */
  taken?: ReadonlyMap<string, number> | undefined;
}

export interface CallOffer {
  person: string;
  offered: boolean;
  /** Who is rung first has 1; those with the same place ring together. Null where no call is offered. */
  place: number | null;
  why: Phrase;
}

/** Whom the queue would offer a call that came at `now`, and why not the others. One line per member, in their order. */
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

/** The first thing that keeps calls from this member; null where nothing does. */
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
  // What was chosen in a call counts for the next one: the phone itself is busy until this one is over.
  if (phone.state === "wrap-up") return message("queues.wrapsUp");
  if (phone.state === "ringing") return message("queues.rings");
  if (phone.state !== "idle") return message("queues.inCall");
  return neverByWeight(queue, member) ? message("queues.weightNone") : null;
}

/** A weight of 0 means no calls, unless it is everybody's: then it says nothing, and all are alike. */
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

/** Sorting keeps the members' order where two are alike. */
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

/** How many turns away each member is: who follows the one last offered is first. Nobody known starts at the top. */
function roundRobinOrder({ members }: QueueData, lastOffered: string | null): Map<string, number> {
  const last = members.findIndex(({ id }) => id === lastOffered);
  return new Map(members.map(({ id }, index) => [id, (index - last - 1 + members.length) % members.length]));
}

/** Since when somebody waits for a call: since the phone fell idle or the status came to take calls, the later of both. */
const idleSince = ({ agent, phone }: QueueSeat, now: Instant): Instant =>
  Math.max(phone.since, currentStatus(agent, phone, now).since);
