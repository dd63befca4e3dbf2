import { currentStatus, type Phone, type Status } from "../agents/rules.ts";
import type { Instant } from "../core/time.ts";
import type { QueueSeat } from "./callOffers.ts";

/** How many of a queue's members with a softphone take calls: also those who are on one now. */
export interface Coverage {
  members: number;
  takingCalls: number;
}

/** Whether somebody takes calls at `now`: connected, in a status that takes calls, and not frozen. */
export function takesCalls(
  { agent, phone, frozen }: Omit<QueueSeat, "person">,
  statuses: readonly Status[],
  now: Instant,
) {
  if (frozen === true || !isConnected(phone)) return false;
  const { status } = currentStatus(agent, phone, now);
  return statuses.some(({ id, takesCalls }) => takesCalls && id === status);
}

const isConnected = (phone: Phone): boolean => phone.state !== "not connected";

export function coverageOf(seats: readonly QueueSeat[], statuses: readonly Status[], now: Instant): Coverage {
  return {
    members: seats.filter(({ frozen }) => frozen !== true).length,
    takingCalls: seats.filter((seat) => takesCalls(seat, statuses, now)).length,
  };
}

/** The queue that would be left with the smallest share of its members; null without a queue. */
export function leastCovered<Q extends Coverage>(queues: readonly Q[]): Q | null {
  const share = ({ takingCalls, members }: Q) => (takingCalls - 1) / members;
  return queues.reduce<Q | null>(
    (least, queue) => (least === null || share(queue) < share(least) ? queue : least),
    null,
  );
}
