import type { AgentData, Phone, Status } from "@callboard/domain/agents/rules";
import { BoardInput } from "@callboard/domain/agents/boardSchema";
import type { BoardCounts } from "@callboard/domain/agents/board";
import { fail } from "@callboard/domain/core/failure";
import { may } from "@callboard/domain/core/permissions";
import type { Instant } from "@callboard/domain/core/time";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import { nameKey } from "@callboard/domain/core/text/names";
import * as z from "zod/mini";
import { decodeCursor, encodeCursor } from "../../store/search/lists.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { readTeam } from "../../store/reads/team.ts";
import { readTeamQueues } from "../../store/reads/queues/teamQueues.ts";
import type { Scope } from "../../store/scope.ts";
import { boardOf, type SeatedTeammate } from "../../store/reads/teamLists.ts";
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

/**
 * A page of the team with everybody's status, and counts of all whom the queue or tag leaves. `chips`: the statuses to show.
 */
export const board = accountProcedure("read the board")
  .input(z._default(BoardInput, { limit: PAGE_SIZE }))
  .query(
    async ({
      ctx: { scope, context, services },
      input: { search = "", chips = [], queue, tag, limit, after },
    }): Promise<BoardView> => {
      const team = await readTeam(scope);
      const members = await readMembers(scope, context, { queue, tag });
      const { ranked, counts } =
        members === null ? team.board() : boardOf(team.withSeats.filter(({ person }) => members.has(person)));
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
    },
  );

/** Who is a member of the queue, or of any queue with the tag; null if neither is asked for. */
async function readMembers(
  scope: Scope,
  context: { zone: string },
  { queue, tag }: { queue: string | undefined; tag: string | undefined },
): Promise<ReadonlySet<string> | null> {
  if (queue === undefined && tag === undefined) return null;
  // A key may read the board without the queues.
  if (!may(scope.membership, "read routing")) fail("forbidden", "api.forbidden");
  const tagKey = tag === undefined ? null : nameKey(tag);
  const chosen = (await readTeamQueues(scope, context)).filter(
    ({ id, tags }) =>
      (queue === undefined || id === queue) && (tagKey === null || tags.some((one) => nameKey(one) === tagKey)),
  );
  return new Set(chosen.flatMap(({ members }) => members));
}

/**
 * The index after the last agent of the previous page, wherever they are now; if they are gone, the previous page's
 * length.
 */
function indexAfter(matching: readonly SeatedTeammate[], after: string): number {
  const [count, person] = decodeCursor(after);
  const index = matching.findIndex((teammate) => teammate.person === person);
  return index >= 0 ? index + 1 : Math.min(Number(count) || 0, matching.length);
}
