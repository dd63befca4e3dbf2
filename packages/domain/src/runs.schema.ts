import * as z from "zod/mini";
import { actorSchema, instantSchema, oneLine } from "./fields.schema.ts";
import { defineRecord } from "./record.ts";
import { RUN_STATES, type RunKind } from "./runs.ts";

const runSchema = z.strictObject({
  what: z.custom<RunKind>((value) => typeof value === "string"),
  /** What people call it: the file's name, the change that is made. */
  title: oneLine(200),
  /** What all items share. */
  input: z.record(z.string(), z.unknown()),
  state: z.enum(RUN_STATES),
  total: z.int(),
  by: actorSchema,
  proposedAt: instantSchema,
  startedAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
});
export type RunData = z.infer<typeof runSchema>;

export const runKind = defineRecord({
  kind: "run",
  log: "activity",
  area: "routing",
  shape: 1,
  schema: runSchema,
  noun: "noun.run",
  title: (data) => data.title,
  labels: {
    what: "label.what",
    title: "label.title",
    input: "label.input",
    state: "label.state",
    total: "label.total",
    by: "label.by",
    proposedAt: "label.proposedAt",
    startedAt: "label.startedAt",
    endedAt: "label.endedAt",
  },
  shows: { proposedAt: "instant", startedAt: "instant", endedAt: "instant" },
  restore: { how: "refused", because: "runs.notRestored" },
  upgrades: [],
});
