import { dayIn, dayStart } from "./calendar.ts";
import { codePart } from "./text.ts";
import { DAY, type Instant } from "./time.ts";
import type { NumberKind } from "./tracking.ts";

/** Months that begin on the first or end with the month, in whatever zone, are counted from another day than they end on. */
const isEdge = (day: number): boolean => day <= 2 || day >= 27;
const dayOf = (at: Instant): number => Math.floor(at / DAY);
const dayOfMonth = (at: Instant): number => Number(codePart(dayIn(at, "UTC"), 8));

/** Numbers of one kind whose next month begins on one day, and whose later months fall on the same days. */
export function monthGroup(kind: NumberKind, renewsAt: Instant, anchor: Instant): string {
  const day = dayOfMonth(anchor);
  return `${kind} ${dayOf(renewsAt)} ${isEdge(day) ? day : ""}`;
}

/**
 * When such a group's next month begins, and an anchor from which its later ones are counted. `first`: the earliest
 * instant known at which one of that day begins.
 */
export function monthsOf(
  group: string,
  first: Instant | null,
): { kind: NumberKind; day: Instant; at: Instant; anchor: Instant } {
  const [kind, dayText, edge] = group.split(" ") as [NumberKind, string, string];
  const day = Number(dayText) * DAY;
  const at = first !== null && first >= day && first < day + DAY ? first : day;
  // A January has every day; a year long past lies before every month that is asked about.
  return { kind, day, at, anchor: edge === "" ? at : dayStart(`2000-01-${edge.padStart(2, "0")}`, "UTC") + (at - day) };
}
