import { type BoardCounts, countSeat, emptyCounts, SEAT_GROUPS } from "@callboard/domain/agents/board";
import type { Status } from "@callboard/domain/agents/rules";
import type { Instant } from "@callboard/domain/core/time";
import { type CallTakers, callTakers } from "@callboard/domain/queues/coverage";
import type { Teammate, TeamSeat } from "./teammates.ts";

export type SeatedTeammate = Teammate & { seat: TeamSeat };

/** All members by name, and those with a seat. */
export interface TeamLists {
  people: readonly Teammate[];
  withSeats: readonly SeatedTeammate[];
  /** Whom calls can reach, and who takes them; computed once like the board. */
  callTakers: () => CallTakers;
  /** The current board, computed once and shared until somebody changes. */
  board: () => Board;
}

/** Members whose time is up first, then those who could take a call, then by name; with counts per status. */
interface Board {
  ranked: readonly SeatedTeammate[];
  counts: BoardCounts;
}

/** The lists of a team whose seats are as of `now`. */
export function teamLists(people: readonly Teammate[], statuses: readonly Status[], now: Instant): TeamLists {
  const withSeats = people.filter((teammate): teammate is SeatedTeammate => teammate.seat !== null);
  let cachedBoard: Board | null = null;
  let cachedTakers: CallTakers | null = null;
  const takersNow = () =>
    callTakers(
      withSeats.map(({ person, seat: { state, phone, frozen } }) => ({ person, agent: state.agent, phone, frozen })),
      statuses,
      now,
    );
  return {
    people,
    withSeats,
    callTakers: () => (cachedTakers ??= takersNow()),
    board: () => (cachedBoard ??= boardOf(withSeats)),
  };
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
