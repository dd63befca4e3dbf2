import { type Coverage, coverageOf, takesCalls } from "@callboard/domain/queues/coverage";
import type { QueueSeat } from "@callboard/domain/queues/callOffers";
import { read } from "../../store/commit.ts";
import { findAll } from "../../store/queries.ts";
import { readTeam, type Team } from "../../store/reads/team.ts";
import { openingStateAt } from "@callboard/domain/queues/schedule";
import { asOfOrNow, type Scope } from "../../store/scope.ts";

export interface QueueCoverage extends Coverage {
  name: string;
}

/** A queue as the board shows it: who belongs to it and how many of them take calls. */
export interface BoardQueue extends QueueCoverage {
  id: string;
  tags: string[];
  isOpen: boolean;
  /** How many should take calls; null: it doesn't matter. */
  least: number | null;
}

/** The queues with their coverage, by name. */
export async function readBoardQueues(scope: Scope, { zone }: { zone: string }): Promise<BoardQueue[]> {
  const { byPerson, statuses } = await readTeam(scope);
  const { queues } = await read(scope, { queues: findAll("queue") });
  return queues
    .map(({ id, data: { name, tags, members, schedule, leastTakingCalls: least } }) => {
      const seats = members.flatMap((member) => seatsOf(byPerson, member.id));
      const { isOpen } = openingStateAt(schedule, zone, asOfOrNow(scope));
      return { id, name, tags, least, isOpen, ...coverageOf(seats, statuses, asOfOrNow(scope)) };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function seatsOf(byPerson: Team["byPerson"], id: string): QueueSeat[] {
  const seat = byPerson.get(id)?.seat;
  return seat ? [{ person: id, agent: seat.agent, phone: seat.phone, frozen: seat.frozen }] : [];
}

/**
 * The queues that would have one agent fewer if this person took no calls: none while they take no calls anyway. By
 * name.
 */
export async function readCoverage(scope: Scope, person: string): Promise<QueueCoverage[]> {
  const { byPerson, statuses } = await readTeam(scope);
  const [own] = seatsOf(byPerson, person);
  if (own === undefined || !takesCalls(own, statuses, scope.now)) return [];
  const { queues } = await read(scope, { queues: findAll("queue") });
  return queues
    .filter(({ data }) => data.members.some(({ id }) => id === person))
    .map(({ data: { name, members } }) => ({
      name,
      ...coverageOf(
        members.flatMap(({ id }) => seatsOf(byPerson, id)),
        statuses,
        scope.now,
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}
