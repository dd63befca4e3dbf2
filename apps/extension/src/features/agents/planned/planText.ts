import { instantOn } from "@callboard/domain/core/calendar";
import { formatShortDay, formatTime, formatWeekday, type Instant, type Locale } from "@callboard/domain/core/time";
import { endTimeText } from "../../../shared/status/endTimeText.ts";
import { zoneCity } from "../../../shared/timeText.ts";
import { agents } from "../../../texts/en/agents.ts";
import { format } from "../../../texts/format.ts";
import { type PlanView, repeatOf } from "./planForm.ts";

const texts = agents.planned;

// Days and times of a plan have a zone of their own, so they are shown as they are.
const asWritten = ({ language }: Locale): Locale => ({ zone: "UTC", language });
const shortDay = (day: string, locale: Locale): string => formatShortDay(instantOn(day, 0, "UTC"), asWritten(locale));
const timeOf = (minutes: number, locale: Locale): string =>
  formatTime(instantOn("2000-01-01", minutes, "UTC"), asWritten(locale));

/** "Tue 24 Nov". */
export const dayText = (day: string, locale: Locale): string =>
  `${formatWeekday(instantOn(day, 0, "UTC"), asWritten(locale))} ${shortDay(day, locale)}`;

/** "every weekday, 14:00–15:00". */
export function planTimes(plan: PlanView, locale: Locale): string {
  const days = planDays(plan, locale);
  const { from, to } = plan;
  if (from === null || to === null) return format(texts.wholeDays, { days });
  return format(texts.times, { days, from: timeOf(from, locale), to: timeOf(to, locale) });
}

function planDays(plan: PlanView, locale: Locale): string {
  const { firstDay, lastDay, weekdays } = plan;
  const repeat = repeatOf(plan);
  const first = shortDay(firstDay, locale);
  const last = lastDay === null ? null : shortDay(lastDay, locale);
  if (repeat === "once") return format(texts.days.once, { day: dayText(firstDay, locale) });
  if (repeat === "days" && last !== null) return format(texts.days.range, { first, last });
  const days =
    repeat === "weekly"
      ? weekdays.map((day) => texts.weekday[day]).join(", ")
      : repeat === "weekdays"
        ? texts.days.weekdays
        : texts.days.daily;
  const isAhead = plan.next !== null && plan.next.day <= firstDay;
  if (last === null) return isAhead ? format(texts.days.from, { days, first }) : days;
  return isAhead ? format(texts.days.fromUntil, { days, first, last }) : format(texts.days.until, { days, last });
}

/** When it comes next, by whom it was planned, and its zone if the reader's is another one. */
export function planDetails(plan: PlanView, person: string, now: Instant, locale: Locale): string {
  const { next, plannedBy, plannedByName, zone } = plan;
  const time = next && endTimeText(next.from <= now ? next.until : next.from, now, locale);
  return [
    next === null ? texts.over : format(next.from <= now ? texts.now : texts.next, { time: time! }),
    plannedBy.id !== person && plannedByName !== null && format(texts.by, { name: plannedByName }),
    zone !== locale.zone && format(texts.zone, { city: zoneCity(zone) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
