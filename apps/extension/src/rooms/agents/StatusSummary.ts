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
import { agentLook, type Look } from "./shape.ts";

const texts = agents.board;
type Board = Answers["agents"]["board"];

export type SeatGroup = "available" | "call" | "away" | "offline" | "parked";
const ORDER: readonly SeatGroup[] = ["available", "call", "away", "offline", "parked"];

/** One person on the board as things stand at an instant, whatever has been written down. */
export interface Seat {
  person: string;
  name: string;
  agent: AgentData;
  status: Status | undefined;
  /** How the status is drawn and called: nobody is offered a call whom the plan has no room for. */
  look: Look;
  words: string;
  phone: Phone;
  parked: boolean;
  by: string | null;
  group: SeatGroup;
  overdue: boolean;
  /** What the filter calls it: a call lies over the status. */
  chip: string;
}

const ON_CALL = "on a call";
const WRAP_UP = "wrap-up";
const PARKED = "parked";
const PARKED_LOOK: Look = { shape: "ring", tone: "slate", icon: null };

function groupOf(agent: AgentData, status: Status | undefined, phone: Phone, parked: boolean): SeatGroup {
  if (phone.state !== "idle" && phone.state !== "not connected") return "call";
  if (parked) return "parked";
  if (agent.status === OFFLINE) return "offline";
  // Without a phone nobody can reach them, whatever they chose.
  return status?.takesCalls && phone.state === "idle" ? "available" : "away";
}

/** Available first, then on a call or in wrap-up, then away, then offline, then parked; by name in each. */
export function seatsAt(board: Board, now: number): Seat[] {
  const statusOf = new Map(board.statuses.map((status) => [status.id, status]));
  return board.rows
    .map((row): Seat => {
      const { agent, phone, parked } = row;
      const current = standing(agent, phone, now);
      const status = statusOf.get(current.status);
      const group = groupOf(current, status, phone, parked);
      const called = phone.state === WRAP_UP ? WRAP_UP : ON_CALL;
      const chip = group === "call" ? called : parked ? PARKED : current.status;
      const look = group === "parked" ? PARKED_LOOK : agentLook(status, phone);
      const words = parked ? texts.parked : current.statusName;
      return { ...row, agent: current, status, look, words, group, overdue: isOverdue(current, now), chip };
    })
    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || a.name.localeCompare(b.name));
}

/** "3 of 6 available": the answer for which people open the board. Who is parked is none of the six. */
export const availableOf = (seats: readonly Seat[]): string =>
  say(texts.summary, {
    available: seats.filter(({ group }) => group === "available").length,
    all: seats.filter(({ parked }) => !parked).length,
  });

/** "1 on a call, 1 in wrap-up": what else there is to know, or nothing. */
export function othersOf(seats: readonly Seat[]): string {
  const count = (fits: (seat: Seat) => boolean) => seats.filter(fits).length;
  const wrapping = count(({ phone }) => phone.state === WRAP_UP);
  const calls = count(({ group }) => group === "call") - wrapping;
  const unreached = count(({ group, agent }) => group === "away" && agent.status === AVAILABLE);
  const parked = count((seat) => seat.parked);
  return [
    calls > 0 && say(texts.onCalls, { calls }),
    wrapping > 0 && say(texts.wrappingUp, { wrapping }),
    unreached > 0 && say(texts.noReach, { unreached }),
    parked > 0 && say(texts.parkedCount, { parked }),
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
  labels.push([PARKED, texts.parked]);
  return labels.flatMap(([id, label]) =>
    counts.has(id) || inUse.includes(id) ? [{ id, label, count: counts.get(id) ?? 0 }] : [],
  );
}
