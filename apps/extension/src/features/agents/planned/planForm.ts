import { formatTimeOfDay, parseTime } from "@callboard/ui/TimeInput";
import type { Inputs, Outputs } from "../../../data/api.ts";
import { agents } from "../../../texts/en/agents.ts";

const texts = agents.planned.form;
export type PlanView = Outputs["agents"]["planned"]["plans"][number];
type PlanInput = Inputs["agents"]["planStatus"];

export const REPEATS = ["once", "days", "weekdays", "daily", "weekly"] as const;
type Repeat = (typeof REPEATS)[number];

/** A planned status as it is typed. */
export interface PlanFormValues {
  status: string;
  repeat: Repeat;
  firstDay: string;
  lastDay: string;
  weekdays: readonly number[];
  isWholeDay: boolean;
  from: string;
  to: string;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WEEKDAYS = [1, 2, 3, 4, 5];

/** The form of a planned status; of a new one if `plan` is null. */
export function planFormOf(plan: PlanView | null, today: string): PlanFormValues {
  if (plan === null)
    return {
      status: "",
      repeat: "once",
      firstDay: today,
      lastDay: "",
      weekdays: [],
      isWholeDay: false,
      from: "",
      to: "",
    };
  const { status, firstDay, lastDay, weekdays, from, to } = plan;
  return {
    status,
    repeat: repeatOf(plan),
    firstDay,
    lastDay: lastDay ?? "",
    weekdays,
    isWholeDay: from === null,
    from: from === null ? "" : formatTimeOfDay(from),
    to: to === null ? "" : formatTimeOfDay(to),
  };
}

export function repeatOf({ firstDay, lastDay, weekdays, from }: PlanView): Repeat {
  if (firstDay === lastDay) return "once";
  if (weekdays.length === EVERY_DAY.length) return from === null ? "days" : "daily";
  return weekdays.join() === WEEKDAYS.join() ? "weekdays" : "weekly";
}

export type PlanFormErrors = Partial<Record<"status" | "firstDay" | "lastDay" | "weekdays" | "from" | "to", string>>;

/** What is missing, by field. The server checks everything else. */
export function planFormErrors(form: PlanFormValues): PlanFormErrors {
  const errors: PlanFormErrors = {};
  if (form.status === "") errors.status = texts.statusNeeded;
  if (form.firstDay === "") errors.firstDay = texts.dayNeeded;
  if (form.repeat === "days" && form.lastDay === "") errors.lastDay = texts.dayNeeded;
  if (form.repeat === "weekly" && form.weekdays.length === 0) errors.weekdays = texts.weekdayNeeded;
  if (!hasTimes(form)) return errors;
  if (parseTime(form.from) === null) errors.from = texts.timeNeeded;
  if (parseTime(form.to) === null) errors.to = texts.timeNeeded;
  return errors;
}

export const hasTimes = ({ repeat, isWholeDay }: PlanFormValues): boolean => repeat !== "days" && !isWholeDay;

/** What is sent; only for a form without errors. */
export function planInputOf(form: PlanFormValues): Omit<PlanInput, "people" | "id" | "version" | "zone"> {
  const { status, repeat, firstDay, lastDay, weekdays } = form;
  return {
    status,
    firstDay,
    lastDay: repeat === "once" ? firstDay : lastDay === "" ? null : lastDay,
    weekdays: repeat === "weekly" ? [...weekdays] : repeat === "weekdays" ? WEEKDAYS : EVERY_DAY,
    from: hasTimes(form) ? parseTime(form.from) : null,
    to: hasTimes(form) ? parseTime(form.to) : null,
  };
}
