import * as z from "zod/mini";
import { codeText, factSchema, idSchema, list, oneLine } from "../core/fieldSchemas.ts";
import { followedPresetSchema } from "../core/followedPresetSchema.ts";
import { OFFLINE, PROMISE_MAX_MINUTES } from "../agents/types.ts";
import {
  DAY_MINUTES,
  HOLIDAYS_MAX,
  HOURS_MAX,
  QUEUE_MEMBERS_MAX,
  QUEUE_NAME_MAX,
  RING_SECONDS,
  ROUTINGS,
  TAG_MAX,
  TAGS_MAX,
  WEIGHT_MAX,
  WRAP_UP_SECONDS,
} from "./types.ts";
import { limitState } from "../plans/limits.ts";
import { message } from "../core/message.ts";
import { defineRecord } from "../core/record.ts";
import { formatFact, formatFollowedPreset } from "../core/fieldFormat.ts";
import { nameKey } from "../core/text/names.ts";

const numberBetween = ({ least, most }: { least: number; most: number }) =>
  z.int().check(z.minimum(least, "fields.tooSmall"), z.maximum(most, "fields.tooLarge"));

const memberSchema = z.strictObject({
  /** The person's id: nobody is a member twice. */
  id: idSchema,
  weight: numberBetween({ least: 0, most: WEIGHT_MAX }),
});
export type QueueMember = z.infer<typeof memberSchema>;

/** Hours of one weekday in the account's zone, in minutes from midnight; `to` may be midnight, 1440. */
const hoursSchema = z.strictObject({
  id: idSchema,
  day: numberBetween({ least: 1, most: 7 }),
  from: numberBetween({ least: 0, most: DAY_MINUTES - 1 }),
  to: numberBetween({ least: 1, most: DAY_MINUTES }),
});
export type Hours = z.infer<typeof hoursSchema>;
const holidaySchema = z.strictObject({
  id: idSchema,
  date: codeText(10, /^\d{4}-\d{2}-\d{2}$/, "queues.invalidDate"),
  name: oneLine(QUEUE_NAME_MAX),
});
const scheduleSchema = z.strictObject({
  hours: list(hoursSchema, HOURS_MAX),
  holidays: list(holidaySchema, HOLIDAYS_MAX),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** Where unanswered calls go, and those that arrive while the queue is closed. */
const noAnswerSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("hang up") }),
  z.strictObject({ to: z.literal("voicemail") }),
  z.strictObject({ to: z.literal("receiver"), id: idSchema }),
  z.strictObject({ to: z.literal("queue"), id: idSchema }),
]);
export type NoAnswer = z.infer<typeof noAnswerSchema>;

/**
 * Somebody who misses this many calls in a row gets a status that takes none, for a time or until they choose another.
 */
const missedCallSchema = z.strictObject({
  after: numberBetween({ least: 1, most: 20 }),
  status: idSchema,
  minutes: z.nullable(numberBetween({ least: 1, most: PROMISE_MAX_MINUTES })),
});

const fields = {
  name: oneLine(QUEUE_NAME_MAX),
  routing: z.enum(ROUTINGS),
  members: list(memberSchema, QUEUE_MEMBERS_MAX),
  ringSeconds: numberBetween(RING_SECONDS),
  wrapUpSeconds: numberBetween(WRAP_UP_SECONDS),
  /** Null: always open. */
  schedule: z.nullable(scheduleSchema),
  noAnswer: noAnswerSchema,
  tags: list(oneLine(TAG_MAX), TAGS_MAX),
  missedCall: z.nullable(missedCallSchema),
  /** Supervisors are alerted while fewer members take calls and the queue is open; null: never. */
  leastTakingCalls: z.nullable(numberBetween({ least: 1, most: QUEUE_MEMBERS_MAX })),
};
const queueSchema = z.strictObject({
  ...fields,
  follows: followedPresetSchema,
  /** Frozen: still serves callers, but is read-only. */
  frozen: z.nullable(factSchema),
});
export type QueueData = z.infer<typeof queueSchema>;

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const padTwo = (count: number): string => String(count).padStart(2, "0");
const formatClock = (minutes: number): string => `${padTwo(Math.floor(minutes / 60))}:${padTwo(minutes % 60)}`;

const formatSeconds = (count: number): string => `${count} s`;

/** Members who were added or removed. */
function changedMembers(before: readonly QueueMember[], after: readonly QueueMember[]): string[] {
  const [idsBefore, idsAfter] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))];
  return [...[...idsBefore].filter((id) => !idsAfter.has(id)), ...[...idsAfter].filter((id) => !idsBefore.has(id))];
}

