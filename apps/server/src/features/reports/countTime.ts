import type { Actor } from "@callboard/domain/core/actor";
import { decision, type Effect } from "@callboard/domain/core/effect";
import { type AccountCalendar, dayAt } from "@callboard/domain/core/period";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { correctedParts } from "@callboard/domain/reports/correctedTime";
import { DayCells, dayFinder, type FindDay } from "@callboard/domain/reports/dayCells";
import { addEntry, endedSpans, type Timeline } from "@callboard/domain/reports/timeline";
import { commit, read } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import { type ScopeServices, systemScope } from "../../store/systemScope.ts";
import { findCalendar } from "./calendar.ts";
import { countAgain, countCallsAgain } from "./countAgain.ts";
import { callCells, negative, wrapUpCells } from "@callboard/domain/reports/callSums";
import { addCalls, findCallVersions, findWrapUps } from "./reads/callSums.ts";
import { type CorrectionsByPerson, findAcceptedOfEntries, findNewlyAccepted } from "./reads/corrections.ts";
import {
  addTime,
  type CountedCell,
  EVERYBODY,
  markDays,
  markRepairs,
  savePeople,
  saveProgress,
} from "./reads/effects.ts";
import {
  findBacklog,
  findEntries,
  findPeopleOfEntries,
  findProgress,
  type OpenPerson,
  type OpenVersions,
  type Progress,
  type VersionEntry,
} from "./reads/rows.ts";

export const COUNTER: Actor = { as: "job", id: "reports" };
/** Rows of the log that one commit counts: other writes wait for it. */
const ROWS_PER_COMMIT = 1000;

/**
 * Counts what came into the account's log since the last time, so that the report's tables are up to date. Changing a
 * status does nothing for the report: reading it does. `priority`: low where nobody waits.
 */
export async function countTime(
  services: ScopeServices,
  account: string,
  { priority, stopped = () => false }: { priority?: "low"; stopped?: () => boolean } = {},
): Promise<void> {
  // A reader's thread can't write: it reads what has been counted.
  if (services.db.seal === null) return;
  const scope: Scope = { ...systemScope(services, account, COUNTER), priority };
  while (!stopped()) {
    const { backlog } = await read(scope, { backlog: findBacklog });
    if (backlog.hasMore) await countEntries(scope);
    else if (backlog.repairs.length > 0)
      for (const { person, since } of backlog.repairs)
        await (person === EVERYBODY ? countCallsAgain(scope, since) : countAgain(scope, person, since));
    else return;
  }
}

/** What a call's scope offers to work that the call starts. */
export const servicesOf = ({ db, feed, now, newId }: Scope): ScopeServices => ({ db, feed, now: () => now, newId });

const countEntries = (scope: Scope): Promise<null> =>
  commit(
    scope,
    {
      progress: findProgress,
      log: findEntries(ROWS_PER_COMMIT),
      people: findPeopleOfEntries(ROWS_PER_COMMIT),
      calendar: findCalendar(scope),
      accepted: findAcceptedOfEntries(ROWS_PER_COMMIT),
      newlyAccepted: findNewlyAccepted(ROWS_PER_COMMIT),
      calls: findCallVersions(ROWS_PER_COMMIT),
      wrapUps: findWrapUps(ROWS_PER_COMMIT),
    },
    ({ progress, log: { entries, end }, people, calendar, accepted, newlyAccepted, calls, wrapUps }) => {
      if (end <= progress.n) return [];
      const findDay = dayFinder(calendar);
      const counted = new Map<string, CountedPerson>();
      for (const open of people) counted.set(open.person, new CountedPerson(open.person, findDay, open));
      for (const entry of entries) {
        let person = counted.get(entry.person);
        if (!person) counted.set(entry.person, (person = new CountedPerson(entry.person, findDay, null)));
        person.add(entry);
      }
      const results = [...counted.values()].map((person) => person.result(accepted));
      const dayOf = (at: Instant) => findDay(at).day;
      return decision(
        [
          ...addTime(
            scope.account,
            results.flatMap(({ cells }) => cells),
          ),
          ...savePeople(
            scope.account,
            results.map(({ open }) => open),
            end,
          ),
          ...markRepairs(scope.account, [
            ...results.flatMap(({ open, lateSince }) =>
              lateSince === null ? [] : [[open.person, lateSince] as const],
            ),
            ...newlyAccepted,
          ]),
          ...addCalls(scope.account, [
            ...calls.flatMap(({ before, after }) => [
              ...(before === null ? [] : callCells(before, dayOf).map(negative)),
              ...callCells(after, dayOf),
            ]),
            ...wrapUps.flatMap((wrapUp) => wrapUpCells(wrapUp, dayOf)),
          ]),
          ...zoneRepairs(scope, progress, calendar),
          saveProgress(scope.account, { n: end, zoneSince: calendar.zoneSince }),
        ],
        null,
      );
    },
  );

