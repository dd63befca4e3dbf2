import { type AgentData, type Phone, currentStatus, isOverdue, type Status } from "./rules.ts";
import type { PhoneData } from "./phoneSchema.ts";
import { nextPlannedStart } from "./plannedStart.ts";
import { AVAILABLE, OFFLINE } from "./types.ts";
import type { Instant } from "../core/time.ts";

/** The groups of seats in the order of the board: people who could take a call first. */
export const SEAT_GROUPS = ["available", "call", "away", "offline", "frozen"] as const;
type SeatGroup = (typeof SEAT_GROUPS)[number];

/** Filter values for people whose state is not a status. */
export const ON_CALL = "on a call";
export const WRAP_UP = "wrap-up";
export const FROZEN = "frozen";

/** A stored seat. */
export interface StoredSeat {
  agent: AgentData;
  phone: PhoneData;
  /** Frozen: takes no calls. */
  frozen: boolean;
}

/** A seat's state at an instant. */
export interface SeatState {
  agent: AgentData;
  group: SeatGroup;
  /** Its filter value: a call takes precedence over the status. */
  filterKey: string;
  /** Its time is up, and the status stays: shown first. */
  overdue: boolean;
}

/** A seat at `now`. `callTakingIds`: the ids of the statuses in which people take calls. */
export function seatState(
  { agent, phone, frozen }: Pick<StoredSeat, "agent" | "frozen"> & { phone: Phone },
  callTakingIds: ReadonlySet<string>,
  now: Instant,
): SeatState {
  const current = currentStatus(agent, phone, now);
  const group = seatGroup(current, phone, frozen, callTakingIds);
  const callKey = phone.state === WRAP_UP ? WRAP_UP : ON_CALL;
  const overdue = !frozen && isOverdue(current, now);
  return { agent: current, group, overdue, filterKey: group === "call" ? callKey : frozen ? FROZEN : current.status };
}

function seatGroup(agent: AgentData, phone: Phone, frozen: boolean, callTakingIds: ReadonlySet<string>): SeatGroup {
  if (phone.state !== "idle" && phone.state !== "not connected") return "call";
  if (frozen) return "frozen";
  if (agent.status === OFFLINE) return "offline";
  // Without a registered phone nobody can reach them, whatever they chose.
  return callTakingIds.has(agent.status) && phone.state === "idle" ? "available" : "away";
}

export const statusesTakingCalls = (statuses: readonly Status[]): Set<string> =>
  new Set(statuses.filter(({ takesCalls }) => takesCalls).map(({ id }) => id));

/** The next instant at which this seat changes through time alone; null if there is none. */
export function seatChangesAt({ agent, phone }: Pick<StoredSeat, "agent" | "phone">, now: Instant): Instant | null {
  const upcoming = [agent.until, phone.call?.to ?? null, phone.until, nextPlannedStart(agent)?.at ?? null].filter(
    (at) => at !== null && at > now,
  ) as Instant[];
  return upcoming.length === 0 ? null : Math.min(...upcoming);
}

/** The counts for the whole board, including people out of view. */
export interface BoardCounts {
  /** Without frozen seats. */
  all: number;
  available: number;
  onCall: number;
  wrappingUp: number;
  /** Chose to be available but have no phone. */
  availableWithoutPhone: number;
  frozen: number;
  byFilterKey: Record<string, number>;
}

export const emptyCounts = (): BoardCounts => ({
  all: 0,
  available: 0,
  onCall: 0,
  wrappingUp: 0,
  availableWithoutPhone: 0,
  frozen: 0,
  byFilterKey: {},
});

/** Adds a seat to the counts. */
export function countSeat(
  counts: BoardCounts,
  { frozen }: Pick<StoredSeat, "frozen">,
  { agent, group, filterKey }: SeatState,
): void {
  if (!frozen) counts.all += 1;
  else counts.frozen += 1;
  if (group === "available") counts.available += 1;
  if (filterKey === ON_CALL) counts.onCall += 1;
  if (filterKey === WRAP_UP) counts.wrappingUp += 1;
  if (group === "away" && agent.status === AVAILABLE) counts.availableWithoutPhone += 1;
  counts.byFilterKey[filterKey] = (counts.byFilterKey[filterKey] ?? 0) + 1;
}
