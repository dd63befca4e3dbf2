import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, oneLine, messageSchema, text } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { ALL_PERMISSIONS } from "../core/permissions.ts";
import { ITEM_STATES, PREPARATION_STEPS, RUN_STATES, type RunType, runPermissions } from "./types.ts";

const runSchema = z.strictObject({
  type: z.custom<RunType>((value) => typeof value === "string"),
  /** Its title: the file's name, or the change. */
  title: oneLine(200),
  /** The input that all items share. */
  input: z.record(text(100), z.unknown()),
  state: z.enum(RUN_STATES),
  preparing: z._default(z.nullable(z.enum(PREPARATION_STEPS)), null),
  /** The planned number of items; the actual number is counted while listing. */
  total: z.int(),
  responsible: actorSchema,
  proposedAt: instantSchema,
  startedAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  /** The permissions needed to read it. */
  permissions: z.array(z.enum(ALL_PERMISSIONS)),
  /** Why it paused automatically. */
  suspendedReason: z.nullable(messageSchema),
});
export type RunData = z.infer<typeof runSchema>;

export const runKind = defineRecord({
  kind: "run",
  log: "activity",
  area: "routing",
  readBy: { field: "permissions", least: ["read routing"] },
  shape: 3,
  schema: runSchema,
  noun: "noun.run",
  title: (data) => data.title,
  labels: {
    type: "label.type",
    title: "label.title",
    input: "label.input",
    state: "label.state",
    preparing: "label.preparing",
    total: "label.total",
    responsible: "label.requestedBy",
    proposedAt: "label.proposedAt",
    startedAt: "label.startedAt",
    endedAt: "label.endedAt",
    permissions: "label.permissions",
    suspendedReason: "label.explanation",
  },
  formats: {
    responsible: "actor",
    proposedAt: "instant",
    startedAt: "instant",
    endedAt: "instant",
    suspendedReason: "message",
  },
  restore: { how: "refused", reason: "runs.notRestored" },
  indexes: {
    proposed: (data) => String(data.proposedAt).padStart(16, "0"),
    /** Runs that need work: running ones, and proposals that may expire. */
    open: (data) => (data.state === "running" || data.state === "proposed" ? data.state : null),
  },
  upgrades: [
    (older: Omit<RunData, "suspendedReason" | "permissions">): Omit<RunData, "permissions"> => ({
      ...older,
      suspendedReason: null,
    }),
    (older: Omit<RunData, "permissions">): RunData => ({ ...older, permissions: runPermissions(older.input) }),
  ],
});

export const RunInput = z.object({ run: idSchema });
export const StartRunInput = z.object({ run: idSchema, name: z._default(z.nullable(text(200)), null) });
export const RunPageInput = z.object({
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});
export const RunItemPageInput = z.object({
  run: idSchema,
  state: z.optional(z.enum(ITEM_STATES)),
  search: z._default(text(80), ""),
  after: z.optional(z.nullable(z.int())),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});
