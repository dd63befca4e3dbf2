import { dayAfter, dayIn, daysBetween, dayStart, instantOn, wallClockAt } from "../core/calendar.ts";
import { sliceCode } from "../core/text/text.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";
import type { NumberKind } from "./types.ts";

/**
 * Near the end of a month, the day on which a month ends may differ from the day it is counted from, depending on the
 * zone.
 */
const isEdge = (day: number): boolean => day <= 2 || day >= 27;
const dayIndex = (at: Instant): number => Math.floor(at / DAY);
const dayOfMonth = (at: Instant): number => Number(sliceCode(dayIn(at, "UTC"), 8));

/**
 * The group of numbers of one kind whose next month begins on the same day and whose later months fall on the same
 * days.
 */
export function renewalGroup(kind: NumberKind, renewsAt: Instant, anchor: Instant): string {
  const day = dayOfMonth(anchor);
  return `${kind} ${dayIndex(renewsAt)} ${isEdge(day) ? day : ""}`;
}

export interface EarliestRenewal {
  at: Instant;
  anchor: Instant;
}

/**
 * When a group's next month begins, and the anchor for its later months in a zone. `first`: the earliest known renewal
 * on that day, with its anchor.
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

/** If the month doesn't end on a last day, its end is the anchor; otherwise the stored UTC day decides. */
function anchorOf(at: Instant, edge: number, zone: string): Instant {
  const today = dayIn(at, zone);
  const date = Number(sliceCode(today, 8));
  const isLast = sliceCode(dayAfter(today), 8) === "01";
  if (!isLast) return at;
  const storedDate = edge + daysBetween(dayIn(at, "UTC"), today);
  // The first of the month in UTC is still the last of the previous month further west.
  const anchorDate = storedDate < 1 ? 31 : Math.min(31, Math.max(date, storedDate));
  const time = wallClockAt(at, zone) - wallClockAt(dayStart(today, "UTC"), "UTC");
  // January has 31 days, and last year's is before any month that is computed.
  return instantOn(
    `${Number(sliceCode(today, 0, 4)) - 1}-01-${String(anchorDate).padStart(2, "0")}`,
    time / MINUTE,
    zone,
  );
}
