import type { AgentData, Phone, Status } from "@callboard/domain/agents/rules";
import { BoardInput } from "@callboard/domain/agents/schema";
import type { BoardCounts } from "@callboard/domain/agents/board";
import type { Instant } from "@callboard/domain/core/time";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import * as z from "zod/mini";
import { decodeCursor, encodeCursor } from "../../store/search/lists.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { readTeam } from "../../store/reads/team.ts";
import type { SeatedTeammate } from "../../store/reads/teamLists.ts";
import { accountProcedure } from "../../rpc/procedures.ts";

interface BoardRow {
  person: string;
  name: string;
  version: number;
  agent: AgentData;
  /** The name of whoever set the status. */
  by: string | null;
  phone: Phone;
  frozen: boolean;
}

export interface BoardView {
  statuses: Status[];
  /**
   * A page of matching agents, those who can take a call first. As stored: screens work out what passing time changes.
   */
  rows: BoardRow[];
  next: string | null;
  /** How many match, and how many are in each status. */
  total: number;
  counts: BoardCounts;
  /** When somebody's status next changes without anybody acting; null: never. */
  changesAt: Instant | null;
  now: Instant;
}

const PAGE_SIZE = 50;

/** A page of the team with everybody's status, and counts of the whole team. `chips`: the statuses to show. */
export const board = accountProcedure("read the board")
  .input(z._default(BoardInput, { limit: PAGE_SIZE }))
  .query(async ({ ctx: { scope, services }, input: { search = "", chips = [], limit, after } }): Promise<BoardView> => {
    const team = await readTeam(scope);
    const { ranked, counts } = team.board();
    const searchText = normalizeForSearch(search.trim());
    const matches = ({ key, seat }: SeatedTeammate) =>
      (chips.length === 0 || chips.includes(seat.state.filterKey)) && (searchText === "" || key.includes(searchText));
    const matching = chips.length === 0 && searchText === "" ? ranked : ranked.filter(matches);
    const start = after ? indexAfter(matching, after) : 0;
    const shown = matching.slice(start, start + limit);
    const names = await readPersonNames(
      services.db,
      shown.map(({ seat }) => seat.agent.actor.id),
    );
    return {
      statuses: team.statuses,
      rows: shown.map(({ person, name, seat: { version, agent, phone, frozen } }) => ({
        person,
        name,
        version,
        agent,
        by: names.get(agent.actor.id) ?? null,
        phone,
        frozen,
      })),
      next: start + limit < matching.length ? encodeCursor([String(start + limit), shown.at(-1)!.person]) : null,
      total: matching.length,
      counts,
      changesAt: team.changesAt,
      now: scope.now,
    };
  });

/**
 * The index after the last agent of the previous page, wherever they are now; if they are gone, the previous page's
 * length.
 */
function indexAfter(matching: readonly SeatedTeammate[], after: string): number {
  const [count, person] = decodeCursor(after);
  const index = matching.findIndex((teammate) => teammate.person === person);
  return index >= 0 ? index + 1 : Math.min(Number(count) || 0, matching.length);
}
