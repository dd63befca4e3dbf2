import { type Coverage, coverageOf, takesCalls } from "@callboard/domain/queues/coverage";
import type { QueueSeat } from "@callboard/domain/queues/callOffers";
import { read } from "../../store/commit.ts";
import { findAll } from "../../store/queries.ts";
import { readTeam } from "../../store/reads/team.ts";
import type { Scope } from "../../store/scope.ts";

export interface QueueCoverage extends Coverage {
  name: string;
}

/**
 * The queues that would have one agent fewer if this person took no calls: none while they take no calls anyway. By
 * name.
 */
export async function readCoverage(scope: Scope, person: string): Promise<QueueCoverage[]> {
  const { byPerson, statuses } = await readTeam(scope);
  const seatsOf = (id: string): QueueSeat[] => {
    const seat = byPerson.get(id)?.seat;
    return seat ? [{ person: id, agent: seat.agent, phone: seat.phone, frozen: seat.frozen }] : [];
  };
  const [own] = seatsOf(person);
  if (own === undefined || !takesCalls(own, statuses, scope.now)) return [];
  const { queues } = await read(scope, { queues: findAll("queue") });
  return queues
    .filter(({ data }) => data.members.some(({ id }) => id === person))
    .map(({ data: { name, members } }) => ({
      name,
      ...coverageOf(
        members.flatMap(({ id }) => seatsOf(id)),
        statuses,
        scope.now,
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}
