import { type Coverage, coverageOf } from "@callboard/domain/queues/coverage";
import type { Instant } from "@callboard/domain/core/time";
import { readAccountState } from "../../store/reads/payer.ts";
import { readTeam } from "../../store/reads/team.ts";
import { readTeamQueues } from "../../store/reads/queues/teamQueues.ts";
import type { Scope } from "../../store/scope.ts";

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

/**
 * The queues with their coverage, by name; whether the account's calls connect at all; and when time alone changes any of
 * it next, null: never.
 */
export async function readBoardQueues(
  scope: Scope,
  context: { zone: string },
): Promise<{ queues: BoardQueue[]; connects: boolean; changesAt: Instant | null }> {
  const account = await readAccountState(scope);
  const team = await readTeam(scope);
  const queues = await readTeamQueues(scope, context);
  const changes = [team, account, ...queues].map(({ changesAt }) => changesAt).filter((at) => at !== null);
  return {
    queues: queues
      .map(({ id, name, tags, members, isOpen, least }) => {
        const coverage = coverageOf(members, team.callTakers());
        return { id, name, tags, least, isOpen, ...coverage };
      })
      .sort(byName),
    connects: account.connects,
    changesAt: changes.length === 0 ? null : Math.min(...changes),
  };
}

/**
 * The queues that would have one agent fewer if this person took no calls: none while they take no calls anyway. By
 * name.
 */
export async function readCoverage(scope: Scope, context: { zone: string }, person: string): Promise<QueueCoverage[]> {
  const takers = (await readTeam(scope)).callTakers();
  if (takers.get(person) !== true) return [];
  return (await readTeamQueues(scope, context))
    .filter(({ members }) => members.includes(person))
    .map(({ name, members }) => ({ name, ...coverageOf(members, takers) }))
    .sort(byName);
}

const { compare } = new Intl.Collator("en");
const byName = (a: { name: string }, b: { name: string }): number => compare(a.name, b.name);
