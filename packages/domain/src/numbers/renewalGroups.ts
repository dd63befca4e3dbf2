import { dayAfter, dayIn, daysBetween, dayStart, instantOn, wallClockAt } from "../core/calendar.ts";
import { sliceCode } from "../core/text/text.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";
import type { NumberKind } from "./types.ts";

/**
 * Whether a day of the month is near its end, where later months may end on another day (the 31st in February), and the
 * date may differ between UTC and the account's zone. Groups of such numbers name the anchor's day.
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
  const [kind, dayText, edgeDay] = group.split(" ") as [NumberKind, string, string];
  const day = Number(dayText) * DAY;
  const isOfDay = first !== null && first.at >= day && first.at < day + DAY;
  const at = isOfDay ? first.at : day;
  if (edgeDay === "") return { kind, day, at, anchor: at };
  const isExact = isOfDay && dayOfMonth(first.anchor) === Number(edgeDay);
  return { kind, day, at, anchor: isExact ? first.anchor : anchorOf(at, Number(edgeDay), zone) };
}

/**
 * An anchor for later months: the renewal itself, unless it falls on a month's last day. Then the anchor's day, which the
 * group names in UTC, decides.
 */
function anchorOf(at: Instant, edgeDay: number, zone: string): Instant {
  const today = dayIn(at, zone);
  const date = Number(sliceCode(today, 8));
  const isLastOfMonth = sliceCode(dayAfter(today), 8) === "01";
  if (!isLastOfMonth) return at;
  const zonedDate = edgeDay + daysBetween(dayIn(at, "UTC"), today);
  // The first of the month in UTC is still the last of the previous month further west.
  const anchorDate = zonedDate < 1 ? 31 : Math.min(31, Math.max(date, zonedDate));
  const timeOfDay = wallClockAt(at, zone) - wallClockAt(dayStart(today, "UTC"), "UTC");
  // January has 31 days, and last year's is before any month that is computed.
  return instantOn(
    `${Number(sliceCode(today, 0, 4)) - 1}-01-${String(anchorDate).padStart(2, "0")}`,
    timeOfDay / MINUTE,
    zone,
  );
}
