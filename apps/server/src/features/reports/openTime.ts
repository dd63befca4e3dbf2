import { allStatuses, type Status } from "@callboard/domain/agents/rules";
import type { Day } from "@callboard/domain/core/calendar";
import type { Bounds, Period } from "@callboard/domain/core/period";
import type { Instant } from "@callboard/domain/core/time";
import { spanWithin } from "@callboard/domain/reports/dayCells";
import { type AcceptedCorrection, correctedParts } from "@callboard/domain/reports/correctedTime";
import { lastingSpans, type Timeline } from "@callboard/domain/reports/timeline";
import type { Span, StatusSums } from "@callboard/domain/reports/types";
import { read } from "../../store/commit.ts";
import { findAll } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import type { ReportPeriod } from "./reportPeriod.ts";

/** What every report says besides its figures. */
export interface TimeView {
  period: Period;
  /** The account's: its days begin there. */
  zone: string;
  today: Day;
  /** The first day that is shown, if the period begins before it: activity is kept two years. */
  keptSince: Day | null;
  /** Those in which somebody was, recorded or corrected, in the account's order; archived ones too. */
  statuses: ReportStatus[];
  now: Instant;
}
type ReportStatus = Pick<Status, "id" | "name" | "takesCalls" | "color" | "icon">;

export const readStatuses = async (scope: Scope): Promise<Status[]> =>
  allStatuses((await read(scope, { statuses: findAll("status") })).statuses);

export const timeView = (
  { period, calendar, today, keptSince }: ReportPeriod,
  statuses: readonly Status[],
  totals: readonly StatusSums[],
  now: Instant,
): TimeView => ({
  period,
  zone: calendar.zone,
  today,
  keptSince,
  statuses: statuses
    .filter(({ id }) => totals.some(({ layer, status }) => layer !== "phone" && status === id))
    .map(({ id, name, takesCalls, color, icon }) => ({ id, name, takesCalls, color, icon })),
  now,
});

/** Of a person's time up to now, the part in the bounds that nobody has counted. */
export function uncountedSpans(timeline: Timeline, bounds: Bounds, now: Instant): Span[] {
  const isLater = ({ from }: { from: Instant }) => from >= bounds.to;
  // Of a period that is over, nearly everybody's time has been counted.
  if (timeline.agent.every(isLater) && timeline.phone.every(isLater)) return [];
  return lastingSpans(timeline, now).flatMap((span) => spanWithin(span, bounds) ?? []);
}

/** The same as sums, with what the person's accepted corrections make of it. */
export function uncountedSums(
  timeline: Timeline,
  bounds: Bounds,
  now: Instant,
  accepted: readonly AcceptedCorrection[],
): StatusSums[] {
  const spans = uncountedSpans(timeline, bounds, now);
  const corrected = (status: string, ms: number): StatusSums => ({
    layer: "corrected",
    status,
    ms,
    overMs: 0,
    kept: 0,
    overruns: 0,
  });
  return [
    ...spans.map(({ layer, status, from, to, overSince, overrunAt, kept }) => ({
      layer,
      status,
      ms: Math.max(0, to - from),
      overMs: overSince === null ? 0 : Math.max(0, to - Math.max(from, overSince)),
      kept: Number(kept),
      overruns: Number(overrunAt !== null),
    })),
    ...correctedParts(spans, accepted).flatMap((part) => [
      corrected(part.recorded, part.from - part.to),
      corrected(part.corrected, part.to - part.from),
    ]),
  ];
}
