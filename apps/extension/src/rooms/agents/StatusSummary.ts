import {
  type AgentData,
  AVAILABLE,
  isOverdue,
  OFFLINE,
  type Phone,
  standing,
  type Status,
} from "@callboard/domain/agents";
import type { Answers } from "../../api.ts";
import { agents } from "../../texts/en/agents.ts";
import { say } from "../../texts/say.ts";

const texts = agents.board;
type Board = Answers["agents"]["board"];

export type SeatGroup = "available" | "call" | "away" | "offline";
const ORDER: readonly SeatGroup[] = ["available", "call", "away", "offline"];

/** One person on the board as things stand at an instant, whatever has been written down. */
export interface Seat {
  person: string;
  name: string;
  agent: AgentData;
  status: Status | undefined;
  phone: Phone;
  by: string | null;
  group: SeatGroup;
  overdue: boolean;
  /** What the filter calls it: a call lies over the status. */
  chip: string;
}

const ON_CALL = "on a call";
const WRAP_UP = "wrap-up";

function groupOf(agent: AgentData, status: Status | undefined, phone: Phone): SeatGroup {
  if (phone.state !== "idle" && phone.state !== "not connected") return "call";
  if (agent.status === OFFLINE) return "offline";
  // Without a phone nobody can reach them, whatever they chose.
  return status?.takesCalls && phone.state === "idle" ? "available" : "away";
}

/** Available first, then on a call or in wrap-up, then away, then offline; by name in each. */
export function seatsAt(board: Board, now: number): Seat[] {
  const statusOf = new Map(board.statuses.map((status) => [status.id, status]));
  return board.rows
    .map(({ person, name, agent, phone, by }): Seat => {
      const current = standing(agent, phone, now);
      const status = statusOf.get(current.status);
      const group = groupOf(current, status, phone);
      const chip = group !== "call" ? current.status : phone.state === WRAP_UP ? WRAP_UP : ON_CALL;
      return { person, name, agent: current, status, phone, by, group, overdue: isOverdue(current, now), chip };
    })
    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || a.name.localeCompare(b.name));
}

/** "3 of 6 available": the answer for which people open the board. */
export const availableOf = (seats: readonly Seat[]): string =>
  say(texts.summary, { available: seats.filter(({ group }) => group === "available").length, all: seats.length });

/** "1 on a call, 1 in wrap-up": what else there is to know, or nothing. */
export function othersOf(seats: readonly Seat[]): string {
  const count = (fits: (seat: Seat) => boolean) => seats.filter(fits).length;
  const wrapping = count(({ phone }) => phone.state === WRAP_UP);
  const calls = count(({ group }) => group === "call") - wrapping;
  const unreached = count(({ group, agent }) => group === "away" && agent.status === AVAILABLE);
  return [
    calls > 0 && say(texts.onCalls, { calls }),
    wrapping > 0 && say(texts.wrappingUp, { wrapping }),
    unreached > 0 && say(texts.noReach, { unreached }),
  ]
    .filter(Boolean)
    .join(texts.join);
}

export const summaryOf = (seats: readonly Seat[]): string =>
  [availableOf(seats), othersOf(seats)].filter(Boolean).join(texts.join);

export interface Chip {
  id: string;
  label: string;
  count: number;
}

/**
 * The filters that would show somebody, in the order of the statuses; calls after Available. A filter in use stays when
 * its last person has moved on: it must be seen to be taken off.
 */
export function chipsOf(board: Board, seats: readonly Seat[], inUse: readonly string[]): Chip[] {
  const counts = new Map<string, number>();
  for (const { chip } of seats) counts.set(chip, (counts.get(chip) ?? 0) + 1);
  const labels = board.statuses.map(({ id, name }) => [id, name] as const);
  labels.splice(1, 0, [ON_CALL, texts.onCall], [WRAP_UP, texts.phones[WRAP_UP]]);
  return labels.flatMap(([id, label]) =>
    counts.has(id) || inUse.includes(id) ? [{ id, label, count: counts.get(id) ?? 0 }] : [],
  );
}
