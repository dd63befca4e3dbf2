import * as z from "zod/mini";
import { idSchema, instantSchema, sortableInstant } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { PHONE_STATES } from "./types.ts";

const phoneSchema = z.strictObject({
  state: z.enum(PHONE_STATES),
  since: instantSchema,
  call: z.nullable(z.strictObject({ from: instantSchema, to: z.nullable(instantSchema) })),
  /** When ringing or wrap-up ends by itself; null if only an event ends it. */
  until: z.nullable(instantSchema),
  /** The platform's id of the call that it is about, if the platform said. */
  callId: z.nullable(idSchema),
});
export type PhoneData = z.infer<typeof phoneSchema>;

export const phoneKind = defineRecord({
  kind: "phone",
  log: "activity",
  area: "team",
  readBy: "area",
  shape: 2,
  schema: phoneSchema,
  noun: "noun.phone",
  title: (_data, id) => id,
  titleIs: "person",
  labels: {
    state: "label.phoneState",
    since: "label.since",
    call: "label.call",
    until: "label.until",
    callId: "label.callId",
  },
  formats: {
    since: "instant",
    until: "instant",
    call: ({ from, to }, show) =>
      to === null
        ? show.message({ key: "word.since", values: { since: show.instant(from) } })
        : show.message({ key: "word.sinceUntil", values: { since: show.instant(from), until: show.instant(to) } }),
  },
  restore: { how: "refused", reason: "agents.phoneNotRestored" },
  /** Phones whose ringing or wrap-up ends by itself, by when. */
  indexes: { due: ({ until }) => (until === null ? null : sortableInstant(until)) },
  upgrades: [(older: Omit<PhoneData, "until" | "callId">): PhoneData => ({ ...older, until: null, callId: null })],
});
