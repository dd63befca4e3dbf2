import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, messageSchema, text } from "../core/fieldSchemas.ts";
import { ALL_PERMISSIONS } from "../core/permissions.ts";
import { LINE_GROUPS } from "./lines.ts";
import { defineRecord } from "../core/record.ts";

const undoSchema = z.discriminatedUnion("how", [
  z.strictObject({ how: z.literal("always") }),
  z.strictObject({ how: z.literal("until"), until: instantSchema }),
  z.strictObject({ how: z.literal("never") }),
]);
const lineSchema = z.strictObject({
  key: text(400),
  group: z.enum(LINE_GROUPS),
  text: messageSchema,
  micros: z.nullable(z.int()),
  undo: undoSchema,
  as: z.enum(["effect", "figure"]),
});

const proposalSchema = z.strictObject({
  /** Which kind of proposal: who may confirm it and what it does are known by it. */
  what: text(100),
  /** What somebody must be allowed to do to read it, and to confirm it. */
  deeds: z.array(z.enum(ALL_PERMISSIONS)),
  title: messageSchema,
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
  readBy: { field: "deeds", least: [] },
  shape: 2,
  schema: proposalSchema,
  noun: "noun.proposal",
  title: () => "",
  labels: {
    what: "label.what",
    deeds: "label.deeds",
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
  // What it asked for was not written down: whoever may do everything reads it.
  upgrades: [
    (older: Omit<ProposalData, "deeds">): ProposalData => ({
      ...older,
      deeds: ["manage the account", "run the agency"],
    }),
  ],
});
