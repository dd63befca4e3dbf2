import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, phraseSchema, text } from "./fields.schema.ts";
import { LINE_GROUPS } from "./proposal.ts";
import { defineRecord } from "./record.ts";

const undoSchema = z.discriminatedUnion("how", [
  z.strictObject({ how: z.literal("always") }),
  z.strictObject({ how: z.literal("until"), until: instantSchema }),
  z.strictObject({ how: z.literal("never") }),
]);
const lineSchema = z.strictObject({
  key: text(400),
  group: z.enum(LINE_GROUPS),
  text: phraseSchema,
  micros: z.nullable(z.int()),
  undo: undoSchema,
  as: z.enum(["effect", "figure"]),
});

const proposalSchema = z.strictObject({
  /** Which kind of proposal: who may confirm it and what it does are known by it. */
  what: text(100),
  title: phraseSchema,
  /** What was asked, and what was found out about it when it was made. */
  input: z.record(text(400), z.unknown()),
  found: z.record(text(400), z.unknown()),
  lines: z.array(lineSchema),
  /** The name to type where something cannot be taken back. */
  name: z.nullable(text(2000)),
  state: z.enum(["open", "confirmed", "discarded"]),
  by: actorSchema,
  madeAt: instantSchema,
  expiresAt: instantSchema,
  /** The batch that its changes carry. */
  batch: z.nullable(idSchema),
});
export type ProposalData = z.infer<typeof proposalSchema>;

export const proposalKind = defineRecord({
  kind: "proposal",
  log: "activity",
  area: "account",
  shape: 1,
  schema: proposalSchema,
  noun: "noun.proposal",
  title: () => "",
  labels: {
    what: "label.what",
    title: "label.title",
    input: "label.input",
    found: "label.found",
    lines: "label.lines",
    name: "label.name",
    state: "label.state",
    by: "label.by",
    madeAt: "label.madeAt",
    expiresAt: "label.expiresAt",
    batch: "label.batch",
  },
  shows: { title: "phrase", by: "actor", madeAt: "instant", expiresAt: "instant" },
  restore: { how: "refused", because: "proposals.notRestored" },
  upgrades: [],
});