const queueLabels = {
  name: "label.name",
  routing: "label.routing",
  members: "label.members",
  ringSeconds: "label.ringSeconds",
  wrapUpSeconds: "label.wrapUpSeconds",
  schedule: "label.schedule",
  noAnswer: "label.noAnswer",
  tags: "label.tags",
  missedCall: "label.missedCall",
  leastTakingCalls: "label.leastTakingCalls",
  follows: "label.follows",
  frozen: "label.frozen",
} as const;

export const queueKind = defineRecord({
  kind: "queue",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 4,
  schema: queueSchema,
  noun: "noun.queue",
  title: (data) => data.name,
  labels: queueLabels,
  formats: {
    members: ({ id, weight }, show) => (weight === 1 ? show.person(id) : `${show.person(id)} × ${weight}`),
    ringSeconds: formatSeconds,
    wrapUpSeconds: formatSeconds,
    schedule: ({ hours, holidays }) =>
      [
        ...hours.map(({ day, from, to }) => `${DAYS[day - 1]} ${formatClock(from)}–${formatClock(to)}`),
        ...holidays.map(({ date, name }) => `${date} ${name}`),
      ].join(", "),
    noAnswer: (target, show) => ("id" in target ? show.record(target.to, target.id) : target.to),
    follows: (follows, show) =>
      formatFollowedPreset(follows, (field) => show.word(queueLabels[field as keyof typeof queueLabels])),
    frozen: formatFact,
    missedCall: ({ after, status }, show) => `${after} → ${show.record("status", status)}`,
  },
  concerns: {
    people: (before, after) => changedMembers(before?.members ?? [], after?.members ?? []),
    fields: ["members"],
  },
  references: ({ noAnswer, missedCall }) => [
    ...("id" in noAnswer ? [{ kind: noAnswer.to, id: noAnswer.id }] : []),
    ...(missedCall && missedCall.status !== OFFLINE ? [{ kind: "status", id: missedCall.status }] : []),
  ],
  // The plan decides what is frozen, so restoring an older version doesn't change it.
  restore: { how: "copy", keepFields: ["frozen"], recreate: (older) => ({ ...older, frozen: null }) },
  readOnlyReason: ({ frozen, name }) => (frozen === null ? null : message("queues.frozen", { name })),
  unique: {
    name: {
      within: "account",
      value: (data) => nameKey(data.name),
      takenMessage: "queues.nameTaken",
      field: "name",
      nameMax: QUEUE_NAME_MAX,
    },
  },
  indexes: {
    noAnswer: ({ noAnswer }) => ("id" in noAnswer ? `${noAnswer.to}:${noAnswer.id}` : null),
    missedCall: ({ missedCall }) => missedCall?.status ?? null,
    follows: ({ follows }) => follows?.preset ?? null,
  },
  counts: {
    limited: limitState,
    noAnswer: ({ noAnswer }) => ("id" in noAnswer ? `${noAnswer.to}:${noAnswer.id}` : null),
  },
  search: {
    text: (data) => `${data.name} ${data.tags.join(" ")}`,
    tags: (data) => data.members.map(({ id }) => `member:${id}`),
  },
  // A forwarding target, the members and the missed-call rule belong to one account.
  presetFields: {
    routing: fields.routing,
    ringSeconds: fields.ringSeconds,
    wrapUpSeconds: fields.wrapUpSeconds,
    schedule: fields.schedule,
    noAnswer: z.discriminatedUnion("to", [
      z.strictObject({ to: z.literal("hang up") }),
      z.strictObject({ to: z.literal("voicemail") }),
    ]),
    tags: fields.tags,
  },
  upgrades: [
    (older: object) => ({ ...older, follows: null }),
    (older: object) => ({ ...older, frozen: null }),
    (older: object) => ({ ...older, leastTakingCalls: null }),
  ],
});

export const QueueInput = z.object({
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  ...fields,
  ringSeconds: z._default(fields.ringSeconds, RING_SECONDS.usual),
  wrapUpSeconds: z._default(fields.wrapUpSeconds, WRAP_UP_SECONDS.usual),
  schedule: z._default(fields.schedule, null),
  noAnswer: z._default(fields.noAnswer, { to: "voicemail" }),
  tags: z._default(fields.tags, []),
  missedCall: z._default(fields.missedCall, null),
  leastTakingCalls: z._default(fields.leastTakingCalls, null),
});
