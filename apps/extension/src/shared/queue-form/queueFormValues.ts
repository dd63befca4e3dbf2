import { PROMISE_MAX_MINUTES } from "@callboard/domain/agents/types";
import {
  RING_SECONDS,
  type Routing,
  DEFAULT_WEIGHT,
  type Weekday,
  WEIGHT_MAX,
  WRAP_UP_SECONDS,
} from "@callboard/domain/queues/types";
import type { Hours, NoAnswer } from "@callboard/domain/queues/schema";
import { parseTime, formatTimeOfDay } from "@callboard/ui/TimeInput";
import type { Outputs, Inputs } from "../../data/api.ts";
import { href } from "../route.ts";
import { queues } from "../../texts/en/queues.ts";

const texts = queues.form;
type Queue = Outputs["queues"]["list"]["queues"][number];

/** An agent who may be offered the queue's calls. */
export interface Member {
  id: string;
  name: string;
  weight: string;
}
export interface HoursSpan {
  id: string;
  day: Weekday;
  from: string;
  to: string;
}
export interface Holiday {
  id: string;
  date: string;
  name: string;
}

/** A queue as typed: numbers and times are text until they are saved. */
export interface QueueFormValues {
  name: string;
  tags: readonly string[];
  routing: Routing;
  members: readonly Member[];
  ringSeconds: string;
  wrapUpSeconds: string;
  /** Open at all times: the hours then don't count. */
  always: boolean;
  hours: readonly HoursSpan[];
  holidays: readonly Holiday[];
  /** The target and its name, for the options that need one; an empty id if none is chosen yet. */
  noAnswer: { to: NoAnswer["to"]; id: string; name: string };
  /** Whether agents who miss calls get another status. */
  missedOn: boolean;
  /** After how many missed calls in a row, which status, and for how many minutes. */
  missed: { after: string; status: string; minutes: string };
  /** How many should take calls; empty: no alert. */
  leastTakingCalls: string;
}

export const queueSettingsHref = (id: string): string => href("queues", id, "settings");

const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const usualHours = (): HoursSpan[] =>
  WORKDAYS.map((day) => ({ id: crypto.randomUUID(), day, from: "09:00", to: "17:00" }));

export const newQueueFormValues = (): QueueFormValues => ({
  name: "",
  tags: [],
  routing: "simultaneous",
  members: [],
  ringSeconds: String(RING_SECONDS.usual),
  wrapUpSeconds: String(WRAP_UP_SECONDS.usual),
  always: true,
  hours: usualHours(),
  holidays: [],
  noAnswer: { to: "voicemail", id: "", name: "" },
  missedOn: false,
  missed: { after: "3", status: "", minutes: "" },
  leastTakingCalls: "",
});

const spanOf = ({ id, day, from, to }: Hours): HoursSpan => ({
  id,
  day: day as Weekday,
  from: formatTimeOfDay(from),
  to: formatTimeOfDay(to),
});

type EditedField = "name" | "tags" | "routing" | "members" | "ringSeconds" | "wrapUpSeconds" | "schedule";
export type QueueSettings = Pick<
  Queue,
  EditedField | "noAnswer" | "missedCall" | "leastTakingCalls" | "memberNames"
> & {
  noAnswerName: string | null;
};

/** A queue's settings as the form shows them. */
export function queueFormValuesOf(queue: QueueSettings): QueueFormValues {
  const { noAnswer, missedCall, schedule, memberNames } = queue;
  const names = new Map(memberNames.map(({ id, name }) => [id, name]));
  return {
    name: queue.name,
    tags: queue.tags,
    routing: queue.routing,
    members: queue.members.map(({ id, weight }) => ({ id, name: names.get(id) ?? "", weight: String(weight) })),
    ringSeconds: String(queue.ringSeconds),
    wrapUpSeconds: String(queue.wrapUpSeconds),
    always: schedule === null,
    hours: schedule ? schedule.hours.map(spanOf) : usualHours(),
    holidays: schedule?.holidays ?? [],
    noAnswer: { to: noAnswer.to, id: "id" in noAnswer ? noAnswer.id : "", name: queue.noAnswerName ?? "" },
    missedOn: missedCall !== null,
    missed: {
      after: String(missedCall?.after ?? 3),
      status: missedCall?.status ?? "",
      minutes: missedCall?.minutes?.toString() ?? "",
    },
    leastTakingCalls: queue.leastTakingCalls?.toString() ?? "",
  };
}

