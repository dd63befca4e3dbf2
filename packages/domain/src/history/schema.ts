import * as z from "zod/mini";
import {
  idSchema,
  instantSchema,
  list,
  namedValues,
  oneLine,
  someLines,
  text,
  zoneSchema,
} from "../core/fieldSchemas.ts";
import { NOTE_MAX } from "../core/differences.ts";
import { defineRecord } from "../core/record.ts";

const pinSchema = z.strictObject({
  kind: text(40),
  record: idSchema,
  version: z.int(),
  note: someLines(NOTE_MAX),
});

/** Keeps a version beyond the retention. The id names the version, so it is pinned once. */
export const pinKind = defineRecord({
  kind: "pin",
  log: "history",
  area: "account",
  readBy: ["restore"],
  shape: 1,
  schema: pinSchema,
  noun: "noun.pin",
  title: (data) => data.note,
  labels: { kind: "label.kind", record: "label.record", version: "label.version", note: "label.note" },
  restore: { how: "refused", reason: "history.pinNotRestored" },
  indexes: { of: (data) => pinTarget(data.kind, data.record) },
  upgrades: [],
});

export const pinTarget = (kind: string, record: string): string => `${kind}:${record}`;
export const pinId = (kind: string, record: string, version: number): string => `${kind}:${record}:${version}`;

/**
 * How far a person has read an account's changes: a position in the account's log. It belongs to the person; the id is
 * the account's.
 */
export const readMarkerKind = defineRecord({
  kind: "readMarker",
  log: "activity",
  area: "account",
  readBy: "area",
  shape: 2,
  schema: z.strictObject({ readUpTo: z.int() }),
  noun: "noun.readMarker",
  title: () => "",
  labels: { readUpTo: "label.readUpTo" },
  restore: { how: "refused", reason: "history.readMarkerNotRestored" },
  upgrades: [(older: { seq: number }) => ({ readUpTo: older.seq })],
});

const version = z.int().check(z.minimum(1));
/** The zone for times; the account's if missing. */
const zoneField = { zone: z.optional(zoneSchema) };
/** New names for restored records, by `queue:id`: if theirs is taken, or another one is preferred. */
export const RestoreNames = z._default(namedValues(oneLine(80), 1000), {});
const recordFields = { kind: text(40), id: idSchema };

export const ChangesInput = z.object({
  kind: z.optional(text(40)),
  id: z.optional(idSchema),
  person: z.optional(idSchema),
  /** Only changes about the reader: their role, softphone, queues and status. */
  about: z.optional(z.literal("me")),
  event: z.optional(z.enum(["created", "changed", "deleted", "restored"])),
  /** Words of the cause, or the batch of a change. */
  cause: z.optional(someLines(100)),
  batch: z.optional(idSchema),
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
  /** Activity is frequent and shown only on request. */
  log: z._default(z.enum(["history", "activity", "both"]), "history"),
});
export const VersionsInput = z.object({ ...recordFields, ...zoneField, before: z.optional(version) });
export const VersionInput = z.object({ ...recordFields, ...zoneField, version });
export const CompareInput = z.object({ ...recordFields, ...zoneField, from: version, to: version });
export const PinInput = z.object({ ...recordFields, version, note: z._default(someLines(NOTE_MAX), "") });
export const RestoreRecordInput = z.object({
  ...recordFields,
  version,
  /** The record as of that version, or only what that version changed, which is undone. */
  take: z._default(z.enum(["version", "change"]), "version"),
  fields: z._default(z.nullable(list(text(100), 100)), null),
  choices: z._default(namedValues(z.enum(["then", "now"]), 100), {}),
  /** The version that was on screen. */
  seen: z.optional(version),
  names: RestoreNames,
  reason: z._default(someLines(NOTE_MAX), ""),
});
export const UndoBatchInput = z.object({
  batch: idSchema,
  names: RestoreNames,
  reason: z._default(someLines(NOTE_MAX), ""),
});
export const AsOfInput = z.object({
  ...zoneField,
  at: instantSchema,
  after: z.optional(z.nullable(text(400))),
});
export const BringBackInput = z.object({
  at: instantSchema,
  records: list(z.object(recordFields), 200, 1),
  names: RestoreNames,
  reason: z._default(someLines(NOTE_MAX), ""),
});
