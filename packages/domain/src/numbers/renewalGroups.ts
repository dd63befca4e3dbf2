import { dayAfter, dayIn, daysBetween, dayStart, instantOn, wallClockAt } from "../core/calendar.ts";
import { sliceCode } from "../core/text/text.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";
import type { NumberKind } from "./types.ts";

/** Months that begin on the first or end with the month, in whatever zone, are counted from another day than they end on. */
const isEdge = (day: number): boolean => day <= 2 || day >= 27;
const dayIndex = (at: Instant): number => Math.floor(at / DAY);
const dayOfMonth = (at: Instant): number => Number(sliceCode(dayIn(at, "UTC"), 8));

/** Numbers of one kind whose next month begins on one day, and whose later months fall on the same days. */
export function renewalGroup(kind: NumberKind, renewsAt: Instant, anchor: Instant): string {
  const day = dayOfMonth(anchor);
  return `${kind} ${dayIndex(renewsAt)} ${isEdge(day) ? day : ""}`;
}

export interface EarliestRenewal {
  at: Instant;
  anchor: Instant;
}

/**
 * When such a group's next month begins, and an anchor from which its later ones are counted, by the clocks of a zone.
 * `first`: the earliest one known to begin on that day, and from when its months are counted.
 */
export function renewalOfGroup(
  group: string,
  first: EarliestRenewal | null,
  zone: string,
): { kind: NumberKind; day: Instant; at: Instant; anchor: Instant } {
  const [kind, dayText, edge] = group.split(" ") as [NumberKind, string, string];
  const day = Number(dayText) * DAY;
  const isOfDay = first !== null && first.at >= day && first.at < day + DAY;
  const at = isOfDay ? first.at : day;
  if (edge === "") return { kind, day, at, anchor: at };
  const isExact = isOfDay && dayOfMonth(first.anchor) === Number(edge);
  return { kind, day, at, anchor: isExact ? first.anchor : anchorOf(at, Number(edge), zone) };
}

/** A month that ends on no last day ends on the very day that it is counted from; else the kept day of UTC tells which. */
function anchorOf(at: Instant, edge: number, zone: string): Instant {
  const today = dayIn(at, zone);
  const date = Number(sliceCode(today, 8));
  const isLast = sliceCode(dayAfter(today), 8) === "01";
  if (!isLast) return at;
  const kept = edge + daysBetween(dayIn(at, "UTC"), today);
  // The first of UTC is the end of a month to the west of it.
  const counted = kept < 1 ? 31 : Math.min(31, Math.max(date, kept));
  const time = wallClockAt(at, zone) - wallClockAt(dayStart(today, "UTC"), "UTC");
  // A January has every day, and the last one lies before every month that is asked about.
  return instantOn(`${Number(sliceCode(today, 0, 4)) - 1}-01-${String(counted).padStart(2, "0")}`, time / MINUTE, zone);
}
