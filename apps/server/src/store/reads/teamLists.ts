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

/** Members sorted by who could take a call first, then by name, with counts per status. */
interface Board {
  ranked: readonly SeatedTeammate[];
  counts: BoardCounts;
}

export function teamLists(people: readonly Teammate[]): TeamLists {
  const withSeats = people.filter((teammate): teammate is SeatedTeammate => teammate.seat !== null);
  let cached: Board | null = null;
  return { people, withSeats, board: () => (cached ??= boardOf(withSeats)) };
}

function boardOf(seated: readonly SeatedTeammate[]): Board {
  const counts = emptyCounts();
  const groups = new Map(SEAT_GROUPS.map((group): [string, SeatedTeammate[]] => [group, []]));
  for (const teammate of seated) {
    countSeat(counts, teammate.seat, teammate.seat.state);
    groups.get(teammate.seat.state.group)!.push(teammate);
  }
  return { ranked: [...groups.values()].flat(), counts };
}
