import { type Day, dayAfter } from "@callboard/domain/core/calendar";
import { fail } from "@callboard/domain/core/failure";
import { may } from "@callboard/domain/core/permissions";
import { type AcceptedCorrection, correctedParts } from "@callboard/domain/reports/correctedTime";
import { addSums, DayCells, dayFinder } from "@callboard/domain/reports/dayCells";
import type { AgentTimeInput } from "@callboard/domain/reports/schema";
import type { DayCell, StatusSums } from "@callboard/domain/reports/types";
import type * as z from "zod/mini";
import { read } from "../../store/commit.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import type { Scope } from "../../store/scope.ts";
import { countTime, servicesOf } from "./countTime.ts";
import { readStatuses, type TimeView, timeView, uncountedSpans } from "./openTime.ts";
import { correctionsIn, type CorrectionView, correctionViews } from "./correctionViews.ts";
import { findCorrections } from "./reads/corrections.ts";
import { findOpenPerson, type OpenPerson } from "./reads/rows.ts";
import { findDays } from "./reads/sums.ts";
import { type ReportPeriod, reportPeriod } from "./reportPeriod.ts";

export interface AgentTimeView extends TimeView {
  person: string;
  name: string;
  /** Every day of the period up to today on which they had a seat. */
  days: { day: Day; sums: StatusSums[] }[];
  totals: StatusSums[];
  /** Their corrections that concern the period, the latest first. */
  corrections: CorrectionView[];
}

/** One agent's time by day: one's own, or with the permission anybody's. Throws `forbidden`, `not-found`. */
export async function readAgentTime(
  scope: Scope,
  { first, last, person = scope.actor.id }: z.output<typeof AgentTimeInput>,
): Promise<AgentTimeView> {
  // The procedure has asked for either permission; one's own time needs no other.
  if (person !== scope.actor.id && !may(scope.membership, "read others' time")) fail("forbidden", "api.forbidden");
  await countTime(servicesOf(scope), scope.account);
  const period = await reportPeriod(scope, { first, last });
  const { open, counted, corrections } = await read(scope, {
    open: findOpenPerson(person),
    counted: findDays(person, period.period),
    corrections: findCorrections(person, period.bounds.from),
  });
  if (open === null) return fail("not-found", "agents.noSoftphone", {}, "person");
  const accepted = corrections.flatMap(({ id, data }) => (data.state === "accepted" ? [{ ...data, id }] : []));
  const days = byDay(period, open, [...counted, ...lastingCells(period, open, scope.now, accepted)]);
  const totals = addSums(days.flatMap(({ sums }) => sums));
  const names = await readPersonNames(scope.db, [person]);
  return {
    ...timeView(period, await readStatuses(scope), totals, scope.now),
    person,
    name: names.get(person) ?? "",
    days,
    totals,
    corrections: await correctionViews(scope, correctionsIn(corrections, period.bounds)),
  };
}

function lastingCells(
  { bounds, calendar }: ReportPeriod,
  { timeline }: OpenPerson,
  now: number,
  accepted: readonly AcceptedCorrection[],
): DayCell[] {
  const cells = new DayCells(dayFinder(calendar));
  const spans = uncountedSpans(timeline, bounds, now);
  for (const span of spans) cells.add(span);
  for (const part of correctedParts(spans, accepted)) cells.addCorrected(part);
  return cells.list();
}

function byDay({ period, today }: ReportPeriod, { firstDay, goneDay }: OpenPerson, cells: readonly DayCell[]) {
  const of = new Map<Day, StatusSums[]>();
  for (const { day, ...sums } of cells) {
    const list = of.get(day);
    if (list) list.push(sums);
    else of.set(day, [sums]);
  }
  const end = [period.last, today, goneDay ?? today].reduce((a, b) => (a < b ? a : b));
  const days: AgentTimeView["days"] = [];
  for (let day = period.first < firstDay ? firstDay : period.first; day <= end; day = dayAfter(day))
    days.push({ day, sums: addSums(of.get(day) ?? []) });
  return days;
}
