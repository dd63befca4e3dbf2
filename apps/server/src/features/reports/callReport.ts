import { dayAfter } from "@callboard/domain/core/calendar";
import { fail } from "@callboard/domain/core/failure";
import type { Period } from "@callboard/domain/core/period";
import { may } from "@callboard/domain/core/permissions";
import { addCallSums } from "@callboard/domain/reports/callSums";
import { CALL_FIGURES, type CallReport, type CallSums } from "@callboard/domain/reports/callTypes";
import type { Doc } from "@callboard/domain/core/record";
import type { CallReportInput } from "@callboard/domain/reports/schema";
import type * as z from "zod/mini";
import { read } from "../../store/commit.ts";
import { findByIds, type Query } from "../../store/queries.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import type { Scope } from "../../store/scope.ts";
import { decodeCursor, encodeCursor } from "../../store/search/lists.ts";
import { countTime, servicesOf } from "./countTime.ts";
import { findCallSums } from "./reads/callSums.ts";
import { type ReportPeriod, reportPeriod } from "./reportPeriod.ts";

export interface CallReportRow extends CallSums {
  /** An id, "" for calls without a source, or a day. */
  id: string;
  /** Empty where there is none any more, and for calls without a source. */
  name: string;
}

export interface CallReportView {
  by: CallReport;
  period: Period;
  zone: string;
  today: string;
  keptSince: string | null;
  rows: CallReportRow[];
  next: string | null;
  total: number;
  /** Of all rows, including those on other pages. */
  totals: CallSums;
  now: number;
}

type Row = { id: string } & CallSums;

/** The calls that began in a period, the most offered first. Throws `forbidden` for others' calls without the permission. */
export async function readCallReport(
  scope: Scope,
  { first, last, by, after, limit }: z.output<typeof CallReportInput>,
): Promise<CallReportView> {
  const readsOthers = may(scope.membership, "read others' time");
  if (!readsOthers && by !== "agent") fail("forbidden", "api.forbidden");
  await countTime(servicesOf(scope), scope.account);
  const period = await reportPeriod(scope, { first, last });
  const all = await readRows(scope, by, period);
  const rows = readsOthers ? all : all.filter(({ id }) => id === scope.actor.id);
  const start = after ? indexAfter(rows, decodeCursor(after)) : 0;
  const shown = rows.slice(start, start + limit);
  const names = await readNames(
    scope,
    by,
    shown.map(({ id }) => id),
  );
  const end = shown.at(-1);
  return {
    by,
    period: period.period,
    zone: period.calendar.zone,
    today: period.today,
    keptSince: period.keptSince,
    rows: shown.map((row) => ({ ...row, name: names.get(row.id) ?? "" })),
    next: end && start + limit < rows.length ? encodeCursor([String(end.offered), end.id]) : null,
    total: rows.length,
    totals: addCallSums(rows),
    now: scope.now,
  };
}

async function readRows(scope: Scope, by: CallReport, { period, today }: ReportPeriod): Promise<Row[]> {
  const group = by === "day" ? "all" : by;
  const { sums } = await read(scope, { sums: findCallSums(group, by === "day" ? "day" : "key", period) });
  if (by !== "day") return sums.filter((row) => CALL_FIGURES.some((name) => row[name] !== 0)).toSorted(compareRows);
  // Days without a call are rows too, up to today.
  const byDay = new Map(sums.map((row) => [row.id, row]));
  const rows: Row[] = [];
  for (let day = period.first; day <= period.last && day <= today; day = dayAfter(day))
    rows.push(byDay.get(day) ?? { id: day, ...addCallSums([]) });
  return rows;
}

const compareRows = (a: Row, b: Row): number => b.offered - a.offered || (a.id < b.id ? -1 : Number(a.id > b.id));

/** Calls may have come in since the page before: it goes on after where its last row would be now. */
function indexAfter(rows: readonly Row[], [offered, id]: readonly string[]): number {
  const known = rows.findIndex((row) => row.id === id);
  if (known >= 0) return known + 1;
  const last = { id: id ?? "", ...addCallSums([]), offered: Number(offered) };
  const index = rows.findIndex((row) => compareRows(row, last) > 0);
  return index < 0 ? rows.length : index;
}

async function readNames(scope: Scope, by: CallReport, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (by === "day") return new Map(ids.map((day) => [day, day]));
  if (by === "agent") return readPersonNames(scope.db, ids);
  const { docs }: { docs: Doc<{ name: string }>[] } = await read(scope, {
    docs: findByIds<"queue" | "number" | "source">(by, ids) as Query<Doc<{ name: string }>[]>,
  });
  return new Map(docs.map(({ id, data }) => [id, data.name]));
}
