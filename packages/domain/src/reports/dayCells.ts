import type { Day } from "../core/calendar.ts";
import { type AccountCalendar, type Bounds, boundsOf, dayAt } from "../core/period.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { CorrectedPart, DayCell, Span, StatusSums } from "./types.ts";

/** The day of an instant, with its bounds. */
export type FindDay = (at: Instant) => DayBounds;
interface DayBounds extends Bounds {
  day: Day;
}

/** Days of an account's calendar. Each is worked out once, because asking for offsets of zones is slow. */
export function dayFinder(calendar: AccountCalendar): FindDay {
  const found = new Map<number, DayBounds[]>();
  return (at) => {
    const key = Math.floor(at / DAY);
    const near = found.get(key) ?? [];
    const cached = near.find(({ from, to }) => at >= from && at < to);
    if (cached) return cached;
    const day = dayAt(at, calendar);
    const bounds = { day, ...boundsOf({ first: day, last: day }, calendar) };
    found.set(key, [...near, bounds]);
    return bounds;
  };
}

/** Splits spans at the account's midnights and adds up what is of the same day and status. */
export class DayCells {
  private readonly findDay: FindDay;
  private readonly cells = new Map<string, DayCell>();

  constructor(findDay: FindDay) {
    this.findDay = findDay;
  }

  add({ layer, status, from, to, overSince, overrunAt, kept }: Span): void {
    for (let at = from; at < to;) {
      const { day, to: midnight } = this.findDay(at);
      const end = Math.min(midnight, to);
      const cell = this.cell(day, layer, status);
      cell.ms += end - at;
      if (overSince !== null) cell.overMs += Math.max(0, end - Math.max(at, overSince));
      at = end;
    }
    if (overrunAt !== null) this.cell(this.findDay(overrunAt).day, layer, status).overruns += 1;
    // The last instant in the status: one that ends at midnight belongs to the day before.
    if (kept) this.cell(this.findDay(to - 1).day, layer, status).kept += 1;
  }

  /** What a correction takes from one status and gives to another, on each day. */
  addCorrected({ from, to, recorded, corrected }: CorrectedPart): void {
    for (let at = from; at < to;) {
      const { day, to: midnight } = this.findDay(at);
      const end = Math.min(midnight, to);
      this.cell(day, "corrected", recorded).ms -= end - at;
      this.cell(day, "corrected", corrected).ms += end - at;
      at = end;
    }
  }

  list(): DayCell[] {
    return [...this.cells.values()];
  }

  private cell(day: Day, layer: DayCell["layer"], status: string): DayCell {
    const key = `${day} ${layer} ${status}`;
    let cell = this.cells.get(key);
    if (!cell) this.cells.set(key, (cell = { day, layer, status, ms: 0, overMs: 0, kept: 0, overruns: 0 }));
    return cell;
  }
}

const KEYS = ["ms", "overMs", "kept", "overruns"] as const;

/** Adds up sums of the same status, and takes out what came to nothing. */
export function addSums(sums: readonly StatusSums[]): StatusSums[] {
  const total = new Map<string, StatusSums>();
  for (const one of sums) {
    const key = one.layer + one.status;
    const before = total.get(key);
    if (before) for (const name of KEYS) before[name] += one[name];
    else total.set(key, { ...one });
  }
  return [...total.values()].filter((one) => KEYS.some((name) => one[name] !== 0));
}

/** The part of a span within bounds; null if it lies outside. Its promise counts where it was kept or passed. */
export function spanWithin(span: Span, { from, to }: Bounds): Span | null {
  if (span.from >= from && span.to < to) return span;
  const isWithin = (at: Instant) => at >= from && at < to;
  const part = {
    ...span,
    from: Math.max(span.from, from),
    to: Math.min(span.to, to),
    overrunAt: span.overrunAt !== null && isWithin(span.overrunAt) ? span.overrunAt : null,
    kept: span.kept && isWithin(span.to - 1),
  };
  return part.from < part.to || part.kept || part.overrunAt !== null ? part : null;
}
