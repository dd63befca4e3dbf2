import type { Status } from "@callboard/domain/agents/rules";
import {
  type BoardCounts,
  ON_CALL,
  FROZEN,
  SEAT_GROUPS,
  seatState,
  type SeatState,
  statusesTakingCalls,
  WRAP_UP,
} from "@callboard/domain/agents/board";
import type { Outputs } from "../../data/api.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { agentLook, type Look } from "../../shared/status/look.ts";

const texts = agents.board;
type BoardView = Pick<Outputs["agents"]["board"], "rows" | "statuses">;
type Row = BoardView["rows"][number];

/** One person on the board at an instant, recomputed even if nothing has been stored since. */
export interface Seat extends Omit<Row, "agent">, SeatState {
  status: Status | undefined;
  /** How the status is shown: an agent frozen by the plan gets no calls and has a look of its own. */
  look: Look;
  statusText: string;
}

const FROZEN_LOOK: Look = { shape: "ring", tone: "slate", icon: null };

/** Those whose time is up first, then available, then on a call or in wrap-up, then away, then offline, then frozen; by name within each. */
export function seatsAt<R extends Row>(
  rows: readonly R[],
  statuses: readonly Status[],
  now: number,
): (Omit<R, "agent"> & Seat)[] {
  const statusById = new Map(statuses.map((status) => [status.id, status]));
  const takesCalls = statusesTakingCalls(statuses);
  return rows
    .map((row) => {
      const state = seatState(row, takesCalls, now);
      const status = statusById.get(state.agent.status);
      const look = state.group === "frozen" ? FROZEN_LOOK : agentLook(status, row.phone);
      const statusText = row.frozen ? texts.frozen : state.agent.statusName;
      return { ...row, ...state, status, look, statusText };
    })
    .sort(
      (a, b) =>
        Number(b.overdue) - Number(a.overdue) ||
        (a.overdue ? 0 : SEAT_GROUPS.indexOf(a.group) - SEAT_GROUPS.indexOf(b.group)) ||
        a.name.localeCompare(b.name),
    );
}

/** "3 of 6 available", the answer that people open the board for. Frozen agents don't count in the six. */
export const availableText = ({ available, all }: BoardCounts): string => format(texts.summary, { available, all });

/** "1 on a call, 1 in wrap-up": the other counts, or an empty text. */
export const otherCountsText = ({ onCall, wrappingUp, availableWithoutPhone, frozen }: BoardCounts): string =>
  [
    onCall > 0 && format(texts.onCalls, { calls: onCall }),
    wrappingUp > 0 && format(texts.wrappingUp, { wrapping: wrappingUp }),
    availableWithoutPhone > 0 && format(texts.unreachable, { unreached: availableWithoutPhone }),
    frozen > 0 && format(texts.frozenCount, { frozen }),
  ]
    .filter(Boolean)
    .join(texts.join);

export const boardSummary = (counts: BoardCounts): string =>
  [availableText(counts), otherCountsText(counts)].filter(Boolean).join(texts.join);

/** A filter above the board: a button with the number of people that it would show. */
export interface Chip {
  id: string;
  label: string;
  count: number;
}

/**
 * The filters that would show somebody, in the order of the statuses, with calls after Available. A filter in use stays
 * even if it shows nobody any more, so that it can be removed.
 */
export function chipsOf(
  statuses: readonly Status[],
  counts: BoardCounts["byFilterKey"],
  idsInUse: readonly string[],
): Chip[] {
  const filters = statuses.map(({ id, name }) => [id, name] as const);
  // Available is always the first status; calls and wrap-up follow it.
  filters.splice(1, 0, [ON_CALL, texts.onCall], [WRAP_UP, texts.phones[WRAP_UP]]);
  filters.push([FROZEN, texts.frozen]);
  return filters.flatMap(([id, label]) => {
    const count = counts[id] ?? 0;
    return count > 0 || idsInUse.includes(id) ? [{ id, label, count }] : [];
  });
}
