import { type BoardCounts, countSeat, emptyCounts, SEAT_GROUPS } from "@callboard/domain/agents/board";
import type { Teammate, TeamSeat } from "./teammates.ts";

export type SeatedTeammate = Teammate & { seat: TeamSeat };

/** All members by name, and those with a seat. */
export interface TeamLists {
  people: readonly Teammate[];
  withSeats: readonly SeatedTeammate[];
  /** The current board, computed once and shared until somebody changes. */
  board: () => Board;
}

/** Members whose time is up first, then those who could take a call, then by name; with counts per status. */
interface Board {
  ranked: readonly SeatedTeammate[];
  counts: BoardCounts;
}

export function teamLists(people: readonly Teammate[]): TeamLists {
  const withSeats = people.filter((teammate): teammate is SeatedTeammate => teammate.seat !== null);
  let cached: Board | null = null;
  return { people, withSeats, board: () => (cached ??= boardOf(withSeats)) };
}

/** The board of these members. */
export function boardOf(seated: readonly SeatedTeammate[]): Board {
  const counts = emptyCounts();
  const groups = new Map(SEAT_GROUPS.map((group): [string, SeatedTeammate[]] => [group, []]));
  const overdue: SeatedTeammate[] = [];
  for (const teammate of seated) {
    const { state } = teammate.seat;
    countSeat(counts, teammate.seat, state);
    (state.overdue ? overdue : groups.get(state.group)!).push(teammate);
  }
  return { ranked: [overdue, ...groups.values()].flat(), counts };
}
