import { normalizeForSearch } from "@callboard/domain/core/text/search";
import type { Instant } from "@callboard/domain/core/time";
import { addSums } from "@callboard/domain/reports/dayCells";
import { periodParts } from "@callboard/domain/reports/periods";
import type { TeamTimeInput } from "@callboard/domain/reports/schema";
import type { StatusSums } from "@callboard/domain/reports/types";
import type * as z from "zod/mini";
import { read } from "../../store/commit.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { readTeam, type Team } from "../../store/reads/team.ts";
import type { Scope } from "../../store/scope.ts";
import { decodeCursor, encodeCursor } from "../../store/search/lists.ts";
import { countTime, servicesOf } from "./countTime.ts";
import { type OpenPeople, readOpenPeople } from "./openPeople.ts";
import { readStatuses, type TimeView, timeView, uncountedSums } from "./openTime.ts";
import { EVERYBODY } from "./reads/effects.ts";
import { type CorrectionsByPerson, findAcceptedSince } from "./reads/corrections.ts";
import type { OpenPerson } from "./reads/rows.ts";
import { findProgress } from "./reads/rows.ts";
import { findSums } from "./reads/sums.ts";
import { type ReportPeriod, reportPeriod } from "./reportPeriod.ts";

/** One agent's time in the period. */
interface AgentSums {
  person: string;
  name: string;
  sums: StatusSums[];
}

export interface TeamTimeView extends TimeView {
  rows: AgentSums[];
  next: string | null;
  /** How many agents had a seat in the period. */
  total: number;
  /** Of all agents, including those on other pages. */
  totals: StatusSums[];
}

/** Everybody's time in a period, by name, a page at a time. */
export async function readTeamTime(
  scope: Scope,
  { first, last, after, limit }: z.output<typeof TeamTimeInput>,
): Promise<TeamTimeView> {
  await countTime(servicesOf(scope), scope.account);
  const period = await reportPeriod(scope, { first, last });
  for (;;) {
    const open = await readOpenPeople(scope);
    const named = (await sortedByName(scope, open)).filter(({ person }) => isPresent(person, period));
    const start = after ? indexAfter(named, decodeCursor(after)) : 0;
    const shown = named.slice(start, start + limit);
    const { progress, sums, accepted } = await read(scope, {
      progress: findProgress,
      accepted: findAcceptedSince(lastingSince(named, period)),
      sums: findSums(
        [EVERYBODY, ...shown.map(({ person }) => person.person)],
        periodParts(period.period, period.today),
      ),
    });
    // More was counted in between: what lasts and what has ended would not fit together.
    if (progress.n !== open.n) continue;
    const view = teamView(named, shown, { sums, accepted }, period, scope.now);
    const end = shown.at(-1);
    return {
      ...view,
      ...timeView(period, await readStatuses(scope), view.totals, scope.now),
      next: end && start + limit < named.length ? encodeCursor([end.key, end.person.person]) : null,
      total: named.length,
    };
  }
}

/** Since when somebody's status lasts that reaches into the period without having been counted; null if none does. */
function lastingSince(named: readonly NamedPerson[], { bounds }: ReportPeriod): number | null {
  const starts = named.flatMap(({ person: { timeline } }) => timeline.agent.at(-1)?.from ?? []);
  const since = starts.reduce((least, from) => Math.min(least, from), Infinity);
  return since < bounds.to ? Math.max(since, bounds.from) : null;
}

interface NamedPerson {
  person: OpenPerson;
  name: string;
  key: string;
}

function teamView(
  named: readonly NamedPerson[],
  shown: readonly NamedPerson[],
  { sums: counted, accepted }: { sums: ReadonlyMap<string, StatusSums[]>; accepted: CorrectionsByPerson },
  { bounds }: ReportPeriod,
  now: Instant,
): Pick<TeamTimeView, "rows" | "totals"> {
  const open = new Map(
    named.map(({ person: { person, timeline } }) => [
      person,
      uncountedSums(timeline, bounds, now, accepted.get(person) ?? []),
    ]),
  );
  return {
    rows: shown.map(({ person: { person }, name }) => ({
      person,
      name,
      sums: addSums([...(counted.get(person) ?? []), ...open.get(person)!]),
    })),
    totals: addSums([...(counted.get(EVERYBODY) ?? []), ...[...open.values()].flat()]),
  };
}

/** Whether they had a seat on a day of the period. */
const isPresent = ({ firstDay, goneDay }: OpenPerson, { period }: ReportPeriod): boolean =>
  firstDay <= period.last && (goneDay === null || goneDay >= period.first);

/** Everybody by name, worked out again only if somebody's time or name has changed. */
const sorted = new WeakMap<OpenPeople, { team: readonly object[]; named: readonly NamedPerson[] }>();

async function sortedByName(scope: Scope, open: OpenPeople): Promise<readonly NamedPerson[]> {
  const team = await readTeam(scope);
  const cached = sorted.get(open);
  if (cached?.team === team.people) return cached.named;
  const named = await nameAll(scope, team, [...open.people.values()]);
  sorted.set(open, { team: team.people, named });
  return named;
}

async function nameAll(scope: Scope, { byPerson }: Team, people: readonly OpenPerson[]): Promise<NamedPerson[]> {
  const gone = people.flatMap(({ person }) => (byPerson.has(person) ? [] : [person]));
  const goneNames = await readPersonNames(scope.db, gone);
  return people
    .map((person): NamedPerson => {
      const teammate = byPerson.get(person.person);
      if (teammate) return { person, name: teammate.name, key: teammate.key };
      const name = goneNames.get(person.person) ?? "";
      return { person, name, key: normalizeForSearch(name) };
    })
    .sort((a, b) => comparePositions([a.key, a.person.person], [b.key, b.person.person]));
}

type Position = readonly [key: string, person: string];
const comparePositions = (a: Position, b: Position): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

function indexAfter(named: readonly NamedPerson[], position: Position): number {
  const index = named.findIndex(({ key, person }) => comparePositions([key, person.person], position) > 0);
  return index < 0 ? named.length : index;
}
