import * as z from "zod/mini";
import { emailSchema, requiredText, idSchema, list } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { formatCadence, type StatementSchedule } from "./cadence.ts";
import { RECIPIENTS_MAX, recipients } from "./schema.ts";

const cadenceFields = {
  every: z.enum(["week", "month"]),
  day: z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(31, "fields.tooLarge")),
};
const scheduleSchema = z.strictObject({
  ...cadenceFields,
  recipients: list(emailSchema, RECIPIENTS_MAX),
  paused: z.boolean(),
});

/** Scheduled statements. Progress is stored separately because it isn't a version of people's choices. */
export const statementScheduleKind = defineRecord<"statementSchedule", StatementSchedule>({
  kind: "statementSchedule",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 1,
  schema: scheduleSchema,
  noun: "noun.statementSchedule",
  title: (data) => `Statements ${formatCadence(data)}`,
  labels: {
    every: "label.every",
    day: "label.sendingDay",
    recipients: "label.recipients",
    paused: "label.paused",
  },
  formats: {
    every: (every, show) => show.word(every === "week" ? "word.everyWeek" : "word.everyMonth"),
    day: (day) => String(day),
  },
  restore: { how: "copy" },
  // The scheduler finds due schedules by this index, and sees which ones changed their days.
  // The stored name is older than the term.
  indexes: { rhythm: ({ every, day, paused }) => (paused ? null : `${every} ${day}`) },
  upgrades: [],
});

const version = z.int();
export const ScheduleInput = z.object({
  id: z.optional(idSchema),
  version: z.optional(version),
  ...cadenceFields,
  recipients,
});
export const PauseScheduleInput = z.object({ id: idSchema, version, paused: z.boolean() });
export const RemoveScheduleInput = z.object({ id: idSchema, version });
export const UnsubscribeInput = z.object({ token: requiredText(2000) });
