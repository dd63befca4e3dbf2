import type { AgentData } from "@callboard/domain/agents/rules";
import type { PlannedSegment } from "@callboard/domain/agents/plannedSchema";
import { formatDuration, formatShortDay, type Instant, type Locale, MINUTE } from "@callboard/domain/core/time";
import { planned as texts } from "../../texts/en/shared/planned.ts";
import { format } from "../../texts/format.ts";
import { endTimeText } from "./endTimeText.ts";

/** Planned times further away than this are shown without how long it is until then. */
const COUNTDOWN_MINUTES = 12 * 60;

/** The next planned time that hasn't begun. `agent`: what `currentStatus` returns. */
export const nextPlanned = ({ upcoming }: AgentData, now: Instant): PlannedSegment | null =>
  upcoming?.segments.find(({ from }) => from > now) ?? null;

/** The planned time that it is now, if it hasn't begun because the agent is offline. */
export const lastingPlanned = ({ upcoming }: AgentData, now: Instant): PlannedSegment | null =>
  upcoming?.segments.findLast(({ from, until }) => from <= now && until > now) ?? null;

/** "Training at 14:00, in 20 min". */
export function plannedText({ statusName: status, from }: PlannedSegment, now: Instant, locale: Locale): string {
  const time = endTimeText(from, now, locale);
  const minutes = Math.ceil((from - now) / MINUTE);
  if (minutes > COUNTDOWN_MINUTES) return format(texts.next, { status, time });
  return format(texts.nextIn, { status, time, length: formatDuration(minutes) });
}

/** Whether the next planned time begins on the day that it is now. */
export const isToday = ({ from }: PlannedSegment, now: Instant, locale: Locale): boolean =>
  formatShortDay(from, locale) === formatShortDay(now, locale);
