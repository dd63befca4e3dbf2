import { statusesTakingCalls } from "../agents/board.ts";
import { currentStatus, type Phone, type Status } from "../agents/rules.ts";
import type { Instant } from "../core/time.ts";
import type { QueueSeat } from "./callOffers.ts";

/** How many of a queue's members with a softphone take calls: also those who are on one now. */
export interface Coverage {
  members: number;
  takingCalls: number;
}

/** The people of a team whom calls can reach, by id: whether they take calls now. */
export type CallTakers = ReadonlyMap<string, boolean>;

/** Somebody takes calls at `now` who is connected, in a status that takes calls, and not frozen. */
export function callTakers(seats: readonly QueueSeat[], statuses: readonly Status[], now: Instant): CallTakers {
  const callTakingIds = statusesTakingCalls(statuses);
  const takesCalls = ({ agent, phone }: QueueSeat) =>
    isConnected(phone) && callTakingIds.has(currentStatus(agent, phone, now).status);
  return new Map(seats.filter(({ frozen }) => frozen !== true).map((seat) => [seat.person, takesCalls(seat)]));
}

const isConnected = (phone: Phone): boolean => phone.state !== "not connected";

/** `members`: the ids of the queue's members. */
export function coverageOf(members: readonly string[], takers: CallTakers): Coverage {
  const coverage = { members: 0, takingCalls: 0 };
  for (const person of members) {
    const takesCalls = takers.get(person);
    if (takesCalls === undefined) continue;
    coverage.members += 1;
    if (takesCalls) coverage.takingCalls += 1;
  }
  return coverage;
}

/** The queue that would be left with the smallest share of its members; null without a queue. */
export function leastCovered<Q extends Coverage>(queues: readonly Q[]): Q | null {
  const share = ({ takingCalls, members }: Q) => (takingCalls - 1) / members;
  return queues.reduce<Q | null>(
    (least, queue) => (least === null || share(queue) < share(least) ? queue : least),
    null,
  );
}
