import { dayAt } from "@callboard/domain/core/period";
import type { Instant } from "@callboard/domain/core/time";
import { DayCells, dayFinder, spanWithin } from "@callboard/domain/reports/dayCells";
import { correctedParts } from "@callboard/domain/reports/correctedTime";
import { addEntry, endedSpans, type Timeline } from "@callboard/domain/reports/timeline";
import { commit, read } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import { findCalendar } from "./calendar.ts";
import { findAcceptedOf } from "./reads/corrections.ts";
import { findCountedSince } from "./reads/callSums.ts";
import { addTime, clearRepair, EVERYBODY, forgetCounted, type CountedCell } from "./reads/effects.ts";
import { findEntriesSince, findRepair } from "./reads/rows.ts";
import { findDays } from "./reads/sums.ts";

/** Later than any day. */
const LAST_DAY = "9999-12-31";

/**
 * Counts a person's time again from the day of an instant on: an entry came late, and begins before what was counted
 * already, or a correction was accepted. The difference is added, so that everybody's sums follow.
 */
export async function countAgain(scope: Scope, person: string, since: Instant): Promise<void> {
  const { calendar } = await read(scope, { calendar: findCalendar(scope) });
  // The status before may have ended at midnight: its promise counts on the day before.
  const first = dayAt(since - 1, calendar);
  const { from } = dayFinder(calendar)(since - 1);
  await commit(
    scope,
    {
      marked: findRepair(person),
      entries: findEntriesSince(person, from),
      before: findDays(person, { first, last: LAST_DAY }),
      calendar: findCalendar(scope),
      accepted: findAcceptedOf(person, from),
    },
    ({ marked, entries, before, calendar: current, accepted }) => {
      // Somebody else did it, or it must begin earlier by now.
      if (marked === null || marked < since) return [];
      const timeline: Timeline = { agent: [], phone: [] };
      for (const { entry } of entries) addEntry(timeline, entry);
      const cells = new DayCells(dayFinder(current));
      const spans = endedSpans(timeline).flatMap((span) => spanWithin(span, { from, to: Infinity }) ?? []);
      for (const span of spans) cells.add(span);
      for (const part of correctedParts(spans, accepted)) cells.addCorrected(part);
      const taken = before.map((cell) => ({
        ...cell,
        ms: -cell.ms,
        overMs: -cell.overMs,
        kept: -cell.kept,
        overruns: -cell.overruns,
      }));
      const difference = [...cells.list(), ...taken].map((cell): CountedCell => ({ ...cell, person }));
      return [...addTime(scope.account, difference), clearRepair(scope.account, person)];
    },
  );
}

/**
 * The account's zone has changed: calls and wrap-ups that were counted past the change have other days now. A server's
 * clock must have been ahead for that, so it is rare enough to count everything again.
 */
export const countCallsAgain = (scope: Scope, since: Instant): Promise<null> =>
  commit(scope, { marked: findRepair(EVERYBODY), isCounted: findCountedSince(since) }, ({ marked, isCounted }) => {
    if (marked === null) return [];
    return isCounted ? forgetCounted(scope.account) : [clearRepair(scope.account, EVERYBODY)];
  });