/** An agent just added to the queue. */
export const newMember = (id: string, name: string): Member => ({ id, name, weight: String(DEFAULT_WEIGHT) });

/** A whole number within these limits, or null. */
function parseWhole(text: string, least: number, most: number): number | null {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
const needsTarget = ({ to }: QueueFormValues["noAnswer"]): boolean => to === "receiver" || to === "queue";

/** Errors of fields that are unreadable or not chosen yet, by the server's field names. */
export function invalidQueueFields(form: QueueFormValues): Record<string, string> {
  const invalid: Record<string, string> = {};
  // A field's first error is kept.
  const check = (field: string, isInvalid: boolean, sentence: string) => isInvalid && (invalid[field] ??= sentence);
  const { least, most } = RING_SECONDS;
  check("ringSeconds", parseWhole(form.ringSeconds, least, most) === null, texts.ringInvalid);
  check("wrapUpSeconds", parseWhole(form.wrapUpSeconds, 0, WRAP_UP_SECONDS.most) === null, texts.wrapUpInvalid);
  for (const [index, { weight }] of form.members.entries())
    check(`members.${index}.weight`, parseWhole(weight, 0, WEIGHT_MAX) === null, texts.weightInvalid);
  for (const [index, { from, to }] of form.always ? [] : form.hours.entries()) {
    check(`schedule.hours.${index}.from`, parseTime(from) === null, texts.hoursInvalid);
    check(`schedule.hours.${index}.to`, parseTime(to, true) === null, texts.hoursInvalid);
  }
  for (const [index, { date, name }] of form.always ? [] : form.holidays.entries()) {
    check(`schedule.holidays.${index}.date`, date === "", texts.holidayInvalid);
    check(`schedule.holidays.${index}.name`, name.trim() === "", texts.holidayInvalid);
  }
  check("noAnswer", needsTarget(form.noAnswer) && form.noAnswer.id === "", texts.targetNeeded);
  check("leastTakingCalls", leastTakingCalls(form) === undefined, texts.leastInvalid);
  if (!form.missedOn) return invalid;
  check("missedCall.after", parseWhole(form.missed.after, 1, 20) === null, texts.missedAfterInvalid);
  check("missedCall.status", form.missed.status === "", texts.missedStatusNeeded);
  check("missedCall.minutes", missedMinutes(form) === undefined, texts.missedMinutesInvalid);
  return invalid;
}

/** Null: no alert; undefined: unreadable, or more than there are members. */
function leastTakingCalls({ leastTakingCalls: least, members }: QueueFormValues): number | null | undefined {
  return least.trim() === "" ? null : (parseWhole(least, 1, members.length) ?? undefined);
}

/** Null: until the agent changes it; undefined: unreadable. */
function missedMinutes({ missed: { minutes } }: QueueFormValues): number | null | undefined {
  return minutes.trim() === "" ? null : (parseWhole(minutes, 1, PROMISE_MAX_MINUTES) ?? undefined);
}

/** The form as it is saved. Call it only if no field is invalid. */
export function queueInputOf(form: QueueFormValues): Omit<Inputs["queues"]["save"], "id" | "version"> {
  const { always, hours, holidays, missed, noAnswer } = form;
  return {
    name: form.name,
    tags: [...form.tags],
    routing: form.routing,
    members: form.members.map(({ id, weight }) => ({ id, weight: Number(weight) })),
    ringSeconds: Number(form.ringSeconds),
    wrapUpSeconds: Number(form.wrapUpSeconds),
    schedule: always
      ? null
      : {
          hours: hours.map(({ id, day, from, to }) => ({ id, day, from: parseTime(from)!, to: parseTime(to, true)! })),
          holidays: holidays.map(({ id, date, name }) => ({ id, date, name })),
        },
    noAnswer: "id" in noAnswer && needsTarget(noAnswer) ? targetOf(noAnswer) : { to: noAnswer.to as "hang up" },
    missedCall: form.missedOn
      ? { after: Number(missed.after), status: missed.status, minutes: missedMinutes(form) ?? null }
      : null,
    leastTakingCalls: leastTakingCalls(form) ?? null,
  };
}

const targetOf = ({ to, id }: QueueFormValues["noAnswer"]): NoAnswer => ({ to: to as "receiver" | "queue", id });
