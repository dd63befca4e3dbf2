import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, list, oneLine, messageSchema, text } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { STATUS_ICONS, NAME_MAX, PROMISE_MAX_MINUTES, RULE_FLIPS_MAX, STATUS_COLORS, WHEN_OVER } from "./types.ts";
import { nameKey } from "../core/text/names.ts";
import { plannedSegmentSchema, UPCOMING_MAX } from "./plannedSchema.ts";

const minutes = z.nullable(z.int().check(z.minimum(1), z.maximum(PROMISE_MAX_MINUTES)));
const whenOver = z.enum(WHEN_OVER);

const statusSchema = z.strictObject({
  name: oneLine(NAME_MAX),
  takesCalls: z.boolean(),
  color: z.enum(STATUS_COLORS),
  icon: z.nullable(z.enum(STATUS_ICONS)),
  order: z.int().check(z.minimum(0)),
  defaultMinutes: minutes,
  whenOver,
  archivedAt: z.nullable(instantSchema),
});
export type StatusData = z.infer<typeof statusSchema>;

const statusFields = { status: idSchema, statusName: text(1024), whenOver };
const queuedStatusSchema = z.strictObject({ ...statusFields, minutes, queuedAt: instantSchema, actor: actorSchema });
/** The previously queued status, if a choice replaced it: an undo restores it. */
const clearedStatusSchema = z.nullable(z.strictObject({ next: z.nullable(queuedStatusSchema) }));
/** A rule's change from one status to another, with what the statuses were called then. */
const ruleFlipSchema = z.strictObject({
  at: instantSchema,
  from: idSchema,
  fromName: text(1024),
  to: idSchema,
  toName: text(1024),
  cause: messageSchema,
});
export type RuleFlip = z.infer<typeof ruleFlipSchema>;
const previousStatusSchema = z.strictObject({
  ...statusFields,
  since: instantSchema,
  until: z.nullable(instantSchema),
  queue: clearedStatusSchema,
});
/** What the person's planned statuses mean for the near future; worked out from them whenever they change. */
const upcomingSchema = z.strictObject({
  /** How long a person's choice keeps a planned status from beginning. */
  guardMinutes: z.int().check(z.minimum(0)),
  /** The next planned times that haven't begun, in order. */
  segments: list(plannedSegmentSchema, UPCOMING_MAX),
  /** When more of them must be worked out; null if these are all. */
  renewAt: z.nullable(instantSchema),
  /** The planned status that began last. */
  began: z.nullable(z.strictObject({ plan: idSchema, returnTo: previousStatusSchema })),
});
const agentSchema = z.strictObject({
  ...statusFields,
  since: instantSchema,
  until: z.nullable(instantSchema),
  actor: actorSchema,
  cause: messageSchema,
  /** When somebody last chose, undid or extended it. Time and rules leave it unchanged. */
  chosenAt: instantSchema,
  /** The status that begins when the call ends. */
  next: z.nullable(queuedStatusSchema),
  /** The status before the last choice, for undoing it. */
  before: z.nullable(previousStatusSchema),
  /** What rules changed of late, oldest first; empty once a person has chosen a status. They stop if it is a loop. */
  ruleFlips: list(ruleFlipSchema, RULE_FLIPS_MAX),
  /** Null for people without planned statuses. */
  upcoming: z.nullable(upcomingSchema),
});
export type AgentData = z.infer<typeof agentSchema>;

export const statusKind = defineRecord({
  kind: "status",
  log: "history",
  area: "team",
  readBy: "area",
  shape: 1,
  schema: statusSchema,
  noun: "noun.status",
  title: (data) => data.name,
  labels: {
    name: "label.name",
    takesCalls: "label.takesCalls",
    color: "label.color",
    icon: "label.icon",
    order: "label.order",
    defaultMinutes: "label.defaultMinutes",
    whenOver: "label.whenOver",
    archivedAt: "label.archivedAt",
  },
  formats: { archivedAt: "instant", defaultMinutes: "minutes" },
  restore: { how: "copy" },
  unique: {
    name: {
      within: "account",
      value: (data) => nameKey(data.name),
      takenMessage: "agents.nameTaken",
      field: "name",
      nameMax: NAME_MAX,
    },
  },
  upgrades: [],
});