/** Time counted past a change of zone that wasn't known then, by a server whose clock is ahead, has other days now. */
function zoneRepairs(
  { account }: Scope,
  { n, zoneSince }: Progress,
  calendar: AccountCalendar & { zoneSince: Instant },
): Effect[] {
  if (n === 0 || calendar.zoneSince <= zoneSince) return [];
  const firstChange = calendar.formerZones.find(({ until }) => until > zoneSince)?.until ?? calendar.zoneSince;
  return [
    markDays(account, calendar.zoneSince, dayAt(calendar.zoneSince - DAY, calendar)),
    ...markRepairs(account, [[EVERYBODY, firstChange]]),
  ];
}

/** One person's new entries, after what was counted. */
class CountedPerson {
  private readonly person: string;
  private readonly findDay: FindDay;
  private readonly timeline: Timeline;
  /** Where the segments begin that lasted before: what begins earlier was counted otherwise. */
  private readonly countedUntil: { agent: Instant; phone: Instant };
  private open: OpenVersions;
  private lateSince: Instant | null = null;

  constructor(person: string, findDay: FindDay, open: OpenPerson | null) {
    this.person = person;
    this.findDay = findDay;
    this.timeline = open
      ? { agent: [...open.timeline.agent], phone: [...open.timeline.phone] }
      : { agent: [], phone: [] };
    this.countedUntil = {
      agent: this.timeline.agent[0]?.from ?? -Infinity,
      phone: this.timeline.phone[0]?.from ?? -Infinity,
    };
    this.open = open ?? { person, agentVersion: null, phoneVersion: null, firstDay: "", goneDay: null };
  }

  add({ entry, version }: VersionEntry): void {
    const late = addEntry(this.timeline, entry);
    if (late !== null && late < this.countedUntil[entry.kind])
      this.lateSince = Math.min(late, this.lateSince ?? Infinity);
    const inForce = entry.data === null ? null : version;
    const from = this.findDay(this.timeline[entry.kind].at(-1)!.from).day;
    if (this.open.firstDay === "" || from < this.open.firstDay) this.open = { ...this.open, firstDay: from };
    if (entry.kind === "phone") this.open = { ...this.open, phoneVersion: inForce };
    else
      this.open = {
        ...this.open,
        agentVersion: inForce,
        goneDay: entry.data === null ? this.findDay(entry.at - 1).day : null,
      };
  }

  result(accepted: CorrectionsByPerson): { open: OpenVersions; cells: CountedCell[]; lateSince: Instant | null } {
    const cells = new DayCells(this.findDay);
    const spans = endedSpans(this.timeline);
    for (const span of spans) cells.add(span);
    for (const part of correctedParts(spans, accepted.get(this.person) ?? [])) cells.addCorrected(part);
    return {
      open: this.open,
      cells: cells.list().map((cell) => ({ ...cell, person: this.person })),
      lateSince: this.lateSince,
    };
  }
}
