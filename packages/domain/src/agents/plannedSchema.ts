import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, list, text, zoneSchema } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { PLANNED_PEOPLE_MAX, SKIPPED_DAYS_MAX } from "./plannedTypes.ts";
import { AVAILABLE, OFFLINE } from "./types.ts";

/** An agent's record keeps this many of the next planned times. */
export const UPCOMING_MAX = 6;

/** A planned time that is to begin, worked out as instants, so that no screen or server needs its calendar. */
export const plannedSegmentSchema = z.strictObject({
  plan: idSchema,
  /** The plan's day, for skipping it. */
  day: text(10),
  status: idSchema,
  statusName: text(1024),
  /** When the occurrence began, which another plan may have interrupted: a choice made since then replaces it. */
  start: instantSchema,
  from: instantSchema,
  until: instantSchema,
});
export type PlannedSegment = z.infer<typeof plannedSegmentSchema>;

const daySchema = text(10);
const minuteOfDay = z.nullable(
  z.int().check(z.minimum(0, "fields.tooSmall"), z.maximum(24 * 60 - 1, "fields.tooLarge")),
);
const weekday = z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(7, "fields.tooLarge"));
const plannedFields = {
  status: idSchema,
  firstDay: daySchema,
  /** Null: it has no last day. */
  lastDay: z.nullable(daySchema),
  /** 1 for Monday to 7 for Sunday. */
  weekdays: list(weekday, 7, 1),
  /** In minutes after midnight; an end before the beginning is on the next day. Both null: whole days. */
  from: minuteOfDay,
  to: minuteOfDay,
};

const plannedStatusSchema = z.strictObject({
  ...plannedFields,
  person: idSchema,
  statusName: text(1024),
  /** The zone that its days and times are in: the person's own when it was planned. */
  zone: zoneSchema,
  /** Days on which it is left out. */
  skipped: list(daySchema, SKIPPED_DAYS_MAX),
  plannedBy: actorSchema,
});
export type PlannedStatus = z.infer<typeof plannedStatusSchema>;

/** A status that a person is to have at planned times. */
export const plannedStatusKind = defineRecord({
  kind: "plannedStatus",
  log: "history",
  area: "team",
  readBy: "area",
  shape: 1,
  schema: plannedStatusSchema,
  noun: "noun.plannedStatus",
  title: (data) => data.statusName,
  labels: {
    person: "label.person",
    status: "label.status",
    statusName: "label.statusName",
    firstDay: "label.firstDay",
    lastDay: "label.lastDay",
    weekdays: "label.weekdays",
    from: "label.fromTime",
    to: "label.toTime",
    zone: "label.zone",
    skipped: "label.skippedDays",
    plannedBy: "label.plannedBy",
  },
  formats: {
    person: "person",
    status: (id, show) => show.record("status", id),
    weekdays: (day) => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day - 1]!,
    from: (minutes) => clock(minutes),
    to: (minutes) => clock(minutes),
    plannedBy: "actor",
  },
  concerns: {
    people: (before, after) => [...new Set([before?.person, after?.person].filter((id) => id !== undefined))],
    fields: ["status", "firstDay", "lastDay", "weekdays", "from", "to", "skipped"],
  },
  references: ({ status }) => (status === AVAILABLE || status === OFFLINE ? [] : [{ kind: "status", id: status }]),
  indexes: { person: ({ person }) => person, status: ({ status }) => status },
  restore: { how: "copy", keepFields: ["person"] },
  upgrades: [],
});

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** Plans a status for people, or changes the planned status with this id. `zone`: that of the caller's device. */
export const PlanStatusInput = z.object({
  ...plannedFields,
  lastDay: z._default(plannedFields.lastDay, null),
  weekdays: z._default(plannedFields.weekdays, [1, 2, 3, 4, 5, 6, 7]),
  people: z.optional(list(idSchema, PLANNED_PEOPLE_MAX, 1)),
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  zone: z.optional(zoneSchema),
});
/** Without `person` the caller's own. */
export const PlannedInput = z.object({ person: z.optional(idSchema) });
export const RemovePlannedInput = z.object({ id: idSchema, version: z.optional(z.int()) });
/** Leaves the planned status out on a day, or no longer. */
export const SkipPlannedInput = z.object({ id: idSchema, day: daySchema, skipped: z._default(z.boolean(), true) });
