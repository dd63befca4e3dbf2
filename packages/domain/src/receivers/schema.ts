import * as z from "zod/mini";
import { idSchema, oneLine } from "../core/fieldSchemas.ts";
import { nameKey } from "../core/text/names.ts";
import { defineRecord } from "../core/record.ts";
import { normalizeForSearch } from "../core/text/search.ts";
import { TRACKING_NAME_MAX } from "../numbers/types.ts";
import { e164Schema, numberSearchText, typedNumber } from "../numbers/schema.ts";

const receiverSchema = z.strictObject({ e164: e164Schema, name: oneLine(TRACKING_NAME_MAX) });
export type ReceiverData = z.infer<typeof receiverSchema>;

export const receiverKind = defineRecord({
  kind: "receiver",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 1,
  schema: receiverSchema,
  noun: "noun.receiver",
  title: (data) => data.name,
  labels: { e164: "label.number", name: "label.name" },
  restore: { how: "copy" },
  unique: {
    e164: { within: "account", value: (data) => data.e164, takenMessage: "receivers.receiverTaken", field: "e164" },
  },
  indexes: {
    name: (data) => normalizeForSearch(data.name),
    /** Finds it by the name in a cell of an imported file. */
    same: (data) => nameKey(data.name),
  },
  search: { text: (data) => `${data.name} ${numberSearchText(data.e164)}`, tags: () => [], sortIndexes: ["name"] },
  upgrades: [],
});

export const ReceiverInput = z.object({
  id: z.optional(idSchema),
  version: z.optional(z.int()),
  name: oneLine(TRACKING_NAME_MAX),
  number: typedNumber,
});
