import { type AgentData, AVAILABLE, OFFLINE, type Phone, currentStatus, type Status } from "./rules.ts";
import type { Instant } from "../core/time.ts";

/** The order of the board: people who could take a call first. */
export const SEAT_GROUPS = ["available", "call", "away", "offline", "parked"] as const;
type SeatGroup = (typeof SEAT_GROUPS)[number];

/** Filter values for people whose state is not a status. */
export const ON_CALL = "on a call";
export const WRAP_UP = "wrap-up";
export const FROZEN = "parked";

/** A stored seat. */
export interface StoredSeat {
  agent: AgentData;
  phone: Phone;
  /** Frozen: takes no calls. */
  parked: boolean;
}

/** A seat's state at an instant. */
export interface SeatState {
  agent: AgentData;
  group: SeatGroup;
  /** Its filter value: a call takes precedence over the status. */
  chip: string;
}

export function seatState(
  { agent, phone, parked }: StoredSeat,
  takesCalls: ReadonlySet<string>,
  now: Instant,
): SeatState {
  const current = currentStatus(agent, phone, now);
  const group = seatGroup(current, phone, parked, takesCalls);
  const called = phone.state === WRAP_UP ? WRAP_UP : ON_CALL;
  return { agent: current, group, chip: group === "call" ? called : parked ? FROZEN : current.status };
}

function seatGroup(agent: AgentData, phone: Phone, parked: boolean, takesCalls: ReadonlySet<string>): SeatGroup {
  if (phone.state !== "idle" && phone.state !== "not connected") return "call";
  if (parked) return "parked";
  if (agent.status === OFFLINE) return "offline";
  // Without a registered phone nobody can reach them, whatever they chose.
  return takesCalls.has(agent.status) && phone.state === "idle" ? "available" : "away";
}

export const statusesTakingCalls = (statuses: readonly Status[]): Set<string> =>
  new Set(statuses.filter(({ takesCalls }) => takesCalls).map(({ id }) => id));

/** The next instant at which this seat changes through time alone; null if there is none. */
export function seatChangesAt({ agent, phone }: Pick<StoredSeat, "agent" | "phone">, now: Instant): Instant | null {
  const ahead = [agent.until, phone.call?.to ?? null].filter((at) => at !== null && at > now) as Instant[];
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** The counts for the whole board, including people out of view. */
export interface BoardCounts {
  /** Without frozen seats. */
  all: number;
  available: number;
  calls: number;
  wrapping: number;
  /** Chose to be available but have no phone. */
  unreached: number;
  parked: number;
  chips: Record<string, number>;
}

export const emptyCounts = (): BoardCounts => ({
  all: 0,
  available: 0,
  calls: 0,
  wrapping: 0,
  unreached: 0,
  parked: 0,
  chips: {},
});

/** Adds a seat to the counts. */
export function countSeat(
  counts: BoardCounts,
  { parked }: Pick<StoredSeat, "parked">,
  { agent, group, chip }: SeatState,
): void {
  if (!parked) counts.all += 1;
  else counts.parked += 1;
  if (group === "available") counts.available += 1;
  if (chip === ON_CALL) counts.calls += 1;
  if (chip === WRAP_UP) counts.wrapping += 1;
  if (group === "away" && agent.status === AVAILABLE) counts.unreached += 1;
  counts.chips[chip] = (counts.chips[chip] ?? 0) + 1;
}