export const agentKind = defineRecord({
  kind: "agent",
  log: "activity",
  area: "team",
  readBy: "area",
  shape: 5,
  schema: agentSchema,
  noun: "noun.agent",
  title: (_data, id) => id,
  titleIs: "person",
  labels: {
    status: "label.status",
    statusName: "label.statusName",
    since: "label.since",
    until: "label.until",
    whenOver: "label.whenOver",
    actor: "label.actor",
    cause: "label.cause",
    chosenAt: "label.chosenAt",
    next: "label.next",
    before: "label.before",
    ruleFlips: "label.ruleFlips",
    upcoming: "label.upcoming",
  },
  formats: {
    status: (id, show) => show.record("status", id),
    since: "instant",
    until: "instant",
    actor: "actor",
    cause: "message",
    chosenAt: "instant",
    next: ({ statusName }) => statusName,
    before: ({ statusName }) => statusName,
    ruleFlips: ({ fromName, toName }) => `${fromName} → ${toName}`,
    upcoming: ({ segments }, show) =>
      segments.map(({ statusName, from }) => `${statusName} ${show.instant(from)}`).join(", "),
  },
  concerns: {
    people: (before, after, id) => (isOnlyUpcoming(before, after) ? [] : [id]),
    fields: ["status", "until"],
  },
  indexes: {
    /** Agents whose queued status this is. */
    next: ({ next }) => next?.status ?? null,
    /** Agents with planned statuses. */
    upcoming: ({ upcoming }) => (upcoming === null ? null : "yes"),
  },
  restore: { how: "refused", reason: "agents.statusNotRestored" },
  upgrades: [
    (older: Omit<AgentDataShape2, "chosenAt">): AgentDataShape2 => ({ ...older, chosenAt: older.since }),
    (older: AgentDataShape2): AgentDataShape3 => ({
      ...older,
      before: older.before && { ...older.before, queue: null },
    }),
    (older: AgentDataShape3): AgentDataShape4 => ({ ...older, ruleFlips: [] }),
    (older: AgentDataShape4): AgentData => ({ ...older, upcoming: null }),
  ],
});

/** Whoever plans a status is read about with the plan, and working out its times is no news. */
const isOnlyUpcoming = (before: AgentData | null, after: AgentData | null): boolean =>
  before !== null &&
  after !== null &&
  before.upcoming !== after.upcoming &&
  JSON.stringify({ ...before, upcoming: null }) === JSON.stringify({ ...after, upcoming: null });

type AgentDataShape4 = Omit<AgentData, "upcoming">;
type AgentDataShape3 = Omit<AgentDataShape4, "ruleFlips">;
type AgentDataShape2 = Omit<AgentDataShape3, "before"> & {
  before: Omit<NonNullable<AgentData["before"]>, "queue"> | null;
};

/** The board's filter: names, and filter values of people's states. */
/** An agent's choice, with either a length in minutes or an end; without both the status's default applies. */
export const SetStatusInput = z.object({
  status: idSchema,
  minutes: z.optional(minutes),
  until: z.optional(z.nullable(instantSchema)),
  chosenAt: z.optional(instantSchema),
  version: z.optional(z.int()),
});
export const QueueNextInput = z.object({ status: idSchema, minutes: z.optional(minutes) });
export const UndoStatusInput = z.object({ version: z.optional(z.int()) });
export const ExtendStatusInput = z.object({
  minutes: z.int().check(z.minimum(1), z.maximum(24 * 60)),
  version: z.optional(z.int()),
});
/** What a device says of itself. `idleSince`: nobody has used it since then; null: somebody is using it. */
export const IdleReportInput = z.object({ idleSince: z.nullable(instantSchema) });
export const StatusInput = z.object({
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(NAME_MAX),
  takesCalls: z._default(z.boolean(), false),
  color: z.enum(STATUS_COLORS),
  icon: z._default(z.nullable(z.enum(STATUS_ICONS)), null),
  defaultMinutes: z._default(minutes, null),
  whenOver: z._default(whenOver, "available"),
});
export const ArchiveStatusInput = z.object({ id: idSchema, version: z.int(), archived: z._default(z.boolean(), true) });
export const OrderStatusesInput = z.object({ ids: list(idSchema, 200) });
