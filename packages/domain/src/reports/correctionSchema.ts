import * as z from "zod/mini";
import { idSchema, instantSchema, oneLine, sortableInstant, text } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { CORRECTION_REASON_MAX, CORRECTION_STATES } from "./types.ts";

const reason = oneLine(CORRECTION_REASON_MAX);

const correctionSchema = z.strictObject({
  person: idSchema,
  from: instantSchema,
  /** Excluded. */
  to: instantSchema,
  /** The status that they say they were in, and what it was called then. */
  status: idSchema,
  statusName: text(1024),
  reason,
  proposedAt: instantSchema,
  state: z.enum(CORRECTION_STATES),
  decidedAt: z.nullable(instantSchema),
  decidedBy: z.nullable(idSchema),
  /** Why it was rejected, or what was said with the acceptance. */
  answer: z.nullable(reason),
});
export type CorrectionData = z.infer<typeof correctionSchema>;

/** What an agent says they did in a time that the log has otherwise. The log itself stays as it is. */
export const correctionKind = defineRecord({
  kind: "correction",
  log: "history",
  area: "team",
  readBy: "area",
  shape: 1,
  schema: correctionSchema,
  noun: "noun.correction",
  title: (data) => data.person,
  titleIs: "person",
  labels: {
    person: "label.agent",
    from: "label.from",
    to: "label.until",
    status: "label.status",
    statusName: "label.statusName",
    reason: "label.reason",
    proposedAt: "label.proposedAt",
    state: "label.state",
    decidedAt: "label.decidedAt",
    decidedBy: "label.decidedBy",
    answer: "label.answer",
  },
  formats: {
    person: "person",
    from: "instant",
    to: "instant",
    status: (id, show) => show.record("status", id),
    proposedAt: "instant",
    decidedAt: "instant",
    decidedBy: "person",
  },
  concerns: {
    people: (before, after) => [...new Set([before, after].flatMap((data) => (data ? [data.person] : [])))],
    fields: ["from", "to", "status", "reason", "state", "decidedBy", "answer"],
  },
  restore: { how: "refused", reason: "reports.correctionNotRestored" },
  indexes: {
    person: ({ person, to }) => `${person} ${sortableInstant(to)}`,
    waiting: ({ state, proposedAt }) => (state === "waiting" ? sortableInstant(proposedAt) : null),
    /** The agent whose proposal waits. */
    waitingOf: ({ state, person }) => (state === "waiting" ? person : null),
    end: ({ to }) => sortableInstant(to),
  },
  counts: { waiting: ({ state }) => (state === "waiting" ? "" : null) },
  upgrades: [],
});

export const ProposeCorrectionInput = z.object({ from: instantSchema, to: instantSchema, status: idSchema, reason });
export const WithdrawCorrectionInput = z.object({ id: idSchema, version: z.int() });
/** `answer`: needed for a rejection. */
export const DecideCorrectionInput = z.object({
  id: idSchema,
  version: z.int(),
  accept: z.boolean(),
  answer: z.optional(reason),
});
/** A page of the corrections that wait for a decision. `after`: the cursor of the page before. */
export const WaitingCorrectionsInput = z.object({
  after: z.optional(z.nullable(text(400))),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(200, "fields.tooLarge")), 20),
});
