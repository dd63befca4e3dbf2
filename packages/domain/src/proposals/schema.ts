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
  /** The kind of proposal, which decides who may confirm it and what it does. */
  what: text(100),
  /** The permissions needed to read and confirm it. */
  deeds: z.array(z.enum(ALL_PERMISSIONS)),
  title: messageSchema,
  /** The input, and the facts found when it was made. */
  input: z.record(text(400), z.unknown()),
  found: z.record(text(400), z.unknown()),
  lines: z.array(lineSchema),
  /** The name to type if something can't be undone. */
  name: z.nullable(text(2000)),
  state: z.enum(["open", "confirmed", "discarded"]),
  by: actorSchema,
  madeAt: instantSchema,
  expiresAt: instantSchema,
  /** The batch of its changes. */
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
  // Older proposals don't store permissions: only people with all permissions may read them.
  upgrades: [
    (older: Omit<ProposalData, "deeds">): ProposalData => ({
      ...older,
      deeds: ["manage the account", "run the agency"],
    }),
  ],
});
