import * as z from "zod/mini";
import { emailSchema, filled, idSchema, list } from "./fields.schema.ts";
import { defineRecord } from "./record.ts";
import { rhythmText, type StatementSchedule } from "./statementSchedule.ts";
import { RECIPIENTS_MAX, recipients } from "./statements.schema.ts";

const rhythm = {
  every: z.enum(["week", "month"]),
  day: z.int().check(z.minimum(1, "fields.small"), z.maximum(31, "fields.large")),
};
const scheduleSchema = z.strictObject({
  ...rhythm,
  recipients: list(emailSchema, RECIPIENTS_MAX),
  paused: z.boolean(),
});

/** Statements that leave by themselves. How far one has come stands beside it: that is no edition of what somebody chose. */
export const statementScheduleKind = defineRecord<"statementSchedule", StatementSchedule>({
  kind: "statementSchedule",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 1,
  schema: scheduleSchema,
  noun: "noun.statementSchedule",
  title: (data) => `Statements ${rhythmText(data)}`,
  labels: {
    every: "label.every",
    day: "label.sendingDay",
    recipients: "label.recipients",
    paused: "label.paused",
  },
  shows: {
    every: (every, show) => show.word(every === "week" ? "word.everyWeek" : "word.everyMonth"),
    day: (day) => String(day),
  },
  restore: { how: "copy" },
  // The chore finds those that run by it, and sees at once whose days were changed.
  indexes: { rhythm: ({ every, day, paused }) => (paused ? null : `${every} ${day}`) },
  upgrades: [],
});

const version = z.int();
export const ScheduleForm = z.object({
  id: z.optional(idSchema),
  version: z.optional(version),
  ...rhythm,
  recipients,
});
export const SchedulePause = z.object({ id: idSchema, version, paused: z.boolean() });
export const ScheduleRemove = z.object({ id: idSchema, version });
export const LeaveLink = z.object({ token: filled(2000) });
