import * as z from "zod/mini";
import { ERRAND_STATES, ERRANDS } from "./errands.ts";
import { actorSchema, idSchema, instantSchema, phraseSchema } from "./fields.schema.ts";
import { defineRecord } from "./record.ts";

const errandSchema = z.strictObject({
  what: z.enum(ERRANDS),
  /** What it is about, in a word or two that people know: the number. */
  about: z.string(),
  /** The record that it is about, or that comes of it. */
  record: z.nullable(idSchema),
  /** What is needed to carry it out, fixed when it was wanted. */
  input: z.record(z.string(), z.unknown()),
  state: z.enum(ERRAND_STATES),
  /** How often it was sent, and how often its outcome was asked for. */
  tries: z.int(),
  asked: z.int(),
  wantedAt: instantSchema,
  sentAt: z.nullable(instantSchema),
  nextAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  by: actorSchema,
  /** The one explanation: how it stands, or how it ended and why. */
  why: phraseSchema,
});
export type ErrandData = z.infer<typeof errandSchema>;

export const errandKind = defineRecord({
  kind: "errand",
  log: "activity",
  area: "routing",
  shape: 1,
  schema: errandSchema,
  noun: "noun.errand",
  title: (data) => data.about,
  labels: {
    what: "label.what",
    about: "label.about",
    record: "label.record",
    input: "label.input",
    state: "label.state",
    tries: "label.tries",
    asked: "label.asked",
    wantedAt: "label.wantedAt",
    sentAt: "label.sentAt",
    nextAt: "label.nextAt",
    endedAt: "label.endedAt",
    by: "label.by",
    why: "label.why",
  },
  shows: { wantedAt: "instant", sentAt: "instant", nextAt: "instant", endedAt: "instant" },
  restore: { how: "refused", because: "errands.notRestored" },
  indexes: {
    /** Those that are not over yet, by what they are about. */
    open: (data) => (data.endedAt === null ? data.about : null),
    record: (data) => data.record,
  },
  upgrades: [],
});
