import * as z from "zod/mini";
import { actorSchema, idSchema, instantSchema, messageSchema, text } from "../core/fieldSchemas.ts";
import { ALL_PERMISSIONS } from "../core/permissions.ts";
import { LINE_GROUPS } from "./types.ts";
import { defineRecord } from "../core/record.ts";

const undoSchema = z.discriminatedUnion("when", [
  z.strictObject({ when: z.literal("always") }),
  z.strictObject({ when: z.literal("until"), until: instantSchema }),
  z.strictObject({ when: z.literal("never") }),
]);
const lineSchema = z.strictObject({
  key: text(400),
  group: z.enum(LINE_GROUPS),
  text: messageSchema,
  micros: z.nullable(z.int()),
  undo: undoSchema,
  type: z.enum(["effect", "figure"]),
});

const proposalSchema = z.strictObject({
  /** The kind of proposal, which decides who may confirm it and what it does. */
  type: text(100),
  /** The permissions needed to read and confirm it. */
  permissions: z.array(z.enum(ALL_PERMISSIONS)),
  title: messageSchema,
  /** The input, and the facts found when it was made. */
  input: z.record(text(400), z.unknown()),
  context: z.record(text(400), z.unknown()),
  lines: z.array(lineSchema),
  /** The name to type if something can't be undone. */
  name: z.nullable(text(2000)),
  state: z.enum(["open", "confirmed", "discarded"]),
  proposedBy: actorSchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  /** The batch of its changes. */
  batch: z.nullable(idSchema),
});
export type ProposalData = z.infer<typeof proposalSchema>;

export const proposalKind = defineRecord({
  kind: "proposal",
  log: "activity",
  area: "account",
  readBy: { field: "permissions", least: [] },
  shape: 2,
  schema: proposalSchema,
  noun: "noun.proposal",
  title: () => "",
  labels: {
    type: "label.type",
    permissions: "label.permissions",
    title: "label.title",
    input: "label.input",
    context: "label.context",
    lines: "label.lines",
    name: "label.name",
    state: "label.state",
    proposedBy: "label.requestedBy",
    createdAt: "label.createdAt",
    expiresAt: "label.expiresAt",
    batch: "label.batch",
  },
  formats: { title: "message", proposedBy: "actor", createdAt: "instant", expiresAt: "instant" },
  restore: { how: "refused", reason: "proposals.notRestored" },
  // Older proposals don't store permissions: only people with all permissions may read them.
  upgrades: [
    (older: Omit<ProposalData, "permissions">): ProposalData => ({
      ...older,
      permissions: ["manage the account", "run the agency"],
    }),
  ],
});
